"""What the pages of an audit share."""

from shared.web import Pages
from shared.web.forms import Typed, text

PAGES = Pages("screening")


def key_of(typed: Typed) -> str | None:
    return text(typed, "idempotency_key") or None
