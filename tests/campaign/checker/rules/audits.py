"""Audit: every child's record that was given out has exactly one record of its reading, and everything that was stored
a line of who did it; and the other way round."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from tests.campaign.checker.run import Event, Run, Store
from tests.campaign.checker.verdict import Kind, Violation

RULE = "audit"
TIMELINE_READ = re.compile(r"/children/([^/?]+)/(?:timeline|digest)(?:\?|$)")
LOOKED = "View"
CASE_READ = re.compile(r"/screenings/([^/?]+)(?:\?|$)")

Reading = tuple[str, str]
"""Who read, and what: a child by one of its identities, or a screening."""


def check(run: Run) -> Iterator[Violation]:
    for store in run.stores.values():
        yield from _done(store)
    if timeline := run.stores.get("timeline"):
        same = Together(run.of("intake", "ChildIdentified"))
        viewed = Counter(
            (e.data["user_id"], same.one_of(e.data["child_id"])) for e in run.of("timeline", "RecordViewed")
        )
        given, perhaps = _reads(run, "timeline", TIMELINE_READ, same)
        yield from _compared("the timeline of", given, perhaps, viewed)
        audited = Counter(
            (row["user_id"], same.one_of(child))
            for row in timeline.audit
            if row["action"] == "ViewRecord"
            for child in row["child_ids"]
        )
        yield from _compared("the timeline (by the audit table) of", viewed, Counter(), audited)
    if screening := run.stores.get("screening"):
        yield from _cases(run, screening.audit)


def _done(store: Store) -> Iterator[Violation]:
    """A line and what was done share their instant and their streams. What clocks do is in the line of their cause."""
    lines = {
        (datetime.fromisoformat(row["recorded_at"]), stream, row["user_id"]): row
        for row in store.audit
        for stream in row["streams"]
    }
    said = {(at, stream) for at, stream, _ in lines}
    for event in store.events:
        at, stream = event.recorded_at, event.stream
        if (at, stream) not in said or not (event.is_clock or (at, stream, event.user_id) in lines):
            yield Violation(Kind.BROKEN, RULE, f"{event} by {event.user_id} has no line in the audit.")
    happened = {(event.recorded_at, event.stream) for event in store.events}
    for (at, stream, who), line in lines.items():
        if not line["action"].startswith(LOOKED) and (at, stream) not in happened:
            text = f"{who} is said to have done {line['action']} in {stream} at {at}: nothing happened."
            yield Violation(Kind.BROKEN, RULE, text)


def _cases(run: Run, audit: Sequence[Mapping[str, Any]]) -> Iterator[Violation]:
    rows = [row for row in audit if row["action"] == "ViewContact"]
    written = Counter((row["user_id"], stream.partition("-")[2]) for row in rows for stream in row["streams"])
    with_children = {e.data["contact_id"] for e in run.of("screening", "ScreeningOpened") if e.child_ids}
    given, perhaps = _reads(run, "screening", CASE_READ, None)
    given = Counter({reading: count for reading, count in given.items() if reading[1] in with_children})
    written = Counter({reading: count for reading, count in written.items() if reading[1] in with_children})
    yield from _compared("screening", given, perhaps, written)


def _reads(
    run: Run, service: str, path: re.Pattern[str], same: "Together | None"
) -> tuple[Counter[Reading], Counter[Reading]]:
    """How often each thing was certainly, and perhaps besides, given to each reader."""
    given: Counter[Reading] = Counter()
    perhaps: Counter[Reading] = Counter()
    for command in run.commands:
        if command.is_read and command.service == service and (found := path.search(command.path)):
            what = same.one_of(found[1]) if same else found[1]
            counts = given if command.ok else perhaps if command.outcome == "unknown" else Counter[Reading]()
            counts[command.who, what] += 1
    return given, perhaps


def _compared(
    what: str, given: Counter[Reading], perhaps: Counter[Reading], written: Counter[Reading]
) -> Iterator[Violation]:
    for reading in given.keys() | written.keys():
        who, about = reading
        fewest, most = given[reading], given[reading] + perhaps[reading]
        if not fewest <= written[reading] <= most:
            text = f"{who} was given {what} {about} {fewest} to {most} times, and {written[reading]} readings are kept."
            yield Violation(Kind.BROKEN, RULE, text)


class Together:
    """Identities that were ever linked, whatever the order of the links was."""

    def __init__(self, identified: list[Event]) -> None:
        self._of: dict[str, str] = {}
        for event in identified:
            one, other = self.one_of(event.data["provisional_child_id"]), self.one_of(event.data["child_id"])
            self._of[max(one, other)] = min(one, other)

    def one_of(self, identity: str) -> str:
        while self._of.get(identity, identity) != identity:
            identity = self._of[identity]
        return identity
