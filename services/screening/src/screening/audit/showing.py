"""How the pages of an audit are shown, and how a form comes back: with what was typed and what stands in the way."""

from http import HTTPStatus

from shared.decider import Conflict, Refused
from shared.web import Pages
from shared.web.forms import Typed, text

PAGES = Pages("screening")


def refused(no: Refused | Conflict) -> tuple[int, Refused]:
    """How a form comes back: what the rules say, or that somebody was first."""
    if isinstance(no, Conflict):
        words = "Somebody has changed this since you opened the page. Read it again first."
        return HTTPStatus.CONFLICT, Refused("STALE-VERSION", words)
    return HTTPStatus.UNPROCESSABLE_ENTITY, no


def key_of(typed: Typed) -> str | None:
    return text(typed, "idempotency_key") or None
