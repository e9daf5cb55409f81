"""Of which domestic abuse were we told on one day, and what became of it? A view, where nothing waits."""

from collections.abc import Sequence
from datetime import datetime

from shared.database import Connection, Row

SENT_BY = "($1::text is null or (c.source_code = '6' and c.said->'agency'->>'org_id' = $1))"
"""By this force, or by whomever where none is named."""

IS_ABUSE = "(c.contact_type = 'DOMESTIC_ABUSE' or c.said->'police'->>'grade' is not null)"

ABUSE = f"""
    select c.contact_id, c.received_at, c.occurred_at, c.contact_type, c.source_code, c.agency_name,
           c.said->'agency'->>'org_id' as org_id, c.said->>'worries' as worries, c.said->'police' as police,
           c.said->>'hub_grade' as hub_grade,
           q.lag_band, q.marac, q.marac_confirmed_at, q.worker_id, q.closed
    from contacts c join queue q using (contact_id)
    where c.received_at >= $2 and c.received_at < $3 and {SENT_BY} and {IS_ABUSE}
    order by c.received_at, c.contact_id"""

LATEST = f"""select max(c.received_at) from contacts c join queue q using (contact_id)
             where c.received_at < $2 and {SENT_BY} and {IS_ABUSE}"""

CHILDREN = """
    select q.contact_id, q.temp_ref, q.child_id, q.decided as decided, q.proposed, n.first_name, n.surname, n.born_on,
           n.said->>'present_at_incident' as present, d.decision, d.decided_at, d.rationale
    from queue_children q
    left join named_children n using (contact_id, temp_ref)
    left join decisions d on d.contact_id = q.contact_id and d.child_id in (n.child_id, n.provisional_child_id)
    where q.contact_id = any($1) order by q.contact_id, q.temp_ref"""


async def received_between(
    connection: Connection, force: str | None, begins: datetime, ends: datetime
) -> Sequence[Row]:
    """The contacts about domestic abuse that reached us then, from this force if one is named, the first at the top."""
    return await connection.fetch(ABUSE, force, begins, ends)


async def latest_before(connection: Connection, force: str | None, ends: datetime) -> datetime | None:
    """When the last one before that moment reached us."""
    return await connection.fetchval(LATEST, force, ends)


async def children_of(connection: Connection, contact_ids: Sequence[str]) -> Sequence[Row]:
    """Their children with what was decided; ``decided`` is empty again where a screening was reopened."""
    return await connection.fetch(CHILDREN, list(contact_ids))
