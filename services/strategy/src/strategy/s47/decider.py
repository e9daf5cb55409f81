"""The rules of one child's s47 enquiry (domain brief §3.3, STR-07 and STR-09 to STR-11)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import assert_never

from shared.access.actor import Role
from shared.decider import Decider, Refused
from shared.working_time import in_london, is_working_day
from strategy.codes import ENQUIRY_MODES, SOCIAL_CARE_MANAGERS, EnquiryMode, S47Outcome, YesNo
from strategy.deadlines import child_seen_due, icpc_due_on
from strategy.s47.commands import (
    BookICPC,
    RecordChildSeen,
    RecordICPC,
    RecordICPCNotRequired,
    RecordS47Outcome,
    S47Command,
    StartS47,
)
from strategy.s47.events import (
    ChildSeen,
    ICPCBooked,
    ICPCHeld,
    ICPCNotRequired,
    S47Event,
    S47OutcomeRecorded,
    S47Started,
)

ICPC_DATE = "STR-07 ICPC_DATE"
CLOSE_S47 = "STR-09 CLOSE_S47"
NO_ICPC_REASON = "STR-10 NO_ICPC_REASON"
S47_NEEDS_STRATEGY = "STR-11 S47_NEEDS_STRATEGY"
OUT_OF_ORDER = "STR-00 OUT_OF_ORDER"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotStarted:
    """No enquiry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enquiring:
    """Open: until an outcome needs no conference, or the conference has been held."""

    s47_id: str
    strategy_id: str
    child_id: str
    start_date: date
    child_seen: bool = False
    outcome: S47Outcome | None = None
    harm_continues: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """Over."""


S47State = NotStarted | Enquiring | Closed


def decide(command: S47Command, state: S47State) -> Sequence[S47Event]:
    match command:
        case StartS47():
            return [_start(command, state)]
        case RecordChildSeen():
            return [_see(command, _open(state))]
        case RecordS47Outcome():
            return _conclude(command, _open(state))
        case BookICPC():
            return [_book(command, _open(state))]
        case RecordICPC():
            return [_hold(command, _open(state))]
        case RecordICPCNotRequired():
            return [_do_without(command, _open(state))]
    assert_never(command)


def _open(state: S47State) -> Enquiring:
    if isinstance(state, Enquiring):
        return state
    raise Refused(OUT_OF_ORDER, "There is no open enquiry here")


def _start(command: StartS47, state: S47State) -> S47Started:
    if not isinstance(state, NotStarted):
        raise Refused(OUT_OF_ORDER, "This enquiry has already been started")
    started_at, mode = _grounds(command)
    seen_by = command.seen_by or child_seen_due(started_at)
    if seen_by > child_seen_due(started_at) and not command.seen_by_because.strip():
        raise Refused(S47_NEEDS_STRATEGY, "Say why the child may be seen later than that", "seen_by_because")
    start_date = in_london(started_at).date()
    return S47Started(
        s47_id=command.s47_id,
        strategy_id=command.basis.strategy_id,
        child_id=command.child_id,
        start_date=start_date,
        started_at=started_at,
        mode=mode,
        lead_sw=command.lead_sw,
        icpc_due=icpc_due_on(start_date),
        urgent_because=command.urgent_because,
        seen_by=seen_by,
        seen_by_because=command.seen_by_because,
    )


def _grounds(command: StartS47) -> tuple[datetime, EnquiryMode]:
    """STR-11: an enquiry starts when the discussion that decided on it was held, or at once where it cannot
    wait."""
    basis = command.basis
    mode = ENQUIRY_MODES.get(basis.decision) if basis.decision else None
    if mode is not None and basis.held_at is not None:
        return basis.held_at, mode
    if basis.decision is None and command.urgent_because.strip():
        return command.at, command.mode or EnquiryMode.SINGLE
    raise Refused(
        S47_NEEDS_STRATEGY,
        "Record the discussion's decision for an s47 enquiry first, or say why this cannot wait for it",
        "urgent_because",
    )


def _see(command: RecordChildSeen, state: Enquiring) -> ChildSeen:
    if command.seen_at > command.at:
        raise Refused(OUT_OF_ORDER, "A child is seen before it is written down", "seen_at")
    return ChildSeen(
        s47_id=state.s47_id,
        child_id=state.child_id,
        seen_at=command.seen_at,
        by=command.seen_by,
        alone=command.alone,
        home_seen=command.home_seen,
        bedroom_seen=command.bedroom_seen,
        words=command.words,
    )


def _conclude(command: RecordS47Outcome, state: Enquiring) -> list[S47Event]:
    if state.outcome is not None:
        raise Refused(OUT_OF_ORDER, "The outcome has been recorded", "outcome")
    for met, reason, field in closing_tests(command, state):
        if not met:
            raise Refused(CLOSE_S47, reason, field)
    _require_conference(command)
    recorded = S47OutcomeRecorded(
        s47_id=state.s47_id,
        strategy_id=state.strategy_id,
        child_id=state.child_id,
        harm_substantiated=command.harm_substantiated,
        continuing_risk=command.continuing_risk,
        outcome=command.outcome,
        child_view=command.child_view,
        parent_view=command.parent_view,
        analysis=command.analysis,
        police_position=command.police_position,
        no_icpc_because=command.no_icpc_because,
        authorised_by=command.by.user_id,
        decided_at=command.at,
    )
    if command.outcome is S47Outcome.ICPC:
        return [recorded]
    reason = command.no_icpc_because or f"Outcome of the enquiry: {command.outcome}"
    return [recorded, _not_required(state, reason, command.by.user_id, command.at)]


def closing_tests(command: RecordS47Outcome, state: Enquiring) -> list[tuple[bool, str, str | None]]:
    """STR-09, test by test: whether it is met, what to do if not, which field it is about."""
    owed = command.outstanding
    return [
        (state.child_seen, "Record that the child has been seen", None),
        (bool(command.child_view.strip()), "Record the child's view", "child_view"),
        (
            owed.open_actions == 0,
            f"{owed.open_actions} agreed action(s) are neither done nor handed over",
            None,
        ),
        (
            owed.police_position_stated or bool(command.police_position.strip()),
            "State the position of the police",
            "police_position",
        ),
        (command.by.role in SOCIAL_CARE_MANAGERS, "A manager authorises the outcome", None),
    ]


def _require_conference(command: RecordS47Outcome) -> None:
    """STR-10: harm that is real and goes on leads to a conference, unless a service manager answers for
    it."""
    harm_continues = command.harm_substantiated is YesNo.Y and command.continuing_risk is YesNo.Y
    if not harm_continues or command.outcome is S47Outcome.ICPC:
        return
    if command.by.role is not Role.SENIOR_LEADER or not command.no_icpc_because.strip():
        raise Refused(
            NO_ICPC_REASON,
            "Harm is substantiated and continues: hold a conference, or let a service manager record why not",
            "no_icpc_because",
        )


def _book(command: BookICPC, state: Enquiring) -> ICPCBooked:
    _require_conference_day(command.date, state)
    return ICPCBooked(s47_id=state.s47_id, child_id=state.child_id, date=command.date)


def _require_conference_day(on: date, state: Enquiring) -> None:
    """STR-07, as the census tests it (8875, 1104)."""
    if not is_working_day(on):
        raise Refused(ICPC_DATE, "A conference is not held on a weekend or bank holiday", "date")
    if on < state.start_date:
        raise Refused(ICPC_DATE, "A conference is not held before its enquiry started", "date")


def _hold(command: RecordICPC, state: Enquiring) -> ICPCHeld:
    if state.outcome is not S47Outcome.ICPC:
        raise Refused(OUT_OF_ORDER, "Record the enquiry's outcome first", "outcome")
    _require_conference_day(command.date, state)
    if command.date > in_london(command.at).date():
        raise Refused(ICPC_DATE, "A conference is recorded once it has been held", "date")
    if command.plan is YesNo.Y and command.category is None:
        raise Refused(ICPC_DATE, "A child protection plan needs its category", "category")
    if command.plan_start_date not in (None, command.date):
        raise Refused(ICPC_DATE, "A plan starts on the day of the conference", "plan_start_date")
    return ICPCHeld(
        s47_id=state.s47_id,
        child_id=state.child_id,
        date=command.date,
        plan=command.plan,
        category=command.category,
        working_days_from_strategy=_working_days(state.start_date, command.date),
    )


def _working_days(start: date, end: date) -> int:
    """Working days after ``start``, which is day 0, up to and including ``end``."""
    return sum(is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


def _do_without(command: RecordICPCNotRequired, state: Enquiring) -> ICPCNotRequired:
    if state.outcome is None:
        raise Refused(OUT_OF_ORDER, "Record the enquiry's outcome first", "outcome")
    if command.by.role not in SOCIAL_CARE_MANAGERS:
        raise Refused(NO_ICPC_REASON, "A manager decides that no conference is needed")
    if state.harm_continues and command.by.role is not Role.SENIOR_LEADER:
        raise Refused(NO_ICPC_REASON, "Harm is substantiated and continues: this is for a service manager", "reason")
    return _not_required(state, command.reason, command.by.user_id, command.at)


def _not_required(state: Enquiring, reason: str, by: str, at: datetime) -> ICPCNotRequired:
    return ICPCNotRequired(s47_id=state.s47_id, child_id=state.child_id, reason=reason, by=by, decided_at=at)


def evolve(state: S47State, event: S47Event) -> S47State:
    if isinstance(event, S47Started):
        return Enquiring(
            s47_id=event.s47_id,
            strategy_id=event.strategy_id,
            child_id=event.child_id,
            start_date=event.start_date,
        )
    return _while_open(state, event) if isinstance(state, Enquiring) else state


def _while_open(state: Enquiring, event: S47Event) -> S47State:
    match event:
        case ChildSeen():
            return replace(state, child_seen=True)
        case S47OutcomeRecorded():
            harm_continues = event.harm_substantiated is YesNo.Y and event.continuing_risk is YesNo.Y
            return replace(state, outcome=event.outcome, harm_continues=harm_continues)
        case ICPCHeld() | ICPCNotRequired():
            return Closed()
        case ICPCBooked() | S47Started():
            return state
    assert_never(event)


S47: Decider[S47Command, S47Event, S47State] = Decider(initial=NotStarted(), decide=decide, evolve=evolve)
