"""What did we send, and what became of it? One row a contact, read by the organisation that sent it."""

from collections.abc import Sequence
from datetime import datetime

from intake.events import (
    ContactAmended,
    ContactMarkedNotAboutAChild,
    ContactQualityAssessed,
    ContactReceived,
    ContactRedirected,
)
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
            case ContactMarkedNotAboutAChild() | ContactRedirected() as event:
                await connection.execute(
                    "update submissions set ended = $2 where contact_id = $1", event.contact_id, type(event).__name__
                )
            case _:
                pass


async def begin_screening(connection: Connection, contact_id: str, at: datetime) -> None:
    """Screening has taken the contact up."""
    await connection.execute("update submissions set screening_opened_at = $2 where contact_id = $1", contact_id, at)


async def note_outcome(connection: Connection, contact_id: str, child_id: str, outcome: str, at: datetime) -> None:
    """A child's decision, the newest one where it was decided again."""
    await connection.execute(
        """update submissions set outcomes =
             (select coalesce(jsonb_agg(o), '[]') from jsonb_array_elements(outcomes) o where o->>'child_id' <> $2)
             || jsonb_build_array(jsonb_build_object('child_id', $2::text, 'outcome', $3::text, 'decided_at', $4::text))
           where contact_id = $1""",
        contact_id,
        child_id,
        outcome,
        at.isoformat(),
    )


async def is_screened(connection: Connection, contact_id: str) -> bool:
    """Has screening taken the contact up (INT-02)?"""
    return bool(
        await connection.fetchval(
            "select screening_opened_at is not null from submissions where contact_id = $1", contact_id
        )
    )


async def _receive(connection: Connection, event: ContactReceived) -> None:
    await connection.execute(
        """insert into submissions (contact_id, org_id, source_system, source_ref, source_version, contact_type,
             received_at, last_version_at, children)
           values ($1, $2, $3, $4, $5, $6, $7, $7, $8)""",
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


async def own_submission(connection: Connection, org_id: str, ref: str) -> Row | None:
    """One of an organisation's own, by our reference or by the newest that carries theirs."""
    return await connection.fetchrow(
        """select * from submissions where org_id = $1 and (contact_id = $2 or source_ref = $2)
           order by (contact_id = $2) desc, received_at desc limit 1""",
        org_id,
        ref,
    )


async def own_outcomes(connection: Connection, contact_id: str) -> Sequence[Row]:
    """The outcome of each child that the sender named, by the sender's own reference for it."""
    return await connection.fetch(
        """select i.temp_ref, o->>'outcome' as outcome, (o->>'decided_at')::timestamptz as decided_at
           from submissions s cross join jsonb_array_elements(s.outcomes) o
           join identities i on i.contact_id = s.contact_id
            and (i.child_id = o->>'child_id' or i.same_as = o->>'child_id')
           where s.contact_id = $1 order by i.temp_ref""",
        contact_id,
    )


async def hash_of(connection: Connection, contact_id: str) -> str | None:
    """The hash that chains the contact's first event to everything that was stored before it."""
    return await connection.fetchval(
        "select encode(hash, 'hex') from events where stream = $1 and version = 1", f"Contact-{contact_id}"
    )


async def items_by_inbox(connection: Connection) -> Sequence[Row]:
    """Contacts that came from each old mailbox, by month."""
    return await connection.fetch(
        """select substr(source_system, 7) as inbox_id, to_char(received_at, 'YYYY-MM') as month, count(*) as items
           from submissions where source_system like 'INBOX:%' group by 1, 2 order by 1, 2"""
    )
