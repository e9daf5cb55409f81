"""Who the children are: how contacts described them, and which identities were found to be one child."""

from collections.abc import Iterable, Sequence

from shared.database import Connection
from timeline.facts import DESCRIPTION, LINK, Description, Link

KEEP_LINK = """insert into links (fact_id, identity, child_id, body) values ($1, $2, $3, $4)
               on conflict (fact_id) do nothing"""
KEEP_DESCRIPTION = """insert into descriptions (fact_id, child_id, known_at, searched, body)
                      values ($1, $2, $3, $4, $5) on conflict (fact_id) do nothing"""
LINKED = """with recursive related(id) as (
              select unnest($1::text[])
              union
              select unnest(array[l.identity, l.child_id]) from related r, lateral (
                select identity, child_id from links where identity = r.id
                union all
                select identity, child_id from links where child_id = r.id) l)
            select l.body from links l where l.identity in (select id from related) order by l.fact_id"""
MOST_FOUND = 300


async def keep_link(connection: Connection, link: Link) -> None:
    """Adds the link; older ones of the same identity stay."""
    await connection.execute(KEEP_LINK, link.fact_id, link.identity, link.child_id, LINK.dump_python(link, mode="json"))


async def keep_description(connection: Connection, description: Description) -> None:
    """Adds what one contact calls the child."""
    await connection.execute(
        KEEP_DESCRIPTION,
        description.fact_id,
        description.child_id,
        description.known_at,
        f"{description.first_name} {description.surname}".casefold(),
        DESCRIPTION.dump_python(description, mode="json"),
    )


async def links_around(connection: Connection, identities: Iterable[str]) -> list[Link]:
    """Every link of every identity that was ever linked, directly or by others, to one of these."""
    rows = await connection.fetch(LINKED, sorted(set(identities)))
    return [LINK.validate_python(row["body"]) for row in rows]


async def descriptions_of(connection: Connection, identities: Iterable[str]) -> list[Description]:
    """How these identities were described."""
    rows = await connection.fetch(
        "select body from descriptions where child_id = any($1) order by fact_id", sorted(set(identities))
    )
    return [DESCRIPTION.validate_python(row["body"]) for row in rows]


async def descriptions_like(connection: Connection, words: Sequence[str]) -> list[Description]:
    """The newest descriptions whose names hold each of these words, in lower case."""
    patterns = ["%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%" for word in words]
    rows = await connection.fetch(
        """select body from descriptions where searched like all($1::text[])
           order by known_at desc, fact_id limit $2""",
        patterns,
        MOST_FOUND,
    )
    return [DESCRIPTION.validate_python(row["body"]) for row in rows]
