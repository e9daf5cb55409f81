"""Races: of two people who saw the same version, one wins; whoever wins writes the very next version."""

from collections.abc import Iterator

from tests.campaign.checker.run import Command, Run
from tests.campaign.checker.verdict import Kind, Violation

RULE = "races"


def check(run: Run) -> Iterator[Violation]:
    won: dict[tuple[str, str, int], Command] = {}
    for command in run.asked:
        expected = command.body.get("expected_version")
        if not command.ok or not isinstance(expected, int):
            continue
        for stream, version in command.receipt.get("versions", {}).items():
            if stream.startswith("Clock-") or not _is_about(command, stream):
                continue
            winner = won.setdefault((command.service, stream, expected), command)
            if winner.receipt != command.receipt:
                yield _broken(f"{winner.op} and {command.op} both won version {expected} of {stream}")
            yield from _very_next(run, command, stream, version, expected)


def _is_about(command: Command, stream: str) -> bool:
    return stream.partition("-")[2] in command.path


def _very_next(run: Run, command: Command, stream: str, version: int, expected: int) -> Iterator[Violation]:
    last = run.placed.get((command.service, stream, version))
    first = run.placed.get((command.service, stream, expected + 1))
    if last is not None and (first is None or first.correlation_id != last.correlation_id):
        yield _broken(f"{command.op} expected version {expected} of {stream}, yet another's event follows it")


def _broken(text: str) -> Violation:
    return Violation(Kind.BROKEN, RULE, f"{text}.")
