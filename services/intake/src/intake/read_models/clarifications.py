"""In which contacts must the police in the hub say who did what to whom before anybody outside is told (INT-07)?"""

from collections.abc import Mapping, Sequence

from intake.events import ContactAmended, ContactReceived, VictimAndPerpetratorClarified
from intake.flags import ROLES_UNCLEAR
from shared.database import Connection, Row
from shared.events import Recorded
from shared.read_models import Keep, keep_alike, keep_rows

ASK = """
insert into clarifications select contact_id, asked_at
from unnest($1::text[], $2::timestamptz[]) as new (contact_id, asked_at) on conflict do nothing
"""
ANSWER = "delete from clarifications c using unnest($1::text[]) as new (contact_id) where c.contact_id = new.contact_id"


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    await keep_alike(connection, events, KINDS)


async def _ask(
    connection: Connection, happened: Sequence[Recorded[ContactReceived] | Recorded[ContactAmended]]
) -> None:
    rows = [(each.data.contact_id, each.data.received_at) for each in happened if ROLES_UNCLEAR in each.data.flags]
    await keep_rows(connection, ASK, rows)


async def _answer(connection: Connection, happened: Sequence[Recorded[VictimAndPerpetratorClarified]]) -> None:
    await keep_rows(connection, ANSWER, [(each.data.contact_id,) for each in happened])


KINDS: Mapping[type, Keep] = {
    ContactReceived: _ask,
    ContactAmended: _ask,
    VictimAndPerpetratorClarified: _answer,
}


async def waiting(connection: Connection, org_id: str | None) -> Sequence[Row]:
    """The contacts that wait for the police, the longest-waiting first; with ``org_id`` those of that force alone."""
    return await connection.fetch(
        """select c.contact_id, c.asked_at, s.source_system, s.source_ref, s.contact_type, s.org_id
           from clarifications c join submissions s using (contact_id) where $1::text is null or s.org_id = $1
           order by c.asked_at, c.contact_id""",
        org_id,
    )
