set -eu
rm -rf stage
node_modules/.bin/tsc --project tsconfig.package.json
cp -R generated README.md "$CLIENTS/../LICENSE-APACHE" "$CLIENTS/../LICENSE-MIT" stage
version=$(node -p 'require("./package.json").dependencies["openapi-fetch"]')
sed "s/@VERSION@/$VERSION/; s/@OPENAPI_FETCH@/^$version/" package/package.json > stage/package.json
cd stage
npm pack --silent --offline --cache "$DOWNLOADS/npm" --pack-destination "$OUT"
