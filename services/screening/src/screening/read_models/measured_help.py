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

NOW = """
      select {of}.*, coalesce(n.child_id, {of}.child_id) as now_child_id from {of} left join lateral (
        select child_id from named_children n
        where n.contact_id = {of}.contact_id and {of}.child_id in (n.child_id, n.provisional_child_id)
        order by temp_ref limit 1) as n on true"""
"""With who the child is by now."""

STEP_DOWNS = f"""
    with accepted as materialized ({NOW.format(of="step_downs")} where accepted_at >= $1 and accepted_at < $2),
    lasting as (
      select *, ((accepted_at at time zone 'Europe/London')::date + interval '6 months')::date as lasts_until
      from accepted),
    referred as materialized ({NOW.format(of="referrals")} where accepted_at > $1)
    select lasts_until, step_down_id in (
      select s.step_down_id from lasting s join referred r using (now_child_id)
      where r.referral_id <> s.referral_id and r.accepted_at > s.accepted_at and r.referral_date <= s.lasts_until
    ) as referred, count(*)
    from lasting group by 1, 2"""

REFERRALS = """
    select social_worker_count as workers, handover_count as moves, introductions, count(*) from referrals
    where referral_date >= $1 and referral_date <= $2 and status <> 'NFA' group by 1, 2, 3"""


async def step_ups(connection: Connection, since: datetime, until: datetime) -> Sequence[StepUp]:
    """Step-ups asked for from ``since`` on and before ``until``."""
    return [StepUp(**row) for row in await connection.fetch(STEP_UPS, since, until)]


async def step_downs(connection: Connection, since: datetime, until: datetime) -> Sequence[StepDown]:
    """Step-downs that early help accepted in that time."""
    return [StepDown(**row) for row in await connection.fetch(STEP_DOWNS, since, until)]


async def referrals(connection: Connection, first: date, last: date) -> Sequence[Referral]:
    """Referrals that date from these days; without those that led to no assessment."""
    return [Referral(**row) for row in await connection.fetch(REFERRALS, first, last)]
