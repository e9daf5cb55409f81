"""The clocks of one service as rows: what is running, when it next fires, how it ended."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from shared.clocks.commands import Warning
from shared.clocks.events import (
    ClockBreached,
    ClockCancelled,
    ClockRebased,
    ClockStarted,
    ClockStopped,
    ClockWarned,
)
from shared.database import Connection, Row
from shared.events import Recorded

ClockStatus = Literal["RUNNING", "BREACHED", "MET", "MET_LATE", "CANCELLED"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockView:
    """One clock as a page shows it. ``warned_fraction`` is the last threshold that fired, 0 when none has."""

    code: str
    subject: str
    child_ids: tuple[str, ...]
    started_at: datetime
    due_at: datetime
    status: ClockStatus
    warned_fraction: float
    stopped_at: datetime | None


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    """Keeps the rows, in the transaction that stores the events."""
    for recorded in events:
        await _apply(connection, recorded.stream, recorded.data)


async def _apply(connection: Connection, stream: str, event: object) -> None:
    match event:
        case ClockStarted():
            await connection.execute(
                """insert into clocks (stream, code, subject, child_ids, started_at, due_at, next_at, warnings, status)
                   values ($1, $2, $3, $4, $5, $6, $7, $8, 'RUNNING')
                   on conflict (stream) do update set started_at = excluded.started_at, due_at = excluded.due_at,
                     next_at = excluded.next_at, warnings = excluded.warnings, status = 'RUNNING',
                     warned_fraction = 0, stopped_at = null, child_ids = excluded.child_ids""",
                stream,
                event.code,
                event.subject,
                list(event.child_ids),
                event.started_at,
                event.due_at,
                _next(event.warnings, event.due_at),
                _json(event.warnings),
            )
        case ClockRebased():
            await connection.execute(
                "update clocks set due_at = $2, next_at = $3, warnings = $4, status = 'RUNNING' where stream = $1",
                stream,
                event.new_due_at,
                _next(event.warnings, event.new_due_at),
                _json(event.warnings),
            )
        case ClockWarned():
            await connection.execute(
                """update clocks set warned_fraction = $2, next_at = coalesce(
                     (select min((w->>'at')::timestamptz) from jsonb_array_elements(warnings) w
                      where (w->>'fraction')::float > $2), due_at) where stream = $1""",
                stream,
                event.fraction,
            )
        case ClockBreached():
            await connection.execute("update clocks set status = 'BREACHED', next_at = null where stream = $1", stream)
        case ClockStopped():
            await connection.execute(
                "update clocks set status = $2, stopped_at = $3, next_at = null where stream = $1",
                stream,
                "MET" if event.met else "MET_LATE",
                event.at,
            )
        case ClockCancelled():
            await connection.execute(
                "update clocks set status = 'CANCELLED', stopped_at = $2, next_at = null where stream = $1",
                stream,
                event.at,
            )
        case _:
            pass


def _next(warnings: Iterable[Warning], due_at: datetime) -> datetime:
    return min([warning.at for warning in warnings] + [due_at])


def _json(warnings: Iterable[Warning]) -> list[dict[str, object]]:
    return [{"fraction": w.fraction, "at": w.at.isoformat(), "tell": w.tell} for w in warnings]


async def clocks_of(connection: Connection, subject: str) -> list[ClockView]:
    """Every clock of one subject, the one that runs out first at the top."""
    rows = await connection.fetch("select * from clocks where subject = $1 order by due_at, code", subject)
    return [_view(row) for row in rows]


async def clocks_running(connection: Connection, subjects: Sequence[str]) -> list[ClockView]:
    """The running and breached clocks of these subjects, the one that runs out first at the top."""
    rows = await connection.fetch(
        """select * from clocks where subject = any($1) and status in ('RUNNING', 'BREACHED')
           order by due_at, code""",
        list(subjects),
    )
    return [_view(row) for row in rows]


def _view(row: Row) -> ClockView:
    return ClockView(
        code=row["code"],
        subject=row["subject"],
        child_ids=tuple(row["child_ids"]),
        started_at=row["started_at"],
        due_at=row["due_at"],
        status=row["status"],
        warned_fraction=row["warned_fraction"],
        stopped_at=row["stopped_at"],
    )
