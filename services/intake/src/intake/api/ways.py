"""Where a contact leads beside its screening, over the API: redirect, duplicate, LADO, private fostering, MARAC."""

from typing import Annotated

from fastapi import APIRouter, Request

from intake.access import ALLEGATIONS, CONFIRMERS, FOSTERING, FRONT_DOOR, MANAGERS, MARAC, Here
from intake.acting import act, is_screened
from intake.commands import (
    AcknowledgeReferrer,
    ClarifyVictimAndPerpetrator,
    JudgeForMarac,
    LinkDuplicate,
    MarkIntelligenceHandling,
    MarkNotAboutAChild,
    RecordConsentStatus,
    RecordMaracReferral,
    RecordPrivateFosteringVisit,
    RedirectContact,
    RoutePrivateFostering,
    RouteToLado,
    SetPoliceRiskGrade,
    UnlinkDuplicate,
)
from intake.people_requests import (
    Acknowledgement,
    Clarification,
    ConsentStatus,
    Duplicate,
    FosteringTeam,
    FosteringVisit,
    Handling,
    LadoTold,
    MaracConfirmed,
    NoChild,
    PoliceGrade,
    Redirect,
    Undoing,
    WithReason,
)
from shared.access.actor import Actor, Role
from shared.access.routes import allow
from shared.handling import Json

router = APIRouter(prefix="/api/v1/contacts/{contact_id}")
Confirmer = Annotated[Actor, allow(*CONFIRMERS)]
Manager = Annotated[Actor, allow(*MANAGERS)]


@router.post("/clarification", status_code=201)
async def clarify_victim_and_perpetrator(
    contact_id: str,
    asked: Clarification,
    request: Request,
    service: Here,
    who: Annotated[Actor, allow(Role.POLICE_MASH)],
) -> Json:
    """The police in the hub say who did what to whom: what was held for that leaves by itself (INT-07)."""
    values = asked.model_dump(exclude={"expected_version"})
    command = ClarifyVictimAndPerpetrator(by=who, at=service.clock.now(), **values)
    return await act(request, service, who, contact_id, command, asked.expected_version)


@router.post("/police-grade", status_code=201)
async def set_police_risk_grade(
    contact_id: str,
    asked: PoliceGrade,
    request: Request,
    service: Here,
    who: Annotated[Actor, allow(Role.POLICE_MASH)],
) -> Json:
    """The police in the hub confirm the officer's grade, or say another: it stands over a later version's lower one."""
    command = SetPoliceRiskGrade(by=who, at=service.clock.now(), grade=asked.grade, reason=asked.reason)
    return await act(request, service, who, contact_id, command, asked.expected_version)


@router.post("/intelligence-handling", status_code=201)
async def mark_intelligence_handling(
    contact_id: str,
    asked: Handling,
    request: Request,
    service: Here,
    who: Annotated[Actor, allow(Role.POLICE_MASH)],
) -> Json:
    """The police in the hub say how what their force reports is handled. It stands beside what the report says."""
    command = MarkIntelligenceHandling(by=who, at=service.clock.now(), handling=asked.handling)
    return await act(request, service, who, contact_id, command, asked.expected_version)


@router.post("/consent", status_code=201)
async def record_consent_status(
    contact_id: str,
    asked: ConsentStatus,
    request: Request,
    service: Here,
    who: Annotated[Actor, allow(*FRONT_DOOR)],
) -> Json:
    """What became known of the consent trio after the contact came."""
    values = asked.model_dump(exclude={"expected_version"})
    command = RecordConsentStatus(by=who, at=service.clock.now(), **values)
    return await act(request, service, who, contact_id, command, asked.expected_version)


@router.post("/acknowledgement", status_code=201)
async def acknowledge_referrer(
    contact_id: str,
    asked: Acknowledgement,
    request: Request,
    service: Here,
    who: Annotated[Actor, allow(*FRONT_DOOR)],
) -> Json:
    """Whoever wrote has been told that we have it (CK_ACK)."""
    command = AcknowledgeReferrer(by=who, at=service.clock.now(), by_means_of=asked.by_means_of)
    return await act(request, service, who, contact_id, command, asked.expected_version)


@router.post("/not-about-a-child", status_code=201)
async def mark_not_about_a_child(
    contact_id: str, asked: NoChild, request: Request, service: Here, who: Manager
) -> Json:
    """A manager says that no child is concerned, and why each who is named is none. The contact is kept (INT-01)."""
    command = MarkNotAboutAChild(by=who, at=service.clock.now(), reason=asked.reason, why_not=asked.why_not)
    return await act(request, service, who, contact_id, command, asked.expected_version)


@router.post("/redirect", status_code=201)
async def redirect_contact(contact_id: str, asked: Redirect, request: Request, service: Here, who: Manager) -> Json:
    """Another authority has acknowledged that the contact is theirs."""
    values = asked.model_dump(exclude={"expected_version"})
    command = RedirectContact(by=who, at=service.clock.now(), screened=await is_screened(service, contact_id), **values)
    return await act(request, service, who, contact_id, command, asked.expected_version)


@router.post("/duplicates", status_code=201)
async def link_duplicate(contact_id: str, asked: Duplicate, request: Request, service: Here, who: Confirmer) -> Json:
    """Two contacts belong together: linked, never merged (INT-09)."""
    command = LinkDuplicate(by=who, at=service.clock.now(), **asked.model_dump(exclude={"expected_version"}))
    return await act(request, service, who, contact_id, command, asked.expected_version)


@router.post("/duplicate-undoings", status_code=201)
async def unlink_duplicate(contact_id: str, asked: Undoing, request: Request, service: Here, who: Confirmer) -> Json:
    """The two contacts do not belong together after all, or not as it was said."""
    values = asked.model_dump(exclude={"expected_version"})
    command = UnlinkDuplicate(by=who, at=service.clock.now(), **values)
    return await act(request, service, who, contact_id, command, asked.expected_version)


@router.post("/lado", status_code=201)
async def route_to_lado(
    contact_id: str, asked: LadoTold, request: Request, service: Here, who: Annotated[Actor, allow(*ALLEGATIONS)]
) -> Json:
    """The LADO has been told of an allegation (CK_LADO)."""
    command = RouteToLado(
        by=who,
        at=service.clock.now(),
        lado=asked.lado,
        told_at=asked.told_at,
        screened=await is_screened(service, contact_id),
    )
    return await act(request, service, who, contact_id, command, asked.expected_version)


@router.post("/private-fostering", status_code=201)
async def route_private_fostering(
    contact_id: str, asked: FosteringTeam, request: Request, service: Here, who: Confirmer
) -> Json:
    """The team that will visit a privately fostered child has it (CK_PF runs on until the visit)."""
    screened = await is_screened(service, contact_id)
    command = RoutePrivateFostering(by=who, at=service.clock.now(), team=asked.team, screened=screened)
    return await act(request, service, who, contact_id, command, asked.expected_version)


@router.post("/private-fostering-visit", status_code=201)
async def record_private_fostering_visit(
    contact_id: str,
    asked: FosteringVisit,
    request: Request,
    service: Here,
    who: Annotated[Actor, allow(*FOSTERING)],
) -> Json:
    """The visit has been made (CK_PF)."""
    values = asked.model_dump(exclude={"expected_version"})
    command = RecordPrivateFosteringVisit(by=who, at=service.clock.now(), **values)
    return await act(request, service, who, contact_id, command, asked.expected_version)


@router.post("/marac-judgement", status_code=201)
async def judge_for_marac(contact_id: str, asked: WithReason, request: Request, service: Here, who: Manager) -> Json:
    """By a manager's professional judgement it goes to MARAC, whatever the grade and the ticks say."""
    command = JudgeForMarac(by=who, at=service.clock.now(), reason=asked.reason)
    return await act(request, service, who, contact_id, command, asked.expected_version)


@router.post("/marac", status_code=201)
async def record_marac_referral(
    contact_id: str,
    asked: MaracConfirmed,
    request: Request,
    service: Here,
    who: Annotated[Actor, allow(*MARAC)],
) -> Json:
    """The MARAC coordinator has confirmed the referral (CK_MARAC)."""
    values = asked.model_dump(exclude={"expected_version"})
    command = RecordMaracReferral(by=who, at=service.clock.now(), **values)
    return await act(request, service, who, contact_id, command, asked.expected_version)
