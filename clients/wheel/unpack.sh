set -eu
for sdist in "$OUT"/*.tar.gz; do
  mkdir "$UNPACKED/sdist"
  tar -xzf "$sdist" -C "$UNPACKED/sdist"
done
for wheel in "$OUT"/*.whl; do
  python3 -m zipfile -e "$wheel" "$UNPACKED/wheel"
done
