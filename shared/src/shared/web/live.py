"""How a page learns that what it shows has changed: a list is fetched anew where it stands, a form is only told."""

from dataclasses import dataclass

EVERY_SECONDS = 15
"""How often a page that somebody looks at asks. It asks for one number, kept in the store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """``changes`` is a path of the service that answers ``{"at": number}``; another number than ``at`` is a change.

    ``is_list`` says that the page's part with the id ``part`` may be fetched anew: nobody types in it. Otherwise the
    page says that ``what`` has changed, and ``see`` is where one sees it.
    """

    changes: str
    at: int
    is_list: bool = False
    what: str = "This page"
    see: str = ""
    every_seconds: int = EVERY_SECONDS
