#!/usr/bin/env bash
# Each service alone: an environment that holds one service and the kernel, in which that service's tests are imported.
# ALONE_RUN=1 runs them too.
set -euo pipefail
cd "$(dirname "$0")/../.."
uv=.venv/set-up/bin/uv
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

for service in services/*/; do
    name=$(basename "$service")
    python="$folder/$name/bin/python"
    "$uv" venv -q --python .venv/bin/python "$folder/$name"
    "$uv" pip sync -q --python "$python" --require-hashes requirements.lock
    "$uv" pip install -q --python "$python" --no-deps --no-build-isolation -e shared -e "$service"
    if "$python" -c 'import frontdoor' 2>/dev/null; then
        echo "The environment of $name holds more than $name" >&2
        exit 1
    fi
    [ -n "${ALONE_RUN:-}" ] || collect=--collect-only
    "$python" -m pytest -q -p no:cacheprovider ${collect:-} "tests/${name//-/_}" | tail -n 1 | sed "s/^/$name: /"
done
