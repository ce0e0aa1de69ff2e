# Makes the folder of the module as it is installed, with its manifest: it exports all but the functions of `Private`.
set -eu
module="$OUT/DefenderActions/$VERSION"
mkdir -p "$module"
cp -R generated/src/DefenderActions/. README.md "$CLIENTS/../LICENSE-APACHE" "$CLIENTS/../LICENSE-MIT" "$module"
sed -n "s/^function \([A-Za-z-]*\).*/        '\1'/p" $(find "$module/Api" "$module/Model" "$module/Client" -name '*.ps1') |
  LC_ALL=C sort > functions
guid=$(sed -n "s/^packageGuid: '{\(.*\)}'/\1/p" openapi-generator.yaml)
sed -e "s/@VERSION@/$VERSION/; s/@GUID@/$guid/" -e '/@FUNCTIONS@/{r functions' -e 'd;}' package/DefenderActions.psd1 \
  > "$module/DefenderActions.psd1"
