# Installs the wheel into an environment of its own, with what it asks for from what is downloaded.
set -eu
python3 -m venv --without-pip venv
../venv/bin/python -m pip --disable-pip-version-check --python venv/bin/python install --quiet \
  --no-index --find-links "$DOWNLOADS/python" "$OUT"/*.whl
