"""Who may be told, by which way, and is the child on their roll? The registers that a sending is checked against."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from notifications.codes import Transport
from notifications.notification.commands import RegisteredRecipient, RollCheck
from notifications.recipient.events import RecipientIntroduced, RecipientRegistered, RecipientVerified, RollRecorded
from shared.database import Connection, Row
from shared.events import Recorded


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    for recorded in events:
        match recorded.data:
            case RecipientRegistered() as event:
                await _register(connection, event, recorded.version)
            case RecipientVerified() as event:
                await _verify(connection, event, recorded.version)
            case RollRecorded() as event:
                await _take_roll(connection, event, recorded.version)
            case RecipientIntroduced() as event:
                await _introduce(connection, event, recorded.version)
            case _:
                pass


async def _register(connection: Connection, event: RecipientRegistered, version: int) -> None:
    await connection.execute(
        """insert into recipients
             (recipient_id, urn, org_id, name, dsl, deputy, transport, valid_to, version)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
           on conflict (recipient_id) do update set org_id = excluded.org_id, name = excluded.name,
             dsl = excluded.dsl, deputy = excluded.deputy, transport = excluded.transport,
             valid_to = excluded.valid_to, verified_at = null, verified_with = null,
             version = excluded.version""",
        event.recipient_id,
        event.urn,
        event.org_id,
        event.name,
        event.dsl,
        event.deputy,
        event.transport,
        event.valid_to,
        version,
    )


async def to_introduce(connection: Connection) -> list[str]:
    """Who was registered before the other services were told of anybody."""
    rows = await connection.fetch("select recipient_id from recipients_to_introduce order by recipient_id")
    return [row["recipient_id"] for row in rows]


async def _introduce(connection: Connection, event: RecipientIntroduced, version: int) -> None:
    await connection.execute("delete from recipients_to_introduce where recipient_id = $1", event.recipient_id)
    await connection.execute("update recipients set version = $2 where recipient_id = $1", event.recipient_id, version)


async def _verify(connection: Connection, event: RecipientVerified, version: int) -> None:
    await connection.execute(
        """update recipients set verified_at = $2, verified_with = $3, valid_to = $4, version = $5
           where recipient_id = $1""",
        event.recipient_id,
        event.verified_at,
        event.spoken_to,
        event.valid_to,
        version,
    )


async def _take_roll(connection: Connection, event: RollRecorded, version: int) -> None:
    await connection.execute("delete from pupils_on_roll where urn = $1", event.urn)
    await connection.execute(
        "insert into pupils_on_roll select $1, key from unnest($2::text[]) key on conflict do nothing",
        event.urn,
        list(event.pupil_keys),
    )
    await connection.execute(
        "update recipients set roll_taken_at = $2, roll_pupils = $3, version = $4 where recipient_id = $1",
        event.recipient_id,
        event.taken_at,
        event.pupils,
        version,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientRow:
    """One recipient as the register shows it. ``roll_pupils`` counts; who they are is kept as keys only."""

    recipient_id: str
    urn: str | None
    org_id: str
    name: str
    dsl: str
    deputy: str | None
    transport: Transport
    valid_to: date
    verified_at: datetime | None
    verified_with: str | None
    roll_taken_at: datetime | None
    roll_pupils: int | None
    version: int


async def all_recipients(connection: Connection) -> list[RecipientRow]:
    rows = await connection.fetch("select * from recipients order by name, recipient_id")
    return [_row(row) for row in rows]


async def recipient(connection: Connection, recipient_id: str) -> RecipientRow | None:
    row = await connection.fetchrow("select * from recipients where recipient_id = $1", recipient_id)
    return _row(row) if row else None


async def registered(connection: Connection, urn: str | None, org_id: str | None) -> RegisteredRecipient | None:
    """Who answers for this school, or else for this organisation."""
    row = await connection.fetchrow(
        """select * from recipients where urn = $1 or ($1::text is null and urn is null and org_id = $2)
           order by recipient_id limit 1""",
        urn,
        org_id,
    )
    return _registered(_row(row)) if row else None


async def roll_check(connection: Connection, urn: str, pupil_keys: Sequence[str]) -> RollCheck | None:
    """Whether one of these keys is on the roll that the school last gave us; None when it has given none."""
    row = await connection.fetchrow(
        """select roll_taken_at, exists (select from pupils_on_roll p where p.urn = $1 and pupil_key = any($2))
             as on_roll
           from recipients where urn = $1 and roll_taken_at is not null""",
        urn,
        list(pupil_keys),
    )
    return RollCheck(taken_at=row["roll_taken_at"], on_roll=row["on_roll"]) if row else None


def _row(row: Row) -> RecipientRow:
    fields: dict[str, Any] = {**dict(row), "transport": Transport(row["transport"])}
    return RecipientRow(**fields)


def _registered(row: RecipientRow) -> RegisteredRecipient:
    return RegisteredRecipient(
        recipient_id=row.recipient_id,
        org_id=row.org_id,
        name=row.name,
        transport=row.transport,
        verified_at=row.verified_at,
        valid_to=row.valid_to,
    )
