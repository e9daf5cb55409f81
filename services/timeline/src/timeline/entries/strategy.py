"""What strategy discussions tell: why, when, who was there, what was decided for each child, who does what."""

from datetime import datetime
from typing import Any

from pydantic import Field

from shared.contracts import Reading
from shared.disclosure import Sensitivity as S
from shared.subscriptions import Message
from shared.web.words import date_words, day_and_time_words
from timeline.entries.making import entry_of, part
from timeline.facts import Fact, Kind, Lane, Part, Significance
from timeline.words import listed, phrase

DECISIONS = {
    "S47_JOINT": "Section 47 enquiry, jointly with the police",
    "S47_SINGLE": "Section 47 enquiry by social care alone",
    "S17_ASSESSMENT": "Child in need assessment (section 17)",
    "CONTINUE_PLAN": "Continue the present plan",
    "POLICE_ONLY": "Police investigation only",
    "NFA_CP": "No further child protection action",
}


class OfDiscussion(Reading):
    """What every contract of a discussion says. A decision names one child, everything else all of them."""

    strategy_id: str
    child_ids: list[str] = Field(default_factory=list)
    child_id: str | None = None


class StrategyThresholdMet(OfDiscussion):
    grounds: str | None = None
    concern: list[str] = Field(default_factory=list)
    immediacy: str = ""


class StrategyRequestDeclined(OfDiscussion):
    rationale: str | None = None


class StrategyDiscussionConvened(OfDiscussion):
    held_at: datetime | None = None
    mode: str = ""
    chair: str | None = None
    reconvened: bool = False


class Attendance(Reading):
    agency: str = ""
    org_id: str | None = None
    person: str | None = None
    role: str | None = None
    present: str = ""
    apology: str | None = None


class AttendanceRecorded(OfDiscussion):
    attendance: list[Attendance] = Field(default_factory=list[Attendance])


class SafetyPlan(Reading):
    who_monitors: str | None = None
    how_tested: str | None = None
    contingency: str | None = None


class StrategyDecisionRecorded(OfDiscussion):
    decision: str
    provisional: bool = False
    threshold_analysis: str | None = None
    interim_safety_plan: SafetyPlan | None = None
    who_speaks_to_parents_when: str | None = None


class StrategyActionAgreed(OfDiscussion):
    owner: str = ""
    agency: str = ""
    what: str = ""
    due_at: datetime | None = None


class StrategyActionCompleted(OfDiscussion):
    outcome: str = ""
    transferred_to: str | None = None


class StrategyReviewScheduled(OfDiscussion):
    review_by: datetime | None = None
    reason: str | None = None


def _entries(
    message: Message[Any],
    title: str,
    parts: list[Part],
    *,
    at: datetime | None = None,
    significance: Significance = Significance.ROUTINE,
    attended: list[str] | None = None,
) -> list[Fact]:
    discussion: OfDiscussion = message.data
    named = [discussion.child_id] if discussion.child_id else discussion.child_ids
    about = named or list(message.meta.child_ids)
    return [
        entry_of(
            message,
            child_id,
            kind=Kind.STRATEGY,
            lane=Lane.STRATEGY,
            title=title,
            base=S.STR,
            parts=parts,
            significance=significance,
            at=at,
            siblings=about,
            attended=attended or (),
            episode_id=discussion.strategy_id,
        )
        for child_id in about
    ]


def threshold_met(message: Message[StrategyThresholdMet]) -> list[Fact]:
    asked = message.data
    parts = [
        part(S.STR, "Grounds", asked.grounds),
        part(S.STR, "Concern", listed(phrase(concern, "concern") for concern in asked.concern)),
        part(S.STR, "How soon", phrase(asked.immediacy)),
    ]
    return _entries(message, "Strategy discussion asked for", parts)


def request_declined(message: Message[StrategyRequestDeclined]) -> list[Fact]:
    return _entries(message, "Strategy discussion declined", [part(S.STR, "Rationale", message.data.rationale)])


def discussion_convened(message: Message[StrategyDiscussionConvened]) -> list[Fact]:
    """The discussion happens when it is held; convening may be recorded before or after."""
    held = message.data
    return _entries(
        message,
        "Strategy discussion again" if held.reconvened else "Strategy discussion",
        [part(S.STR, "How", phrase(held.mode)), part(S.STR, "Chair", held.chair)],
        at=held.held_at,
        significance=Significance.CHRONOLOGY,
    )


def attendance_recorded(message: Message[AttendanceRecorded]) -> list[Fact]:
    """Who was there; an organisation that was may read the record of it from here on."""
    attendance = message.data.attendance
    present = [who for who in attendance if who.present == "Y"]
    away = [who for who in attendance if who.present != "Y"]
    return _entries(
        message,
        "Who was at the discussion",
        [
            part(S.STR, "Present", "; ".join(_person(who) for who in present)),
            part(S.STR, "Not present", "; ".join(_person(who) for who in away)),
        ],
        attended=[who.org_id for who in present if who.org_id],
    )


def _person(who: Attendance) -> str:
    return listed([phrase(who.agency, "agency"), who.person or who.role, who.apology])


def decision_recorded(message: Message[StrategyDecisionRecorded]) -> list[Fact]:
    decided = message.data
    provisional = "to be confirmed with full quorum" if decided.provisional else ""
    plan = decided.interim_safety_plan or SafetyPlan()
    parts = [
        part(S.STR, "Decision", listed([DECISIONS.get(decided.decision, phrase(decided.decision)), provisional])),
        part(S.STR, "Analysis", decided.threshold_analysis),
        part(S.STR, "Safety plan", listed([plan.who_monitors, plan.how_tested, plan.contingency])),
        part(S.STR, "Who speaks to the parents", decided.who_speaks_to_parents_when),
    ]
    return _entries(message, "Strategy decision", parts, significance=Significance.CHRONOLOGY)


def action_agreed(message: Message[StrategyActionAgreed]) -> list[Fact]:
    action = message.data
    parts = [
        part(S.STR, "What", action.what),
        part(S.STR, "Who", listed([action.owner, phrase(action.agency, "agency")])),
        part(S.STR, "By", day_and_time_words(action.due_at) if action.due_at else ""),
    ]
    return _entries(message, "Action agreed", parts)


def action_completed(message: Message[StrategyActionCompleted]) -> list[Fact]:
    done = message.data
    parts = [part(S.STR, "Outcome", phrase(done.outcome)), part(S.STR, "Passed to", done.transferred_to)]
    return _entries(message, "Action done", parts)


def review_scheduled(message: Message[StrategyReviewScheduled]) -> list[Fact]:
    review = message.data
    by = date_words(review.review_by) if review.review_by else ""
    return _entries(message, "Review owed", [part(S.STR, "By", by), part(S.STR, "Because", review.reason)])


def record_finalised(message: Message[OfDiscussion]) -> list[Fact]:
    return _entries(message, "Strategy record finished", [])
