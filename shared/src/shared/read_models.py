"""How the rows of a read model are kept, in the transaction that stores the events: what commits together is written
together, one statement for all that happened alike.

The law: what happened in one stream is kept in the order in which it happened.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any

from shared.database import Connection
from shared.events import Recorded

Keep = Callable[[Connection, Sequence[Recorded[Any]]], Awaitable[None]]
"""Keeps events of one kind, at most one of each stream."""


async def keep_alike(connection: Connection, events: Sequence[Recorded[object]], kinds: Mapping[type, Keep]) -> None:
    """Keeps the events of these kinds; leaves out all others."""
    for turn in _turns(events, kinds):
        for kind, happened in turn.items():
            await kinds[kind](connection, happened)


def _turns(events: Sequence[Recorded[object]], kinds: Mapping[type, Keep]) -> list[dict[type, list[Recorded[object]]]]:
    """The first event of each stream by kind, then the second of each …"""
    turns: list[dict[type, list[Recorded[object]]]] = []
    seen: Counter[str] = Counter()
    for recorded in events:
        if type(recorded.data) not in kinds:
            continue
        if seen[recorded.stream] == len(turns):
            turns.append({})
        turns[seen[recorded.stream]].setdefault(type(recorded.data), []).append(recorded)
        seen[recorded.stream] += 1
    return turns


async def keep_rows(connection: Connection, statement: str, rows: Iterable[Sequence[object]]) -> None:
    """One statement for all rows, which it takes as arrays, one a column. A ``text[]`` goes as ``text_array``."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    if columns:
        await connection.execute(statement, *columns)
