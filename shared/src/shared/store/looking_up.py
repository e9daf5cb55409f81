"""What a batch has to know before it can decide, asked under the lock: the head, the keys, the marks, the streams."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.database import Connection, Row
from shared.handling import Unit
from shared.store.streams import KeptStreams, Stream

# The clocks of what is named are asked for too: deciding about a stream mostly starts and stops those.
HEAD = """
    select position, hash, recorded_at,
      array(select row(client, key, body_hash, receipt) from idempotency
            where (client, key) in (select * from unnest($1::text[], $2::text[]))) as receipts,
      array(select message_id from inbox where message_id = any($3::text[])) as taken,
      array(select row(asked.stream, content) from (
              select * from unnest($4::text[], $5::int[]) as named (stream, version) union all
              select stream, 0 from clocks where subject = any($4::text[]) and stream <> all($4::text[])) asked
            cross join lateral (
              select content from events where events.stream = asked.stream and events.version > asked.version
              order by version) as later) as contents
    from store_head"""

STREAMS = "select stream, content from events where stream = any($1::text[]) order by stream, version"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The store as it is while this transaction holds its lock.

    ``receipts`` are body hash and receipt by client and key, ``taken`` the messages of the inbox. ``named`` are the
    streams that were asked for, ``kept`` those of them that need not be read from their beginning, ``contents`` the
    stored bytes of what each holds beyond that, in order.
    """

    position: int
    hash: bytes
    recorded_at: datetime
    receipts: Mapping[tuple[str, str], tuple[bytes, bytes]]
    taken: frozenset[str]
    subjects: frozenset[str]
    named: set[str]
    kept: Mapping[str, Stream]
    contents: dict[str, list[bytes]]

    def foresaw(self, stream: str, subject: str | None) -> bool:
        """Whether this stream was looked up, by its name or as a clock of this subject."""
        return stream in self.named or subject in self.subjects


async def look_up(connection: Connection, units: Sequence[Unit], known: KeptStreams) -> Found:
    """Everything that these units ask for by name."""
    found = await _look_up(connection, units, known)
    if known.agrees_with(found.position):
        return found
    known.let_go()
    return await _look_up(connection, units, known)


async def _look_up(connection: Connection, units: Sequence[Unit], known: KeptStreams) -> Found:
    callers = [unit.caller for unit in units if unit.caller.key is not None]
    streams = {step.stream for unit in units for step in unit.steps}
    kept = known.those_of(step for unit in units for step in unit.steps)
    head = await connection.fetchrow(
        HEAD,
        [caller.client for caller in callers],
        [caller.key for caller in callers],
        [message for unit in units for message in (unit.inbox, unit.after) if message],
        list(streams),
        [kept[stream].version if stream in kept else 0 for stream in streams],
    )
    assert head is not None  # noqa: S101 - the kernel's first migration makes the row
    return Found(
        position=head["position"],
        hash=head["hash"],
        recorded_at=head["recorded_at"],
        receipts={(client, key): (body_hash, receipt) for client, key, body_hash, receipt in head["receipts"]},
        taken=frozenset(head["taken"]),
        subjects=frozenset(streams),
        named=streams,
        kept=kept,
        contents=_by_stream(head["contents"]),
    )


async def look_further(connection: Connection, found: Found, streams: Collection[str]) -> bool:
    """Adds streams that nobody had named. Returns whether anything has happened to one of them."""
    if not streams:
        return False
    contents = _by_stream(await connection.fetch(STREAMS, list(streams)))
    found.named.update(streams)
    found.contents.update(contents)
    return bool(contents)


def _by_stream(rows: Iterable[Row]) -> dict[str, list[bytes]]:
    contents: dict[str, list[bytes]] = {}
    for stream, content in rows:
        contents.setdefault(stream, []).append(content)
    return contents
