"""Where a list on a page ends: how many there are, and the way to more of them. Nothing ends without a word."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Query, Request

ON_ONE_PAGE = 50
MOST_ON_ONE_PAGE = 5_000
Shown = Annotated[int, Query(ge=ON_ONE_PAGE, le=MOST_ON_ONE_PAGE)]
"""How long a list on a page is asked to be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class More:
    """What stands below a list that ends before its last. Without ``href`` it can get no longer."""

    shown: int
    there_are: int
    href: str | None


def more_of(request: Request, name: str, shown: int, there_are: int) -> More | None:
    """The same page with as many again of the list whose length ``name`` says; none where all are shown."""
    if there_are <= shown:
        return None
    longer = min(shown + ON_ONE_PAGE, MOST_ON_ONE_PAGE)
    href = f"?{request.url.include_query_params(**{name: longer}).query}" if longer > shown else None
    return More(shown=shown, there_are=there_are, href=href)
