"""Which enquiries has a discussion led to, and where does each stand? One row an enquiry."""

from collections.abc import Sequence

from shared.database import Connection, Row
from shared.events import Recorded
from strategy.s47.events import (
    ChildSeen,
    ICPCBooked,
    ICPCHeld,
    ICPCNotRequired,
    S47OutcomeRecorded,
    S47Started,
)


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    for recorded in events:
        await _apply(connection, recorded.data)


async def _apply(connection: Connection, event: object) -> None:
    match event:
        case S47Started():
            await connection.execute(
                """insert into enquiries (s47_id, strategy_id, child_id, start_date, icpc_due, mode, lead_sw,
                status) values ($1, $2, $3, $4, $5, $6, $7, 'OPEN')""",
                event.s47_id,
                event.strategy_id,
                event.child_id,
                event.start_date,
                event.icpc_due,
                event.mode,
                event.lead_sw,
            )
        case ChildSeen():
            await _set(connection, event.s47_id, "seen_at", event.seen_at)
        case S47OutcomeRecorded():
            await _set(connection, event.s47_id, "outcome", event.outcome)
        case ICPCBooked() | ICPCHeld():
            await _set(connection, event.s47_id, "icpc_on", event.date)
            if isinstance(event, ICPCHeld):
                await _set(connection, event.s47_id, "status", "CLOSED")
        case ICPCNotRequired():
            await _set(connection, event.s47_id, "status", "CLOSED")
        case _:
            pass


async def _set(connection: Connection, s47_id: str, column: str, value: object) -> None:
    await connection.execute(f"update enquiries set {column} = $2 where s47_id = $1", s47_id, value)


async def enquiries_of(connection: Connection, strategy_id: str) -> list[Row]:
    """The enquiries that this discussion started, in the order of their start."""
    return await connection.fetch(
        "select * from enquiries where strategy_id = $1 order by start_date, s47_id", strategy_id
    )


async def open_enquiries(connection: Connection, strategy_ids: Sequence[str]) -> list[Row]:
    """The enquiries of these discussions that have not ended, the conference that is due first at the top."""
    return await connection.fetch(
        "select * from enquiries where strategy_id = any($1) and status = 'OPEN' order by icpc_due, s47_id",
        list(strategy_ids),
    )
