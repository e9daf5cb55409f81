"""Who has worked here? Names for the ids that events keep, of everybody who has done something in this service."""

from collections.abc import Sequence

from shared.access.actor import Role
from shared.database import Connection, Row
from shared.events import Recorded


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    people = {recorded.meta.actor.user_id: recorded.meta.actor for recorded in events}
    for actor in people.values():
        if actor.role is not Role.SYSTEM:
            await connection.execute(
                """insert into people values ($1, $2, $3)
                   on conflict (user_id) do update set name = excluded.name, role = excluded.role""",
                actor.user_id,
                actor.name,
                actor.role.value,
            )


async def everybody(connection: Connection) -> Sequence[Row]:
    """User id, name and role, in order of name."""
    return await connection.fetch("select user_id, name, role from people order by name, user_id")


async def names(connection: Connection) -> dict[str, str]:
    """Name by user id."""
    return {row["user_id"]: row["name"] for row in await everybody(connection)}
