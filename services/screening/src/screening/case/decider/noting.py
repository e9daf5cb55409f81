"""What other services tell of a contact. Its law: never refused, and never lost behind a case that has closed."""

from typing import assert_never

from screening.allegations import consent_kept_of
from screening.case.commands import (
    Note,
    NoteAmendment,
    NoteCareStatus,
    NoteClarificationMissed,
    NoteCompletion,
    NoteConsent,
    NoteContactLetPast,
    NoteEnding,
    NoteIdentity,
    NoteIncidentLag,
    NoteInformationAnswered,
    NoteMaracReferral,
    NoteMissingConcern,
    NoteOutcomeSent,
    NotePoliceGrade,
    NoteQuality,
    NoteSibling,
    NoteSiblingExcluded,
    NoteSiblingsFound,
    NoteStrategyConvened,
)
from screening.case.deadlines import CLOCK_OF_RAG, response_due
from screening.case.decider.answering import agency_answered
from screening.case.decider.becoming_urgent import graded, missing_concern, urgent_now
from screening.case.decider.ending import outcome_sent
from screening.case.decider.opening_again import opened_again
from screening.case.events import (
    CareStatusNoted,
    ChildIdentityNoted,
    ClarificationMissed,
    ConsentStatusNoted,
    ContactAmendmentNoted,
    ContactCompletionNoted,
    ContactLetPastNoted,
    ContactQualityNoted,
    Event,
    IncidentLagNoted,
    MaracReferralNoted,
    ScreeningEnded,
    SiblingExclusionNoted,
    SiblingNoted,
    SiblingsFoundNoted,
    StrategyConvenedNoted,
)
from screening.case.facts import ClockOf
from screening.case.state import Awaiting, Case, State
from screening.case.urgency import INJURY, POLICE_PROTECTION, SAID_URGENT
from screening.streams import screening_of


def note(command: Note, state: State) -> list[Event]:
    """Never refused. What is told of a contact that we do not have says nothing to us, but that a discussion was held:
    that comes on another way, and may be heard of first.

    What changes the facts that a decision rested on opens a closed case again, for the children whom it lets go. Harm
    that a missing child tells of does so whether or not the case has closed.
    """
    if isinstance(state, Awaiting):
        return [_strategy_convened(command, None)] if isinstance(command, NoteStrategyConvened) else []
    events = _noted(command, state)
    if not events or not (state.closed or isinstance(command, NoteMissingConcern)):
        return events
    return [*events, *opened_again(events[0], state, command.at)]


def _noted(command: Note, case: Case) -> list[Event]:
    match command:
        case NoteAmendment():
            return _amended(command, case)
        case NotePoliceGrade():
            return graded(command, case)
        case NoteMissingConcern():
            return [missing_concern(command, case)]
        case NoteSibling():
            return _sibling(command, case)
        case NoteSiblingsFound() | NoteSiblingExcluded() | NoteCompletion():
            return [_household(command, case)]
        case NoteConsent() | NoteCareStatus() | NoteMaracReferral() | NoteContactLetPast():
            return _circumstances(command, case)
        case NoteQuality() | NoteIdentity() | NoteIncidentLag():
            return [_measured(command, case)]
        case NoteInformationAnswered():
            return [agency_answered(command, case)]
        case NoteEnding():
            return _ended(command, case)
        case NoteStrategyConvened():
            return [_strategy_convened(command, case)]
        case NoteOutcomeSent():
            return outcome_sent(command, case)
        case NoteClarificationMissed():
            return _clarification_missed(command, case)
    assert_never(command)


def _circumstances(
    command: NoteConsent | NoteCareStatus | NoteMaracReferral | NoteContactLetPast, case: Case
) -> list[Event]:
    """What intake has learnt about the family: what they agree to, who has the child already, who else knows."""
    match command:
        case NoteConsent():
            consent = case.consent.followed_by(consent_kept_of(case.contact.contact_type, command.consent))
            return [ConsentStatusNoted(contact_id=command.contact_id, child_ids=case.child_ids, consent=consent)]
        case NoteCareStatus():
            return _care_status(command, case)
        case NoteContactLetPast():
            return [
                ContactLetPastNoted(
                    contact_id=command.contact_id,
                    child_ids=case.child_ids,
                    guard=command.guard,
                    reason=command.reason,
                    overridden_by=command.overridden_by,
                )
            ]
        case NoteMaracReferral():
            return [
                MaracReferralNoted(
                    contact_id=command.contact_id,
                    child_ids=case.child_ids,
                    by_agency=command.by_agency,
                    confirmed_at=command.confirmed_at,
                )
            ]


def _measured(command: NoteQuality | NoteIdentity | NoteIncidentLag, case: Case) -> Event:
    """What intake has found about the contact itself: how good it is, whom it names, how late it came."""
    contact_id, child_ids = command.contact_id, case.child_ids
    match command:
        case NoteQuality():
            return ContactQualityNoted(
                contact_id=contact_id, child_ids=child_ids, grade=command.grade, failed=command.failed
            )
        case NoteIdentity():
            return ChildIdentityNoted(
                contact_id=contact_id,
                child_id=command.child_id,
                temp_ref=command.temp_ref,
                provisional_child_id=command.provisional_child_id,
            )
        case NoteIncidentLag():
            return IncidentLagNoted(
                contact_id=contact_id,
                child_ids=child_ids,
                lag_hours=command.lag_hours,
                band=command.band,
                domestic_abuse=command.domestic_abuse,
            )


def _clarification_missed(command: NoteClarificationMissed, case: Case) -> list[Event]:
    """CK_CLARIFY: the screener has to try again, if nobody has since asking, and the agency's lead is told."""
    asked = case.asked_sender
    if asked is None or case.closed or asked.answer_due_at > command.due_at:
        return []
    return [
        ClarificationMissed(
            contact_id=command.contact_id,
            child_ids=case.child_ids,
            agency=case.contact.agency,
            source_ref=case.contact.source_ref,
            professional_referrer=case.contact.professional_referrer,
            questions=asked.questions,
            requested_at=asked.requested_at,
            due_at=command.due_at,
            attempt_owed=not case.tried_since_asking,
        )
    ]


def _household(command: NoteSiblingsFound | NoteSiblingExcluded | NoteCompletion, case: Case) -> Event:
    """INT-04: the contact is incomplete until each child of the household is added or excluded."""
    match command:
        case NoteSiblingsFound():
            return SiblingsFoundNoted(contact_id=command.contact_id, child_ids=case.child_ids, found=command.found)
        case NoteSiblingExcluded():
            return SiblingExclusionNoted(
                contact_id=command.contact_id,
                child_ids=case.child_ids,
                sibling_id=command.sibling_id,
                reason=command.reason,
            )
        case NoteCompletion():
            return ContactCompletionNoted(
                contact_id=command.contact_id, child_ids=case.child_ids, completed_at=command.completed_at
            )


def _care_status(command: NoteCareStatus, case: Case) -> list[Event]:
    child = case.find(command.child_id)
    if child is None:
        return []
    return [
        CareStatusNoted(
            contact_id=command.contact_id,
            child_id=child.child_id,
            care_status=command.care_status,
            team=command.team,
            worker=command.worker,
            manager=command.manager,
        )
    ]


def _ended(command: NoteEnding, case: Case) -> list[Event]:
    """The clocks of the case are cancelled by the manager who ended the contact, with the manager's reason."""
    if case.ended is not None:
        return []
    subject = screening_of(command.contact_id)
    own = {ClockOf(code, subject) for code in ("CK_TRIAGE", "CK_1WD", "CK_FEEDBACK", *CLOCK_OF_RAG.values())}
    return [
        ScreeningEnded(
            contact_id=command.contact_id,
            child_ids=case.child_ids,
            because=command.because,
            reason=command.reason,
            ended_by=command.ended_by,
            ended_at=command.at,
            clocks=tuple(sorted(own | set(case.owed))),
        )
    ]


def _amended(command: NoteAmendment, case: Case) -> list[Event]:
    """New children, a new police grade: every fact that a guard asks about is the newest one."""
    if command.superseded:
        return []
    known = {child.temp_ref for child in case.children}
    added = tuple(child for child in command.children if child.temp_ref not in known)
    police = command if command.says_police else case.contact
    grade = case.contact.police_grade if case.graded_by_hub else police.police_grade
    facts, until = urgent_now(case, added, grade, command.at, said=_said_urgent(command))
    return [
        ContactAmendmentNoted(
            contact_id=command.contact_id,
            child_ids=(*case.child_ids, *(child.child_id for child in added)),
            source_version=command.source_version,
            added=added,
            police_grade=grade,
            high_risk_factors=police.high_risk_factors,
            previous_incidents_12m=police.previous_incidents_12m,
            urgent_facts=facts,
            noted_at=command.at,
            response_due_at=response_due(command.at),
            urgent_until=until,
            contact_type=command.contact_type,
        )
    ]


def _said_urgent(command: NoteAmendment) -> frozenset[str]:
    """What this version says that calls for triage at once."""
    protected = command.contact_type == POLICE_PROTECTION
    said = {SAID_URGENT: command.said_urgent, INJURY: command.injured, POLICE_PROTECTION: protected}
    return frozenset(code for code, holds in said.items() if holds)


def _sibling(command: NoteSibling, case: Case) -> list[Event]:
    """Another child to be decided about, with the same clock as one whom the sender had named."""
    if command.child.temp_ref in {child.temp_ref for child in case.children}:
        return []
    facts, until = urgent_now(case, (command.child,), case.contact.police_grade, command.at)
    return [
        SiblingNoted(
            contact_id=command.contact_id,
            child_ids=(*case.child_ids, command.child.child_id),
            child=command.child,
            urgent_facts=facts,
            noted_at=command.at,
            response_due_at=response_due(command.at),
            urgent_until=until,
        )
    ]


def _strategy_convened(command: NoteStrategyConvened, case: Case | None) -> StrategyConvenedNoted:
    discussed = frozenset(command.child_ids)
    answers_all = case is not None and all(child.is_decided or child.child_id in discussed for child in case.children)
    return StrategyConvenedNoted(
        contact_id=command.contact_id,
        child_ids=command.child_ids,
        strategy_id=command.strategy_id,
        held_at=command.held_at,
        answers_all=answers_all,
    )
