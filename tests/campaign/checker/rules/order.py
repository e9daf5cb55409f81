"""Order: within each store and stream, along the journal, and for each child in real time."""

from collections.abc import Iterator, Sequence
from math import inf

from tests.campaign.checker.run import Event, JournalRecord, OutboxRow, Run, Store
from tests.campaign.checker.verdict import Kind, Violation

RULE = "order"
REAL_TIME = "real time"


def check(run: Run) -> Iterator[Violation]:
    for store in run.stores.values():
        yield from _dense(store)
        yield from _in_real_time(run, store)
    yield from _along_the_journal(run)


def _dense(store: Store) -> Iterator[Violation]:
    """Positions and versions have no gap, and time never runs backwards."""
    versions: dict[str, int] = {}
    before: Event | None = None
    for place, event in enumerate(store.events, 1):
        if event.position != place:
            yield _reordered(f"Position {place} of {store.service} holds position {event.position}")
            return
        if event.version != versions.get(event.stream, 0) + 1:
            yield _reordered(f"{event} comes after version {versions.get(event.stream, 0)}")
        if before and event.recorded_at < before.recorded_at:
            yield _reordered(f"{event} was recorded before {before}, which has an earlier position")
        versions[event.stream] = event.version
        before = event


def _reordered(text: str, rule: str = RULE) -> Violation:
    return Violation(Kind.REORDERED, rule, f"{text}.")


def _in_real_time(run: Run, store: Store) -> Iterator[Violation]:
    """What was acknowledged before another command was asked stands before it: one order for all children."""
    spans = sorted(_spans(run, store), key=lambda span: span[0])
    by_answer = iter(sorted(spans, key=lambda span: span[1]))
    answered = next(by_answer, None)
    latest: Event | None = None
    for invoked_at, _, first, _ in spans:
        while answered is not None and answered[1] < invoked_at:
            if latest is None or answered[3].position > latest.position:
                latest = answered[3]
            answered = next(by_answer, None)
        if latest is not None and latest.position >= first.position and latest.correlation_id != first.correlation_id:
            yield _reordered(f"{latest} was acknowledged before {first} was asked for, yet stands after it", REAL_TIME)


def _spans(run: Run, store: Store) -> Iterator[tuple[float, float, Event, Event]]:
    """For each keyed unit: first asked, first acknowledged, its first and last event."""
    for key, attempts in run.by_key.items():
        units = run.units_of_key.get(key, ())
        if key.service == store.service and len(units) == 1:
            invoked = min(command.invoked_at for command in attempts)
            answered = min((command.answered_at for command in attempts if command.ok), default=inf)
            yield invoked, answered, units[0][0], units[0][-1]


def _along_the_journal(run: Run) -> Iterator[Violation]:
    """The first appearances of a key's records are in the outbox's order; a repeat says exactly the same."""
    places = {row.message_id: (row.sequence, row) for store in run.stores.values() for row in store.outbox}
    seen: dict[str, JournalRecord] = {}
    furthest: dict[tuple[str, str], tuple[int, str]] = {}
    for record in _in_order(run.journal):
        if (before := seen.get(record.message_id)) is not None:
            if (before.value_sha256, before.key, before.type) != (record.value_sha256, record.key, record.type):
                yield _reordered(f"Record {record.message_id} came again at {_place(record)} with other bytes")
            continue
        seen[record.message_id] = record
        if record.message_id in places:
            yield from _after(record, places[record.message_id], furthest)


def _after(
    record: JournalRecord, placed: tuple[int, OutboxRow], furthest: dict[tuple[str, str], tuple[int, str]]
) -> Iterator[Violation]:
    stream, sequence = (record.topic, record.key), placed[0]
    last, last_id = furthest.get(stream, (-1, ""))
    if sequence < last:
        yield _reordered(f"Record {record.message_id} of {record.key} came at {_place(record)}, after {last_id}")
    else:
        furthest[stream] = (sequence, record.message_id)


def _in_order(journal: Sequence[JournalRecord]) -> Sequence[JournalRecord]:
    return sorted(journal, key=lambda record: (record.topic, record.partition, record.offset))


def _place(record: JournalRecord) -> str:
    return f"{record.topic}/{record.partition}/{record.offset}"
