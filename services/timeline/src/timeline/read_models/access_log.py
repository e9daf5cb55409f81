"""Who has looked at a child's record, for those who guard it; and whether a reader has broken the glass
today."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from shared.database import Connection
from shared.events import Recorded
from timeline.decider import access_stream
from timeline.events import BreakGlassUsed, ListViewed, RecordViewed

KEEP = """insert into access_log
            (position, stream, child_id, user_id, role, org_id, what, purpose, classes, at)
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"""
MOST_SHOWN = 500


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    """Keeps the log, in the transaction that records the reading."""
    rows = [row for recorded in events for row in _rows(recorded)]
    if rows:
        await connection.executemany(KEEP, rows)


def _rows(recorded: Recorded[object]) -> list[tuple[object, ...]]:
    match recorded.data:
        case RecordViewed() as seen:
            about, purpose, classes = (seen.child_id,), seen.purpose, list(seen.classes)
        case ListViewed() as seen:
            about, purpose, classes = seen.child_ids, seen.purpose, ["ID"]
        case BreakGlassUsed() as seen:
            about, purpose, classes = (seen.child_id,), seen.reason, []
        case _:
            return []
    place = recorded.position, recorded.stream
    who = seen.user_id, seen.role.value, seen.org_id
    return [(*place, child_id, *who, recorded.type, purpose, classes, seen.at) for child_id in about]


async def glass_broken(connection: Connection, child_id: str, user_id: str, at: datetime) -> bool:
    """Whether this reader has given a reason to look at this child on this day."""
    return await connection.fetchval(
        """select exists (select from access_log where stream = $1 and user_id = $2
                          and what = 'BreakGlassUsed')""",
        access_stream(child_id, at),
        user_id,
    )


async def readings_of(connection: Connection, identities: Sequence[str]) -> list[dict[str, Any]]:
    """Who looked, the newest first."""
    rows = await connection.fetch(
        """select child_id, user_id, role, org_id, what, purpose, classes, at from access_log
           where child_id = any($1) order by position desc limit $2""",
        list(identities),
        MOST_SHOWN,
    )
    return [dict(row) for row in rows]
