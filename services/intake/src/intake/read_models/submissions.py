"""What did we send, and what became of it? One row a contact, read by the organisation that sent it."""

from collections.abc import Sequence
from datetime import datetime

from intake.events import ContactAmended, ContactQualityAssessed, ContactReceived
from shared.database import Connection, Row
from shared.events import Recorded


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    for recorded in events:
        match recorded.data:
            case ContactReceived() as event:
                await _receive(connection, event)
            case ContactAmended() as event:
                await connection.execute(
                    """update submissions set source_version = greatest(source_version, $2), last_version_at = $3
                       where contact_id = $1""",
                    event.contact_id,
                    event.source.version,
                    event.received_at,
                )
            case ContactQualityAssessed() as event:
                failed = [test for test, answer in event.tests.items() if not answer]
                await connection.execute(
                    "update submissions set quality = $2, failed = $3 where contact_id = $1",
                    event.contact_id,
                    event.grade,
                    failed,
                )
            case _:
                pass


async def _receive(connection: Connection, event: ContactReceived) -> None:
    await connection.execute(
        "insert into submissions values ($1, $2, $3, $4, $5, $6, $7, $7, null, '[]', $8)",
        event.contact_id,
        event.account.agency.org_id,
        event.source.system,
        event.source.ref,
        event.source.version,
        event.account.contact_type.value,
        event.received_at,
        len(event.account.children),
    )


async def submissions_of(
    connection: Connection, org_id: str, before: datetime | None = None, limit: int = 50
) -> Sequence[Row]:
    """An organisation's submissions, the newest first."""
    return await connection.fetch(
        """select * from submissions where org_id = $1 and ($2::timestamptz is null or received_at < $2)
           order by received_at desc limit $3""",
        org_id,
        before,
        limit,
    )


async def submission(connection: Connection, contact_id: str) -> Row | None:
    """One contact's row."""
    return await connection.fetchrow("select * from submissions where contact_id = $1", contact_id)
