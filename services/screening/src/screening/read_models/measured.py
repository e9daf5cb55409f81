"""What did the contacts and the children in them come to, of those that began in a period? For the indicators.

Its law, and that of all that is measured: one statement reads the whole period, and what counts alike comes as one row.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from screening.indicators.units import ChildEvent, Contact, View
from shared.database import Connection, Row

FirstNamed = tuple[Sequence[str], Sequence[str]]
"""Contacts, and the reference of a child in each."""

FIRST_NAMED = """
    with recursive way (contact_id, up) as (
      select contact_id, duplicate_of from contacts where duplicate_of is not null
      union select w.contact_id, c.duplicate_of from way w join contacts c on c.contact_id = w.up
      where c.duplicate_of is not null),
    incident as (
      select contact_id, up as told_first from way
      where not exists (select from contacts p where p.contact_id = up and p.duplicate_of is not null)),
    naming as materialized (
      select told_first, c.duplicate_of is not null as again, c.received_at, contact_id, n.temp_ref,
        array[n.child_id, n.provisional_child_id] as ids, n.identified
      from (select * from incident union select told_first, told_first from incident) as i
      join contacts c using (contact_id) join measured_contacts m using (contact_id)
      join measured_children n using (contact_id)
      where c.duplicate_of is null or not m.ended)
    select contact_id, temp_ref from naming n where again and identified and not exists (
      select from naming o
      where o.told_first = n.told_first and o.ids && n.ids and (o.identified or not o.again)
        and (o.again, o.received_at, o.contact_id, o.temp_ref)
          < (n.again, n.received_at, n.contact_id, n.temp_ref))"""
"""The children whom only another report of the incident names, each in the first such report. Of whom nobody has said
who it is, it may be a child of the first report."""
COUNTS = """not m.ended and (
      c.duplicate_of is null or (n.contact_id, n.temp_ref) in (select * from unnest($3::text[], $4::text[])))"""
"""Whether ``n``, a child whom the contact ``c`` names, is counted for it. $3 and $4 are the ``FIRST_NAMED``."""

RECEIVED = "c.received_at >= $1 and c.received_at < $2"

NAMES = f"""
    select distinct on (organisation) organisation, agency_name from contacts c where {RECEIVED}
    order by organisation, received_at desc, contact_id"""
"""An organisation is called what its newest contact of the period calls it."""

CONTACTS = f"""
    select c.organisation, q.professional_referrer as professional, c.duplicate_of is not null as duplicate, m.ended,
      not exists (select from measured_children n where n.contact_id = c.contact_id) as nameless, q.quality,
      m.quality_told, m.directed is not null as directed, m.acted is not null as acted,
      coalesce(m.directed < m.acted, m.directed is not null) as directed_first, count(*)
    from contacts c join measured_contacts m using (contact_id) join queue q using (contact_id)
    where {RECEIVED} group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10"""

CHILDREN = f"""
    from contacts c join measured_contacts m using (contact_id) join queue q using (contact_id)
      join measured_children n using (contact_id) join queue_children k using (contact_id, temp_ref)
    where {RECEIVED} and {COUNTS}"""

CHILD_EVENTS = f"""
    select c.source_code, c.contact_type, coalesce(n.is_open, k.care_status in ('CP', 'CIN', 'CLA'), false) as is_open,
      n.response_due_at <= $5 as is_over, coalesce(n.answered_at <= n.response_due_at, false) as in_time, n.held,
      n.decision, case when n.decided_at is not null then n.rag end as rag, coalesce(
        least(n.decided_at, case n.rag when 'RED' then n.convened_at end) <= n.rag_due_at, false) as by_rating, count(*)
    {CHILDREN} group by 1, 2, 3, 4, 5, 6, 7, 8, 9"""

VIEWS = f"""
    select c.organisation, q.professional_referrer as professional, c.viewed, n.need_level, count(*)
    {CHILDREN} and c.viewed is not null group by 1, 2, 3, 4"""


async def first_named(connection: Connection) -> FirstNamed:
    """The children whom only another report of an incident names. Asked once for all that is counted."""
    rows = await connection.fetch(FIRST_NAMED)
    return [row["contact_id"] for row in rows], [row["temp_ref"] for row in rows]


async def names(connection: Connection, since: datetime, until: datetime) -> Mapping[str, str]:
    """What each organisation is called that sent a contact from ``since`` on and before ``until``."""
    return {row["organisation"]: row["agency_name"] for row in await connection.fetch(NAMES, since, until)}


async def contacts(
    connection: Connection, since: datetime, until: datetime, called: Mapping[str, str]
) -> Sequence[Contact]:
    """Every contact received in that time, with what is left out elsewhere."""
    return [Contact(agency=called[of], **row) for of, row in _sent(await connection.fetch(CONTACTS, since, until))]


async def child_events(
    connection: Connection, since: datetime, until: datetime, named: FirstNamed, now: datetime
) -> Sequence[ChildEvent]:
    """Every child of those contacts that have not ended, of each incident once."""
    return [ChildEvent(**row) for row in await connection.fetch(CHILD_EVENTS, since, until, *named, now)]


async def views(
    connection: Connection, since: datetime, until: datetime, named: FirstNamed, called: Mapping[str, str]
) -> Sequence[View]:
    """Those of them for whom the referrer gave a level of need."""
    return [View(agency=called[of], **row) for of, row in _sent(await connection.fetch(VIEWS, since, until, *named))]


def _sent(rows: Sequence[Row]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Which organisation sent it, and the rest."""
    for row in map(dict, rows):
        yield row.pop("organisation"), row
