#!/usr/bin/env bash
# Each service alone: an environment that holds the kernel and one service after the other, never two of them, in which
# that service's tests are imported. ALONE_RUN=1 runs them too.
set -euo pipefail
cd "$(dirname "$0")/../.."
uv=.venv/set-up/bin/uv
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python="$folder/bin/python"

"$uv" venv -q --python .venv/bin/python "$folder"
"$uv" pip sync -q --python "$python" --require-hashes requirements.lock

for service in services/*/; do
    name=$(basename "$service")
    "$uv" pip install -q --python "$python" --no-deps --no-build-isolation -e shared -e "$service"
    ours=$("$uv" pip list -q --python "$python" --format freeze | sed -n 's/^\(frontdoor-[a-z-]*\)==.*/\1/p' | xargs)
    if [ "$ours" != "$(printf '%s\n' "frontdoor-$name" frontdoor-shared | sort | xargs)" ]; then
        echo "The environment of $name holds $ours" >&2
        exit 1
    fi
    [ -n "${ALONE_RUN:-}" ] || collect=--collect-only
    "$python" -m pytest -q -p no:cacheprovider ${collect:-} "tests/${name//-/_}" | tail -n 1 | sed "s/^/$name: /"
    "$uv" pip uninstall -q --python "$python" "frontdoor-$name"
done
