"""Bugs of clocks, deadlines and readings: what is told too often, too late, wrongly or without a trace."""

# pyright: reportPrivateUsage=false

import importlib
import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from shared import scheduler as scheduler_module
from shared.clocks.decider import CLOCK, ClockState
from shared.clocks.events import ClockBreached, ClockEvent, ClockWarned
from shared.decider import Decider
from shared.scheduler import Scheduler
from tests.campaign.bugs.registry import bug, swap

LONGEST = 24
AHEAD = timedelta(minutes=20)
TELLING = (
    *("contacts", "household", "missing", "ways", "screening", "referrals", "assurance", "audits"),
    *("strategy", "enquiries", "handovers", "notifications"),
)


@bug("clock-in-projector")
def clock_in_projector() -> None:
    """A projector asks what time it is, so a rebuild says something else."""
    making: Any = importlib.import_module("timeline.entries.making")
    entry_of = making.entry_of

    def entry_now(*words: Any, **named: Any) -> Any:
        return replace(entry_of(*words, **named), known_at=datetime.now(UTC))

    for name in TELLING:
        swap(importlib.import_module(f"timeline.entries.{name}"), "entry_of", lambda _: entry_now)


@bug("deadline-in-memory")
def deadline_in_memory() -> None:
    """The scheduler remembers the clocks that began while it ran, and only those."""
    began = datetime.now(UTC)

    async def fire_due(self: Scheduler) -> int:
        now = self._clock.now()
        rows = await self._pool.fetch(
            "select stream, code, subject from clocks where next_at <= $1 and started_at >= $2", now, began
        )
        for row in rows:
            await self._fire(row, now)
        return len(rows)

    swap(Scheduler, "fire_due", lambda _: fire_due)


@bug("alert-twice")
def alert_twice() -> None:
    """A clock forgets that it has warned."""

    def forget(state: ClockState, event: ClockEvent) -> ClockState:
        return state if isinstance(event, ClockWarned | ClockBreached) else CLOCK.evolve(state, event)

    forgetful = Decider(initial=CLOCK.initial, decide=CLOCK.decide, evolve=forget)
    swap(scheduler_module, "CLOCK", lambda _: forgetful)


@bug("alert-early")
def alert_early() -> None:
    """The scheduler looks a little ahead, to be on time."""

    async def fire_due(self: Scheduler) -> int:
        ahead = self._clock.now() + AHEAD
        rows = await self._pool.fetch("select stream, code, subject from clocks where next_at <= $1", ahead)
        for row in rows:
            await self._fire(row, ahead)
        return len(rows)

    swap(Scheduler, "fire_due", lambda _: fire_due)


@bug("deadline-in-elapsed-time")
def deadline_in_elapsed_time() -> None:
    """An hour of working time is counted as an hour."""
    deadlines: Any = importlib.import_module("screening.case.deadlines")
    swap(deadlines, "working_hours_after", lambda _: deadlines.elapsed)


@bug("reading-not-recorded")
def reading_not_recorded() -> None:
    """Some looks at a child's record leave no trace."""
    numbers = itertools.count(1)

    def mostly(handle: Any) -> Any:
        async def handle_mostly(*words: Any, **named: Any) -> Any:
            return {} if next(numbers) % 4 == 0 else await handle(*words, **named)

        return handle_mostly

    swap(importlib.import_module("timeline.reading"), "handle", mostly)


@bug("fires-again-after-a-restart")
def fires_again_after_a_restart() -> None:
    """What has been fired is remembered in memory, which a restart empties."""
    fired: set[tuple[object, ...]] = set()

    def forget(state: ClockState, event: ClockEvent) -> ClockState:
        return state if isinstance(event, ClockWarned) else CLOCK.evolve(state, event)

    def decide(command: Any, state: ClockState) -> list[ClockEvent]:
        fresh: list[ClockEvent] = []
        for event in CLOCK.decide(command, state):
            told = (command.code, command.subject, type(event), getattr(event, "fraction", None), event.at)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType]
            if told not in fired:
                fresh.append(event)
            fired.add(told)  # pyright: ignore[reportUnknownArgumentType]
        return fresh

    swap(scheduler_module, "CLOCK", lambda _: Decider(initial=CLOCK.initial, decide=decide, evolve=forget))


@bug("alert-to-another-agency")
def alert_to_another_agency() -> None:
    """A receipt goes to whoever was named last in a form somewhere."""
    subscriptions: Any = importlib.import_module("notifications.subscriptions")

    def misled(request_step: Any) -> Any:
        def to_another(command: Any) -> Any:
            another = replace(command.about, recipient_org="health-example")
            return request_step(replace(command, about=another))

        return to_another

    swap(subscriptions, "request_step", misled)


@bug("words-cut-short")
def words_cut_short() -> None:
    """A long text is stored as far as the column used to go."""
    accounts: Any = importlib.import_module("intake.accounts")

    def cut(plain: Any) -> Any:
        def plain_and_short(value: Any) -> Any:
            return value[:LONGEST] if type(value) is str else plain(value)

        return plain_and_short

    swap(accounts, "_plain", cut)
