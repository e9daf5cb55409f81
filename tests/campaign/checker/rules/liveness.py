"""Liveness: within 120 seconds of the last heal nothing waits; and every final read has reached its end."""

from collections.abc import Iterator

from tests.campaign.checker.run import Run
from tests.campaign.checker.verdict import Kind, Violation

RULE = "liveness"
ENDS = "ends"
SETTLED_SECONDS = 120


def check(run: Run) -> Iterator[Violation]:
    for end in run.ends:
        if not end.complete:
            yield Violation(Kind.UNKNOWN, ENDS, f"Of {end.what} only {end.read} were read: {end.why or 'cut short'}.")
    if run.settled is None:
        yield Violation(Kind.UNKNOWN, RULE, "Nobody wrote down whether the system settled.")
        return
    yield from _settled(run)
    for store in run.stores.values():
        waiting = sum(not row.published for row in store.outbox)
        if waiting:
            yield _broken(f"{store.service} still has {waiting} records to publish")
        behind = _lag(run, {(p["journal"], p["topic"], p["partition"]): p["next_offset"] for p in store.places})
        if store.inbox and behind:
            yield _broken(f"{store.service} is {behind} records behind the journal")


def _settled(run: Run) -> Iterator[Violation]:
    told = run.settled or {}
    seconds = told.get("seconds")
    if not told.get("settled", False):
        yield _broken(f"The system did not settle after the last heal: {told.get('waiting', told)}")
    elif seconds is not None and seconds > SETTLED_SECONDS:
        yield _broken(f"The system took {seconds:.0f} s after the last heal to settle, not {SETTLED_SECONDS}")


def _lag(run: Run, places: dict[tuple[str, str, int], int]) -> int:
    """Over the topics of which this service keeps any place: those are the ones that it listens to."""
    topics = {topic for journal, topic, _ in places if journal == run.journal_identity}
    return sum(
        max(0, end - places.get((run.journal_identity, topic, partition), 0))
        for (topic, partition), end in run.journal_ends.items()
        if topic in topics
    )


def _broken(text: str) -> Violation:
    return Violation(Kind.BROKEN, RULE, f"{text}.")
