"""Ended: a clock stops with what it waits for, so that nobody is told that something is late which has been done.

Triage waits for a rating and a direction, the response for a decision about every child whom the contact names.
"""

from collections.abc import Iterator

from tests.campaign.checker.naming import Contacts
from tests.campaign.checker.run import Event, Run
from tests.campaign.checker.verdict import Kind, Violation

RULE = "ended"
RUNNING = frozenset({"ClockStarted", "ClockRebased", "ClockWarned"})
RESPONSE = ("CK_1WD", "CK_RED", "CK_AMBER", "CK_GREEN")


def check(run: Run) -> Iterator[Violation]:
    screening = run.stores.get("screening")
    if screening is None:
        return
    last = {event.stream: event for event in screening.events if event.is_clock}
    for case in _of(run, "RagAssigned") & _of(run, "ManagementDirectionRecorded"):
        yield from _still(last.get(f"Clock-CK_TRIAGE-{case}"), "rated and directed")
    for case in _decided(run):
        for code in RESPONSE:
            yield from _still(last.get(f"Clock-{code}-{case}"), "decided for every child")


def _of(run: Run, type_: str) -> set[str]:
    return {event.stream for event in run.of("screening", type_)}


def _decided(run: Run) -> Iterator[str]:
    contacts = Contacts(run)
    decided: dict[str, set[str]] = {}
    for event in run.of("screening", "ThresholdDecisionAuthorised"):
        decided.setdefault(event.stream, set()).add(contacts.identities.child_of(event.data["child_id"]))
    for case, children in decided.items():
        if {child.identity for child in contacts.children(case.partition("-")[2])} <= children:
            yield case


def _still(clock: Event | None, done: str) -> Iterator[Violation]:
    if clock is not None and clock.type in RUNNING:
        yield Violation(Kind.BROKEN, RULE, f"{clock.stream} runs on, though its case has been {done}.")
