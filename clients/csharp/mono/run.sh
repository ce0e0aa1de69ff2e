# Runs a program with the Mono of install.sh.
set -eu
mono="$DOWNLOADS/mono"
# Compiled in is where Debian installs it.
export MONO_CFG_DIR="$mono/etc" LD_LIBRARY_PATH="$mono/usr/lib"
exec "$mono/usr/bin/mono-sgen" "$@"
