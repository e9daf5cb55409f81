"""Of which police reports has the hub said how their intelligence is handled? One row a contact with such a report."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from intake.events import ContactAmended, ContactReceived, IntelligenceHandlingMarked
from shared.database import Connection, Row
from shared.events import Recorded
from shared.read_models import Keep, keep_alike, keep_rows

REPORT = """
insert into police_reports (contact_id, officer_says, received_at)
select contact_id, officer_says, received_at
from unnest($1::text[], $2::boolean[], $3::timestamptz[]) as new (contact_id, officer_says, received_at)
on conflict (contact_id) do update set officer_says = excluded.officer_says
"""
MARK = """
update police_reports r set marked_at = new.marked_at
from unnest($1::text[], $2::timestamptz[]) as new (contact_id, marked_at) where r.contact_id = new.contact_id
"""


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    await keep_alike(connection, events, KINDS)


async def _report(
    connection: Connection, happened: Sequence[Recorded[ContactReceived] | Recorded[ContactAmended]]
) -> None:
    """A version that came late says nothing new. What is handled how stays in the contact: here is only whether."""
    rows = {
        each.data.contact_id: (each.data.contact_id, bool(police.intelligence_handling), each.data.received_at)
        for each in happened
        for police in [each.data.account.police]
        if police is not None and not getattr(each.data, "superseded", False)
    }
    await keep_rows(connection, REPORT, rows.values())


async def _mark(connection: Connection, happened: Sequence[Recorded[IntelligenceHandlingMarked]]) -> None:
    await keep_rows(connection, MARK, [(each.data.contact_id, each.data.marked_at) for each in happened])


KINDS: Mapping[type, Keep] = {
    ContactReceived: _report,
    ContactAmended: _report,
    IntelligenceHandlingMarked: _mark,
}


async def reports_since(connection: Connection, since: datetime, org_id: str | None) -> Sequence[Row]:
    """The reports that came since then: first those of which the hub has said nothing, the newest first; with
    ``org_id`` those of that force alone. At most 50, each with how many ``there_are``."""
    return await connection.fetch(
        """select r.*, s.source_ref, s.contact_type, count(*) over () as there_are
           from police_reports r join submissions s using (contact_id)
           where r.received_at >= $1 and ($2::text is null or s.org_id = $2)
           order by (r.marked_at is null) desc, r.officer_says desc, r.received_at desc limit 50""",
        since,
        org_id,
    )
