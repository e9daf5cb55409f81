"""One-minute briefings for people: written after a sample, read in a minute, acknowledged once."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from screening.audit import carrying_out
from screening.audit.requests import AcknowledgeBody, BriefingBody
from screening.audit.showing import PAGES, key_of
from screening.authority import AUDITORS, BRIEFED
from screening.policy import POLICY
from screening.read_models import audits, briefings
from screening.shown_again import what_stands_in_the_way
from shared import people
from shared.access.actor import Actor
from shared.access.routes import allow
from shared.decider import Conflict, Refused
from shared.problems import NotFound
from shared.service import Service, service_of
from shared.web.forms import Typed, filled, lines, read_form, text

router = APIRouter(include_in_schema=False)

Here = Annotated[Service, Depends(service_of)]
Auditor = Annotated[Actor, allow(*AUDITORS)]
Reader = Annotated[Actor, allow(*BRIEFED)]


@router.get("/briefings")
async def the_briefings(request: Request, service: Here, who: Reader) -> HTMLResponse:
    """All that audits have taught; what this reader has not acknowledged stands first."""
    async with service.pool.acquire() as connection:
        rows = await briefings.published(connection, who.user_id)
    unread = [row for row in rows if row["acknowledged_at"] is None]
    read = [row for row in rows if row["acknowledged_at"] is not None]
    return PAGES.render(request, "briefings.html", unread=unread, read=read)


@router.get("/briefings/{briefing_id}")
async def one_briefing(request: Request, service: Here, who: Reader, briefing_id: str) -> HTMLResponse:
    async with service.pool.acquire() as connection:
        row = next(
            (one for one in await briefings.published(connection, who.user_id) if one["briefing_id"] == briefing_id),
            None,
        )
        if row is None:
            raise NotFound("briefing")
        readers = await briefings.readers(connection, briefing_id, [role.value for role in BRIEFED])
        names = await people.names(connection)
    return PAGES.render(request, "briefing.html", row=row, readers=readers if who.role in AUDITORS else [], names=names)


@router.post("/briefings/{briefing_id}/acknowledge")
async def acknowledge(request: Request, service: Here, who: Reader, briefing_id: str) -> Response:
    typed = await read_form(request)
    await carrying_out.acknowledge(request, service, who, briefing_id, AcknowledgeBody(), key_of(typed))
    return RedirectResponse("/screening/briefings", HTTPStatus.SEE_OTHER)


@router.get("/audits/{audit_id}/briefing")
async def briefing_form(request: Request, service: Here, who: Auditor, audit_id: str) -> HTMLResponse:
    return await _form(request, service, audit_id)


async def _form(
    request: Request,
    service: Service,
    audit_id: str,
    *,
    status: int = HTTPStatus.OK,
    refusal: Refused | None = None,
    typed: Typed | None = None,
) -> HTMLResponse:
    async with service.pool.acquire() as connection:
        row = await audits.sample(connection, audit_id)
    if row is None:
        raise NotFound("audit")
    return PAGES.render(
        request,
        "audit_briefing.html",
        status=status,
        refusal=refusal,
        typed=typed or {},
        row=row,
        words_at_most=POLICY.briefing_words,
    )


@router.post("/audits/{audit_id}/briefing")
async def publish(request: Request, service: Here, who: Auditor, audit_id: str) -> Response:
    typed = await read_form(request)
    try:
        body = filled(BriefingBody, _briefing(typed))
        receipt = await carrying_out.publish(request, service, who, audit_id, body, key_of(typed))
    except (Refused, Conflict) as no:
        status, refusal = what_stands_in_the_way(no)
        return await _form(request, service, audit_id, status=status, refusal=refusal, typed=typed)
    return RedirectResponse(f"/screening/briefings/{receipt['briefing_id']}", HTTPStatus.SEE_OTHER)


def _briefing(typed: Typed) -> Mapping[str, Any]:
    said = {name: text(typed, name) for name in ("title", "looked_at", "good", "change", "standard")}
    return {**said, "messages": lines(typed, "messages")}
