"""Lists: what is open is on the list that people work from, once, as it was last said; and nothing else is.

A child on no list is a child whom nobody is about to look at, however well everything about it is stored.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.campaign.checker.run import Event, Run
from tests.campaign.checker.verdict import Kind, Violation

RULE = "lists"
Row = Mapping[str, Any]

OPENS_SCREENING = ("ScreeningOpened", "ScreeningReopened", "GuardsDeferred")
"""What protection did not wait for opens a screening again."""
ENDS_SCREENING = ("ScreeningClosed", "ScreeningEnded")
OPENS_DISCUSSION = ("StrategyThresholdMet", "ChildAddedToDiscussion", "StrategyAskedForAgain")
ENDS_DISCUSSION = ("StrategyRecordFinalised", "StrategyRequestDeclined")


def check(run: Run) -> Iterator[Violation]:
    if (queue := run.lists.get("the queue")) is not None:
        waiting = _open(run.of("screening", *OPENS_SCREENING, *ENDS_SCREENING), ENDS_SCREENING)
        yield from same("screening's queue", waiting, [f"Screening-{row['contact_id']}" for row in queue])
        yield from _as_last_said(run, queue)
        yield from _soonest_first("screening's queue", [_first_due(row) for row in queue])
    if (discussions := run.lists.get("discussions")) is not None:
        waiting = _open(run.of("strategy", *OPENS_DISCUSSION, *ENDS_DISCUSSION), ENDS_DISCUSSION)
        yield from same("strategy's list", waiting, [f"StrategyDiscussion-{row['strategy_id']}" for row in discussions])
        yield from _soonest_first("strategy's list", [row["due_at"] for row in discussions])


def _open(events: Sequence[Event], ends: Sequence[str]) -> set[str]:
    last = {event.stream: event.type for event in events}
    return {stream for stream, type_ in last.items() if type_ not in ends}


def same(where: str, waiting: set[str], shown: Sequence[str], rule: str = RULE) -> Iterator[Violation]:
    """Whether a list shows what waits, each once, and nothing else."""
    for what, times in Counter(shown).items():
        if times > 1:
            yield Violation(Kind.DOUBLED, rule, f"{what} is {times} times in {where}.")
        if what not in waiting:
            yield Violation(Kind.PHANTOM, rule, f"{what} is in {where}, and has ended or never begun.")
    for what in sorted(waiting - set(shown)):
        yield Violation(Kind.LOST, rule, f"{what} is open, and not in {where}.")


def _as_last_said(run: Run, queue: Sequence[Row]) -> Iterator[Violation]:
    rated = {event.stream: event.data["rag"] for event in run.of("screening", "RagAssigned")}
    given = {
        event.stream: event.data["screener_id"]
        for event in run.of("screening", "ScreenerAssigned", "ManagementDirectionRecorded")
        if event.data.get("screener_id")
    }
    for row in queue:
        stream = f"Screening-{row['contact_id']}"
        if row["rag"] != rated.get(stream):
            text = f"{stream} is {row['rag']} in screening's queue, and was rated {rated.get(stream)} last."
            yield Violation(Kind.BROKEN, RULE, text)
        if stream in given and row["worker_id"] != given[stream]:
            text = f"{stream} is with {row['worker_id']} in screening's queue, and was given to {given[stream]} last."
            yield Violation(Kind.BROKEN, RULE, text)


def _first_due(row: Row) -> str | None:
    return min((clock["due_at"] for clock in row["clocks"]), default=None)


def _soonest_first(where: str, due: Sequence[str | None]) -> Iterator[Violation]:
    """Whatever has no deadline comes last."""
    order = [(at is None, at or "") for at in due]
    if order != sorted(order):
        yield Violation(Kind.REORDERED, RULE, f"{where} is not in the order of what runs out first.")
