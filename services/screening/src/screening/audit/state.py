"""What the rules remember of an audit, and how each event changes it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never

from screening.audit.events import (
    AuditActionAgreed,
    AuditActionCompleted,
    AuditCompleted,
    AuditEvent,
    AuditModerated,
    BriefingAcknowledged,
    BriefingPublished,
    DipSampleDrawn,
)
from screening.audit.facts import SampledCase


@dataclass(frozen=True, slots=True)
class NotDrawn:
    """No sample has been drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A sample, and how far each of its cases is."""

    sample: DipSampleDrawn
    completed: Mapping[int, AuditCompleted] = field(default_factory=dict[int, AuditCompleted])
    moderated: Mapping[int, AuditModerated] = field(default_factory=dict[int, AuditModerated])
    actions: Mapping[str, AuditActionAgreed] = field(default_factory=dict[str, AuditActionAgreed])
    done: frozenset[str] = frozenset()
    briefings: Mapping[str, BriefingPublished] = field(default_factory=dict[str, BriefingPublished])
    acknowledged: frozenset[tuple[str, str]] = frozenset()

    def case(self, number: int) -> SampledCase | None:
        return next((case for case in self.sample.cases if case.number == number), None)


AuditState = NotDrawn | Drawn


def evolve(state: AuditState, event: AuditEvent) -> AuditState:
    if isinstance(event, DipSampleDrawn):
        return Drawn(sample=event)
    return _evolve(state, event) if isinstance(state, Drawn) else state


def _evolve(
    drawn: Drawn,
    event: AuditCompleted
    | AuditModerated
    | AuditActionAgreed
    | AuditActionCompleted
    | BriefingPublished
    | BriefingAcknowledged,
) -> Drawn:
    match event:
        case AuditCompleted():
            return replace(drawn, completed={**drawn.completed, event.case: event})
        case AuditModerated():
            return replace(drawn, moderated={**drawn.moderated, event.case: event})
        case AuditActionAgreed():
            return replace(drawn, actions={**drawn.actions, event.action_id: event})
        case AuditActionCompleted():
            return replace(drawn, done=drawn.done | {event.action_id})
        case BriefingPublished():
            return replace(drawn, briefings={**drawn.briefings, event.briefing_id: event})
        case BriefingAcknowledged():
            return replace(drawn, acknowledged=drawn.acknowledged | {(event.briefing_id, event.user)})
    assert_never(event)
