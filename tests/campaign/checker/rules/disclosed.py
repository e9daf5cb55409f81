"""Disclosed: nobody is shown words that are not theirs to read, and everybody those that are, in one order.

Whose they are is read off the mark that the workload leaves at the end of what it says, by the columns Sub and Pol of
domain brief §2.2: the police in the hub read both, health and the call handlers what was reported, a school its own.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import orjson

from tests.campaign.checker.run import Run, Sight, Timeline
from tests.campaign.checker.verdict import Kind, Violation

RULE = "disclosed"
MARK = re.compile(r"\[([PS]) ([^\]]+)\]")
ALL_OF: Mapping[str, str] = {"ds.amin": "PS", "nurse.farrow": "S", "ch.marsh": "S", "dsl.osei": ""}
"""By reader: the letters of the words that are read whoever said them."""
OWN_ORG: Mapping[str, str] = {"dsl.osei": "sch-999001"}
"""Those who read what their own agency reported."""
READERS = tuple(ALL_OF)
TO_ONE_AGENCY = frozenset({"ACK_PRO", "OUTCOME_PRO", "POLICE_OUTCOME", "CLARIFY", "ENC_MIN", "ENC_STAT"})
"""Profiles of which no field holds words of a submission (domain brief §2.3)."""


class Mark(NamedTuple):
    """Words of this letter that were sent under this reference."""

    letter: str
    ref: str

    def __str__(self) -> str:
        what = "the police's own words" if self.letter == "P" else "what was reported"
        return f"{what} in {self.ref}"


def check(run: Run) -> Iterator[Violation]:
    senders = {c.body["source_ref"]: c.key_client for c in run.asked if c.is_submission and c.body.get("source_ref")}
    for sight in run.sights:
        if whole := run.timelines.get(sight.child_id):
            yield from _as_may_be(sight, whole, senders)
            yield from _in_order(sight, whole)
    for event in run.of("notifications", "NotificationBuilt"):
        if event.data["about"]["profile"] in TO_ONE_AGENCY:
            for mark in _marks(event.data["payload"]):
                yield Violation(Kind.BROKEN, RULE, f"{event} tells {event.data['about']['recipient_org']} {mark}.")


def _as_may_be(sight: Sight, whole: Timeline, senders: Mapping[str, str]) -> Iterator[Violation]:
    owed = {mark for mark in _marks(whole.answer) if _may_read(sight.who, mark, senders)}
    shown = _marks(sight.answer)
    for mark in sorted(shown - owed):
        yield Violation(Kind.BROKEN, RULE, f"{sight.who} is shown {mark} on the timeline of {sight.child_id}.")
    for mark in sorted(owed - shown):
        yield Violation(Kind.LOST, RULE, f"{sight.who} is not shown {mark} on the timeline of {sight.child_id}.")


def _may_read(who: str, mark: Mark, senders: Mapping[str, str]) -> bool:
    is_own = who in OWN_ORG and senders.get(mark.ref) == OWN_ORG[who]
    return mark.letter in ALL_OF[who] or (mark.letter == "S" and is_own)


def _in_order(sight: Sight, whole: Timeline) -> Iterator[Violation]:
    """As the front door sees them; what has happened since then stands in one of the two only."""
    place = {entry.entry_id: number for number, entry in enumerate(whole.entries)}
    seen = [place[entry["entry_id"]] for entry in sight.answer.get("entries", ()) if entry["entry_id"] in place]
    if seen != sorted(seen):
        text = f"{sight.who} is shown the timeline of {sight.child_id} in another order than the front door."
        yield Violation(Kind.REORDERED, RULE, text)


def _marks(said: Any) -> set[Mark]:
    return {Mark(letter, ref) for letter, ref in MARK.findall(orjson.dumps(said).decode())}
