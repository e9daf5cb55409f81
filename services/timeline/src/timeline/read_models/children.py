"""Who the children are: how contacts described them, and which identities were found to be one child."""

from collections.abc import Iterable, Sequence

from shared.database import Connection
from timeline.facts import DESCRIPTION, LINK, Description, Link, fact_bytes

KEEP_LINKS = """insert into links (fact_id, identity, child_id, body)
                select * from unnest($1::text[], $2::text[], $3::text[], $4::bytea[]) on conflict do nothing"""
KEEP_DESCRIPTIONS = """insert into descriptions (fact_id, child_id, known_at, searched, body)
                       select * from unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::bytea[])
                       on conflict do nothing"""
LINKED = """with recursive related(id) as (
              select unnest($1::text[])
              union
              select unnest(array[l.identity, l.child_id]) from related r, lateral (
                select identity, child_id from links where identity = r.id
                union all
                select identity, child_id from links where child_id = r.id) l)
            select l.body from links l where l.identity in (select id from related) order by l.fact_id"""
MOST_FOUND = 300
MOST_NAMED = 5_000
"""How many descriptions of one name are looked at for an agency's own children."""


async def keep_links(connection: Connection, links: Sequence[Link]) -> None:
    """Adds the links; older ones of the same identity stay."""
    if links:
        await connection.execute(
            KEEP_LINKS,
            [link.fact_id for link in links],
            [link.identity for link in links],
            [link.child_id for link in links],
            [fact_bytes(link) for link in links],
        )


async def keep_descriptions(connection: Connection, descriptions: Sequence[Description]) -> None:
    """Adds what contacts call the children."""
    if descriptions:
        await connection.execute(
            KEEP_DESCRIPTIONS,
            [each.fact_id for each in descriptions],
            [each.child_id for each in descriptions],
            [each.known_at for each in descriptions],
            [f"{each.first_name} {each.surname}".casefold() for each in descriptions],
            [fact_bytes(each) for each in descriptions],
        )


async def links_around(connection: Connection, identities: Iterable[str]) -> list[Link]:
    """Every link of every identity that was ever linked, directly or by others, to one of these."""
    rows = await connection.fetch(LINKED, sorted(set(identities)))
    return [LINK.validate_json(row["body"]) for row in rows]


async def descriptions_of(connection: Connection, identities: Iterable[str]) -> list[Description]:
    """How these identities were described."""
    rows = await connection.fetch(
        "select body from descriptions where child_id = any($1) order by fact_id", sorted(set(identities))
    )
    return [DESCRIPTION.validate_json(row["body"]) for row in rows]


async def descriptions_like(connection: Connection, words: Sequence[str]) -> list[Description]:
    """The newest descriptions whose names hold each of these words, in lower case."""
    rows = await connection.fetch(
        """select body from descriptions where searched like all($1::text[])
           order by known_at desc, fact_id limit $2""",
        _patterns(words),
        MOST_FOUND,
    )
    return [DESCRIPTION.validate_json(row["body"]) for row in rows]


async def identities_like(connection: Connection, words: Sequence[str]) -> set[str]:
    """Whom the newest descriptions whose names hold each of these words, in lower case, are about."""
    rows = await connection.fetch(
        """select child_id from descriptions where searched like all($1::text[])
           order by known_at desc, fact_id limit $2""",
        _patterns(words),
        MOST_NAMED,
    )
    return {row["child_id"] for row in rows}


def _patterns(words: Sequence[str]) -> list[str]:
    return ["%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%" for word in words]
