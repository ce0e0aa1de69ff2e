# Makes a call for each line of a list, one after the other: `calls.sh BEFORE AFTER BODY LIST`.
while read -r target; do
  curl --fail --silent --show-error --output /dev/null --request POST --header 'Content-Type: application/json' \
    --header @<(printf 'Authorization: Bearer %s' "$DEFENDER_ACTIONS_TOKEN") --data "$3" "$1$target$2" || exit
done <"$4"
