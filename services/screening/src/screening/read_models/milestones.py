"""What do the indicators count of a screening? One row an event, with its codes and times, and no word that anybody
wrote. It is filled from the events alone, so it can be thrown away and made again."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from screening.case.events import (
    CaseDiscussionRecorded,
    ChildIdentityNoted,
    ChildVoiceRecorded,
    ClarificationAttempted,
    ClarificationRequested,
    ContactAmendmentNoted,
    CumulativeRiskAnalysed,
    DecisionChallenged,
    FamilySpokenTo,
    HistoryReviewed,
    InformationRequested,
    ManagementDirectionRecorded,
    OutcomeFeedbackSent,
    QualityFeedbackGiven,
    RagAssigned,
    ScreeningEnded,
    ScreeningOpened,
    ScreeningReopened,
    SiblingNoted,
    StrategyConvenedNoted,
    ThresholdDecisionAuthorised,
    ThresholdDecisionProposed,
)
from shared.database import Connection
from shared.events import Recorded, canonical, canonical_z
from shared.read_models import keep_rows

KEEP = """
    insert into milestones
    select position, contact_id, what, children::jsonb, at, who, said::jsonb
    from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::text[], $7::text[])
      as new (position, contact_id, what, children, at, who, said)"""


class Said(NamedTuple):
    """What is kept of one event: the children whom it is about (none: the whole contact), when, who, and codes."""

    children: Sequence[str] = ()
    at: datetime | None = None
    who: str | None = None
    codes: Mapping[str, object] = {}


def _of_child(event: Any) -> Said:
    return Said((event.child_id,))


def _of_contact(event: Any) -> Said:
    return Said()


def _opened(event: ScreeningOpened) -> Said:
    due = {"response_due_at": event.response_due_at}
    return Said([child.child_id for child in event.children], event.received_at, None, due)


def _amended(event: ContactAmendmentNoted) -> Said:
    due = {"response_due_at": event.response_due_at}
    return Said([child.child_id for child in event.added], event.noted_at, None, due)


def _sibling(event: SiblingNoted) -> Said:
    return Said((event.child.child_id,), event.noted_at, None, {"response_due_at": event.response_due_at})


def _identified(event: ChildIdentityNoted) -> Said:
    return Said((event.child_id,), None, None, {"another": event.child_id != event.provisional_child_id})


def _rated(event: RagAssigned) -> Said:
    rating = {"rag": event.rag.value, "decision_due_at": event.decision_due_at}
    return Said((), event.assigned_at, event.assigned_by, rating)


def _proposed(event: ThresholdDecisionProposed) -> Said:
    return Said((event.child_id,), event.proposed_at, event.proposed_by, {"decision": event.decision.value})


def _decided(event: ThresholdDecisionAuthorised) -> Said:
    seen = event.history
    codes = {
        "decision": event.decision.value,
        "need_level": event.need_level,
        "proposed_by": event.proposed_by,
        "changed_from": event.changed_from.value if event.changed_from else None,
        "is_open": event.is_open,
        "available": len(seen.items_available) if seen else None,
        "opened": len(seen.items_opened) + len(seen.entries_opened) if seen else None,
    }
    return Said((event.child_id,), event.decided_at, event.authorised_by, codes)


def _told(event: OutcomeFeedbackSent) -> Said:
    return Said(event.child_ids, event.told_at, None, {"told": not event.not_told_because})


KINDS: Mapping[type, Callable[[Any], Said]] = {
    ScreeningOpened: _opened,
    ContactAmendmentNoted: _amended,
    SiblingNoted: _sibling,
    ChildIdentityNoted: _identified,
    RagAssigned: _rated,
    ManagementDirectionRecorded: lambda event: Said((), event.directed_at, event.directed_by),
    HistoryReviewed: lambda event: Said((event.child_id,), event.reviewed_at, event.reviewed_by),
    CumulativeRiskAnalysed: _of_child,
    ClarificationRequested: _of_contact,
    ClarificationAttempted: _of_contact,
    InformationRequested: _of_contact,
    FamilySpokenTo: _of_contact,
    ChildVoiceRecorded: _of_child,
    CaseDiscussionRecorded: _of_contact,
    ThresholdDecisionProposed: _proposed,
    DecisionChallenged: lambda event: Said((event.child_id,), None, event.challenged_by),
    ThresholdDecisionAuthorised: _decided,
    StrategyConvenedNoted: lambda event: Said(event.child_ids, event.held_at),
    OutcomeFeedbackSent: _told,
    QualityFeedbackGiven: _of_contact,
    ScreeningEnded: lambda event: Said((), event.ended_at, event.ended_by),
    ScreeningReopened: lambda event: Said(event.child_ids, event.reopened_at),
}


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    await keep_rows(connection, KEEP, (_row(each) for each in events if type(each.data) in KINDS))


def _row(recorded: Recorded[Any]) -> tuple[object, ...]:
    event: Any = recorded.data
    said = KINDS[type(event)](event)
    return (
        recorded.position,
        event.contact_id,
        recorded.type,
        canonical(list(said.children)).decode(),
        said.at or recorded.meta.recorded_at,
        said.who,
        canonical_z(said.codes).decode(),
    )
