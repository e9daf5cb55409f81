"""Who is on, until when, who is the manager on call, and has the shift handed over? One row a shift."""

from collections.abc import Sequence
from datetime import date

from edt_handover.shift.events import EdtShiftClosed, EdtShiftOpened, HandoverPublished
from shared.database import Connection, Row
from shared.events import Recorded


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    for recorded in events:
        match recorded.data:
            case EdtShiftOpened() as event:
                await _open(connection, event)
            case HandoverPublished() as event:
                await connection.execute(
                    "update shifts set published_at = $2, meeting_at = coalesce($3, meeting_at) where shift_id = $1",
                    event.shift_id,
                    event.published_at,
                    event.meeting_at,
                )
            case EdtShiftClosed() as event:
                await connection.execute(
                    "update shifts set closed_at = $2, safety_statement = $3 where shift_id = $1",
                    event.shift_id,
                    event.closed_at,
                    event.safety_statement,
                )
            case _:
                pass


async def _open(connection: Connection, event: EdtShiftOpened) -> None:
    await connection.execute(
        """insert into shifts (shift_id, opened_at, closes_at, workers, manager_on_call, meeting_at)
           values ($1, $2, $3, $4, $5, $6)""",
        event.shift_id,
        event.opened_at,
        event.closes_at,
        list(event.workers),
        event.manager_on_call,
        event.meeting_at,
    )


async def shift(connection: Connection, shift_id: str) -> Row | None:
    return await connection.fetchrow("select * from shifts where shift_id = $1", shift_id)


async def open_shifts(connection: Connection) -> list[Row]:
    """Shifts that nobody has closed, the latest first."""
    return await connection.fetch("select * from shifts where closed_at is null order by opened_at desc limit 50")


async def on_call(connection: Connection, user_id: str) -> bool:
    """Whether this person is the manager on call of a shift that is not closed."""
    return bool(
        await connection.fetchval(
            "select exists (select from shifts where closed_at is null and manager_on_call = $1)", user_id
        )
    )


async def next_shift_id(connection: Connection, on: date) -> str:
    """The day, numbered when it has more than one shift."""
    first = f"EDT-{on.isoformat()}"
    taken = await connection.fetchval(
        "select count(*) from shifts where shift_id = $1 or shift_id like $1 || '-%'", first
    )
    return f"{first}-{taken + 1}" if taken else first
