# Compiles the client into a library, as a project that refers to it does, and the driver against it.
set -eu
folder=$(dirname "$0")
rm -rf out
mkdir out
sh "$folder/mcs.sh" -target:library -out:out/Defender.Actions.dll -r:System.Runtime.Serialization -r:System.Web \
  "$folder/StandIns.cs" $(find generated/src/Defender.Actions -name '*.cs' | LC_ALL=C sort)
sh "$folder/mcs.sh" -out:out/Driver.exe -r:Defender.Actions Driver.cs
cp "$DOWNLOADS/mono/Newtonsoft.Json.dll" out
