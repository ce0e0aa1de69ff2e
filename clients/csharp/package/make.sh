# Makes a package of sources, which a project compiles with its own: no compiler for the targets of NuGet is needed here.
# The dependencies are those that the generator names.
set -eu
sources=contentFiles/cs/netstandard2.0/Defender.Actions
rm -rf stage
mkdir -p stage/_rels "stage/$sources"
cp README.md "$CLIENTS/../LICENSE-APACHE" "$CLIENTS/../LICENSE-MIT" 'package/[Content_Types].xml' stage
cp package/.rels stage/_rels
(cd generated/src/Defender.Actions && cp -R Api Client Model "../../../stage/$sources")
sed -n 's:^ *<PackageReference Include="\(.*\)" Version="\(.*\)" />:        <dependency id="\1" version="\2" />:p' \
  generated/src/Defender.Actions/Defender.Actions.csproj > dependencies
sed -e "s/@VERSION@/$VERSION/" -e '/@DEPENDENCIES@/{r dependencies' -e 'd;}' package/package.nuspec \
  > stage/Defender.Actions.nuspec
cd stage
python3 -m zipfile -c "$OUT/Defender.Actions.$VERSION.nupkg" *
