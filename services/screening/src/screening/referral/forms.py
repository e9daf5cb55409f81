"""How the forms of a referral and of early help are taken, and shown again with what was typed."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus

from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from screening.shown_again import what_stands_in_the_way
from shared.decider import Conflict, Refused


async def carried_out_or_shown_again(
    carried_out: Callable[[], Awaitable[str]], shown_again: Callable[..., Awaitable[HTMLResponse]]
) -> Response:
    """On to where the work goes on; refused or overtaken, the form again with what was typed."""
    try:
        return RedirectResponse(await carried_out(), HTTPStatus.SEE_OTHER)
    except (Refused, Conflict) as no:
        status, refusal = what_stands_in_the_way(no)
        return await shown_again(status=status, refusal=refusal)
