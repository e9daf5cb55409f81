"""When early help is owed something (domain brief §3.0: CK_STEPDOWN; I24 for the answer to a step-up). Pure."""

from datetime import datetime

from screening.policy import POLICY
from screening.referral.deadlines import end_of
from shared.working_time import add_working_days, due_one_working_day, in_london, working_hours_after


def step_down_accept_by(proposed_at: datetime) -> datetime:
    return _working_days(proposed_at, POLICY.step_down_accept_wd)


def step_down_family_by(proposed_at: datetime) -> datetime:
    """Counted from the proposal, like the acceptance: accepting late leaves less time, not more."""
    return _working_days(proposed_at, POLICY.step_down_family_wd)


def step_up_decide_by(requested_at: datetime, *, urgent: bool) -> datetime:
    """One working day; an urgent one has two hours of service time, as long as a child who needs a worker at once."""
    if urgent:
        return working_hours_after(requested_at, hours=POLICY.step_up_urgent_working_hours)
    return due_one_working_day(requested_at)


def _working_days(at: datetime, count: int) -> datetime:
    return end_of(add_working_days(in_london(at).date(), count))
