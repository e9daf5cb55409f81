"""Refusals: what is well formed and allowed is taken; who comes too late is told so, and only then; rubbish is refused.

A front door that refuses a contact which it should take loses it as surely as one that forgets it.
"""

from collections.abc import Collection, Iterator

from tests.campaign.checker.run import SUBMITTED, Command, Run
from tests.campaign.checker.verdict import Kind, Violation

RULE = "refusals"
NOT_TO_BE_TAKEN = frozenset({"bad"})
OTHERS_TO_JUDGE = frozenset({"key_reuse"})
"""The rule about receipts says how another body under a used key is answered."""
ABOUT_THE_ATTEMPT = frozenset({401, 408, 413, 429})


def check(run: Run) -> Iterator[Violation]:
    settled = _settled(run)
    for command in run.asked:
        if command.kind in NOT_TO_BE_TAKEN and command.ok:
            yield Violation(Kind.BROKEN, RULE, f"{command.op} was taken ({command.status}), and nobody can read it.")
        elif command.kind not in NOT_TO_BE_TAKEN | OTHERS_TO_JUDGE and _is_wrong(run, command, settled):
            code = command.receipt.get("code")
            yield Violation(Kind.LOST, RULE, f"{command.op} ({command.path}) was refused: {command.status} {code}.")


def _settled(run: Run) -> Collection[tuple[str, str]]:
    """The children, by their contact and their name in it, of whom somebody has said that they are another child."""
    told = [event.data for event in run.of("intake", "ChildIdentified")]
    another = {each["provisional_child_id"] for each in told if each["child_id"] != each["provisional_child_id"]}
    return {
        (event.data["contact_id"], child["temp_ref"])
        for event in run.of("intake", *SUBMITTED)
        for child in event.data["account"]["children"]
        if child["child_id"] in another
    }


def _is_wrong(run: Run, command: Command, settled: Collection[tuple[str, str]]) -> bool:
    if command.outcome != "refused" or command.status in ABOUT_THE_ATTEMPT:
        return False
    match command.receipt.get("code"):
        case "STALE-VERSION":
            return not _was_late(run, command)
        case "INT-15 IDENTIFIED":
            return (_subject(command), command.body.get("temp_ref")) not in settled
        case _:
            return True


def _was_late(run: Run, command: Command) -> bool:
    """Whether somebody ever wrote what was to be the next version."""
    expected = command.body.get("expected_version")
    next_one = isinstance(expected, int) and (command.service, f"Screening-{_subject(command)}", expected + 1)
    return next_one in run.placed


def _subject(command: Command) -> str:
    """What the path names before its last word."""
    return command.path.split("/")[-2]
