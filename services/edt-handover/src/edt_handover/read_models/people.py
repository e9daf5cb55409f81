"""Who has worked here? Names for the ids that events keep, of everybody who has done something in this service."""

from collections.abc import Callable, Sequence

from shared.access.actor import Role
from shared.database import Connection
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


async def namer(connection: Connection) -> Callable[[str], str]:
    """What to call somebody: the name where we know it, else the id."""
    rows = await connection.fetch("select user_id, name from people")
    known = {row["user_id"]: row["name"] for row in rows}
    return lambda user_id: known.get(user_id, user_id)
