"""What happened elsewhere, as commands of ours. Pure, but for the rows of what a contact says."""

from collections.abc import Callable
from typing import Any, TypeVar

from screening import readings
from screening.case.commands import (
    Command,
    Note,
    NoteAmendment,
    NoteCareStatus,
    NoteCompletion,
    NoteConsent,
    NoteEnding,
    NoteIdentity,
    NoteIncidentLag,
    NoteMaracReferral,
    NoteOutcomeSent,
    NoteQuality,
    NoteSibling,
    NoteSiblingExcluded,
    NoteSiblingsFound,
    NoteStrategyConvened,
    OpenScreening,
)
from screening.case.decider import SCREENING
from screening.case.decider.ending import OUTCOME_PROFILE, POLICE_OUTCOME_PROFILE
from screening.case.facts import Agency, Consent, ContactFacts, NamedChild
from screening.case.urgency import urgent_facts
from screening.codes import Agreement, CareStatus, Ending, ParentsInformed
from screening.escalation.commands import MoveEscalationUp
from screening.escalation.decider import ESCALATION
from screening.heard_clocks import listen_to_clocks
from screening.read_models import contacts
from screening.readings import (
    CareStatusAtContactRecorded,
    ChildIdentified,
    ClockBreached,
    ConsentStatusRecorded,
    ContactAmended,
    ContactCompleted,
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
    StrategyDiscussionConvened,
)
from screening.referral.clocks import ALLOC
from screening.referral.commands import FlagUnallocated
from screening.referral.decider import REFERRAL
from screening.streams import TOPIC, escalation_of, screening_of, stage_of_subject
from shared.access.actor import SYSTEM
from shared.database import Connection
from shared.handling import Step
from shared.subscriptions import Message, Subscriptions

SUBSCRIPTIONS = Subscriptions("screening")
listen_to_clocks(SUBSCRIPTIONS)

PUBLIC_SOURCES = frozenset({"1A", "1B", "1C", "1D", "9", "10"})
"""Family, neighbours, the child, strangers, nobody known: they get no outcome (profile ACK_PUBLIC, NOT-07)."""

W = TypeVar("W", ParentsInformed, Agreement, CareStatus)


def _step(contact_id: str, command: Command) -> list[Step]:
    return [Step(stream=screening_of(contact_id), decider=SCREENING, command=command)]


def _note(message: Message[Any], contact_id: str, kind: Callable[..., Note], **said: object) -> list[Step]:
    return _step(contact_id, kind(by=SYSTEM, at=message.meta.recorded_at, contact_id=contact_id, **said))


@SUBSCRIPTIONS.on("contacts", "frontdoor.ContactReceived.v1", ContactReceived)
def open_screening(message: Message[ContactReceived]) -> list[Step]:
    """Every contact is screened, whatever it holds (INT-02)."""
    contact = message.data
    children = tuple(_named(child) for child in contact.children)
    command = OpenScreening(
        by=SYSTEM,
        at=message.meta.recorded_at,
        contact=_facts(message),
        children=children,
        consent=_consent(contact.consent),
    )
    return _step(contact.contact_id, command)


def _named(child: readings.Child) -> NamedChild:
    return NamedChild(temp_ref=child.temp_ref, child_id=child.child_id, born_on=child.born_on)


def _facts(message: Message[ContactReceived]) -> ContactFacts:
    contact = message.data
    received_at = message.meta.received_at or message.meta.recorded_at
    police = contact.police or readings.Police()
    return ContactFacts(
        contact_id=contact.contact_id,
        contact_type=contact.contact_type,
        source_code=contact.source_code,
        source_system=contact.source_system,
        source_ref=contact.source_ref,
        agency=Agency(org_id=contact.agency.org_id, name=contact.agency.name, urn=contact.agency.urn),
        professional_referrer=contact.source_code not in PUBLIC_SOURCES and not contact.referrer.anonymous,
        received_at=received_at,
        urgent_facts=urgent_facts(
            said_urgent=contact.urgent_flag,
            contact_type=contact.contact_type,
            police_grade=police.grade,
            born_on=tuple(child.born_on for child in contact.children),
            received_at=received_at,
        ),
        police_grade=police.grade,
        high_risk_factors=police.high_risk_factors,
        previous_incidents_12m=police.previous_incidents_12m or 0,
    )


def _consent(said: readings.Consent) -> Consent:
    return Consent(
        parents_informed=_known(ParentsInformed, said.parents_informed),
        parental_agreement=_known(Agreement, said.parental_agreement),
        child_view=said.child_view,
    )


def _known(words: type[W], said: str) -> W:
    """What a sender wrote that is no word of the set is unknown to us, and asked about later."""
    return words(said) if said in words.__members__ else words.UNKNOWN


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
        children=tuple(_named(child) for child in amended.children),
        says_police=amended.police is not None,
        police_grade=police.grade,
        high_risk_factors=police.high_risk_factors,
        previous_incidents_12m=police.previous_incidents_12m or 0,
    )
    return _step(amended.contact_id, command)


@SUBSCRIPTIONS.project("contacts", "frontdoor.ContactAmended.v1", ContactAmended)
async def remember_amendment(connection: Connection, message: Message[ContactAmended]) -> None:
    if not message.data.superseded:
        await contacts.amend(connection, message.data)


@SUBSCRIPTIONS.on("contacts", "frontdoor.SiblingAdded.v1", SiblingAdded)
def note_sibling(message: Message[SiblingAdded]) -> list[Step]:
    added = message.data
    command = NoteSibling(
        by=SYSTEM, at=message.meta.recorded_at, contact_id=added.contact_id, child=_named(added.child)
    )
    return _step(added.contact_id, command)


@SUBSCRIPTIONS.project("contacts", "frontdoor.SiblingAdded.v1", SiblingAdded)
async def remember_sibling(connection: Connection, message: Message[SiblingAdded]) -> None:
    await contacts.add(connection, message.data)


@SUBSCRIPTIONS.on("contacts", "frontdoor.SiblingsFound.v1", SiblingsFound)
def note_siblings_found(message: Message[SiblingsFound]) -> list[Step]:
    found = message.data
    ids = tuple(sibling.child_id for sibling in found.found)
    return _note(message, found.contact_id, NoteSiblingsFound, found=ids)


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
        care_status=_known(CareStatus, status.care_status),
        team=status.team,
        worker=status.allocated_worker,
    )


@SUBSCRIPTIONS.on("contacts", "frontdoor.ConsentStatusRecorded.v1", ConsentStatusRecorded)
def note_consent(message: Message[ConsentStatusRecorded]) -> list[Step]:
    return _note(message, message.data.contact_id, NoteConsent, consent=_consent(message.data))


@SUBSCRIPTIONS.on("contacts", "frontdoor.MaracReferralRecorded.v1", MaracReferralRecorded)
def note_marac_referral(message: Message[MaracReferralRecorded]) -> list[Step]:
    marac = message.data
    return _note(
        message, marac.contact_id, NoteMaracReferral, by_agency=marac.by_agency, confirmed_at=marac.confirmed_at
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
    command = NoteQuality(
        by=SYSTEM,
        at=message.meta.recorded_at,
        contact_id=assessed.contact_id,
        grade=assessed.grade,
        failed=assessed.failed,
    )
    return _step(assessed.contact_id, command)


@SUBSCRIPTIONS.on("contacts", "frontdoor.ChildIdentified.v1", ChildIdentified)
def note_identity(message: Message[ChildIdentified]) -> list[Step]:
    identified = message.data
    command = NoteIdentity(
        by=SYSTEM,
        at=message.meta.recorded_at,
        contact_id=identified.contact_id,
        temp_ref=identified.temp_ref,
        provisional_child_id=identified.provisional_child_id,
        child_id=identified.child_id,
    )
    return _step(identified.contact_id, command)


@SUBSCRIPTIONS.project("contacts", "frontdoor.ChildIdentified.v1", ChildIdentified)
async def remember_identity(connection: Connection, message: Message[ChildIdentified]) -> None:
    await contacts.identify(connection, message.data)


@SUBSCRIPTIONS.project("contacts", "frontdoor.MaracReferralRecorded.v1", MaracReferralRecorded)
async def remember_marac(connection: Connection, message: Message[MaracReferralRecorded]) -> None:
    await contacts.refer_to_marac(connection, message.data)


@SUBSCRIPTIONS.on("contacts", "frontdoor.IncidentLagMeasured.v1", IncidentLagMeasured)
def note_incident_lag(message: Message[IncidentLagMeasured]) -> list[Step]:
    measured = message.data
    command = NoteIncidentLag(
        by=SYSTEM,
        at=message.meta.recorded_at,
        contact_id=measured.contact_id,
        lag_hours=measured.lag_hours,
        band=measured.band,
    )
    return _step(measured.contact_id, command)


@SUBSCRIPTIONS.on("strategy-meetings", "frontdoor.StrategyDiscussionConvened.v1", StrategyDiscussionConvened)
def note_strategy_convened(message: Message[StrategyDiscussionConvened]) -> list[Step]:
    convened = message.data
    if convened.contact_id is None:
        return []
    command = NoteStrategyConvened(
        by=SYSTEM,
        at=message.meta.recorded_at,
        contact_id=convened.contact_id,
        strategy_id=convened.strategy_id,
        child_ids=convened.child_ids,
        held_at=convened.held_at,
    )
    return _step(convened.contact_id, command)


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


@SUBSCRIPTIONS.on(TOPIC, "frontdoor.ClockBreached.v1", ClockBreached)
def move_escalation_up(message: Message[ClockBreached]) -> list[Step]:
    """Our own clock, heard as everybody hears it: a tier that did not answer in time loses the question to the next."""
    breached = message.data
    missed = stage_of_subject(breached.subject) if breached.code == "CK_ESC" else None
    if missed is None:
        return []
    escalation_id, stage = missed
    command = MoveEscalationUp(by=SYSTEM, at=message.meta.recorded_at, stage=stage, due_at=breached.at)
    return [Step(stream=escalation_of(escalation_id), decider=ESCALATION, command=command)]


@SUBSCRIPTIONS.on(TOPIC, "frontdoor.ClockBreached.v1", ClockBreached)
def flag_unallocated(message: Message[ClockBreached]) -> list[Step]:
    """Our own clock has run out: a child still has nobody, and that is written on the child's record."""
    breached = message.data
    if breached.code != ALLOC:
        return []
    command = FlagUnallocated(by=SYSTEM, at=breached.fired_at, due_at=breached.at)
    return [Step(stream=breached.subject, decider=REFERRAL, command=command)]
