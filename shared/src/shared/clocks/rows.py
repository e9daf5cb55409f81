"""The clocks of one service as rows: what is running, when it next fires, how it ended."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import orjson

from shared.clocks.commands import Warning
from shared.clocks.events import (
    ClockBreached,
    ClockCancelled,
    ClockRebased,
    ClockStarted,
    ClockStopped,
    ClockWarned,
    ClockWarningWithdrawn,
)
from shared.database import Connection, Row, text_array
from shared.events import Recorded
from shared.read_models import keep_alike, keep_rows

ClockStatus = Literal["RUNNING", "BREACHED", "MET", "MET_LATE", "CANCELLED"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockView:
    """One clock as a page shows it. ``warned_fraction`` is the last threshold that fired, 0 when none has; ``ended_by``
    is the event that cancelled it, if we know."""

    code: str
    subject: str
    child_ids: tuple[str, ...]
    started_at: datetime
    due_at: datetime
    status: ClockStatus
    warned_fraction: float
    stopped_at: datetime | None
    ended_by: str | None = None


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    """Keeps the rows, in the transaction that stores the events."""
    await keep_alike(connection, events, dict.fromkeys(STATEMENTS, _keep))


async def _keep(connection: Connection, happened: Sequence[Recorded[object]]) -> None:
    rows = [_values(each.stream, each.data) for each in happened]
    await keep_rows(connection, STATEMENTS[type(happened[0].data)], rows)


STATEMENTS: dict[type, str] = {
    ClockStarted: """
        insert into clocks (stream, code, subject, child_ids, started_at, due_at, next_at, warnings, status)
        select stream, code, subject, child_ids::text[], started_at, due_at, next_at, warnings::jsonb, 'RUNNING'
        from unnest($1::text[], $2::text[], $3::text[], $4::text[],
                    $5::timestamptz[], $6::timestamptz[], $7::timestamptz[], $8::text[])
          as new (stream, code, subject, child_ids, started_at, due_at, next_at, warnings)
        on conflict (stream) do update set started_at = excluded.started_at, due_at = excluded.due_at,
          next_at = excluded.next_at, warnings = excluded.warnings, status = 'RUNNING',
          warned_fraction = 0, stopped_at = null, ended_by = null, child_ids = excluded.child_ids""",
    ClockRebased: """
        update clocks set due_at = new.due_at, next_at = new.next_at, warnings = new.warnings::jsonb, status = 'RUNNING'
        from unnest($1::text[], $2::timestamptz[], $3::timestamptz[], $4::text[])
          as new (stream, due_at, next_at, warnings)
        where clocks.stream = new.stream""",
    ClockWarningWithdrawn: """
        update clocks set warnings = left_over, next_at = coalesce(
          (select min((w->>'at')::timestamptz) from jsonb_array_elements(left_over) w
           where (w->>'fraction')::float > warned_fraction), due_at)
        from unnest($1::text[], $2::float[]) as new (stream, fraction)
        cross join lateral (
          select coalesce(jsonb_agg(w), '[]') as left_over
          from clocks c cross join jsonb_array_elements(c.warnings) w
          where c.stream = new.stream and (w->>'fraction')::float <> new.fraction) remaining
        where clocks.stream = new.stream""",
    ClockWarned: """
        update clocks set warned_fraction = new.fraction, next_at = coalesce(
          (select min((w->>'at')::timestamptz) from jsonb_array_elements(warnings) w
           where (w->>'fraction')::float > new.fraction), due_at)
        from unnest($1::text[], $2::float[]) as new (stream, fraction)
        where clocks.stream = new.stream""",
    ClockBreached: "update clocks set status = 'BREACHED', next_at = null where stream = any($1::text[])",
    ClockStopped: """
        update clocks set status = new.status, stopped_at = new.at, next_at = null
        from unnest($1::text[], $2::text[], $3::timestamptz[]) as new (stream, status, at)
        where clocks.stream = new.stream""",
    ClockCancelled: """
        update clocks set status = 'CANCELLED', stopped_at = new.at, ended_by = new.ended_by, next_at = null
        from unnest($1::text[], $2::timestamptz[], $3::text[]) as new (stream, at, ended_by)
        where clocks.stream = new.stream""",
}


def _values(stream: str, event: object) -> tuple[object, ...]:
    """One row of what the statement of this kind of event takes."""
    match event:
        case ClockStarted():
            next_at, warnings = _next(event.warnings, event.due_at), _json(event.warnings)
            children = text_array(event.child_ids)
            return stream, event.code, event.subject, children, event.started_at, event.due_at, next_at, warnings
        case ClockRebased():
            return stream, event.new_due_at, _next(event.warnings, event.new_due_at), _json(event.warnings)
        case ClockWarned() | ClockWarningWithdrawn():
            return stream, event.fraction
        case ClockStopped():
            return stream, "MET" if event.met else "MET_LATE", event.at
        case ClockCancelled():
            return stream, event.at, event.by_event
        case _:
            return (stream,)


def _next(warnings: Iterable[Warning], due_at: datetime) -> datetime:
    return min([warning.at for warning in warnings] + [due_at])


def _json(warnings: Iterable[Warning]) -> str:
    return orjson.dumps([{"fraction": w.fraction, "at": w.at, "tell": w.tell} for w in warnings]).decode()


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
        ended_by=row["ended_by"],
    )
