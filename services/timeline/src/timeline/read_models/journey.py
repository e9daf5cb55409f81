"""What is kept about a child: a set of entries and clock turns. Keeping one again changes nothing."""

from collections.abc import Iterable, Sequence

from shared.database import Connection
from timeline.facts import CLOCK_TURN, ENTRY, ClockTurn, Entry

KEEP_ENTRY = """insert into entries (entry_id, child_id, known_at, kind, origin_org, recipient_org, body)
                values ($1, $2, $3, $4, $5, $6, $7) on conflict (entry_id) do nothing"""
KEEP_TURN = """insert into clock_turns (fact_id, child_id, body) values ($1, $2, $3)
               on conflict (fact_id) do nothing"""


async def keep_entry(connection: Connection, entry: Entry) -> None:
    """Adds the entry to its child's set."""
    await connection.execute(
        KEEP_ENTRY,
        entry.entry_id,
        entry.child_id,
        entry.known_at,
        entry.kind.value,
        entry.origin_org,
        entry.recipient_org,
        ENTRY.dump_python(entry, mode="json"),
    )


async def keep_turn(connection: Connection, turn: ClockTurn) -> None:
    """Adds the clock's turn to its child's set."""
    await connection.execute(KEEP_TURN, turn.fact_id, turn.child_id, CLOCK_TURN.dump_python(turn, mode="json"))


async def entries_of(connection: Connection, identities: Iterable[str]) -> list[Entry]:
    """Every entry of these identities."""
    rows = await connection.fetch(
        "select body from entries where child_id = any($1) order by entry_id", sorted(identities)
    )
    return [ENTRY.validate_python(row["body"]) for row in rows]


async def turns_of(connection: Connection, identities: Iterable[str]) -> list[ClockTurn]:
    """Every turn of the clocks of these identities."""
    rows = await connection.fetch(
        "select body from clock_turns where child_id = any($1) order by fact_id", sorted(identities)
    )
    return [CLOCK_TURN.validate_python(row["body"]) for row in rows]


async def entries_with(connection: Connection, org_id: str) -> list[Entry]:
    """What an agency sent in and what it was sent."""
    rows = await connection.fetch(
        """select body from entries where origin_org = $1 or recipient_org = $1
           order by known_at desc, entry_id limit 2000""",
        org_id,
    )
    return [ENTRY.validate_python(row["body"]) for row in rows]


async def identities_with(connection: Connection, identities: Iterable[str], kinds: Sequence[str]) -> set[str]:
    """Those of the identities that have an entry of one of these kinds."""
    rows = await connection.fetch(
        "select distinct child_id from entries where child_id = any($1) and kind = any($2)",
        sorted(identities),
        list(kinds),
    )
    return {row["child_id"] for row in rows}
