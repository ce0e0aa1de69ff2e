set -eu
for jar in "$OUT"/*.jar; do
  mkdir "$UNPACKED/$(basename "$jar")"
  (cd "$UNPACKED/$(basename "$jar")" && jar --extract --file "$jar")
done
