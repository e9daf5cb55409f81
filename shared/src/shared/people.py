"""Who has worked here? Names for the ids that events keep.

Everybody who does something in a service signs in with a name, and the service keeps it. Whoever has only been named by
others (a shift's worker, an action's owner) is in the authority's staff directory, a file that its identity provider
exports; the name somebody signed in with counts for more.
"""

import asyncio
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Annotated

import structlog
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from shared.access.actor import Role
from shared.database import Connection, Pool, Row
from shared.events import Recorded
from shared.read_models import keep_rows

log = structlog.get_logger("people")


class Listed(BaseModel):
    """One person of the staff directory; whatever else it says of them is not read."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    user_id: Annotated[str, Field(min_length=1, max_length=200)]
    name: Annotated[str, Field(min_length=1, max_length=200)]
    role: Role


KEEP = """
    insert into people select * from unnest($1::text[], $2::text[], $3::text[])
    on conflict (user_id) do update set name = excluded.name, role = excluded.role
    where (people.name, people.role) is distinct from (excluded.name, excluded.role)"""
"""Whoever is known by this name and role already is not written again."""

_DIRECTORY = TypeAdapter(tuple[Listed, ...])


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    """Keeps the name of everybody who does something; a read model of each service that shows names."""
    people = {recorded.meta.actor.user_id: recorded.meta.actor for recorded in events}
    rows = [(who.user_id, who.name, who.role.value) for who in people.values() if who.role is not Role.SYSTEM]
    await keep_rows(connection, KEEP, rows)


async def take_directory(pool: Pool, directory: Path | None) -> bool:
    """Adds whom the directory lists and nobody has met here, and answers whether there was one.

    One that can't be read is told of and changes nothing.
    """
    if directory is None:
        return False
    try:
        listed = _DIRECTORY.validate_json(await asyncio.to_thread(directory.read_bytes))
    except (OSError, ValidationError) as error:
        log.error("staff_directory_not_read", error=type(error).__name__)
        return False
    await pool.executemany(
        "insert into people values ($1, $2, $3) on conflict do nothing",
        [(person.user_id, person.name, person.role.value) for person in listed],
    )
    return True


async def everybody(connection: Connection) -> Sequence[Row]:
    """User id, name and role, in order of name."""
    return await connection.fetch("select user_id, name, role from people order by name, user_id")


async def is_known(connection: Connection, user_id: str, roles: Collection[Role]) -> bool:
    """Whether somebody of this sign-in name is known here, in one of these roles."""
    found = await connection.fetchval("select role from people where user_id = $1", user_id)
    return found in [role.value for role in roles]


async def names(connection: Connection) -> dict[str, str]:
    """Name by user id."""
    return {row["user_id"]: row["name"] for row in await everybody(connection)}


async def namer(connection: Connection) -> Callable[[str], str]:
    """What to call somebody: the name where we know it, else the id."""
    known = await names(connection)
    return lambda user_id: known.get(user_id, user_id)
