"""The clocks that a screening starts, shortens and stops, by the clock register of the domain brief (§3.0).

Its one law: no clock waits for anybody. Warnings are fractions of the time that is gone.
"""

from collections.abc import Sequence
from datetime import datetime

from screening.case.deadlines import CLOCK_OF_RAG, feedback_due
from screening.case.events import (
    ClarificationReceived,
    ClarificationRequested,
    ContactAmendmentNoted,
    InformationDeclined,
    InformationReceived,
    InformationRequested,
    InjuryRecorded,
    ManagementDirectionRecorded,
    MissingConcernNoted,
    OutcomeFeedbackSent,
    PoliceGradeNoted,
    RagAssigned,
    ScreeningClosed,
    ScreeningEnded,
    ScreeningOpened,
    ScreeningReopened,
    SiblingNoted,
    StrategyConvenedNoted,
    ThresholdDecisionAuthorised,
)
from screening.case.facts import ClockOf
from screening.codes import CheckedAgency, Rag
from screening.policy import POLICY
from shared.access.actor import Role
from shared.clocks import CancelClock, ClockCommand, RebaseClock, StartClock, StopClock, Warning
from shared.events import Recorded
from shared.working_time import fraction_of, in_service_hours

HEAD_OF_SERVICE = "HEAD_OF_SERVICE"
SCREENERS, MANAGER = Role.SCREENER_SW.value, Role.FRONT_DOOR_MANAGER.value
NIGHT_WORKERS, NIGHT_MANAGER = Role.EDT_WORKER.value, Role.EDT_MANAGER.value
DECISION_CLOCKS = tuple(dict.fromkeys(CLOCK_OF_RAG.values()))

TOLD_OF_RAG = {
    Rag.RED: ((0.5, MANAGER), (0.75, MANAGER), (0.75, HEAD_OF_SERVICE)),
    Rag.AMBER: ((0.5, SCREENERS), (0.8, MANAGER)),
    Rag.GREEN: ((0.5, SCREENERS), (0.8, MANAGER)),
    Rag.BLUE: ((0.5, SCREENERS), (0.8, MANAGER)),
}

AGENCY_REPRESENTATIVE = {
    CheckedAgency.POLICE: Role.POLICE_MASH.value,
    CheckedAgency.HEALTH: Role.HEALTH_MASH.value,
    CheckedAgency.EARLY_HELP: Role.EARLY_HELP_MANAGER.value,
}
"""Who is told when an agency's answer is late; the front door manager where the hub has nobody of theirs."""


def clocks(recorded: Recorded[object]) -> list[ClockCommand]:
    """What this event starts and stops. Pure; carried out in the same transaction."""
    subject, event = recorded.stream, recorded.data
    match event:
        case ScreeningOpened():
            return [
                _triage(subject, event.child_ids, event.received_at, event.triage_due_at),
                _response(subject, event.child_ids, event.received_at, event.response_due_at),
            ]
        case ContactAmendmentNoted() | SiblingNoted():
            return _named_more(subject, event)
        case InjuryRecorded() | PoliceGradeNoted() | MissingConcernNoted():
            return _sooner(subject, event.urgent_until)
        case RagAssigned():
            return _rated(subject, event)
        case ManagementDirectionRecorded():
            return _triaged(subject, event.directed_at, recorded.type) if event.completes_triage else []
        case ClarificationRequested() | ClarificationReceived():
            return [_clarification(subject, event)]
        case InformationRequested() | InformationReceived() | InformationDeclined():
            return [_partner(subject, event, recorded.type)]
        case ThresholdDecisionAuthorised():
            return _decided(subject, event)
        case StrategyConvenedNoted():
            return _stop(subject, ("CK_RED",), event.held_at, recorded.type) if event.answers_all else []
        case OutcomeFeedbackSent():
            return _stop(subject, ("CK_FEEDBACK",), event.told_at, recorded.type) if event.complete else []
        case ScreeningReopened():
            return _reopened(subject, event)
        case ScreeningEnded():
            return [_cancelled(clock, event) for clock in event.clocks]
        case ScreeningClosed():
            return [*_triaged(subject, event.closed_at, recorded.type), *_unanswered(event)]
        case _:
            return []


def _triage(subject: str, child_ids: tuple[str, ...], started_at: datetime, due_at: datetime) -> StartClock:
    """Out of hours the case is in the emergency duty team's queue, so they are the ones who are told."""
    halfway = fraction_of(started_at, due_at, 0.5)
    return StartClock(
        code="CK_TRIAGE",
        subject=subject,
        child_ids=child_ids,
        started_at=started_at,
        due_at=due_at,
        warnings=(Warning(fraction=0.5, at=halfway, tell=_on_duty(halfway, SCREENERS, NIGHT_WORKERS)),),
        breach_tells=_on_duty(due_at, MANAGER, NIGHT_MANAGER),
        policy_version=POLICY.version,
    )


def _on_duty(at: datetime, by_day: str, by_night: str) -> str:
    return by_day if in_service_hours(at) else by_night


def _named_more(subject: str, event: ContactAmendmentNoted | SiblingNoted) -> list[ClockCommand]:
    """A case that became urgent is triaged sooner; a child newly named is owed a response too."""
    commands = _sooner(subject, event.urgent_until)
    if isinstance(event, SiblingNoted) or event.added:
        commands.append(_response(subject, event.child_ids, event.noted_at, event.response_due_at))
    return commands


def _sooner(subject: str, triage_due_at: datetime | None) -> list[ClockCommand]:
    if triage_due_at is None:
        return []
    reason = "The contact has become urgent"
    return [RebaseClock(code="CK_TRIAGE", subject=subject, reason=reason, new_due_at=triage_due_at)]


def _response(subject: str, child_ids: tuple[str, ...], started_at: datetime, due_at: datetime) -> StartClock:
    return StartClock(
        code="CK_1WD",
        subject=subject,
        child_ids=child_ids,
        started_at=started_at,
        due_at=due_at,
        warnings=_warnings(started_at, due_at, ((0.5, SCREENERS), (0.8, MANAGER))),
        breach_tells=HEAD_OF_SERVICE,
        policy_version=POLICY.version,
    )


def _warnings(started_at: datetime, due_at: datetime, told: Sequence[tuple[float, str]]) -> tuple[Warning, ...]:
    return tuple(
        Warning(fraction=fraction, at=fraction_of(started_at, due_at, fraction), tell=tell) for fraction, tell in told
    )


def _rated(subject: str, event: RagAssigned) -> list[ClockCommand]:
    """The rating's clock. A stricter rating puts a shorter clock in the place of the one that ran.

    GREEN's three working days stand beside CK_1WD, which caps them: only a holding decision stops CK_1WD and
    leaves the rest of the three days.
    """
    commands: list[ClockCommand] = []
    if event.replaces is not None:
        commands.append(
            CancelClock(
                code=CLOCK_OF_RAG[event.replaces],
                subject=subject,
                at=event.assigned_at,
                reason=f"Rated {event.rag}: a shorter clock takes its place",
                by=event.assigned_by,
                by_event="RagAssigned",
            )
        )
    if event.starts_from is not None:
        commands.append(_decision_clock(subject, event.child_ids, event.rag, event.starts_from, event.decision_due_at))
    if event.completes_triage:
        commands += _triaged(subject, event.assigned_at, "RagAssigned")
    return commands


def _decision_clock(
    subject: str, child_ids: tuple[str, ...], rag: Rag, started_at: datetime, due_at: datetime
) -> StartClock:
    return StartClock(
        code=CLOCK_OF_RAG[rag],
        subject=subject,
        child_ids=child_ids,
        started_at=started_at,
        due_at=due_at,
        warnings=_warnings(started_at, due_at, TOLD_OF_RAG[rag]),
        breach_tells=HEAD_OF_SERVICE,
        policy_version=POLICY.version,
    )


def _triaged(subject: str, at: datetime, by_event: str) -> list[ClockCommand]:
    return _stop(subject, ("CK_TRIAGE",), at, by_event)


def _cancelled(clock: ClockOf, event: ScreeningEnded) -> ClockCommand:
    return CancelClock(
        code=clock.code,
        subject=clock.subject,
        at=event.ended_at,
        reason=event.reason,
        by=event.ended_by,
        by_event="ScreeningEnded",
    )


def _unanswered(event: ScreeningClosed) -> list[ClockCommand]:
    """Nobody waits for these answers any more: they were neither given nor late."""
    return [
        CancelClock(
            code=clock.code,
            subject=clock.subject,
            at=event.closed_at,
            reason="The screening closed without this answer",
            by=event.closed_by,
            by_event="ScreeningClosed",
        )
        for clock in event.unanswered
    ]


def _stop(subject: str, codes: Sequence[str], at: datetime, by_event: str) -> list[ClockCommand]:
    return [StopClock(code=code, subject=subject, at=at, by_event=by_event) for code in codes]


def _clarification(subject: str, event: ClarificationRequested | ClarificationReceived) -> ClockCommand:
    """The screener has to try again; the agency's lead is told at the same moment, by a warning of the whole time."""
    if isinstance(event, ClarificationReceived):
        return StopClock(code="CK_CLARIFY", subject=subject, at=event.answered_at, by_event="ClarificationReceived")
    lead = AGENCY_REPRESENTATIVE.get(event.asked_of, MANAGER) if event.asked_of else MANAGER
    return StartClock(
        code="CK_CLARIFY",
        subject=subject,
        child_ids=event.child_ids,
        started_at=event.requested_at,
        due_at=event.answer_due_at,
        warnings=(Warning(fraction=1.0, at=event.answer_due_at, tell=lead),),
        breach_tells=SCREENERS,
        policy_version=POLICY.version,
    )


def _partner(
    subject: str, event: InformationRequested | InformationReceived | InformationDeclined, by_event: str
) -> ClockCommand:
    """One clock an agency: each is asked, and answers, on its own."""
    asked = f"{subject}/{event.agency}"
    if not isinstance(event, InformationRequested):
        return StopClock(code="CK_PARTNER", subject=asked, at=event.answered_at, by_event=by_event)
    return StartClock(
        code="CK_PARTNER",
        subject=asked,
        child_ids=event.child_ids,
        started_at=event.requested_at,
        due_at=event.answer_due_at,
        breach_tells=AGENCY_REPRESENTATIVE.get(event.agency, MANAGER),
        policy_version=POLICY.version,
    )


def _decided(subject: str, event: ThresholdDecisionAuthorised) -> list[ClockCommand]:
    """Responses for all children stop CK_1WD, decisions for all the rating's clock; telling begins."""
    commands: list[ClockCommand] = []
    if event.without_response == 0:
        commands += _stop(subject, ("CK_1WD",), event.decided_at, "ThresholdDecisionAuthorised")
    if event.without_decision == 0:
        commands += _stop(subject, DECISION_CLOCKS, event.decided_at, "ThresholdDecisionAuthorised")
    if event.contact.professional_referrer and not event.decision.holds:
        commands.append(_feedback(subject, event))
    return commands


def _feedback(subject: str, event: ThresholdDecisionAuthorised) -> StartClock:
    return StartClock(
        code="CK_FEEDBACK",
        subject=subject,
        child_ids=(event.child_id,),
        started_at=event.decided_at,
        due_at=feedback_due(event.decided_at),
        breach_tells=MANAGER,
        policy_version=POLICY.version,
    )


def _reopened(subject: str, event: ScreeningReopened) -> list[ClockCommand]:
    commands: list[ClockCommand] = []
    if event.triage_due_at is not None:
        commands.append(_triage(subject, event.child_ids, event.reopened_at, event.triage_due_at))
    if event.response_due_at is not None:
        commands.append(_response(subject, event.child_ids, event.reopened_at, event.response_due_at))
    if event.rag is not None and event.decision_due_at is not None:
        commands.append(_decision_clock(subject, event.child_ids, event.rag, event.reopened_at, event.decision_due_at))
    return commands
