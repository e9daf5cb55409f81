"""What screening tells: rating, direction, history, proposals, and the decision for each child."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pydantic import Field

from shared.contracts import Reading
from shared.disclosure import Sensitivity as S
from shared.subscriptions import Message
from shared.web.words import day_and_time_words
from timeline.entries.contact_readings import Agency
from timeline.entries.making import entry_of, part
from timeline.facts import Fact, Kind, Lane, Needs, Part, Significance
from timeline.words import listed, phrase

REFERRALS = frozenset({"REFERRAL_S17", "REFERRAL_STRATEGY"})


class ScreeningOpened(Reading):
    contact_id: str


class RagAssigned(Reading):
    rag: str
    previous: str | None = None
    reasons: list[str] = Field(default_factory=list)


class ManagementDirectionRecorded(Reading):
    text: str | None = None
    questions_to_answer: list[str] = Field(default_factory=list)
    checks_required: list[str] = Field(default_factory=list)
    people_to_speak_to: list[str] = Field(default_factory=list)
    due_at: datetime | None = None


class ThresholdDecisionProposed(Reading):
    child_id: str
    decision: str
    need_level: int | None = None
    rationale: str | None = None


class ThresholdDecisionAuthorised(Reading):
    child_id: str
    decision: str
    need_level: int | None = None
    manager_rationale: str | None = None
    plain_reason: str | None = None
    decided_at: datetime | None = None
    agency: Agency = Agency()


class DecisionChallenged(Reading):
    child_id: str | None = None
    points: list[str] = Field(default_factory=list)


class GuardOverridden(Reading):
    child_id: str
    guard: str = ""
    reason: str | None = None


class OutcomeFeedbackSent(Reading):
    told: bool = True
    told_at: datetime | None = None


class ScreeningClosed(Reading):
    contact_id: str


class ScreeningReopened(Reading):
    reason: str | None = None


class ScreeningEnded(Reading):
    because: str = ""
    reason: str | None = None
    ended_at: datetime | None = None


def entries(
    message: Message[Any],
    title: str,
    parts: Iterable[Part] = (),
    *,
    child_id: str | None = None,
    at: datetime | None = None,
    base: S = S.SCR,
    significance: Significance = Significance.ROUTINE,
) -> list[Fact]:
    """Screening happens when it is recorded: a contact's own times are not the screener's."""
    parts = list(parts)
    return [
        entry_of(
            message,
            about,
            kind=Kind.DECISION,
            lane=Lane.SCREENING,
            title=title,
            base=base,
            parts=parts,
            significance=significance,
            at=at or message.meta.occurred_at or message.meta.recorded_at,
        )
        for about in ((child_id,) if child_id else message.meta.child_ids)
    ]


def screening_opened(message: Message[ScreeningOpened]) -> list[Fact]:
    return entries(message, "Screening opened")


def rag_assigned(message: Message[RagAssigned]) -> list[Fact]:
    rated = message.data
    before = f" (was {phrase(rated.previous, 'rag').lower()})" if rated.previous else ""
    parts = [
        part(S.SCR, "Rating", phrase(rated.rag, "rag") + before),
        part(S.SCR, "Because", listed(rated.reasons)),
    ]
    return entries(message, "Rated", parts)


def direction_recorded(message: Message[ManagementDirectionRecorded]) -> list[Fact]:
    direction = message.data
    parts = [
        part(S.SCR, "Direction", direction.text),
        part(S.SCR, "Questions to answer", listed(direction.questions_to_answer)),
        part(S.SCR, "Ask", listed(phrase(agency) for agency in direction.checks_required)),
        part(S.SCR, "Speak to", listed(direction.people_to_speak_to)),
        part(S.SCR, "By", day_and_time_words(direction.due_at) if direction.due_at else ""),
    ]
    return entries(message, "Manager's direction recorded", parts)


def decision_proposed(message: Message[ThresholdDecisionProposed]) -> list[Fact]:
    proposed = message.data
    parts = [
        part(S.SCR, "Proposed", phrase(proposed.decision, "decision")),
        part(S.SCR, "Level of need", proposed.need_level),
        part(S.SCR, "Rationale", proposed.rationale),
    ]
    return entries(message, "Decision proposed", parts, child_id=proposed.child_id)


def decision_authorised(message: Message[ThresholdDecisionAuthorised]) -> list[Fact]:
    """The decision. The agency whose contact it answers may know the outcome, and no more than that."""
    decided = message.data
    return [
        entry_of(
            message,
            decided.child_id,
            kind=Kind.REFERRAL if decided.decision in REFERRALS else Kind.DECISION,
            lane=Lane.SCREENING,
            title="Decision",
            base=S.SCR,
            parts=[
                part(S.SCR, "Outcome", phrase(decided.decision, "decision"), Needs.MINIMUM),
                part(S.SCR, "Level of need", decided.need_level, Needs.ROLE_VIEW),
                part(S.SCR, "Manager's rationale", decided.manager_rationale, Needs.ROLE_VIEW),
                part(S.SCR, "Reason for the sender", decided.plain_reason),
            ],
            significance=Significance.CHRONOLOGY,
            at=decided.decided_at or message.meta.recorded_at,
            origin_org=decided.agency.org_id or None,
        )
    ]


def decision_challenged(message: Message[DecisionChallenged]) -> list[Fact]:
    challenged = message.data
    parts = [part(S.SCR, "The manager asks", listed(challenged.points))]
    return entries(message, "Decision challenged by the manager", parts, child_id=challenged.child_id)


def guard_overridden(message: Message[GuardOverridden]) -> list[Fact]:
    overridden = message.data
    parts = [part(S.SCR, "Rule", overridden.guard), part(S.SCR, "Because", overridden.reason)]
    return entries(message, "Rule overridden by a manager", parts, child_id=overridden.child_id)


def feedback_sent(message: Message[OutcomeFeedbackSent]) -> list[Fact]:
    told = message.data
    title = "Sender told the outcome" if told.told else "Sender not told the outcome"
    return entries(message, title, at=told.told_at)


def screening_closed(message: Message[ScreeningClosed]) -> list[Fact]:
    return entries(message, "Screening closed")


def screening_reopened(message: Message[ScreeningReopened]) -> list[Fact]:
    return entries(message, "Screening opened again", [part(S.SCR, "Because", message.data.reason)])


def screening_ended(message: Message[ScreeningEnded]) -> list[Fact]:
    ended = message.data
    parts = [part(S.SCR, "Because", phrase(ended.because)), part(S.SCR, "Reason", ended.reason)]
    return entries(message, "Screening ended without a decision", parts, at=ended.ended_at)
