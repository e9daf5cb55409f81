"""Words: what an agency wrote is stored as it wrote it, every word and number, whatever place it is stored in.

The body that counts is the one whose hash is kept under the key: what the receipt was given for.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, cast

from tests.campaign.checker.run import SUBMITTED, Command, Event, Run, key_of
from tests.campaign.checker.verdict import Kind, Violation

RULE = "words"
SHORTEST_INSTANT = len("2026-01-01T00:00:00")


def check(run: Run) -> Iterator[Violation]:
    sent = {command.body_sha256: command for command in run.asked if command.is_submission and command.body}
    for event in run.of("intake", *SUBMITTED):
        key = key_of([event])
        row = run.key_rows.get(key) if key else None
        command = sent.get(row.body_sha256) if row else None
        if command is not None:
            yield from _compared(event, command)


def _compared(event: Event, command: Command) -> Iterator[Violation]:
    kept = {_as_meant(value) for _, value in _leaves(event.data, "")}
    for place, value in _leaves(command.body, ""):
        if _as_meant(value) not in kept:
            yield Violation(Kind.LOST, RULE, f"{event} keeps nothing of {place} as {command.op} sent it.")


def _leaves(value: Any, place: str) -> Iterator[tuple[str, object]]:
    """Every text and number, with where it stands."""
    if isinstance(value, Mapping):
        for name, member in cast(Mapping[str, Any], value).items():
            yield from _leaves(member, f"{place}.{name}" if place else name)
    elif isinstance(value, list):
        for member in cast(list[Any], value):
            yield from _leaves(member, place)
    elif value is not None and not isinstance(value, bool):
        yield place, value


def _as_meant(value: object) -> object:
    """An instant is the same however its offset is written."""
    if isinstance(value, str) and len(value) >= SHORTEST_INSTANT and value[:4].isdigit():
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            return value
    return value
