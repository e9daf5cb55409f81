"""`python -m frontdoor` is the command `frontdoor`; Ctrl-C while it is still being loaded ends it without a word."""

import sys

try:
    from frontdoor.cli import app
except KeyboardInterrupt:
    sys.exit(130)

app(prog_name="frontdoor")
