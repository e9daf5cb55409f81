"""What a child's s47 enquiry tells: that it began, that the child was seen, what came of it, the conference."""

from datetime import date, datetime, time
from typing import Any

from pydantic import Field

from shared.contracts import Reading
from shared.disclosure import Sensitivity as S
from shared.subscriptions import Message
from shared.web.words import LONDON, date_words
from timeline.entries.making import entry_of, part
from timeline.facts import Fact, Kind, Lane, Part, Significance
from timeline.words import listed, phrase

OUTCOMES = {
    "ICPC": "Child protection conference",
    "NFA": "No further action",
    "S17_SERVICES": "Section 17 services",
}
CATEGORIES = {
    "NEG": "neglect",
    "PHY": "physical abuse",
    "SAB": "sexual abuse",
    "EMO": "emotional abuse",
    "MUL": "multiple",
}


class OfEnquiry(Reading):
    """What every contract of an enquiry says. ``strategy_id`` is known where it begins and where it ends."""

    child_id: str
    strategy_id: str | None = None


class S47Started(OfEnquiry):
    mode: str = ""
    icpc_due: date | None = None
    lead_sw: str | None = None


class ChildSeen(OfEnquiry):
    seen_at: datetime | None = None
    alone: str = ""
    home_seen: str = ""
    words: str | None = None


class S47OutcomeRecorded(OfEnquiry):
    outcome: str = ""
    harm_substantiated: str = ""
    continuing_risk: str = ""
    analysis: str | None = None
    child_view: str | None = None
    parent_view: str | None = None


class ICPCBooked(OfEnquiry):
    booked_for: date | None = Field(default=None, alias="date")


class ICPCHeld(OfEnquiry):
    held_on: date | None = Field(default=None, alias="date")
    plan: str = ""
    category: str | None = None


class ICPCNotRequired(OfEnquiry):
    reason: str | None = None


def _entry(
    message: Message[Any],
    title: str,
    parts: list[Part],
    *,
    kind: Kind = Kind.S47,
    at: datetime | None = None,
    significance: Significance = Significance.CHRONOLOGY,
) -> list[Fact]:
    enquiry: OfEnquiry = message.data
    return [
        entry_of(
            message,
            enquiry.child_id,
            kind=kind,
            lane=Lane.STRATEGY,
            title=title,
            base=S.STR,
            parts=parts,
            significance=significance,
            at=at,
            episode_id=enquiry.strategy_id,
        )
    ]


def s47_started(message: Message[S47Started]) -> list[Fact]:
    started = message.data
    parts = [
        part(S.STR, "Enquiry", phrase(started.mode)),
        part(S.STR, "Lead social worker", started.lead_sw),
        part(S.STR, "Conference due", date_words(started.icpc_due) if started.icpc_due else ""),
    ]
    return _entry(message, "Section 47 enquiry started", parts)


def child_seen(message: Message[ChildSeen]) -> list[Fact]:
    seen = message.data
    parts = [
        part(S.STR, "Alone", phrase(seen.alone, "yes_no")),
        part(S.STR, "Home seen", phrase(seen.home_seen, "yes_no")),
        part(S.STR, "The child's own words", seen.words),
    ]
    return _entry(message, "Child seen", parts, at=seen.seen_at)


def s47_outcome(message: Message[S47OutcomeRecorded]) -> list[Fact]:
    ended = message.data
    parts = [
        part(S.STR, "Outcome", OUTCOMES.get(ended.outcome, phrase(ended.outcome))),
        part(S.STR, "Harm substantiated", phrase(ended.harm_substantiated, "yes_no")),
        part(S.STR, "Continuing risk", phrase(ended.continuing_risk, "yes_no")),
        part(S.STR, "Analysis", ended.analysis),
        part(S.STR, "The child's view", ended.child_view),
        part(S.STR, "The parents' view", ended.parent_view),
    ]
    return _entry(message, "Section 47 outcome", parts)


def icpc_booked(message: Message[ICPCBooked]) -> list[Fact]:
    booked = message.data.booked_for
    parts = [part(S.STR, "For", date_words(booked) if booked else "")]
    return _entry(message, "Conference booked", parts, kind=Kind.ICPC, significance=Significance.ROUTINE)


def icpc_held(message: Message[ICPCHeld]) -> list[Fact]:
    held = message.data
    plan = phrase(held.plan, "yes_no")
    parts = [part(S.STR, "Child protection plan", listed([plan, CATEGORIES.get(held.category or "")]))]
    return _entry(message, "Conference held", parts, kind=Kind.ICPC, at=_noon(held.held_on))


def icpc_not_required(message: Message[ICPCNotRequired]) -> list[Fact]:
    parts = [part(S.STR, "Because", message.data.reason)]
    return _entry(message, "No conference needed", parts, kind=Kind.ICPC)


def _noon(when: date | None) -> datetime | None:
    """A day without an hour stands at its noon, so that it falls on the right day in every reading."""
    return datetime.combine(when, time(12), LONDON) if when else None
