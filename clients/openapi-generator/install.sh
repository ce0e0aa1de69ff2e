# Puts the pinned OpenAPI Generator into $DOWNLOADS, once for all languages that it generates. Its PyPI package carries
# the jar, which needs Java alone.
set -eu
folder=$(dirname "$0")
version=$(sed -n 's/^openapi-generator-cli==\([0-9.]*\).*/\1/p' "$folder/requirements.txt")
jar="$DOWNLOADS/openapi-generator-$version.jar"
if [ -f "$jar" ]; then
  exit
fi
package=$(mktemp -d "$DOWNLOADS/openapi-generator.XXXXXX")
trap 'rm -rf "$package"' EXIT
trap 'exit 1' INT TERM
python3 -m pip install --quiet --no-deps --require-hashes --only-binary :all: \
  --target "$package" -r "$folder/requirements.txt"
mv "$package/openapi_generator_cli/openapi-generator.jar" "$jar"
