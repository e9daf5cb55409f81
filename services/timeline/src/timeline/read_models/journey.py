"""What is kept about a child: a set of entries and clock turns. Keeping one again changes nothing."""

from collections.abc import Iterable, Sequence

from shared.database import Connection
from shared.disclosure import Sensitivity
from timeline.facts import CLOCK_TURN, ENTRY, ClockTurn, Entry, Kind, fact_bytes

KEEP_ENTRIES = """insert into entries (entry_id, child_id, known_at, kind, origin_org, recipient_org, body, contact_id,
                                       allegation_version)
                  select * from unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::text[],
                                       $7::bytea[], $8::text[], $9::int[])
                  on conflict do nothing"""
KEEP_TURNS = """insert into clock_turns (fact_id, child_id, body)
                select * from unnest($1::text[], $2::text[], $3::bytea[]) on conflict do nothing"""

NEWEST_OF_AN_AGENCY = 2_000
"""How many entries are gone through for an agency's list of children. By name, all are."""


async def keep_entries(connection: Connection, entries: Sequence[Entry]) -> None:
    """Adds each entry to its child's set."""
    if entries:
        await connection.execute(
            KEEP_ENTRIES,
            [entry.entry_id for entry in entries],
            [entry.child_id for entry in entries],
            [entry.known_at for entry in entries],
            [entry.kind.value for entry in entries],
            [entry.origin_org for entry in entries],
            [entry.recipient_org for entry in entries],
            [fact_bytes(entry) for entry in entries],
            [entry.said_in.contact_id if entry.said_in else None for entry in entries],
            [_allegation_version(entry) for entry in entries],
        )


def _allegation_version(entry: Entry) -> int | None:
    return entry.said_in.number if entry.said_in and entry.base is Sensitivity.LADO else None


async def allegations_among(connection: Connection, entries: Iterable[Entry]) -> dict[str, int]:
    """Those of the contacts behind these entries that are or were an allegation, and in which version last."""
    contact_ids = sorted({entry.said_in.contact_id for entry in entries if entry.said_in})
    if not contact_ids:
        return {}
    rows = await connection.fetch(
        """select contact_id, max(allegation_version) as version from entries
           where contact_id = any($1) and allegation_version is not null group by contact_id""",
        contact_ids,
    )
    return {row["contact_id"]: row["version"] for row in rows}


async def keep_turns(connection: Connection, turns: Sequence[ClockTurn]) -> None:
    """Adds each turn of a clock to its child's set."""
    if turns:
        await connection.execute(
            KEEP_TURNS,
            [turn.fact_id for turn in turns],
            [turn.child_id for turn in turns],
            [fact_bytes(turn) for turn in turns],
        )


async def entries_of(connection: Connection, identities: Iterable[str]) -> list[Entry]:
    """Every entry of these identities."""
    rows = await connection.fetch(
        "select body from entries where child_id = any($1) order by entry_id", sorted(identities)
    )
    return [ENTRY.validate_json(row["body"]) for row in rows]


async def entries_of_kind(connection: Connection, identities: Iterable[str], kind: Kind) -> list[Entry]:
    """The entries of one kind of these identities."""
    rows = await connection.fetch(
        "select body from entries where child_id = any($1) and kind = $2 order by entry_id", sorted(identities), kind
    )
    return [ENTRY.validate_json(row["body"]) for row in rows]


async def turns_of(connection: Connection, identities: Iterable[str]) -> list[ClockTurn]:
    """Every turn of the clocks of these identities."""
    rows = await connection.fetch(
        "select body from clock_turns where child_id = any($1) order by fact_id", sorted(identities)
    )
    return [CLOCK_TURN.validate_json(row["body"]) for row in rows]


async def entries_with(connection: Connection, org_id: str, identities: Iterable[str] | None = None) -> list[Entry]:
    """What an agency sent in and what it was sent: the newest of it, or all of it about these identities."""
    rows = await connection.fetch(
        """select body from entries where (origin_org = $1 or recipient_org = $1)
             and ($2::text[] is null or child_id = any($2))
           order by known_at desc, entry_id limit $3""",
        org_id,
        None if identities is None else sorted(set(identities)),
        NEWEST_OF_AN_AGENCY if identities is None else None,
    )
    return [ENTRY.validate_json(row["body"]) for row in rows]


async def identities_with(connection: Connection, identities: Iterable[str], kinds: Sequence[str]) -> set[str]:
    """Those of the identities that have an entry of one of these kinds."""
    rows = await connection.fetch(
        "select distinct child_id from entries where child_id = any($1) and kind = any($2)",
        sorted(identities),
        list(kinds),
    )
    return {row["child_id"] for row in rows}
