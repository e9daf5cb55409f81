"""The outbox is complete and the journal holds all of it; nothing is in the journal that no store has written."""

from collections import Counter
from collections.abc import Iterator

from tests.campaign.checker.run import Event, Run, Store
from tests.campaign.checker.verdict import Kind, Violation

RULE = "outbox"
STEPS_PER_EVENT = 100
ALWAYS_TOLD = {
    "intake": frozenset(
        {
            "ContactReceived",
            "ContactAmended",
            "ContactQualityAssessed",
            "ReferrerAcknowledged",
            "ChildIdentified",
            "IdentityMatchProposed",
            "IncidentLagMeasured",
            "PoliceRiskGradeAmended",
            "MissingEpisodeOpened",
            "MissingEpisodeClosed",
        }
    ),
    "screening": frozenset({"ScreeningOpened", "ThresholdDecisionAuthorised", "OutcomeFeedbackSent"}),
}


def check(run: Run) -> Iterator[Violation]:
    for store in run.stores.values():
        yield from _complete(store)
    if run.has_journal:
        yield from _journal_holds_all(run)
        yield from _journal_holds_no_more(run)


def _complete(store: Store) -> Iterator[Violation]:
    """Whether an event is told to others depends on its type alone, so one type is told always or never."""
    told = Counter(row.position for row in store.outbox)
    types = ALWAYS_TOLD.get(store.service, frozenset()) | {e.type for e in store.events if told[e.position]}
    for event in store.events:
        if not told[event.position] and (event.type in types or event.is_clock):
            yield Violation(Kind.LOST, RULE, f"{event} has no row in the outbox.")
    yield from _rows_fit(store, {event.position: event for event in store.events})


def _rows_fit(store: Store, events: dict[int, Event]) -> Iterator[Violation]:
    """Each row tells of an event in its place, and no two tell the same of it."""
    told = Counter((row.position, row.topic, row.type, row.value_sha256) for row in store.outbox)
    for (position, _, name, _), times in told.items():
        if times > 1:
            yield Violation(Kind.DOUBLED, RULE, f"{events.get(position)} is told {times} times as {name}.")
    for row in store.outbox:
        event = events.get(row.position)
        if event is None or event.stream != row.key or row.sequence // STEPS_PER_EVENT != row.position:
            yield Violation(Kind.PHANTOM, RULE, f"Outbox row {row.sequence} of {store.service} fits no event.")


def _journal_holds_all(run: Run) -> Iterator[Violation]:
    held = {(record.message_id, record.topic, record.key, record.value_sha256) for record in run.journal}
    for store in run.stores.values():
        for row in store.outbox:
            if (row.message_id, row.topic, row.key, row.value_sha256) not in held:
                text = f"Record {row.message_id} ({row.type} of {row.key}, {store.service}) is not in the journal."
                yield Violation(Kind.LOST, RULE, text)


def _journal_holds_no_more(run: Run) -> Iterator[Violation]:
    written = {row.message_id for store in run.stores.values() for row in store.outbox}
    services = set(run.stores)
    for record in run.journal:
        if record.message_id not in written and services:
            place = f"{record.topic}/{record.partition}/{record.offset}"
            yield Violation(Kind.PHANTOM, RULE, f"The record at {place} ({record.type}) is in no store's outbox.")
