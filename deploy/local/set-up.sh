#!/bin/sh
# Makes .venv: the environment of every command, from the hash-pinned lock. Run by make when the lock is newer.
# The law: it may be cut short anywhere and run again, and it never changes anything outside the checkout.
# It prints its steps. What the tools print is kept in .venv/set-up.log, and shown when a step fails.
set -eu
cd "$(dirname "$0")/../.."

say() { printf '%s\n' "set-up: $*"; }
fail() { printf '%s\n' "set-up: $*" >&2; exit 1; }
LOG=.venv/set-up.log
kept() {
    "$@" >>"$LOG" 2>&1 && return
    cat "$LOG" >&2
    fail "this step failed; what it printed stands above and in $LOG. Mend it and run make again: it goes on from here."
}
is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if is_new_enough "$candidate"; then echo "$candidate"; return; fi
    done
    fail "Python 3.11 or newer was not found. Install it, or name it: make PYTHON=/path/to/python3.11 …"
}

make_environment() {
    python=$(find_python)
    say "1 of 3: making .venv with $("$python" --version)"
    rm -rf .venv
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        fail "$python has no venv module. On Debian or Ubuntu: apt install python3-venv. Then run make again."
    fi
    "$python" -m venv .venv
    pwd > .venv/made-in
}

install_tool() {
    say "2 of 3: installing the package tool uv"
    kept .venv/bin/python -m ensurepip
    kept .venv/bin/python -m pip install --quiet --disable-pip-version-check --upgrade --require-hashes \
        --target .venv/set-up -r deploy/local/setup-requirements.txt
    touch .venv/set-up/bin/uv
}

install_packages() {
    say "3 of 3: installing the $(grep -c '^[a-z0-9].*==' requirements.lock) packages of requirements.lock (the first time takes a minute or two)"
    kept .venv/set-up/bin/uv pip sync --python .venv/bin/python --require-hashes requirements.lock
    set --
    for project in shared services/* deploy/local; do set -- "$@" --editable "./$project"; done
    kept .venv/set-up/bin/uv pip install --python .venv/bin/python --no-deps --no-build-isolation "$@"
}

# A checkout that was moved, or a Python that was removed, leaves an environment that points nowhere.
if ! is_new_enough .venv/bin/python || [ "$(cat .venv/made-in 2>/dev/null)" != "$(pwd)" ]; then
    make_environment
fi
: > "$LOG"
if [ ! -x .venv/set-up/bin/uv ] || [ deploy/local/setup-requirements.txt -nt .venv/set-up/bin/uv ]; then
    install_tool
fi
install_packages
pwd > .venv/complete
say "done"
