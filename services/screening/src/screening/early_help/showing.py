"""What the pages of early help share: who they are for, an episode's form, and the way of a form that is sent."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, Response

from screening.authority import EARLY_HELP
from screening.early_help.reading import episode_row
from screening.referral.forms import carried_out_or_shown_again
from screening.referral.reading import name_of
from shared.access.actor import Actor
from shared.access.routes import allow
from shared.handling import Json
from shared.service import Service, service_of
from shared.web import Pages
from shared.web.forms import Typed, read_form, text

PAGES = Pages("screening")

Here = Annotated[Service, Depends(service_of)]
EarlyHelp = Annotated[Actor, allow(*EARLY_HELP)]

Sent = Callable[[Typed, str | None], Awaitable[Json]]
Shown = Callable[..., Awaitable[HTMLResponse]]


async def send_on(request: Request, sent: Sent, shown: Shown, where: Callable[[Json], str]) -> Response:
    """Sends the form on; refused or overtaken, it is shown again with what was typed."""
    typed = await read_form(request)

    async def carried_out() -> str:
        return where(await sent(typed, text(typed, "idempotency_key") or None))

    async def shown_again(**again: Any) -> HTMLResponse:
        return await shown(typed=typed, **again)

    return await carried_out_or_shown_again(carried_out, shown_again)


async def episode_page(
    request: Request, service: Service, who: Actor, episode_id: str, template: str = "step_up_form.html", **again: Any
) -> HTMLResponse:
    episode = await episode_row(service, who, episode_id)
    status = again.pop("status", HTTPStatus.OK)
    name = name_of(episode)
    return PAGES.render(request, template, status=status, episode=episode, name=name, **again)
