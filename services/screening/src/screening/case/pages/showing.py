"""How a form of screening is shown, taken and, when the rules refuse it, shown again with what was typed."""

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from screening import codes
from screening.case.carrying_out import carry_out
from screening.case.looking import looked_at_case
from screening.case.pages.saying import SAYINGS
from screening.case.requests import Body
from screening.case.seeing import Seeing
from screening.case.tasks import way_to_satisfy
from screening.case.view import CaseView, case_view
from screening.case.words import GUARD_TASKS, QUALITY_TESTS
from screening.shown_again import what_stands_in_the_way
from shared.access.actor import Actor, Role
from shared.access.routes import allow
from shared.decider import Conflict, Refused
from shared.service import Service, service_of
from shared.web import Pages
from shared.web.forms import Typed, expected_version, filled, read_form, text
from shared.web.live import Live

PAGES = Pages("screening")

Here = Annotated[Service, Depends(service_of)]
OF_CASE = "/contacts/{contact_id}"
OF_CHILD = "/contacts/{contact_id}/children/{child_id}"

Fields = Callable[[Typed], Mapping[str, Any]]


def form(
    router: APIRouter, address: str, asks: type[Body], roles: Sequence[Role], *, on: str = ""
) -> Callable[[Fields], Fields]:
    """Shows a form at its address and takes it there; the function beneath says what the fields come to.

    The template has the name of the address's last part. A form that stands on another one's page (``on``) is only
    taken at its own address, and comes back on that page.
    """
    template = f"{(on or address.rpartition('/')[2]).replace('-', '_')}.html"
    whoever: Any = allow(*roles)

    def of(fields: Fields) -> Fields:
        async def shown(request: Request, service: Here, contact_id: str, who: Actor = whoever) -> HTMLResponse:
            return await show(request, service, who, contact_id, template, request.path_params.get("child_id"))

        async def sent(request: Request, service: Here, contact_id: str, who: Actor = whoever) -> Response:
            child_id = request.path_params.get("child_id")
            return await record(request, service, who, contact_id, template, asks, fields, child_id)

        if not on:
            router.get(address)(shown)
        router.post(address)(sent)
        return fields

    return of


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
    try:
        about = {} if child_id is None else {"child_id": child_id}
        asked = filled(body, {**fields(typed), **about, "expected_version": expected_version(typed)})
        await carry_out(request, service, who, contact_id, asked, text(typed, "idempotency_key") or None)
    except (Refused, Conflict) as no:
        status, refusal = what_stands_in_the_way(no)
        seen = expected_version(typed) if isinstance(no, Conflict) else None
        return await show(
            request,
            service,
            who,
            contact_id,
            template,
            child_id,
            status=status,
            refusal=refusal,
            typed=typed,
            seen=seen,
        )
    return RedirectResponse(f"/screening/contacts/{contact_id}", HTTPStatus.SEE_OTHER)
