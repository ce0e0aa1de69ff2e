# Compiles the client into a library, as a project that refers to it does, and the driver against it.
set -eu
folder=$(dirname "$0")
lib="$DOWNLOADS/mono/usr/lib/mono/4.5"
mcs() {
  sh "$folder/run.sh" "$lib/mcs.exe" -nologo -langversion:7.2 -lib:"$lib/Facades,$DOWNLOADS/mono,out" \
    -r:System.Collections -r:System.ComponentModel.DataAnnotations -r:System.Dynamic.Runtime \
    -r:System.Linq.Expressions -r:System.Net.Http -r:System.ObjectModel -r:System.Runtime -r:Newtonsoft.Json "$@"
}
rm -rf out
mkdir out
mcs -target:library -out:out/Defender.Actions.dll -r:System.Runtime.Serialization -r:System.Web \
  "$folder/StandIns.cs" $(find generated/src/Defender.Actions -name '*.cs' | LC_ALL=C sort)
mcs -out:out/Driver.exe -r:Defender.Actions Driver.cs
cp "$DOWNLOADS/mono/Newtonsoft.Json.dll" out
