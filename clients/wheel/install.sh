# Installs what requirements.txt pins into `venv`, and keeps what it downloads for the environments of packages.
set -eu
rm -rf venv
python3 -m venv venv
pip() {
  venv/bin/pip --disable-pip-version-check --quiet "$@"
}
pip download --no-deps --only-binary :all: --require-hashes -r requirements.txt --dest "$DOWNLOADS/python"
pip install --no-deps --no-index --find-links "$DOWNLOADS/python" --require-hashes -r requirements.txt
