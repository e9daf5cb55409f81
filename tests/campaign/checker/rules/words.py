"""Words: what was written is stored as it was written, every word and number, whatever place it is stored in.

An agency's stand in the contact itself, those about one child or adult together; a person's in any event that the
command led to. The body that counts is the one whose hash is kept under the key: what the receipt was given for.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from tests.campaign.checker.run import SUBMITTED, Command, Event, Run
from tests.campaign.checker.verdict import Kind, Violation

RULE = "words"
SHORTEST_INSTANT = len("2026-01-01T00:00:00")
NOT_IN_EVENTS = ("/rolls",)
"""A school's roll is a table, and no event."""
NOT_WORDS = frozenset({"expected_version", "child_id", "child_ids"})
"""Of a person's command: what it went by. Who a child is may have been settled meanwhile."""


def check(run: Run) -> Iterator[Violation]:
    for key, row in run.key_rows.items():
        sent = [c for c in run.by_key.get(key, ()) if c.body and c.body_sha256 == row.body_sha256]
        for unit in run.units_of_key.get(key, ()) if sent else ():
            yield from _kept(unit, sent[0])


def _kept(unit: Sequence[Event], command: Command) -> Iterator[Violation]:
    if command.is_submission:
        for event in unit:
            if event.type in SUBMITTED:
                yield from _all_of(command.body, [event], command)
                yield from _together(event, command)
    elif not command.path.endswith(NOT_IN_EVENTS):
        words = {name: value for name, value in command.body.items() if name not in NOT_WORDS}
        yield from _all_of(words, unit, command)


def _all_of(words: Mapping[str, Any], events: Sequence[Event], command: Command) -> Iterator[Violation]:
    kept = {_as_meant(value) for event in events for _, value in _leaves(event.data, "")}
    for place, value in _leaves(words, ""):
        if _as_meant(value) not in kept:
            yield Violation(Kind.LOST, RULE, f"{events[0]} keeps nothing of {place} as {command.op} sent it.")


def _together(event: Event, command: Command) -> Iterator[Violation]:
    """What is said of one child, or of one adult, is kept of one."""
    kept = [words for _, words in _members(event.data, "")]
    for place, words in _members(command.body, ""):
        if not any(words <= each for each in kept):
            yield Violation(Kind.BROKEN, RULE, f"{event} has put {place}, as {command.op} sent it, with another.")


def _members(value: Any, place: str) -> Iterator[tuple[str, set[object]]]:
    """The words of each member of a list that has names for them, with where it stands."""
    for name, member in _inside(value):
        at = f"{place}.{name}" if place else name
        if isinstance(value, list) and isinstance(member, Mapping):
            yield at, {_as_meant(leaf) for _, leaf in _leaves(member, "")}
        yield from _members(member, at)


def _leaves(value: Any, place: str) -> Iterator[tuple[str, object]]:
    """Every text and number, with where it stands."""
    if isinstance(value, Mapping | list):
        for name, member in _inside(value):
            yield from _leaves(member, f"{place}.{name}" if place else name)
    elif value not in (None, "") and not isinstance(value, bool):
        yield place, value


def _inside(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        yield from cast(Mapping[str, Any], value).items()
    elif isinstance(value, list):
        yield from ((str(number), member) for number, member in enumerate(cast(list[Any], value), 1))


def _as_meant(value: object) -> object:
    """An instant is the same however its offset is written, and a text without the spaces around it."""
    if not isinstance(value, str):
        return value
    if len(value) >= SHORTEST_INSTANT and value[:4].isdigit():
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            return value.strip()
    return value.strip()
