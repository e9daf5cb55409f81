"""Which submissions could nobody read, and has a person dealt with them?"""

from collections.abc import Sequence

from intake.events import UnreadableSubmissionDealtWith, UnreadableSubmissionKept
from shared.database import Connection, Row
from shared.events import Recorded


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    for recorded in events:
        match recorded.data:
            case UnreadableSubmissionKept() as event:
                await connection.execute(
                    """insert into unreadable values ($1, $2, $3, $4, $5, $6, $7) on conflict (task_id) do update
                       set received_at = excluded.received_at, dealt_with_at = null, what_was_done = null""",
                    event.task_id,
                    event.org_id,
                    event.route,
                    event.code,
                    event.detail,
                    event.field,
                    event.received_at,
                )
            case UnreadableSubmissionDealtWith() as event:
                await connection.execute(
                    "update unreadable set dealt_with_at = $2, what_was_done = $3 where task_id = $1",
                    event.task_id,
                    event.occurred_at,
                    event.what_was_done,
                )
            case _:
                pass


DEALT_WITH_SHOWN = 200


async def unreadable_tasks(connection: Connection) -> Sequence[Row]:
    """Every task that waits, the longest-waiting first, then those that were dealt with last. Each of these says how
    many there are (``dealt_with``)."""
    return await connection.fetch(
        """(select *, null::bigint as dealt_with from unreadable where dealt_with_at is null order by received_at)
           union all
           (select *, count(*) over () from unreadable where dealt_with_at is not null
            order by dealt_with_at desc limit $1)""",
        DEALT_WITH_SHOWN,
    )
