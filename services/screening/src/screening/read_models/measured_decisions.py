"""What was proposed and decided in a period, by whom, on what, and what came after? For the indicators."""

from collections.abc import Sequence
from datetime import datetime

from screening.indicators.units import CLOSING, COMES_BACK_HOURS, Closed, Decided, Proposals
from screening.read_models.measured import COUNTS, FirstNamed
from shared.database import Connection

ABOUT = f"""
    join measured_contacts m using (contact_id) join contacts c using (contact_id)
    join measured_children n using (contact_id, temp_ref)
    where {COUNTS}"""

DECISIONS = f"""
    select d.decision, d.proposed_by <> d.authorised_by as by_another, d.changed, d.unread = 0 as read,
      d.opened is not null as history_kept, d.available > 0 as readable, d.opened > 0 as something_opened,
      sum(d.opened)::int as opened, q.professional_referrer as professional, d.tell_by <= $5 as is_over,
      coalesce(d.told and d.told_at <= d.tell_by, false) as told_in_time, d.told,
      d.told_at is not null as answered, count(*)
    from measured_decisions d join queue q using (contact_id) {ABOUT} and d.decided_at >= $1 and d.decided_at < $2
    group by 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13"""

CLOSED = f"""
    with coming as materialized (
      select c.contact_id, c.received_at, n.child_id
      from contacts c join measured_contacts m using (contact_id) join measured_children n using (contact_id)
      where c.received_at > $1 and c.received_at <= $2::timestamptz + make_interval(hours => $6) and {COUNTS}),
    closed as materialized (
      select d.position, d.contact_id, d.temp_ref, d.authorised_by, d.decided_at, d.reopened_at, n.child_id,
        d.decided_at + make_interval(hours => $6) as until
      from measured_decisions d {ABOUT} and d.decided_at >= $1 and d.decided_at < $2 and d.decision = any($7)),
    again as (
      select distinct d.position, d.temp_ref, true as again from closed d join coming o using (child_id)
      where o.contact_id <> d.contact_id and o.received_at > d.decided_at and o.received_at <= d.until)
    select authorised_by, until <= $5 as is_over, coalesce(again, false) as another_contact,
      coalesce(reopened_at <= until, false) as reopened, count(*)
    from closed left join again using (position, temp_ref) group by 1, 2, 3, 4"""

PROPOSALS = f"""
    select count(*) as made, count(*) filter (where challenged) as challenged
    from measured_proposals p {ABOUT} and p.proposed_at >= $1 and p.proposed_at < $2"""


async def decisions(
    connection: Connection, since: datetime, until: datetime, named: FirstNamed, now: datetime
) -> Sequence[Decided]:
    """Every decision authorised from ``since`` on and before ``until``, holding ones left out."""
    return [Decided(**row) for row in await connection.fetch(DECISIONS, since, until, *named, now)]


async def closed(
    connection: Connection, since: datetime, until: datetime, named: FirstNamed, now: datetime
) -> Sequence[Closed]:
    """Those of them that close, with what came back."""
    of = (since, until, *named, now, COMES_BACK_HOURS, CLOSING)
    return [Closed(**row) for row in await connection.fetch(CLOSED, *of)]


async def proposals(connection: Connection, since: datetime, until: datetime, named: FirstNamed) -> Proposals:
    """The proposals made in that time, each about one child."""
    row = await connection.fetchrow(PROPOSALS, since, until, *named)
    return Proposals(**row) if row else Proposals()
