"""The clocks that intake owns (domain brief §3.0): ACK, RHI, MISS3, LADO, PF and MARAC. Each waits for an act, and is
cancelled by the decision that nobody is owed it by us, or not for this child (decision 34)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from intake.decider.arriving import UNANSWERED
from intake.events import (
    ContactAmended,
    ContactMarkedNotAboutAChild,
    ContactReceived,
    ContactRedirected,
    IdentityLinkCorrected,
    LadoReferralRouted,
    MaracJudgementRecorded,
    MaracReferralRecorded,
    MissingEpisodeClosed,
    MissingEpisodeOpened,
    MissingEpisodesCounted,
    MissingPatternConsidered,
    PoliceRiskGradeAmended,
    PrivateFosteringVisited,
    ReferrerAcknowledged,
    RhiCompleted,
    RhiDeclined,
    RhiOffered,
)
from intake.facts import REPEATED_MISSING, Account, ContactType
from shared.clocks import CancelClock, ClockCommand, StartClock, StopClock, Warning, WithdrawWarning
from shared.events import Recorded
from shared.working_time import due_in_working_days, due_one_working_day, elapsed, fraction_of

RETURN_INTERVIEW_HOURS = 72
PRIVATE_FOSTERING_WORKING_DAYS = 7
NOT_OFFERED = 0.33
"""The part of the 72 hours by which an interview has to have been offered: the warning is for one that was not."""
MARAC_TICKS = 14
OWED_TO_A_CHILD = ("CK_RHI", "CK_MISS3", "CK_PF")
OWED_ABOUT_AN_ADULT = ("CK_LADO", "CK_MARAC")
"""Owed whether or not a child is concerned: an adult who works with children, an adult who is hurt."""
Ends = ContactMarkedNotAboutAChild | ContactRedirected | IdentityLinkCorrected
Thresholds = Sequence[tuple[float, str]]


def clocks(recorded: Recorded[object]) -> Sequence[ClockCommand]:
    """Started by what arrives, stopped by what somebody did about it."""
    subject = recorded.stream
    match recorded.data:
        case ContactReceived(account=account, received_at=received_at) as event:
            return [
                *_acknowledgement(subject, event.child_ids, account, received_at),
                *_pathways(subject, event.child_ids, account, received_at),
            ]
        case ContactAmended(account=account, received_at=received_at, superseded=False) as event:
            return _pathways(subject, event.child_ids, account, received_at)
        case PoliceRiskGradeAmended(grade="HIGH", graded_by="MASH", amended_at=datetime() as at) as event:
            return [_to_marac(subject, event.child_ids, at)]
        case MaracJudgementRecorded(judged_at=at) as event:
            return [_to_marac(subject, event.child_ids, at)]
        case MissingEpisodeOpened() as event:
            return _repeated(subject, event.child_id, event.episode_no_30d or 0, event.received_at)
        case MissingEpisodesCounted() as event:
            return _repeated(subject, event.child_id, event.episode_no_30d, event.counted_at, once=not event.corrected)
        case MissingEpisodeClosed() as event:
            return [_return_interview(subject, event)]
        case IdentityLinkCorrected(ends_pattern=True) as event:
            return [*_cancelled(subject, ("CK_MISS3",), recorded.meta.recorded_at, event), *_goes_on(subject, event)]
        case ContactMarkedNotAboutAChild() as event:
            return _cancelled(subject, OWED_TO_A_CHILD, recorded.meta.recorded_at, event)
        case ContactRedirected() as event:
            return _cancelled(subject, (*OWED_TO_A_CHILD, *OWED_ABOUT_AN_ADULT), recorded.meta.recorded_at, event)
        case _:
            return _stopped(subject, recorded.data)


def _acknowledgement(
    subject: str, child_ids: tuple[str, ...], account: Account, received_at: datetime
) -> list[ClockCommand]:
    """Whoever wrote is told within a working day that we have it. An anonymous writer cannot be."""
    if account.channel not in UNANSWERED or account.referrer.anonymous:
        return []
    due = due_one_working_day(received_at)
    return [_start("CK_ACK", subject, child_ids, received_at, due, (), "FRONT_DOOR_MANAGER")]


def _pathways(subject: str, child_ids: tuple[str, ...], account: Account, received_at: datetime) -> list[ClockCommand]:
    match account.contact_type:
        case ContactType.LADO:
            due = due_one_working_day(received_at)
            return [_start("CK_LADO", subject, child_ids, received_at, due, ((0.5, "FRONT_DOOR_MANAGER"),))]
        case ContactType.PRIVATE_FOSTERING:
            due = due_in_working_days(received_at, PRIVATE_FOSTERING_WORKING_DAYS)
            told = ((0.5, "SCREENER_SW"), (0.8, "FRONT_DOOR_MANAGER"))
            return [_start("CK_PF", subject, child_ids, received_at, due, told)]
        case _:
            return _marac(subject, child_ids, account, received_at)


def _marac(subject: str, child_ids: tuple[str, ...], account: Account, received_at: datetime) -> list[ClockCommand]:
    """A high grade, or 14 ticks, goes to MARAC. A later version of the same notification never lengthens it, nor starts
    it again once MARAC has the referral."""
    da = account.police.da if account.police else None
    if da is None or (da.grade != "HIGH" and (da.ticks or 0) < MARAC_TICKS):
        return []
    return [_to_marac(subject, child_ids, received_at)]


def _to_marac(subject: str, child_ids: tuple[str, ...], known_at: datetime) -> StartClock:
    due = due_one_working_day(known_at)
    return _start("CK_MARAC", subject, child_ids, known_at, due, (), "FRONT_DOOR_MANAGER")


def _repeated(
    subject: str, child_id: str, episodes: int, known_at: datetime, *, once: bool = True
) -> list[ClockCommand]:
    if episodes < REPEATED_MISSING:
        return []
    due = due_one_working_day(known_at)
    started = _start("CK_MISS3", subject, (child_id,), known_at, due, (), "FRONT_DOOR_MANAGER")
    return [replace(started, once=once)]


def _goes_on(subject: str, event: IdentityLinkCorrected) -> list[ClockCommand]:
    if event.goes_on_for is None or event.since is None:
        return []
    return _repeated(subject, event.goes_on_for, REPEATED_MISSING, event.since, once=False)


def _return_interview(subject: str, event: MissingEpisodeClosed) -> StartClock:
    """An independent interview within 72 elapsed hours of the return, whatever day it is, and offered within a day."""
    start = event.occurred_at or event.received_at
    due = elapsed(start, hours=RETURN_INTERVIEW_HOURS)
    told = ((NOT_OFFERED, "MISSING_COORDINATOR"), (0.67, "FRONT_DOOR_MANAGER"))
    return _start("CK_RHI", subject, (event.child_id,), start, due, told)


def _start(
    code: str,
    subject: str,
    child_ids: tuple[str, ...],
    start: datetime,
    due: datetime,
    told: Thresholds,
    breach_tells: str = "HEAD_OF_SERVICE",
) -> StartClock:
    return StartClock(
        code=code,
        subject=subject,
        child_ids=child_ids,
        started_at=start,
        due_at=due,
        warnings=tuple(Warning(fraction=part, at=fraction_of(start, due, part), tell=role) for part, role in told),
        breach_tells=breach_tells,
        once=True,
    )


def _cancelled(subject: str, codes: Sequence[str], at: datetime, ended: Ends) -> list[ClockCommand]:
    """Whoever wrote is owed an acknowledgement all the same."""
    by = type(ended).__name__
    return [
        CancelClock(code=code, subject=subject, at=at, reason=ended.reason, by=ended.by, by_event=by) for code in codes
    ]


def _stopped(subject: str, event: object) -> list[ClockCommand]:
    match event:
        case ReferrerAcknowledged(acknowledged_at=datetime() as at):
            return [_stop("CK_ACK", subject, at, event)]
        case RhiOffered(occurred_at=at):
            by = type(event).__name__
            return [WithdrawWarning(code="CK_RHI", subject=subject, fraction=NOT_OFFERED, at=at, by_event=by)]
        case RhiCompleted(occurred_at=at):
            return [_stop("CK_RHI", subject, at, event)]
        case RhiDeclined(declined_at=at):
            return [_stop("CK_RHI", subject, at, event)]
        case MissingPatternConsidered(considered_at=at):
            return [_stop("CK_MISS3", subject, at, event)]
        case LadoReferralRouted(occurred_at=at):
            return [_stop("CK_LADO", subject, at, event)]
        case PrivateFosteringVisited(occurred_at=at):
            return [_stop("CK_PF", subject, at, event)]
        case MaracReferralRecorded(confirmed_at=at):
            return [_stop("CK_MARAC", subject, at, event)]
        case _:
            return []


def _stop(code: str, subject: str, at: datetime, event: object) -> StopClock:
    return StopClock(code=code, subject=subject, at=at, by_event=type(event).__name__)
