"""Phantom: every stored event and every timeline entry traces to a command that somebody asked for.

A command of unknown outcome may explain what is stored; one that was definitely refused never does.
"""

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence

from tests.campaign.checker.run import Command, Event, Run, key_of
from tests.campaign.checker.verdict import Kind, Violation

RULE = "phantom"
REFUSED = "refused"
BY_ITSELF = frozenset({"ClockWarned", "ClockBreached"})
"""What the system does without being asked: a clock that ran out."""
READINGS = frozenset({"RecordViewed", "ListViewed"})
"""Kept by reading; the rule about the audit counts them."""
KEPT_UNREAD = "UnreadableSubmissionKept"
SYSTEM = "SYSTEM"


def check(run: Run) -> Iterator[Violation]:
    explained = Explanations(run)
    for (service, _), unit in run.units.items():
        yield from explained.of_unit(service, unit)
    yield from _causes(run)
    yield from _entries(run)


class Explanations:
    """What was asked, in the ways by which a stored unit can be recognised."""

    def __init__(self, run: Run) -> None:
        self._by_key = run.by_key
        self._receipts = {
            (command.service, stream, version)
            for command in run.asked
            if command.ok
            for stream, version in command.receipt.get("versions", {}).items()
        }
        self._bodies = {command.body_sha256 for command in run.asked}
        self._unsure = Counter((command.service, command.path) for command in run.asked if command.outcome == "unknown")

    def of_unit(self, service: str, unit: Sequence[Event]) -> Iterator[Violation]:
        first = unit[0]
        if first.role == SYSTEM:
            if not all(event.type in BY_ITSELF for event in unit):
                yield _phantom(first, "the system did it without a cause")
        elif first.type == KEPT_UNREAD:
            if hashlib.sha256(base64.b64decode(first.data["body"])).hexdigest() not in self._bodies:
                yield _phantom(first, "nobody sent these bytes")
        elif first.type not in READINGS:
            yield from self._asked_for(service, unit)

    def _asked_for(self, service: str, unit: Sequence[Event]) -> Iterator[Violation]:
        key = key_of(unit)
        attempts = self._by_key.get(key, ()) if key else ()
        if any(command.outcome != "refused" for command in attempts):
            return
        if attempts:
            yield _refused(unit[0], attempts)
        elif not (self._has_receipt(unit) or self._perhaps(service, unit[0])):
            yield _phantom(unit[0], "no command explains it")

    def _has_receipt(self, unit: Sequence[Event]) -> bool:
        return any((event.service, event.stream, event.version) in self._receipts for event in unit)

    def _perhaps(self, service: str, event: Event) -> bool:
        """Whether a command of unknown outcome about this subject is left over."""
        subject = event.stream.partition("-")[2]
        for (asked_of, path), left in self._unsure.items():
            if left and asked_of == service and event.key is None and subject in path:
                self._unsure[asked_of, path] -= 1
                return True
        return False


def _refused(event: Event, attempts: Sequence[Command]) -> Violation:
    answers = ", ".join(f"{command.op} ({command.status})" for command in attempts)
    return Violation(Kind.PHANTOM, REFUSED, f"{event} is stored, though every attempt was refused: {answers}.")


def _phantom(event: Event, why: str) -> Violation:
    return Violation(Kind.PHANTOM, RULE, f"{event} by {event.user_id}: {why}.")


def _causes(run: Run) -> Iterator[Violation]:
    """What follows from an event names it as its cause, and that event is stored somewhere."""
    for event in run.events.values():
        if not event.is_root and event.causation_id not in run.events:
            yield Violation(Kind.PHANTOM, RULE, f"{event} names {event.causation_id} as its cause, which no store has.")


def _entries(run: Run) -> Iterator[Violation]:
    for child, timeline in run.timelines.items():
        for entry in timeline.entries:
            event = run.events.get(entry.source_event)
            if event is None:
                yield Violation(
                    Kind.PHANTOM,
                    RULE,
                    f"Entry {entry.entry_id} of child {child} names event {entry.source_event}, which no store has.",
                )
