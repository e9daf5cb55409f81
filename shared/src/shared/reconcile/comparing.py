"""The comparison itself, on what was read. Pure, and no more than ids are kept in memory, never a record."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from shared.journal.port import Delivered, TopicPartition
from shared.reconcile.report import Report

Listened = tuple[str, str]
"""Topic and contract type."""

Sequences = dict[str, int]
"""The place of each record id in its store's outbox."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSide:
    """One service: what its outbox has written, and what it has taken in of the others'.

    ``journal`` is the identity of the journal that its relay last wrote to, ``waiting`` what the relay has not yet
    been acknowledged; ``places`` are those in the journal of today.
    """

    service: str
    journal: str = ""
    outbox: Sequences
    waiting: Collection[str] = frozenset()
    topics: frozenset[str] = frozenset()
    places: Mapping[TopicPartition, int]
    inbox: Collection[str] = frozenset()
    parked: Collection[str] = frozenset()
    listened: frozenset[Listened] = frozenset()

    @property
    def last_sequence(self) -> int:
        return max(self.outbox.values(), default=0)

    def listened_topics(self) -> set[str]:
        return {topic for topic, _ in self.listened} or {at.topic for at in self.places}

    def owes(self, delivered: Delivered) -> bool:
        """Whether it has passed this record, listens to it, and yet has neither taken it in nor parked it."""
        kind = (delivered.record.topic, delivered.record.headers.get("ce_type", ""))
        if kind not in self.listened or delivered.offset >= self.places.get(delivered.at, 0):
            return False
        message_id = id_of(delivered)
        return message_id not in self.inbox and message_id not in self.parked


def id_of(delivered: Delivered) -> str:
    """The id of a record; its place when it has none."""
    return delivered.record.headers.get("ce_id", f"{delivered.at}/{delivered.offset}")


class Comparison:
    """Sees every record of the journal once, in order, then reports."""

    def __init__(self, identity: str, sides: Sequence[ServiceSide]) -> None:
        self.sides = sides
        self._identity = identity
        self._seen: set[str] = set()
        self._unknown: dict[str, str] = {}
        self._duplicates = 0
        self._furthest: dict[tuple[str, str], int] = {}
        self._disordered: dict[tuple[str, str], None] = {}
        self._not_taken: dict[str, list[str]] = {}

    def topics(self) -> set[str]:
        """The topics to read."""
        return {topic for side in self.sides for topic in side.topics | side.listened_topics()}

    def see(self, delivered: Delivered) -> None:
        """The next record of its partition."""
        message_id = id_of(delivered)
        if message_id in self._seen:
            self._duplicates += 1
            return
        self._seen.add(message_id)
        self._see_order(message_id, delivered)
        for side in self.sides:
            if side.owes(delivered):
                self._not_taken.setdefault(side.service, []).append(message_id)

    def _see_order(self, message_id: str, delivered: Delivered) -> None:
        sequence = next((side.outbox[message_id] for side in self.sides if message_id in side.outbox), None)
        if sequence is None:
            self._unknown[message_id] = delivered.record.topic
            return
        stream = (delivered.record.topic, delivered.record.key)
        if sequence < self._furthest.get(stream, 0):
            self._disordered[stream] = None
        self._furthest[stream] = max(sequence, self._furthest.get(stream, 0))

    def know(self, ids: Collection[str]) -> None:
        """What was written to an outbox after that outbox had been read."""
        for message_id in ids:
            self._unknown.pop(message_id, None)

    def report(self, ends: Mapping[TopicPartition, int]) -> Report:
        """What was found; ``ends`` are the next offsets of the journal."""
        return Report(
            records=len(self._seen),
            duplicates=self._duplicates,
            waiting=_counts((side.service, len(side.waiting)) for side in self.sides),
            missing=_lists((side.service, self._missing(side)) for side in self.sides),
            other_journal=[side.service for side in self.sides if side.journal not in ("", self._identity)],
            unknown=[f"{message_id} on {topic}" for message_id, topic in self._unknown.items()],
            disordered=[f"{key} on {topic}" for topic, key in self._disordered],
            not_taken=self._not_taken,
            from_nowhere=_lists((side.service, self._from_nowhere(side)) for side in self.sides),
            parked=_counts((side.service, len(side.parked)) for side in self.sides),
            lag=_counts((side.service, _lag(side, ends)) for side in self.sides),
        )

    def _missing(self, side: ServiceSide) -> list[str]:
        return [each for each in side.outbox if each not in self._seen and each not in side.waiting]

    def _from_nowhere(self, side: ServiceSide) -> list[str]:
        known = [other.outbox for other in self.sides]
        taken = (each for each in side.inbox if each not in self._seen)
        return sorted(each for each in taken if not any(each in outbox for outbox in known))


def _lag(side: ServiceSide, ends: Mapping[TopicPartition, int]) -> int:
    topics = side.listened_topics()
    return sum(max(0, end - side.places.get(at, 0)) for at, end in ends.items() if at.topic in topics)


def _counts(found: Iterator[tuple[str, int]]) -> dict[str, int]:
    return {service: count for service, count in found if count}


def _lists(found: Iterator[tuple[str, list[str]]]) -> dict[str, list[str]]:
    return {service: ids for service, ids in found if ids}
