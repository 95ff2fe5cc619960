#!/bin/sh
# datazone-cancel in one file: this script, and a zip file with the Python packages. The first start
# unpacks them into a virtual environment below PEX_ROOT, and later ones use that.
set -eu

# If the home directory is missing or read-only, unpack into a directory that only this user can change.
if [ -z "${PEX_ROOT:-}" ]; then
  case ${HOME:-} in
    /*) PEX_ROOT=$HOME/.cache/pex ;;
    *) PEX_ROOT=/dev/null/pex ;;
  esac
  if [ ! -w "$PEX_ROOT" ] && ! { mkdir -p "$PEX_ROOT" && [ -w "$PEX_ROOT" ]; } 2>/dev/null; then
    PEX_ROOT=${TMPDIR:-/tmp}/datazone-cancel-$(id -u)
    mkdir -m 700 "$PEX_ROOT" 2>/dev/null || true
    if [ -L "$PEX_ROOT" ] || [ ! -O "$PEX_ROOT" ] || [ ! -w "$PEX_ROOT" ]; then
      echo "datazone-cancel cannot be unpacked: set PEX_ROOT to a directory of your own." >&2
      exit 255
    fi
  fi
fi
export PEX_ROOT

installed=$PEX_ROOT/INSTALLED
if [ -x "$installed/bin/python" ]; then
  exec "$installed/bin/python" -I "$installed" "$@"
fi
# Run each Python instead of looking it up, because pyenv has shims for versions that do not start.
for python in PYTHONS python3; do
  if "$python" -I -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
    exec "$python" "$0" "$@"
  fi
done
echo "datazone-cancel needs Python 3.10 or newer, and there is none on your PATH." >&2
exit 255
