"""Escalations for programs: raised, answered and withdrawn, and the partnership challenge log."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request

from screening.authority import ESCALATION_ANSWERERS, ESCALATION_READERS, ESCALATORS
from screening.escalation import carrying_out
from screening.escalation.carrying_out import escalation_for
from screening.escalation.looking import looked_at_escalations
from screening.escalation.requests import AnswerBody, RaiseBody, WithdrawBody
from screening.escalation.view import document, log_document, log_lines, one_line, version
from shared.access.actor import Actor
from shared.access.routes import allow
from shared.handling import Json
from shared.service import Service, service_of

router = APIRouter(prefix="/api/v1", tags=["escalations"])

Here = Annotated[Service, Depends(service_of)]
Reader = Annotated[Actor, allow(*ESCALATION_READERS)]
Escalator = Annotated[Actor, allow(*ESCALATORS)]
Answerer = Annotated[Actor, allow(*ESCALATION_ANSWERERS)]


@router.post("/screenings/{contact_id}/escalations", status_code=201)
async def raise_escalation(contact_id: str, body: RaiseBody, request: Request, service: Here, who: Escalator) -> Json:
    """An agency's person disagrees with a decision on their own contact; the front door may write it down for them."""
    return await carrying_out.raise_escalation(request, service, who, contact_id, body)


@router.get("/escalations")
async def the_log(service: Here, who: Reader) -> list[dict[str, Any]]:
    """The partnership challenge log: the open ones first. An agency reads its own."""
    lines = await log_lines(service, who)
    await looked_at_escalations(service, who, [line.row for line in lines])
    return log_document(lines)


@router.get("/escalations/{escalation_id}")
async def one_escalation(escalation_id: str, service: Here, who: Reader) -> dict[str, Any]:
    """``expected_version`` of the answer is this ``version``."""
    row = await escalation_for(service, who, escalation_id)
    await looked_at_escalations(service, who, [row])
    return document(await one_line(service, who, row)) | {"version": await version(service, escalation_id)}


@router.post("/escalations/{escalation_id}/answer", status_code=201)
async def answer_escalation(
    escalation_id: str, body: AnswerBody, request: Request, service: Here, who: Answerer
) -> Json:
    """Upheld, also in part, opens the decision again in the same transaction."""
    return await carrying_out.answer(request, service, who, escalation_id, body)


@router.post("/escalations/{escalation_id}/withdrawal", status_code=201)
async def withdraw_escalation(
    escalation_id: str, body: WithdrawBody, request: Request, service: Here, who: Escalator
) -> Json:
    return await carrying_out.withdraw(request, service, who, escalation_id, body)
