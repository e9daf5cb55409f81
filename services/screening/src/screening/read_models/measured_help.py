"""What became of step-ups, of step-downs and of a referral's moves, of those that began in a period? For the
indicators."""

from collections.abc import Sequence
from datetime import date, datetime

from screening.indicators.units import Referral, StepDown, StepUp
from shared.database import Connection

STEP_UPS = """
    select u.requested_at, u.decided_at, u.decision, e.closed_at
    from step_ups u left join episodes e using (episode_id)
    where u.requested_at >= $1 and u.requested_at < $2"""

CHILD = """(
      select n.child_id from named_children n
      where n.contact_id = {of}.contact_id and {of}.child_id in (n.child_id, n.provisional_child_id) limit 1)"""
"""Who the child is by now."""

STEP_DOWNS = f"""
    select s.accepted_at, (s.accepted_on + interval '6 months')::date as lasts_until, exists (
      select from referrals r
      where r.referral_id <> s.referral_id and r.accepted_at > s.accepted_at
        and r.referral_date <= s.accepted_on + interval '6 months'
        and coalesce({CHILD.format(of="r")}, r.child_id) = coalesce({CHILD.format(of="s")}, s.child_id)) as referred
    from (select *, (accepted_at at time zone 'Europe/London')::date as accepted_on from step_downs) as s
    where s.accepted_at >= $1 and s.accepted_at < $2"""

REFERRALS = """
    select social_worker_count as workers, handover_count as moves, introductions from referrals
    where referral_date >= $1 and referral_date <= $2 and status <> 'NFA'"""


async def step_ups(connection: Connection, since: datetime, until: datetime) -> Sequence[StepUp]:
    """Step-ups asked for from ``since`` on and before ``until``."""
    return [StepUp(**row) for row in await connection.fetch(STEP_UPS, since, until)]


async def step_downs(connection: Connection, since: datetime, until: datetime) -> Sequence[StepDown]:
    """Step-downs that early help accepted in that time."""
    return [StepDown(**row) for row in await connection.fetch(STEP_DOWNS, since, until)]


async def referrals(connection: Connection, first: date, last: date) -> Sequence[Referral]:
    """Referrals that date from these days; without those that led to no assessment."""
    return [Referral(**row) for row in await connection.fetch(REFERRALS, first, last)]
