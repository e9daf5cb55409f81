"""How the forms of a referral and of early help are taken, and shown again with what was typed."""

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any

from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from screening.case.typed import is_new_here
from screening.shown_again import what_stands_in_the_way
from shared.decider import Conflict, Refused
from shared.web.forms import Typed, text

Fields = Callable[[Typed], Mapping[str, Any]]
"""What a form's fields come to."""


def named(*names: str) -> Fields:
    """The texts of these fields, as they were typed."""
    return lambda typed: {name: text(typed, name) for name in names}


def person(*names: str) -> Fields:
    """The same, and whether whoever is named is new."""
    return lambda typed: {**named(*names)(typed), "new_here": is_new_here(typed)}


async def carried_out_or_shown_again(
    carried_out: Callable[[], Awaitable[str]], shown_again: Callable[..., Awaitable[HTMLResponse]]
) -> Response:
    """On to where the work goes on; refused or overtaken, the form again with what was typed."""
    try:
        return RedirectResponse(await carried_out(), HTTPStatus.SEE_OTHER)
    except (Refused, Conflict) as no:
        status, refusal = what_stands_in_the_way(no)
        return await shown_again(status=status, refusal=refusal)
