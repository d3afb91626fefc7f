#!/bin/sh
# Makes a virtual environment with the pinned diffusers and torch, outside the clone, and prints its python.
#   tweedie check -- "$(adapters/diffusers/install.sh)" adapters/diffusers/adapter.py
# It lies in $TWEEDIE_VENVS, by default ~/.cache/tweedie, and is made again when the pins change.
# Exit code 77: the disk has no room for it (torch brings its CUDA libraries), or there is no python3 to make it with.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
venv=${TWEEDIE_VENVS:-$HOME/.cache/tweedie}/diffusers
python=$venv/bin/python

if ! cmp -s "$here/requirements.txt" "$venv/installed.txt"; then
    mkdir -p "$venv"
    need=${TWEEDIE_VENV_GIB:-9}
    free=$(df -Pk "$venv" | awk 'NR == 2 { print int($4 / 1048576) }')
    if [ "$free" -lt "$need" ]; then
        echo "!! diffusers is NOT checked: $venv has $free GiB free, torch needs $need" >&2
        exit 77
    fi
    if ! python3 -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        echo "!! diffusers is NOT checked: there is no python3 of version 3.11 or later with venv" >&2
        exit 77
    fi
    python3 -m venv --clear "$venv" >&2
    "$python" -m pip install --quiet --disable-pip-version-check --no-cache-dir -r "$here/requirements.txt" >&2
    cp "$here/requirements.txt" "$venv/installed.txt"
fi
echo "$python"
