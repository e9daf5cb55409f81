"""Which schools does the register of recipients know, by number (URN) and name?"""

from collections.abc import Mapping

from shared.database import Connection


async def keep(connection: Connection, urn: str, name: str) -> None:
    """The newest name of a school stands."""
    await connection.execute(
        "insert into schools values ($1, $2) on conflict (urn) do update set name = excluded.name", urn, name
    )


async def all_schools(connection: Connection) -> Mapping[str, str]:
    """The name of each school by its number, in the order of names."""
    rows = await connection.fetch("select urn, name from schools order by lower(name), urn")
    return {row["urn"]: row["name"] for row in rows}
