"""What a batch has decided, as the bytes that are stored and published. Pure: it can be done while Postgres works."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.clocks.commands import is_clock
from shared.clocks.contracts import clock_contracts
from shared.contracts import Contract, to_record
from shared.events import Recorded, stored_bytes
from shared.journal.port import Record
from shared.store.chain import link
from shared.store.deciding import Decisions
from shared.store.definition import StoreDefinition

STEPS_PER_EVENT = 100
"""Room in the outbox's order for the contracts of one event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """The stored bytes of each event, the hash that chains each to the one before, and what is published of them all.

    A record comes with its place in the order of the outbox.
    """

    contents: Sequence[bytes]
    hashes: Sequence[bytes]
    records: Sequence[tuple[int, Record]]


def encode(definition: StoreDefinition, decided: Decisions) -> Encoded:
    """Raises what an event raises that can't be stored, or what the service raises that can't say it."""
    contents = [stored_bytes(definition.events, each) for each in decided.events]
    for event, content in zip(decided.events, contents, strict=True):
        decided.streams[event.stream].size += len(content)
    return Encoded(
        contents=contents, hashes=_chained(decided.previous_hash, contents), records=_records(definition, decided)
    )


def _chained(previous: bytes, contents: Sequence[bytes]) -> list[bytes]:
    hashes: list[bytes] = []
    for content in contents:
        previous = link(previous, content)
        hashes.append(previous)
    return hashes


def _records(definition: StoreDefinition, decided: Decisions) -> list[tuple[int, Record]]:
    return [
        (
            event.position * STEPS_PER_EVENT + ordinal,
            to_record(contract, event, definition.service, contract.topic or definition.topic, ordinal, trace),
        )
        for event, trace in zip(decided.events, decided.traces, strict=True)
        for ordinal, contract in enumerate(_contracts(definition, event))
    ]


def _contracts(definition: StoreDefinition, event: Recorded[object]) -> Sequence[Contract]:
    return clock_contracts(event) if is_clock(event.stream) else definition.publish(event)
