"""What did the audits teach, and who has not read it yet?"""

from collections.abc import Sequence

from screening.audit.events import BriefingAcknowledged, BriefingPublished
from shared.database import Connection, Row
from shared.events import Recorded


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    for recorded in events:
        match recorded.data:
            case BriefingPublished() as event:
                await _published(connection, event)
            case BriefingAcknowledged() as event:
                await connection.execute(
                    "insert into briefings_acknowledged values ($1, $2, $3, $4)",
                    event.briefing_id,
                    event.user,
                    event.acknowledged_at,
                    event.late,
                )
            case _:
                pass


async def _published(connection: Connection, event: BriefingPublished) -> None:
    await connection.execute(
        "insert into briefings values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        event.briefing_id,
        event.audit_id,
        event.title,
        event.looked_at,
        event.good,
        event.change,
        list(event.messages),
        event.standard,
        event.published_by,
        event.published_at,
        event.acknowledge_by,
    )


async def published(connection: Connection, user_id: str) -> Sequence[Row]:
    """Every briefing, the newest first, with when this person has read it."""
    return await connection.fetch(
        """select b.*, a.acknowledged_at from briefings b
           left join briefings_acknowledged a on a.briefing_id = b.briefing_id and a.user_id = $1
           order by b.published_at desc""",
        user_id,
    )


async def one(connection: Connection, briefing_id: str) -> Row | None:
    return await connection.fetchrow("select * from briefings where briefing_id = $1", briefing_id)


async def readers(connection: Connection, briefing_id: str, roles: Sequence[str]) -> Sequence[Row]:
    """Everybody of these roles who has worked here, with when they read it; who has not yet comes first."""
    return await connection.fetch(
        """select p.name, p.role, a.acknowledged_at, a.late from people p
           left join briefings_acknowledged a on a.user_id = p.user_id and a.briefing_id = $1
           where p.role = any($2::text[]) or a.user_id is not null
           order by a.acknowledged_at is not null, p.name""",
        briefing_id,
        list(roles),
    )
