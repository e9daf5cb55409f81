"""What the front door asks the police in the hub: who did what to whom, how high the risk is, why reports come late."""

from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from intake.access import LAG_READERS, POLICE_QUESTIONS, Here
from intake.acting import act
from intake.commands import ClarifyVictimAndPerpetrator
from intake.contact_now import contact_now
from intake.decider import Contact
from intake.decider.clarifying import SOMEBODY_ELSE
from intake.pages.showing import PAGES
from intake.read_models import clarifications, grades, handling, lateness
from intake.reporting import may_know_of, whose_reports
from shared.access.actor import Actor, Role
from shared.access.routes import allow
from shared.audit import looked
from shared.decider import Refused
from shared.problems import NotFound
from shared.service import Service
from shared.web.forms import Typed, expected_version, read_form, text

QUESTIONS = "/intake/police-questions"
WEEKS = timedelta(weeks=8)

router = APIRouter(include_in_schema=False)
PoliceInTheHub = Annotated[Actor, allow(Role.POLICE_MASH)]


@router.get("/police-questions")
async def police_questions(
    request: Request, service: Here, who: Annotated[Actor, allow(*POLICE_QUESTIONS)]
) -> HTMLResponse:
    """Contacts about which nobody is told until the police have answered, grades that the hub has not confirmed, how
    intelligence is handled, and domestic abuse reported late."""
    since, own = service.clock.now() - WEEKS, whose_reports(who)
    may_answer = who.role is Role.POLICE_MASH
    async with service.pool.acquire() as connection:
        unclear = await clarifications.waiting(connection, own)
        ungraded = await grades.not_confirmed(connection, since, own)
        late = await lateness.reported_late(connection, since, own)
        reports = await handling.reports_since(connection, since, own) if may_answer else ()
    return PAGES.render(
        request,
        "police-questions.html",
        unclear=unclear,
        ungraded=ungraded,
        late=late,
        reports=reports,
        may_answer=may_answer,
        reads_weeks=who.role in LAG_READERS,
    )


@router.get("/contacts/{contact_id}/clarification")
async def clarification(contact_id: str, request: Request, service: Here, who: PoliceInTheHub) -> HTMLResponse:
    """Who did what to whom?"""
    return await _asked(request, service, who, contact_id)


@router.post("/contacts/{contact_id}/clarification")
async def clarify(contact_id: str, request: Request, service: Here, who: PoliceInTheHub) -> Response:
    typed = await read_form(request)
    try:
        command = ClarifyVictimAndPerpetrator(
            by=who,
            at=service.clock.now(),
            victim_ref=text(typed, "victim_ref"),
            perpetrator_ref=text(typed, "perpetrator_ref"),
            counter_allegation="Y" in text(typed, "counter_allegation"),
            reason=text(typed, "reason"),
        )
        key = text(typed, "idempotency_key")
        await act(request, service, who, contact_id, command, expected_version(typed), key)
    except Refused as refusal:
        return await _asked(request, service, who, contact_id, refusal, typed)
    return RedirectResponse(QUESTIONS, 303)


async def _asked(
    request: Request,
    service: Service,
    who: Actor,
    contact_id: str,
    refusal: Refused | None = None,
    typed: Typed | None = None,
) -> HTMLResponse:
    contact, version = await contact_now(service, contact_id)
    if contact.account is None or not may_know_of(who, contact.account.agency.org_id):
        raise NotFound("contact")
    await looked(service, who, "ViewContact", contact.child_ids, [f"Contact-{contact_id}"])
    back: dict[str, Any] = {"refusal": refusal, "typed": typed or {}} if refusal else {}
    return PAGES.render(
        request,
        "clarification.html",
        status=422 if refusal else 200,
        contact=contact,
        account=contact.account,
        version=version,
        adults=_adults(contact),
        way_back=QUESTIONS,
        **back,
    )


def _adults(contact: Contact) -> list[tuple[str, str]]:
    adults = contact.account.adults if contact.account else ()
    named = [(adult.temp_ref, f"{adult.first_name} {adult.surname}".strip() or adult.temp_ref) for adult in adults]
    return [*named, (SOMEBODY_ELSE, "Somebody whom this contact does not name")]
