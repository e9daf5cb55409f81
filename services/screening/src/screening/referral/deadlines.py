"""When a referral is owed something (domain brief §3.0: CK_ALLOC, CK_VISIT17, CK_ASSESS). Pure."""

from datetime import date, datetime, time

from screening.codes import Decision
from screening.policy import POLICY
from shared.working_time import add_working_days, due_one_working_day, in_london, working_hours_after
from shared.working_time.instants import london_moment

LAST_SECOND = time(23, 59, 59)


def allocation_due(decision: Decision, accepted_at: datetime) -> datetime:
    """A child who may be at risk of significant harm has a worker at once: two hours of service time. Any other
    child within one working day."""
    if decision is Decision.REFERRAL_STRATEGY:
        return working_hours_after(accepted_at, hours=POLICY.allocate_s47_working_hours)
    return due_one_working_day(accepted_at)


def assessment_due(referral_date: date) -> datetime:
    """The last second of the 45th working day after the day of the referral, whoever holds the case by then."""
    return end_of(add_working_days(referral_date, POLICY.assessment_wd))


def assessment_checkpoint(referral_date: date) -> datetime:
    """When a manager looks whether the assessment is on its way."""
    return end_of(add_working_days(referral_date, POLICY.assessment_checkpoint_wd))


def visit_due(allocated_at: datetime) -> datetime:
    """The child is seen by the last second of the fifth working day after a worker was named."""
    return end_of(add_working_days(in_london(allocated_at).date(), POLICY.visit_wd))


def end_of(on: date) -> datetime:
    """The last second of a London day, which is where a duty counted in days ends."""
    return london_moment(on, LAST_SECOND)


def is_re_referral(referral_date: date, previous_start: date | None) -> bool:
    """Within 12 months of the previous referral, counted from start to start."""
    return previous_start is not None and referral_date <= a_year_after(previous_start)


def a_year_after(on: date) -> date:
    """The same day of the next year; 1 March after 29 February."""
    try:
        return on.replace(year=on.year + 1)
    except ValueError:
        return date(on.year + 1, 3, 1)
