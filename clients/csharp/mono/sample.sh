# Compiles what the package brings into a library, as a project does, and the sample against it.
set -eu
folder=$(dirname "$0")
mkdir out
python3 -m zipfile -e "$OUT/Defender.Actions.$VERSION.nupkg" package
sh "$folder/mcs.sh" -target:library -out:out/Defender.Actions.dll -r:System.Runtime.Serialization -r:System.Web \
  "$folder/StandIns.cs" $(find package/contentFiles/cs/netstandard2.0 -name '*.cs' | LC_ALL=C sort)
sh "$folder/mcs.sh" -out:out/Sample.exe -r:Defender.Actions Sample.cs
cp "$DOWNLOADS/mono/Newtonsoft.Json.dll" out
