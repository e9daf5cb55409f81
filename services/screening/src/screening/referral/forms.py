"""How the forms of a referral and of early help are taken, and shown again with what was typed."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus

from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from shared.decider import Conflict, Refused


async def carried_out_or_shown_again(
    carried_out: Callable[[], Awaitable[str]], shown_again: Callable[..., Awaitable[HTMLResponse]]
) -> Response:
    """On to where the work goes on; refused or overtaken, the form again with what was typed."""
    try:
        return RedirectResponse(await carried_out(), HTTPStatus.SEE_OTHER)
    except Refused as refusal:
        return await shown_again(status=HTTPStatus.UNPROCESSABLE_ENTITY, refusal=refusal)
    except Conflict:
        overtaken = Refused(
            "STALE-VERSION",
            "Somebody has changed this since you opened the form. Read what is new, then send it again.",
        )
        return await shown_again(status=HTTPStatus.CONFLICT, refusal=overtaken)
