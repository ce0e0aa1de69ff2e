# Makes an sdist, and of the sdist a wheel, so that the one is known to be enough for the other.
set -eu
name=$(sed -n 's/^name = "\(.*_.*\)"/\1/p' package/pyproject.toml)
rm -rf stage
mkdir stage
cp -R "generated/$name" README.md "$CLIENTS/../LICENSE-APACHE" "$CLIENTS/../LICENSE-MIT" stage
find stage -name __pycache__ -prune -exec rm -r {} +
: > "stage/$name/py.typed"
sed "s/@VERSION@/$VERSION/" package/pyproject.toml > stage/pyproject.toml
python=$PWD/venv/bin/python
build() {
  "$python" -c 'import sys; from flit_core import buildapi; getattr(buildapi, sys.argv[1])(sys.argv[2])' "$1" "$OUT"
}
(cd stage && build build_sdist)
tar -xzf "$OUT/$name-$VERSION.tar.gz" -C stage
(cd "stage/$name-$VERSION" && build build_wheel)
