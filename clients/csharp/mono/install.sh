# Puts Mono into $DOWNLOADS/mono, without root: Debian's packages, unpacked, and Newtonsoft.Json out of a package of npm.
# SHA256SUMS has the version of each, and its checksum.
set -eu
folder=$(cd "$(dirname "$0")" && pwd)
if cmp -s "$folder/SHA256SUMS" "$DOWNLOADS/mono/SHA256SUMS"; then
  exit
fi
temporary=$(mktemp -d "$DOWNLOADS/mono.XXXXXX")
trap 'rm -rf "$temporary"' EXIT
trap 'exit 1' INT TERM
mkdir "$temporary/packages" "$temporary/lists" "$temporary/mono"

cd "$temporary/packages"
# As in `mono-mcs=6.8.0.105+dfsg-3.3+deb12u1`.
debian=$(sed -nE 's/^[0-9a-f]+  ([^_]+)_([^_]+)_[a-z0-9]+\.deb$/\1=\2/p' "$folder/SHA256SUMS")
# The lists of the machine may be old, or missing. To read lists into another folder needs no root.
download() {
  apt-get -qq -o APT::Sandbox::User=root "$@" download $debian
}
download || {
  apt-get -qq -o APT::Sandbox::User=root -o Dir::State::Lists="$temporary/lists" update
  download -o Dir::State::Lists="$temporary/lists"
}
autorest=$(sed -nE 's/^.*microsoft\.azure-autorest\.csharp-(.*)\.tgz$/\1/p' "$folder/SHA256SUMS")
npm pack --silent "@microsoft.azure/autorest.csharp@$autorest"
sha256sum --check --quiet "$folder/SHA256SUMS"

cd "$temporary/mono"
for package in ../packages/*.deb; do
  dpkg-deb --fsys-tarfile "$package" | tar -x --wildcards --exclude='./usr/lib/mono/*-api' --exclude='./usr/share'
done
tar -xf ../packages/*.tgz --strip-components=4 autorest.csharp/src/bin/netcoreapp2.0/Newtonsoft.Json.dll
# That it runs here is to be seen before it counts as installed.
MONO_CFG_DIR="$PWD/etc" usr/bin/mono-sgen usr/lib/mono/4.5/mcs.exe --version
cp "$folder/SHA256SUMS" .
rm -rf "$DOWNLOADS/mono"
mv "$temporary/mono" "$DOWNLOADS/mono"
