"""Digests of all that is kept, so that live, rebuilt and republished can be compared without reading a word.

A child's digest is the SHA-256 over one line for each of its facts, in order of kind and id: the kind, the id and the
SHA-256 of the fact's canonical JSON. The whole is the SHA-256 over one line for each child, in order of id: the id and
the digest. Children are the identities under which facts are kept.
"""

import hashlib
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass

from shared.database import Connection

FACTS_OF_CHILDREN = """
select child, kind, fact, encode(sha256(body), 'hex') as sha256 from (
  select child_id collate "C" as child, 'clock_turn' as kind, fact_id collate "C" as fact, body from clock_turns
  union all select child_id collate "C", 'description', fact_id collate "C", body from descriptions
  union all select child_id collate "C", 'entry', entry_id collate "C", body from entries
  union all select identity collate "C", 'link', fact_id collate "C", body from links
) as facts where child > $1 order by child, kind, fact"""
FETCHED_AT_ONCE = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class OfChild:
    """The digest of one child's facts, in hexadecimal."""

    child_id: str
    sha256: str
    facts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfAll:
    """The digest of everybody's facts, in hexadecimal."""

    sha256: str
    children: int
    facts: int


async def of_all(connection: Connection) -> OfAll:
    """The digest of everything that is kept."""
    whole, children, facts = hashlib.sha256(), 0, 0
    async with aclosing(of_children(connection)) as each_child:
        async for each in each_child:
            whole.update(f"{each.child_id} {each.sha256}\n".encode())
            children += 1
            facts += each.facts
    return OfAll(sha256=whole.hexdigest(), children=children, facts=facts)


async def of_children(connection: Connection, after: str = "", limit: int | None = None) -> AsyncGenerator[OfChild]:
    """The digest of each child after this id, in order of their ids."""
    child, lines, facts, given = "", hashlib.sha256(), 0, 0
    # One statement, so that a rebuild that takes its place meanwhile is seen whole or not at all.
    async with connection.transaction():
        async for row in connection.cursor(FACTS_OF_CHILDREN, after, prefetch=FETCHED_AT_ONCE):
            if row["child"] != child and facts:
                yield OfChild(child_id=child, sha256=lines.hexdigest(), facts=facts)
                lines, facts, given = hashlib.sha256(), 0, given + 1
                if given == limit:
                    return
            child = row["child"]
            lines.update(f"{row['kind']} {row['fact']} {row['sha256']}\n".encode())
            facts += 1
    if facts:
        yield OfChild(child_id=child, sha256=lines.hexdigest(), facts=facts)
