# Compiles with the Mono of install.sh, against what the client needs, and what is in `out`.
set -eu
lib="$DOWNLOADS/mono/usr/lib/mono/4.5"
exec sh "$(dirname "$0")/run.sh" "$lib/mcs.exe" -nologo -langversion:7.2 -lib:"$lib/Facades,$DOWNLOADS/mono,out" \
  -r:System.Collections -r:System.ComponentModel.DataAnnotations -r:System.Dynamic.Runtime \
  -r:System.Linq.Expressions -r:System.Net.Http -r:System.ObjectModel -r:System.Runtime -r:Newtonsoft.Json "$@"
