"""Screening for programs: every command of a person, the queue, and a case with all that its guards still want."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request

from screening.authority import DAILY_MEETING, DIRECTORS, HEARERS, MANAGERS, OPEN_CASE_MANAGERS, RATERS, SOCIAL_WORKERS
from screening.case import requests
from screening.case.carrying_out import carry_out
from screening.case.daily_abuse import day_of_abuse
from screening.case.documents import abuse_document, case_document, queue_document
from screening.case.looking import looked_at_abuse, looked_at_case, looked_at_queue
from screening.case.queueing import queue_lines
from screening.case.view import case_view
from shared.access.actor import Actor
from shared.access.routes import allow
from shared.handling import Json
from shared.inputs import Day
from shared.service import Service, service_of
from shared.working_time import in_london

router = APIRouter(prefix="/api/v1")

Here = Annotated[Service, Depends(service_of)]
SocialWorker = Annotated[Actor, allow(*SOCIAL_WORKERS)]
Manager = Annotated[Actor, allow(*MANAGERS)]


@dataclass(frozen=True, slots=True)
class Asking:
    """A request about one screening."""

    request: Request
    service: Here
    contact_id: str

    async def to(self, who: Actor, body: requests.Body) -> Json:
        return await carry_out(self.request, self.service, who, self.contact_id, body)


Ask = Annotated[Asking, Depends()]
SCREENING = "/screenings/{contact_id}"


@router.get("/queue")
async def the_queue(service: Here, who: SocialWorker) -> list[dict[str, Any]]:
    """Every open screening in order of the time that is left."""
    lines = await queue_lines(service, who)
    await looked_at_queue(service, who, lines)
    return queue_document(lines)


@router.get("/domestic-abuse")
async def domestic_abuse_of_a_day(
    service: Here, who: Annotated[Actor, allow(*DAILY_MEETING)], day: Day | None = None
) -> dict[str, Any]:
    """The domestic abuse that reached us on this London day, or today; for an officer, from their own force. A view:
    nothing waits for it."""
    day = day or in_london(service.clock.now()).date()
    incidents = await day_of_abuse(service, who, day)
    await looked_at_abuse(service, who, incidents)
    return abuse_document(day, incidents)


@router.get(SCREENING)
async def the_case(contact_id: str, service: Here, who: SocialWorker) -> dict[str, Any]:
    """One case: the contact, each child with what the guards still want, the clocks and the whole record."""
    view = await case_view(service, contact_id)
    await looked_at_case(service, who, view)
    return case_document(view)


@router.post(SCREENING + "/rag", status_code=201)
async def assign_rag(ask: Ask, who: Annotated[Actor, allow(*RATERS)], body: requests.AssignRag) -> Json:
    return await ask.to(who, body)


@router.post(SCREENING + "/screener", status_code=201)
async def assign_screener(ask: Ask, who: SocialWorker, body: requests.AssignScreener) -> Json:
    """``screener_id`` is a user name. Whoever takes it from somebody, or gives it on, adds a ``handover_note``."""
    return await ask.to(who, body)


@router.post(SCREENING + "/injuries", status_code=201)
async def record_injury(ask: Ask, who: Annotated[Actor, allow(*HEARERS)], body: requests.RecordInjury) -> Json:
    """Somebody is hurt; without ``child_id`` it is an adult. A contact that waits for triage then has 15 minutes."""
    return await ask.to(who, body)


@router.post(SCREENING + "/rag-proposals", status_code=201)
async def propose_rag(ask: Ask, who: SocialWorker, body: requests.ProposeRag) -> Json:
    """What a social worker would rate; a manager rates, and no clock starts before."""
    return await ask.to(who, body)


@router.post(SCREENING + "/direction", status_code=201)
async def record_management_direction(
    ask: Ask, who: Annotated[Actor, allow(*DIRECTORS)], body: requests.RecordManagementDirection
) -> Json:
    return await ask.to(who, body)


@router.post(SCREENING + "/history-reviews", status_code=201)
async def review_history(ask: Ask, who: SocialWorker, body: requests.ReviewHistory) -> Json:
    """``items_opened`` are contact ids from the child's ``history`` in the case."""
    return await ask.to(who, body)


@router.post(SCREENING + "/cumulative-analyses", status_code=201)
async def analyse_cumulative(ask: Ask, who: SocialWorker, body: requests.AnalyseCumulative) -> Json:
    return await ask.to(who, body)


@router.post(SCREENING + "/clarifications", status_code=201)
async def request_clarification(ask: Ask, who: SocialWorker, body: requests.RequestClarification) -> Json:
    return await ask.to(who, body)


@router.post(SCREENING + "/clarification-attempts", status_code=201)
async def record_clarification_attempt(ask: Ask, who: SocialWorker, body: requests.RecordClarificationAttempt) -> Json:
    return await ask.to(who, body)


@router.post(SCREENING + "/clarification-answers", status_code=201)
async def record_clarification(ask: Ask, who: SocialWorker, body: requests.RecordClarification) -> Json:
    return await ask.to(who, body)


@router.post(SCREENING + "/information-requests", status_code=201)
async def request_information(ask: Ask, who: SocialWorker, body: requests.RequestInformation) -> Json:
    return await ask.to(who, body)


@router.post(SCREENING + "/information", status_code=201)
async def record_information(ask: Ask, who: SocialWorker, body: requests.RecordInformation) -> Json:
    return await ask.to(who, body)


@router.post(SCREENING + "/information-refusals", status_code=201)
async def record_information_declined(ask: Ask, who: SocialWorker, body: requests.RecordInformationDeclined) -> Json:
    return await ask.to(who, body)


@router.post(SCREENING + "/checks-proceeded-without", status_code=201)
async def proceed_without_check(ask: Ask, who: Manager, body: requests.ProceedWithoutCheck) -> Json:
    return await ask.to(who, body)


@router.post(SCREENING + "/conversations", status_code=201)
async def record_conversation(ask: Ask, who: SocialWorker, body: requests.RecordConversation) -> Json:
    return await ask.to(who, body)


@router.post(SCREENING + "/child-voices", status_code=201)
async def record_child_voice(ask: Ask, who: SocialWorker, body: requests.RecordChildVoice) -> Json:
    return await ask.to(who, body)


@router.post(SCREENING + "/discussions", status_code=201)
async def record_case_discussion(ask: Ask, who: SocialWorker, body: requests.RecordCaseDiscussion) -> Json:
    """History and complicating factors considered together: ``took_part`` names at least two people."""
    return await ask.to(who, body)


@router.post(SCREENING + "/open-case-acknowledgements", status_code=201)
async def acknowledge_open_case(
    ask: Ask, who: Annotated[Actor, allow(*OPEN_CASE_MANAGERS)], body: requests.AcknowledgeOpenCase
) -> Json:
    return await ask.to(who, body)


@router.post(SCREENING + "/proposals", status_code=201)
async def propose_decision(ask: Ask, who: SocialWorker, body: requests.ProposeDecision) -> Json:
    return await ask.to(who, body)


@router.post(SCREENING + "/assumptions", status_code=201)
async def record_assumptions_tested(ask: Ask, who: SocialWorker, body: requests.RecordAssumptionsTested) -> Json:
    return await ask.to(who, body)


@router.post(SCREENING + "/challenges", status_code=201)
async def challenge_decision(ask: Ask, who: Manager, body: requests.ChallengeDecision) -> Json:
    return await ask.to(who, body)


@router.post(SCREENING + "/authorisations", status_code=201)
async def authorise_decision(ask: Ask, who: Manager, body: requests.AuthoriseDecision) -> Json:
    """High-risk domestic abuse that closes answers ``SecondManagerSought`` first (SCR-10)."""
    return await ask.to(who, body)


@router.post(SCREENING + "/authorisation-reviews", status_code=201)
async def review_authorisation(ask: Ask, who: Manager, body: requests.ReviewAuthorisation) -> Json:
    return await ask.to(who, body)


@router.post(SCREENING + "/overrides", status_code=201)
async def override_guard(ask: Ask, who: Manager, body: requests.OverrideGuard) -> Json:
    return await ask.to(who, body)


@router.post(SCREENING + "/breach-reasons", status_code=201)
async def record_breach_reason(ask: Ask, who: Manager, body: requests.RecordBreachReason) -> Json:
    """Why a deadline was missed, by the ``code`` and ``subject`` of its clock or alert."""
    return await ask.to(who, body)


@router.post(SCREENING + "/override-reviews", status_code=201)
async def review_override(ask: Ask, who: Manager, body: requests.ReviewOverride) -> Json:
    return await ask.to(who, body)


@router.post(SCREENING + "/outcome-feedback", status_code=201)
async def send_outcome_feedback(ask: Ask, who: SocialWorker, body: requests.SendOutcomeFeedback) -> Json:
    return await ask.to(who, body)


@router.post(SCREENING + "/closure", status_code=201)
async def close_screening(ask: Ask, who: SocialWorker, body: requests.CloseScreening) -> Json:
    return await ask.to(who, body)


@router.post(SCREENING + "/reopening", status_code=201)
async def reopen_screening(ask: Ask, who: SocialWorker, body: requests.ReopenScreening) -> Json:
    return await ask.to(who, body)
