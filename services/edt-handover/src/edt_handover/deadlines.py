"""When a handover is due (domain brief §3.0, CK_EDT_* and CK_PREP)."""

from datetime import date, datetime, time, timedelta

from edt_handover.codes import Rag, Side
from shared.working_time import (
    add_working_days,
    close_of_service,
    elapsed,
    in_london,
    is_working_day,
    next_opening,
)
from shared.working_time.instants import london_moment

ACCEPT_BY = time(10, 0)
ACCEPT_RED_BY = time(9, 0)
ACCEPT_WITHIN_MINUTES = 90
ACCEPT_RED_WITHIN_MINUTES = 30
BOUNCE_MINUTES = 30
PREP_BY = time(14, 0)
PREP_REMINDER = time(12, 0)
LONG_CLOSURE_DAYS = 2
ONE_DAY = timedelta(days=1)


def publish_due(closes_at: datetime) -> datetime:
    """By when a shift's handover is published: when the day service opens, or at the change to the next
    shift."""
    opening = next_opening(closes_at)
    same_day = in_london(opening).date() == in_london(closes_at).date()
    return opening if same_day else closes_at


def day_in_charge(published_at: datetime) -> date:
    """The working day that takes the handover over: this one while it is open, else the next."""
    on = in_london(published_at).date()
    if is_working_day(on) and published_at < close_of_service(on):
        return on
    return add_working_days(on, 1)


def accept_due(published_at: datetime, rag: Rag, owner: Side) -> datetime:
    """10:00 that working day, RED 09:00. Who takes over later, or at night, has as long as the day service
    has from its opening: 90 minutes, RED 30."""
    red = rag is Rag.RED
    within = elapsed(published_at, minutes=ACCEPT_RED_WITHIN_MINUTES if red else ACCEPT_WITHIN_MINUTES)
    if owner is Side.EDT:
        return within
    due_at = london_moment(day_in_charge(published_at), ACCEPT_RED_BY if red else ACCEPT_BY)
    return due_at if due_at > published_at else within


def follow_up_due(published_at: datetime, action_due_at: datetime | None, owner: Side) -> datetime:
    """Close of that working day. The duty team's own actions are due when they were asked for, at the latest
    when its watch ends."""
    if owner is Side.DAY:
        return close_of_service(day_in_charge(published_at))
    watch_ends = next_opening(published_at)
    asked = action_due_at is not None and action_due_at > published_at
    return min(action_due_at, watch_ends) if asked and action_due_at else watch_ends


def inside_one_closure(published_at: datetime, opened_at: datetime) -> bool:
    """Whether the day service has not opened between the two."""
    return next_opening(published_at) >= opened_at


def bounce_due(rejected_at: datetime, accept_by: datetime) -> datetime:
    """A rejected item is the front door manager's within half an hour, or sooner if it was due sooner."""
    return min(elapsed(rejected_at, minutes=BOUNCE_MINUTES), accept_by)


def closed_days_after(on: date) -> int:
    """How many days in a row after this one have no day service."""
    days = 0
    while not is_working_day(on + ONE_DAY * (days + 1)):
        days += 1
    return days


def last_working_day_before(closure_from: date) -> date:
    day = closure_from - ONE_DAY
    while not is_working_day(day):
        day -= ONE_DAY
    return day


def next_prep_day(after: date) -> date:
    """The next working day, later than ``after``, that a closure of two or more days follows."""
    day = add_working_days(after, 1)
    while closed_days_after(day) < LONG_CLOSURE_DAYS:
        day = add_working_days(day, 1)
    return day
