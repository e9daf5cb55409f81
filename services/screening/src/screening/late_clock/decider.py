"""The one rule of a clock that ran out: late is late, and a manager says why (clock register, domain brief §3.0)."""

from collections.abc import Sequence
from datetime import datetime

from screening.late_clock.commands import ExplainLateClock
from screening.late_clock.events import LateClockExplained
from shared.decider import Decider, Refused

Explained = frozenset[datetime]
"""The missed deadlines of this clock that somebody has explained; one that runs again can be missed again."""


def decide(command: ExplainLateClock, explained: Explained) -> Sequence[LateClockExplained]:
    if command.due_at is None or command.due_at in explained:
        raise Refused("SCREENING NOT_LATE", "This deadline has not run out, or its reason is recorded already.", "code")
    if not command.reason.text:
        raise Refused("SCREENING MISSING_WORDS", "Say, in your words, why it was late.", "reason_text")
    return [
        LateClockExplained(
            code=command.code,
            subject=command.subject,
            child_ids=command.child_ids,
            due_at=command.due_at,
            reason=command.reason,
            explained_by=command.by.user_id,
            explained_at=command.at,
        )
    ]


def evolve(explained: Explained, event: LateClockExplained) -> Explained:
    return explained | {event.due_at}


LATE_CLOCK: Decider[ExplainLateClock, LateClockExplained, Explained] = Decider(
    initial=frozenset(), decide=decide, evolve=evolve
)
