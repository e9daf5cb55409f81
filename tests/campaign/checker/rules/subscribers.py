"""Subscribers: each record that a service listens to is taken in, once, with all that follows from it."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator

import orjson

from tests.campaign.checker.run import JournalRecord, Run, Store
from tests.campaign.checker.verdict import Kind, Violation

RULE = "subscribers"
PREFIX = "frontdoor."
LISTENED = {
    "screening": frozenset(
        {
            "ContactReceived",
            "ContactAmended",
            "ContactQualityAssessed",
            "ChildIdentified",
            "IncidentLagMeasured",
            "CareStatusAtContactRecorded",
            "SiblingsFound",
            "ContactCompleted",
        }
    ),
    "timeline": frozenset(
        {
            "ContactReceived",
            "ContactAmended",
            "PoliceRiskGradeAmended",
            "ContactQualityAssessed",
            "ChildIdentified",
            "ReferrerAcknowledged",
            "MissingEpisodeOpened",
            "MissingEpisodeClosed",
            "ClockStarted",
            "ClockWarned",
            "ClockBreached",
            "ClockStopped",
        }
    ),
}


def check(run: Run) -> Iterator[Violation]:
    for store in run.stores.values():
        yield from _taken_in(run, store)
        yield from _effects_once(run, store)


def _listens(run: Run, store: Store, taken: Collection[str]) -> Callable[[JournalRecord], bool]:
    """Whether the service has to take in a record: of a type that it is known to listen to, or of a type of which it
    has taken in any on the same topic."""
    known = {f"{PREFIX}{name}.v1" for name in LISTENED.get(store.service, ())}
    shown = {(record.topic, record.type) for record in run.journal if record.message_id in taken}
    return lambda record: record.type in known or (record.topic, record.type) in shown


def _taken_in(run: Run, store: Store) -> Iterator[Violation]:
    times = Counter(store.inbox)
    for message_id, count in times.items():
        if count > 1:
            yield Violation(Kind.DOUBLED, RULE, f"{store.service} has taken record {message_id} in {count} times.")
    parked = {row["message_id"] for row in store.parked}
    for row in store.parked:
        yield Violation(Kind.BROKEN, RULE, f"{store.service} has parked {row['message_id']}: {row['error']}.")
    listens = _listens(run, store, times)
    missing = {r.message_id: r for r in run.journal if listens(r) and r.message_id not in times}
    for message_id, record in missing.items():
        if message_id not in parked:
            text = f"{store.service} has not taken in record {message_id} ({record.type} of {record.key})."
            yield Violation(Kind.LOST, RULE, text)


def _effects_once(run: Run, store: Store) -> Iterator[Violation]:
    """One event of another service leads to the same event here at most once."""
    own = {event.event_id for event in store.events}
    seen: dict[tuple[str, str, str, bytes], str] = {}
    for event in store.events:
        if event.is_root or event.causation_id in own:
            continue
        effect = (event.causation_id, event.stream, event.type, orjson.dumps(event.data, option=orjson.OPT_SORT_KEYS))
        if effect in seen:
            yield Violation(Kind.DOUBLED, RULE, f"{event} says the same, for the same reason, as {seen[effect]}.")
        seen[effect] = str(event)
