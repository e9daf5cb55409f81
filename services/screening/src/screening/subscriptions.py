"""What happened elsewhere, as commands of ours. Pure, but for the rows of what a contact says."""

from collections.abc import Callable
from typing import Any

from screening import readings
from screening.allegations import consent_kept_of
from screening.case.commands import (
    Command,
    Note,
    NoteAmendment,
    NoteCareStatus,
    NoteCompletion,
    NoteConsent,
    NoteContactLetPast,
    NoteEnding,
    NoteIdentity,
    NoteIncidentLag,
    NoteMaracReferral,
    NoteOutcomeSent,
    NotePoliceGrade,
    NoteQuality,
    NoteSibling,
    NoteSiblingExcluded,
    NoteSiblingsFound,
    OpenScreening,
)
from screening.case.decider import SCREENING
from screening.case.decider.ending import OUTCOME_PROFILE, POLICE_OUTCOME_PROFILE
from screening.codes import CareStatus, Ending
from screening.heard_answers import listen_to_answers
from screening.heard_beside import listen_beside
from screening.heard_clocks import listen_to_clocks
from screening.heard_missing import listen_to_missing
from screening.heard_strategy import listen_to_strategy
from screening.own_clocks import listen_to_own_clocks
from screening.police_readings import PoliceRiskGradeAmended
from screening.read_models import contacts
from screening.readings import (
    CareStatusAtContactRecorded,
    ChildIdentified,
    ConsentStatusRecorded,
    ContactAmended,
    ContactCompleted,
    ContactGuardOverridden,
    ContactMarkedNotAboutAChild,
    ContactQualityAssessed,
    ContactReceived,
    ContactRedirected,
    IncidentLagMeasured,
    MaracReferralRecorded,
    NotificationSent,
    SiblingAdded,
    SiblingExcluded,
    SiblingsFound,
)
from screening.streams import screening_of
from screening.translating import consent_of, facts_of, is_hurt, is_urgent, known, named
from shared.access.actor import SYSTEM
from shared.database import Connection
from shared.handling import Step
from shared.subscriptions import Message, Subscriptions

SUBSCRIPTIONS = Subscriptions("screening")
listen_to_clocks(SUBSCRIPTIONS)
listen_to_own_clocks(SUBSCRIPTIONS)
listen_beside(SUBSCRIPTIONS)
listen_to_answers(SUBSCRIPTIONS)
listen_to_missing(SUBSCRIPTIONS)
listen_to_strategy(SUBSCRIPTIONS)


def _step(contact_id: str, command: Command) -> list[Step]:
    return [Step(stream=screening_of(contact_id), decider=SCREENING, command=command)]


def _note(message: Message[Any], contact_id: str, kind: Callable[..., Note], **said: object) -> list[Step]:
    return _step(contact_id, kind(by=SYSTEM, at=message.meta.recorded_at, contact_id=contact_id, **said))


@SUBSCRIPTIONS.on("contacts", "frontdoor.ContactReceived.v1", ContactReceived)
def open_screening(message: Message[ContactReceived]) -> list[Step]:
    """Every contact is screened, whatever it holds (INT-02)."""
    contact = message.data
    children = tuple(named(child) for child in contact.children)
    command = OpenScreening(
        by=SYSTEM,
        at=message.meta.recorded_at,
        contact=facts_of(message),
        children=children,
        consent=consent_kept_of(contact.contact_type, consent_of(contact.consent)),
    )
    return _step(contact.contact_id, command)


@SUBSCRIPTIONS.project("contacts", "frontdoor.ContactReceived.v1", ContactReceived)
async def remember_contact(connection: Connection, message: Message[ContactReceived]) -> None:
    await contacts.remember(connection, message.data, message.meta.received_at or message.meta.recorded_at)


@SUBSCRIPTIONS.on("contacts", "frontdoor.ContactAmended.v1", ContactAmended)
def note_amendment(message: Message[ContactAmended]) -> list[Step]:
    amended = message.data
    police = amended.police or readings.Police()
    command = NoteAmendment(
        by=SYSTEM,
        at=message.meta.recorded_at,
        contact_id=amended.contact_id,
        source_version=amended.source_version,
        superseded=amended.superseded,
        children=tuple(named(child) for child in amended.children),
        says_police=amended.police is not None or bool(amended.high_risk_factors),
        police_grade=police.grade,
        high_risk_factors=amended.high_risk_factors,
        previous_incidents_12m=police.previous_incidents_12m or 0,
        injured=is_hurt(amended.injury_seen),
        said_urgent=is_urgent(amended),
        contact_type=amended.contact_type,
    )
    return _step(amended.contact_id, command)


@SUBSCRIPTIONS.project("contacts", "frontdoor.ContactAmended.v1", ContactAmended)
async def remember_amendment(connection: Connection, message: Message[ContactAmended]) -> None:
    if not message.data.superseded:
        await contacts.amend(connection, message.data)


@SUBSCRIPTIONS.on("contacts", "frontdoor.PoliceRiskGradeAmended.v1", PoliceRiskGradeAmended)
def note_police_grade(message: Message[PoliceRiskGradeAmended]) -> list[Step]:
    graded = message.data
    return _note(message, graded.contact_id, NotePoliceGrade, grade=graded.grade, by_hub=graded.by_hub)


@SUBSCRIPTIONS.project("contacts", "frontdoor.PoliceRiskGradeAmended.v1", PoliceRiskGradeAmended)
async def remember_police_grade(connection: Connection, message: Message[PoliceRiskGradeAmended]) -> None:
    await contacts.grade(connection, message.data)


@SUBSCRIPTIONS.on("contacts", "frontdoor.SiblingAdded.v1", SiblingAdded)
def note_sibling(message: Message[SiblingAdded]) -> list[Step]:
    added = message.data
    command = NoteSibling(by=SYSTEM, at=message.meta.recorded_at, contact_id=added.contact_id, child=named(added.child))
    return _step(added.contact_id, command)


@SUBSCRIPTIONS.project("contacts", "frontdoor.SiblingAdded.v1", SiblingAdded)
async def remember_sibling(connection: Connection, message: Message[SiblingAdded]) -> None:
    await contacts.add(connection, message.data)


@SUBSCRIPTIONS.on("contacts", "frontdoor.SiblingsFound.v1", SiblingsFound)
def note_siblings_found(message: Message[SiblingsFound]) -> list[Step]:
    found = message.data
    return _note(message, found.contact_id, NoteSiblingsFound, found=tuple(each.child_id for each in found.found))


@SUBSCRIPTIONS.on("contacts", "frontdoor.SiblingExcluded.v1", SiblingExcluded)
def note_sibling_excluded(message: Message[SiblingExcluded]) -> list[Step]:
    out = message.data
    return _note(message, out.contact_id, NoteSiblingExcluded, sibling_id=out.child_id, reason=out.reason)


@SUBSCRIPTIONS.on("contacts", "frontdoor.ContactCompleted.v1", ContactCompleted)
def note_completion(message: Message[ContactCompleted]) -> list[Step]:
    completed = message.data
    return _note(message, completed.contact_id, NoteCompletion, completed_at=completed.completed_at)


@SUBSCRIPTIONS.on("contacts", "frontdoor.CareStatusAtContactRecorded.v1", CareStatusAtContactRecorded)
def note_care_status(message: Message[CareStatusAtContactRecorded]) -> list[Step]:
    status = message.data
    return _note(
        message,
        status.contact_id,
        NoteCareStatus,
        child_id=status.child_id,
        care_status=known(CareStatus, status.care_status),
        team=status.team,
        worker=status.allocated_worker,
        manager=status.manager,
    )


@SUBSCRIPTIONS.on("contacts", "frontdoor.ConsentStatusRecorded.v1", ConsentStatusRecorded)
def note_consent(message: Message[ConsentStatusRecorded]) -> list[Step]:
    return _note(message, message.data.contact_id, NoteConsent, consent=consent_of(message.data))


@SUBSCRIPTIONS.on("contacts", "frontdoor.MaracReferralRecorded.v1", MaracReferralRecorded)
def note_marac_referral(message: Message[MaracReferralRecorded]) -> list[Step]:
    marac = message.data
    return _note(
        message, marac.contact_id, NoteMaracReferral, by_agency=marac.by_agency, confirmed_at=marac.confirmed_at
    )


@SUBSCRIPTIONS.on("contacts", "frontdoor.ContactGuardOverridden.v1", ContactGuardOverridden)
def note_contact_let_past(message: Message[ContactGuardOverridden]) -> list[Step]:
    let = message.data
    return _note(
        message,
        let.contact_id,
        NoteContactLetPast,
        guard=let.guard,
        reason=let.reason,
        overridden_by=let.overridden_by,
    )


@SUBSCRIPTIONS.on("contacts", "frontdoor.ContactMarkedNotAboutAChild.v1", ContactMarkedNotAboutAChild)
def note_not_about_a_child(message: Message[ContactMarkedNotAboutAChild]) -> list[Step]:
    marked = message.data
    because = Ending.NOT_ABOUT_A_CHILD
    return _note(message, marked.contact_id, NoteEnding, because=because, reason=marked.reason, ended_by=marked.by)


@SUBSCRIPTIONS.on("contacts", "frontdoor.ContactRedirected.v1", ContactRedirected)
def note_redirected(message: Message[ContactRedirected]) -> list[Step]:
    redirected = message.data
    reason = f"Authority {redirected.la} has taken it. {redirected.reason}"
    return _note(
        message, redirected.contact_id, NoteEnding, because=Ending.REDIRECTED, reason=reason, ended_by=redirected.by
    )


@SUBSCRIPTIONS.on("contacts", "frontdoor.ContactQualityAssessed.v1", ContactQualityAssessed)
def note_quality(message: Message[ContactQualityAssessed]) -> list[Step]:
    assessed = message.data
    return _note(message, assessed.contact_id, NoteQuality, grade=assessed.grade, failed=assessed.failed)


@SUBSCRIPTIONS.on("contacts", "frontdoor.ChildIdentified.v1", ChildIdentified)
def note_identity(message: Message[ChildIdentified]) -> list[Step]:
    identified = message.data
    return _note(
        message,
        identified.contact_id,
        NoteIdentity,
        temp_ref=identified.temp_ref,
        provisional_child_id=identified.provisional_child_id,
        child_id=identified.child_id,
    )


@SUBSCRIPTIONS.project("contacts", "frontdoor.ChildIdentified.v1", ChildIdentified)
async def remember_identity(connection: Connection, message: Message[ChildIdentified]) -> None:
    await contacts.identify(connection, message.data)


@SUBSCRIPTIONS.on("contacts", "frontdoor.IncidentLagMeasured.v1", IncidentLagMeasured)
def note_incident_lag(message: Message[IncidentLagMeasured]) -> list[Step]:
    measured = message.data
    return _note(
        message,
        measured.contact_id,
        NoteIncidentLag,
        lag_hours=measured.lag_hours,
        band=measured.band,
        domestic_abuse=measured.domestic_abuse,
    )


@SUBSCRIPTIONS.on("notifications", "frontdoor.NotificationSent.v1", NotificationSent)
def note_outcome_sent(message: Message[NotificationSent]) -> list[Step]:
    sent = message.data
    if sent.profile not in (OUTCOME_PROFILE, POLICE_OUTCOME_PROFILE) or sent.contact_id is None:
        return []
    command = NoteOutcomeSent(
        by=SYSTEM,
        at=message.meta.recorded_at,
        contact_id=sent.contact_id,
        profile=sent.profile,
        notification_id=sent.notification_id,
        child_id=sent.child_id,
    )
    return _step(sent.contact_id, command)
