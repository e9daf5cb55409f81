#!/bin/sh
# Compiles frontdoor.scss to ../static/frontdoor.css. Needs npm; neither tests nor services ever run it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
tools=${FRONTDOOR_SASS_TOOLS:-${TMPDIR:-/tmp}/frontdoor-sass-$(id -u)}
mkdir -p "$tools"
[ -d "$tools/node_modules/sass" ] ||
  npm install --silent --prefix "$tools" --no-save --no-fund --no-audit --ignore-scripts govuk-frontend@6.3.0 sass@1.108.2
node "$tools/node_modules/sass/sass.js" --no-source-map --style=compressed --load-path="$tools/node_modules" \
  "$here/frontdoor.scss" "$here/../static/frontdoor.css"
