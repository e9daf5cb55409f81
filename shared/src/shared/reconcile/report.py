"""What a reconciliation found, in plain words. Ids and stream names only, nothing of what a record says."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

EXAMPLES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """By service where it is a mapping. What is only on its way (``waiting``, ``lag``) or repeated is no fault."""

    records: int
    """Different records in the journal."""
    duplicates: int
    waiting: Mapping[str, int]
    """Written by the store, not yet acknowledged by the journal."""
    missing: Mapping[str, Sequence[str]]
    """Acknowledged by the journal, and not in it."""
    other_journal: Sequence[str]
    """Services whose relay last wrote to a journal that is not this one."""
    unknown: Sequence[str]
    """In the journal, written by no store."""
    disordered: Sequence[str]
    """Streams whose records came into the journal in another order than they were written."""
    not_taken: Mapping[str, Sequence[str]]
    """Passed by a subscriber that listens to them, and neither taken in nor parked."""
    from_nowhere: Mapping[str, Sequence[str]]
    """Taken in by a subscriber, written by no store and not in the journal."""
    parked: Mapping[str, int]
    lag: Mapping[str, int]

    @property
    def clean(self) -> bool:
        """Whether neither side lacks anything."""
        faults = (self.missing, self.other_journal, self.unknown, self.disordered, self.not_taken)
        return not any((*faults, self.from_nowhere, self.parked))

    def lines(self) -> Iterator[str]:
        """The report for a person: a line a finding, and a last line that sums up."""
        for service in self.other_journal:
            yield f"{service}: its relay wrote to another journal; it will publish everything again"
        for service, ids in self.missing.items():
            yield f"{service}: {_some(ids)} acknowledged by the journal and not in it"
        if self.unknown:
            yield f"journal: {_some(self.unknown)} written by no store"
        if self.disordered:
            yield f"journal: {len(self.disordered)} streams out of order: {_examples(self.disordered)}"
        for service, ids in self.not_taken.items():
            yield f"{service}: {_some(ids)} passed over without effect"
        for service, ids in self.from_nowhere.items():
            yield f"{service}: {_some(ids)} taken in that no store has written"
        for service, count in self.parked.items():
            yield f"{service}: {_records(count)} parked, waiting for a person"
        for service, count in self.waiting.items():
            yield f"{service}: {_records(count)} on the way to the journal"
        for service, count in self.lag.items():
            yield f"{service}: {_records(count)} behind the journal"
        repeated = f" ({self.duplicates} repeated)" if self.duplicates else ""
        verdict = "journal and stores agree" if self.clean else "journal and stores do not agree"
        yield f"{_records(self.records)} in the journal{repeated}: {verdict}"


def _some(ids: Sequence[str]) -> str:
    return f"{_records(len(ids))} ({_examples(ids)})"


def _records(count: int) -> str:
    return "1 record" if count == 1 else f"{count} records"


def _examples(names: Sequence[str]) -> str:
    more = ", …" if len(names) > EXAMPLES else ""
    return ", ".join(names[:EXAMPLES]) + more
