"""Escalations for people: the challenge log, one disagreement with its answer, and the agency's form to raise one."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from screening.authority import ESCALATION_ANSWERERS, ESCALATION_READERS, ESCALATORS, READERS
from screening.escalation import carrying_out
from screening.escalation.access import is_agencys, own_source
from screening.escalation.carrying_out import contact_for, escalation_for
from screening.escalation.looking import looked_at_escalations
from screening.escalation.requests import AnswerBody, RaiseBody, WithdrawBody
from screening.escalation.view import (
    TIER_WORDS,
    Line,
    log_lines,
    may_answer,
    may_withdraw,
    one_line,
    outcomes,
    version,
)
from screening.read_models import escalations
from screening.shown_again import what_stands_in_the_way
from shared.access.actor import Actor
from shared.access.routes import allow
from shared.audit import looked
from shared.decider import Conflict, Refused
from shared.service import Service, service_of
from shared.web import Pages
from shared.web.code_words import in_words
from shared.web.forms import Typed, expected_version, filled, read_form, text, texts

PAGES = Pages("screening")
router = APIRouter(include_in_schema=False)

Here = Annotated[Service, Depends(service_of)]
Reader = Annotated[Actor, allow(*ESCALATION_READERS)]
Escalator = Annotated[Actor, allow(*ESCALATORS)]
Answerer = Annotated[Actor, allow(*ESCALATION_ANSWERERS)]

UPHELD_WORDS = {"Y": "Upheld", "N": "Not upheld", "PART": "Upheld in part"}
STATES = {"open": "Waiting for an answer", "answered": "Answered", "withdrawn": "Withdrawn"}


@router.get("/escalations")
async def the_log(request: Request, service: Here, who: Reader, state: str = "open") -> HTMLResponse:
    """What waits for an answer; with ``state``, what was answered or withdrawn."""
    lines = await log_lines(service, who)
    state = state if state in STATES else "open"
    await looked_at_escalations(service, who, [line.row for line in lines if _state(line) == state])
    own = await _own_contacts(service, who) if is_agencys(who) else []
    return PAGES.render(
        request,
        "escalations.html",
        lines=[line for line in lines if _state(line) == state],
        counts=_counts(lines, state),
        own_contacts=own,
        agencys=is_agencys(who),
        upheld_words=UPHELD_WORDS,
    )


def _state(line: Line) -> str:
    return str(line.row["ended"] or "OPEN").lower()


def _counts(lines: list[Line], state: str) -> list[dict[str, Any]]:
    return [
        {
            "text": words,
            "count": sum(_state(line) == one for line in lines),
            "href": f"/screening/escalations?state={one}",
            "current": one == state,
        }
        for one, words in STATES.items()
    ]


async def _own_contacts(service: Service, who: Actor) -> list[Any]:
    async with service.pool.acquire() as connection:
        return list(await escalations.contacts_of(connection, who.org_id, own_source(who)))


@router.get("/escalations/{escalation_id}")
async def one_escalation(request: Request, service: Here, who: Reader, escalation_id: str) -> HTMLResponse:
    return await _shown(request, service, who, escalation_id)


async def _shown(
    request: Request,
    service: Service,
    who: Actor,
    escalation_id: str,
    *,
    status: int = HTTPStatus.OK,
    refusal: Refused | None = None,
    typed: Typed | None = None,
) -> HTMLResponse:
    row = await escalation_for(service, who, escalation_id)
    await looked_at_escalations(service, who, [row])
    return PAGES.render(
        request,
        "escalation.html",
        status=status,
        refusal=refusal,
        typed=typed or {},
        line=await one_line(service, who, row),
        version=await version(service, escalation_id),
        may_answer=may_answer(who, row),
        may_withdraw=may_withdraw(who, row),
        opens=who.role in READERS,
        goes_on=is_agencys(who) and row["upheld"] == "N",
        tier_words=TIER_WORDS,
        upheld_words=UPHELD_WORDS,
    )


@router.post("/escalations/{escalation_id}/answer")
async def answer(request: Request, service: Here, who: Answerer, escalation_id: str) -> Response:
    typed = await read_form(request)
    try:
        body = filled(AnswerBody, {"upheld": text(typed, "upheld"), "reason": text(typed, "reason"), **_seen(typed)})
        await carrying_out.answer(request, service, who, escalation_id, body, _key(typed))
    except (Refused, Conflict) as no:
        status, refusal = _said(no)
        return await _shown(request, service, who, escalation_id, status=status, refusal=refusal, typed=typed)
    return RedirectResponse(f"/screening/escalations/{escalation_id}", HTTPStatus.SEE_OTHER)


@router.post("/escalations/{escalation_id}/withdraw")
async def withdraw(request: Request, service: Here, who: Escalator, escalation_id: str) -> Response:
    typed = await read_form(request)
    try:
        body = filled(WithdrawBody, {"reason": text(typed, "withdraw_reason"), **_seen(typed)})
        await carrying_out.withdraw(request, service, who, escalation_id, body, _key(typed))
    except (Refused, Conflict) as no:
        status, refusal = _said(no, {"reason": "withdraw_reason"})
        return await _shown(request, service, who, escalation_id, status=status, refusal=refusal, typed=typed)
    return RedirectResponse(f"/screening/escalations/{escalation_id}", HTTPStatus.SEE_OTHER)


def _seen(typed: Typed) -> dict[str, Any]:
    return {"expected_version": expected_version(typed)}


def _key(typed: Typed) -> str | None:
    return text(typed, "idempotency_key") or None


def _said(no: Refused | Conflict, fields: dict[str, str] | None = None) -> tuple[int, Refused]:
    """What the page says of it. ``fields`` are the names that a form gives to the fields of its command."""
    status, refusal = what_stands_in_the_way(no)
    field = (fields or {}).get(refusal.field or "", refusal.field)
    return status, Refused(refusal.code, refusal.reason, field)


@router.get("/contacts/{contact_id}/escalate")
async def disagree(request: Request, service: Here, who: Escalator, contact_id: str) -> HTMLResponse:
    return await _form(request, service, who, contact_id)


async def _form(
    request: Request,
    service: Service,
    who: Actor,
    contact_id: str,
    *,
    status: int = HTTPStatus.OK,
    refusal: Refused | None = None,
    typed: Typed | None = None,
) -> HTMLResponse:
    contact = await contact_for(service, who, contact_id)
    decided = await outcomes(service, who, contact_id)
    await looked(service, who, "ViewOutcomes", [one.child_id for one in decided])
    return PAGES.render(
        request,
        "escalate.html",
        status=status,
        refusal=refusal,
        typed=typed or {},
        contact=contact,
        outcomes=decided,
        choices=[(one.child_id, one.name) for one in decided],
        decisions=[
            (one.name, in_words(one.decision, "decision") if one.decision else "Not told yet") for one in decided
        ],
        agencys=is_agencys(who),
    )


@router.post("/contacts/{contact_id}/escalate")
async def raise_escalation(request: Request, service: Here, who: Escalator, contact_id: str) -> Response:
    typed = await read_form(request)
    try:
        body = filled(
            RaiseBody,
            {
                "child_ids": texts(typed, "child_ids"),
                "words": text(typed, "words"),
                "wants": text(typed, "wants"),
                "on_behalf_of": text(typed, "on_behalf_of"),
            },
        )
        receipt = await carrying_out.raise_escalation(request, service, who, contact_id, body, _key(typed))
    except Refused as refusal:
        again = HTTPStatus.UNPROCESSABLE_ENTITY
        return await _form(request, service, who, contact_id, status=again, refusal=refusal, typed=typed)
    return RedirectResponse(f"/screening/escalations/{receipt['escalation_id']}", HTTPStatus.SEE_OTHER)
