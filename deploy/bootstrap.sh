#!/bin/sh
# Builds .venv from requirements.lock: finds uv and Python 3.10, or brings them into .uv/.
# The second time it finds its stamp and is done. Indexes and mirrors come from UV_DEFAULT_INDEX or
# from pip's own settings; every package is checked against its hash.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$root"
uv_version=0.13.9
wanted=$(cat .python-version)
venv_python=.venv/bin/python
stamp=.venv/.jiesu-stamp

say() { printf 'setup: %s\n' "$*"; }
give_up() {
    printf 'setup: %s\n' "$@" >&2
    exit 1
}

digest() {
    if command -v sha256sum >/dev/null 2>&1; then sha256sum; elif command -v shasum >/dev/null 2>&1; then shasum -a 256; else cksum; fi
}

# What the environment depends on: a change of these, or of the folder's place, asks for a new set-up.
current=$({ cat requirements.lock pyproject.toml .python-version deploy/bootstrap.sh deploy/build-constraints.txt; echo "$root"; } | digest)

is_up_to_date() { [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$current" ] && "$venv_python" -V >/dev/null 2>&1; }

if is_up_to_date; then exit 0; fi
mkdir -p .uv
if command -v flock >/dev/null 2>&1; then # one set-up at a time
    exec 9>.uv/lock
    flock 9
    if is_up_to_date; then exit 0; fi
fi

# A cache of our own where there is no home to keep it in.
if [ -z "${UV_CACHE_DIR:-}${XDG_CACHE_HOME:-}" ] && { [ -z "${HOME:-}" ] || [ ! -w "${HOME:-}" ]; }; then
    export UV_CACHE_DIR="$root/.uv/cache"
fi
export UV_HTTP_TIMEOUT="${UV_HTTP_TIMEOUT:-120}"

# A Python of any version that really runs: a pyenv shim may stand in the way without a Python behind it.
find_any_python() {
    for candidate in python3 python3.10 python /usr/bin/python3 "${PYENV_ROOT:-${HOME:-/nonexistent}/.pyenv}"/versions/3.*/bin/python3; do
        if "$candidate" -c 'import sys, venv; sys.exit(sys.version_info < (3, 8))' >/dev/null 2>&1; then
            printf '%s\n' "$candidate"
            return 0
        fi
    done
    return 1
}

find_uv() {
    for candidate in .uv/bin/uv uv; do
        if "$candidate" --version >/dev/null 2>&1; then
            printf '%s\n' "$candidate"
            return 0
        fi
    done
    return 1
}

uv=$(find_uv) || {
    any_python=$(find_any_python) || give_up "no Python was found" "install Python 3.10 (or uv, which brings it), then try again"
    say "installing uv into .uv"
    "$any_python" -m venv .uv >.uv/setup.log 2>&1 || {
        rm -rf .uv/bin .uv/lib .uv/lib64 .uv/pyvenv.cfg
        give_up "$any_python cannot make a virtual environment" "install its venv module (Debian: apt-get install python3-venv) or uv, then try again"
    }
    .uv/bin/python -m pip install --quiet --disable-pip-version-check "uv==$uv_version" >>.uv/setup.log 2>&1 || {
        tail -n 3 .uv/setup.log >&2
        give_up "uv could not be installed from the package index" "check the network, or set PIP_INDEX_URL to a mirror of it"
    }
    uv=.uv/bin/uv
}

# The index that pip uses is the one that uv shall use, unless uv has its own setting.
if [ -z "${UV_DEFAULT_INDEX:-}${UV_INDEX_URL:-}" ]; then
    index=${PIP_INDEX_URL:-}
    if [ -z "$index" ] && any_python=$(find_any_python); then
        index=$("$any_python" -m pip config get global.index-url 2>/dev/null || :)
    fi
    if [ -n "$index" ]; then export UV_DEFAULT_INDEX="$index"; fi
fi

is_wanted() { [ -n "$1" ] && [ "$("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)" = "$wanted" ]; }

find_python() {
    found=$("$uv" python find --system --no-python-downloads "$wanted" 2>/dev/null || :)
    if is_wanted "$found"; then printf '%s\n' "$found" && return 0; fi
    for found in "${PYENV_ROOT:-${HOME:-/nonexistent}/.pyenv}"/versions/"$wanted".*/bin/python; do
        if is_wanted "$found"; then printf '%s\n' "$found" && return 0; fi
    done
    export UV_PYTHON_INSTALL_DIR="$root/.uv/python"
    found=$("$uv" python find --system --no-python-downloads "$wanted" 2>/dev/null || :)
    if ! is_wanted "$found"; then
        say "fetching Python $wanted into .uv/python" >&2
        "$uv" python install --quiet --no-bin "$wanted" >&2 || return 1
        found=$("$uv" python find --system --no-python-downloads "$wanted" 2>/dev/null || :)
    fi
    is_wanted "$found" && printf '%s\n' "$found"
}

# An environment that was built elsewhere, or on another Python, is built anew.
if [ -d .venv ]; then
    is_ours=no
    if [ -f .venv/bin/activate ] && grep -qF "$root/.venv" .venv/bin/activate && is_wanted "$venv_python"; then is_ours=yes; fi
    if [ "$is_ours" = no ]; then rm -rf .venv; fi
fi
if [ ! -d .venv ]; then
    python=$(find_python) || give_up "Python $wanted was not found and could not be fetched" \
        "install it (pyenv install $wanted; uv python install $wanted; or your system's package) and try again"
    say "making .venv with Python $("$python" -c 'import platform; print(platform.python_version())')"
    "$uv" venv --quiet --python "$python" .venv
fi

say "installing $(grep -c '==' requirements.lock) packages (the first time about 1 GB, a few minutes)"
rm -f "$stamp"
"$uv" pip sync --quiet --python "$venv_python" --require-hashes --build-constraints deploy/build-constraints.txt requirements.lock ||
    give_up "the packages could not be installed" "check the network, or set UV_DEFAULT_INDEX to a mirror of the package index"
"$uv" pip install --quiet --python "$venv_python" --no-deps --no-build-isolation \
    --config-settings editable_mode=compat --editable . || give_up "the project itself could not be installed"
printf '%s\n' "$current" >"$stamp"
say "ready"
