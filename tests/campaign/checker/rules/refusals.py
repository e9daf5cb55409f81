"""Refusals: what is well formed and allowed is taken; who comes too late is told so, and only then; rubbish is refused.

A front door that refuses a contact which it should take loses it as surely as one that forgets it.
"""

from collections.abc import Iterator

from tests.campaign.checker.identities import Identities
from tests.campaign.checker.run import SUBMITTED, Command, Run
from tests.campaign.checker.verdict import Kind, Violation

RULE = "refusals"
NOT_TO_BE_TAKEN = frozenset({"bad"})
OTHERS_TO_JUDGE = frozenset({"key_reuse"})
"""The rule about receipts says how another body under a used key is answered."""
ABOUT_THE_ATTEMPT = frozenset({401, 408, 413, 429})


def check(run: Run) -> Iterator[Violation]:
    reasons = Reasons(run)
    for command in run.asked:
        if command.kind in NOT_TO_BE_TAKEN and command.ok:
            yield Violation(Kind.BROKEN, RULE, f"{command.op} was taken ({command.status}), and nobody can read it.")
        elif command.kind not in NOT_TO_BE_TAKEN | OTHERS_TO_JUDGE and not reasons.are_there_for(command):
            code = command.receipt.get("code")
            yield Violation(Kind.LOST, RULE, f"{command.op} ({command.path}) was refused: {command.status} {code}.")


class Reasons:
    """What may stand in the way of a command that is well formed."""

    def __init__(self, run: Run) -> None:
        self._placed = run.placed
        identified = run.of("intake", "ChildIdentified")
        self._same = Identities(identified)
        self._referred = {
            self._same.child_of(event.data["child_id"]) for event in run.of("screening", "ReferralAccepted")
        }
        moved = {each.data["provisional_child_id"]: each.data["child_id"] for each in identified}
        self._settled = {
            (event.data["contact_id"], child["temp_ref"])
            for event in run.of("intake", *SUBMITTED)
            for child in event.data["account"]["children"]
            if moved.get(child["child_id"], child["child_id"]) != child["child_id"]
        }
        """The children, by contact and name in it, of whom somebody has said that they are another child."""

    def are_there_for(self, command: Command) -> bool:
        """Whether the command was not refused, or with reason."""
        if command.outcome != "refused" or command.status in ABOUT_THE_ATTEMPT:
            return True
        match command.receipt.get("code"):
            case "STALE-VERSION":
                return self._came_late(command)
            case "INT-15 IDENTIFIED":
                return (_subject(command), command.body.get("temp_ref")) in self._settled
            case "REFERRAL OPEN_CHILD" | "REFERRAL SAME_DAY":
                return self._same.child_of(_subject(command)) in self._referred
            case _:
                return False

    def _came_late(self, command: Command) -> bool:
        """Whether somebody ever wrote what was to be the next version."""
        expected = command.body.get("expected_version")
        stream = f"Screening-{_subject(command)}"
        return isinstance(expected, int) and (command.service, stream, expected + 1) in self._placed


def _subject(command: Command) -> str:
    """What the path names before its last word."""
    return command.path.split("/")[-2]
