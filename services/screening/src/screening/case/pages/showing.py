"""How a form of screening is shown, taken and, when the rules refuse it, shown again with what was typed."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from screening import codes
from screening.authority import (
    DAILY_MEETING,
    DIRECTORS,
    HEARERS,
    MANAGERS,
    OPEN_CASE_MANAGERS,
    RATERS,
    READERS,
    SOCIAL_WORKERS,
)
from screening.case.carrying_out import carry_out
from screening.case.looking import looked_at_case
from screening.case.pages.saying import SAYINGS
from screening.case.requests import Body
from screening.case.seeing import Seeing
from screening.case.tasks import way_to_satisfy
from screening.case.view import CaseView, case_view
from screening.case.words import GUARD_TASKS, QUALITY_TESTS
from shared.access.actor import Actor
from shared.access.routes import allow
from shared.decider import Conflict, Refused
from shared.service import Service, service_of
from shared.web import Pages
from shared.web.forms import Typed, expected_version, filled, read_form, text
from shared.web.live import Live

PAGES = Pages("screening")

Here = Annotated[Service, Depends(service_of)]
Reader = Annotated[Actor, allow(*READERS)]
SocialWorker = Annotated[Actor, allow(*SOCIAL_WORKERS)]
Hearer = Annotated[Actor, allow(*HEARERS)]
Rater = Annotated[Actor, allow(*RATERS)]
Director = Annotated[Actor, allow(*DIRECTORS)]
Manager = Annotated[Actor, allow(*MANAGERS)]
MeetingMember = Annotated[Actor, allow(*DAILY_MEETING)]
OpenCaseManager = Annotated[Actor, allow(*OPEN_CASE_MANAGERS)]

Fields = Callable[[Typed], Mapping[str, Any]]


async def show(
    request: Request,
    service: Service,
    who: Actor,
    contact_id: str,
    template: str,
    child_id: str | None = None,
    *,
    status: int = HTTPStatus.OK,
    refusal: Refused | None = None,
    typed: Typed | None = None,
    seen: int | None = None,
) -> HTMLResponse:
    """A page about one case, and where it is named about one of its children.

    ``seen`` is the version that somebody based a form on who was overtaken: the page says what is new since.
    """
    view = await case_view(service, contact_id, who)
    child = view.child(child_id) if child_id is not None else None
    await looked_at_case(service, who, view)
    return PAGES.render(
        request,
        template,
        status=status,
        refusal=refusal,
        typed=typed or {},
        live=_live(view),
        way=way_to_satisfy(view, child, Seeing(who.role), refusal, template) if refusal else None,
        news=[one for one in view.recorded if seen is not None and one.version > seen],
        view=view,
        child=child,
        seeing=Seeing(who.role),
        quality_tests=QUALITY_TESTS,
        guard_tasks=GUARD_TASKS,
        codes=codes,
        **SAYINGS,
    )


def _live(view: CaseView) -> Live:
    """Whoever reads or types is told when the case has moved on; the version that they sent stays what they saw."""
    address = f"/contacts/{view.contact_id}"
    return Live(changes=f"{address}/changes", at=view.version, what="This contact", see=f"/screening{address}")


async def record(
    request: Request,
    service: Service,
    who: Actor,
    contact_id: str,
    template: str,
    body: type[Body],
    fields: Fields,
    child_id: str | None = None,
) -> Response:
    """Carries out what a form asks for. Refused or overtaken, the form comes back with what was typed."""
    typed = await read_form(request)
    seen: int | None = None
    try:
        about = {} if child_id is None else {"child_id": child_id}
        asked = filled(body, {**fields(typed), **about, "expected_version": expected_version(typed)})
        await carry_out(request, service, who, contact_id, asked, text(typed, "idempotency_key") or None)
    except Refused as refusal:
        again = HTTPStatus.UNPROCESSABLE_ENTITY, refusal
    except Conflict:
        again, seen = (HTTPStatus.CONFLICT, _overtaken()), expected_version(typed)
    else:
        return RedirectResponse(f"/screening/contacts/{contact_id}", HTTPStatus.SEE_OTHER)
    status, refusal = again
    return await show(
        request, service, who, contact_id, template, child_id, status=status, refusal=refusal, typed=typed, seen=seen
    )


def _overtaken() -> Refused:
    return Refused(
        "STALE-VERSION",
        "Somebody has changed this case since you opened the form. Read what is new, then send it again.",
    )
