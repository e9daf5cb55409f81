"""When strategy work is due (domain brief §3.0). A child who is already open to a team has the same
deadlines."""

from datetime import date, datetime, time

from shared.working_time import add_working_days, due_one_working_day, elapsed, in_london
from shared.working_time.instants import london_moment
from strategy.codes import Immediacy

ICPC_WORKING_DAYS = 15
CHILD_SEEN_HOURS = 24
URGENT_DISCUSSION_HOURS = 24
RED_HOURS = 4
LAST_SECOND = time(23, 59, 59)


def discussion_due(requested_at: datetime, immediacy: Immediacy) -> datetime:
    """By when the discussion must be held. "Same day" leaves at least the four hours that a red contact has,
    so that a request at ten minutes to midnight can still be met."""
    if immediacy is Immediacy.ONE_WD:
        return due_one_working_day(requested_at)
    return max(end_of(in_london(requested_at).date()), elapsed(requested_at, hours=RED_HOURS))


def record_due(held_at: datetime) -> datetime:
    """By when the record must be final and shared."""
    return due_one_working_day(held_at)


def full_quorum_due(decided_at: datetime) -> datetime:
    """By when a provisional decision must be taken again with everybody who has to be there."""
    return due_one_working_day(decided_at)


def icpc_due_on(start_on: date) -> date:
    """The last day for the initial conference. Day 0 is the day of the discussion that initiated the
    enquiry."""
    return add_working_days(start_on, ICPC_WORKING_DAYS)


def icpc_due_at(start_on: date) -> datetime:
    return end_of(icpc_due_on(start_on))


def end_of(on: date) -> datetime:
    """The last second of a London day, which is where a duty counted in days ends."""
    return london_moment(on, LAST_SECOND)


def child_seen_due(started_at: datetime) -> datetime:
    return elapsed(started_at, hours=CHILD_SEEN_HOURS)


def urgent_discussion_due(started_at: datetime) -> datetime:
    """An enquiry may start before the discussion when it cannot wait; the discussion then follows within 24
    hours."""
    return elapsed(started_at, hours=URGENT_DISCUSSION_HOURS)
