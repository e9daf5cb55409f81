"""What EDT and handover tell: visits in the night, what is owed to a child, who took it on, what came of it."""

from datetime import datetime
from typing import Any

from pydantic import Field

from shared.contracts import Reading
from shared.disclosure import Sensitivity as S
from shared.subscriptions import Message
from shared.web.words import day_and_time_words
from timeline.entries.making import entry_of, part
from timeline.facts import Fact, Kind, Lane, Part, Significance
from timeline.words import listed, phrase


class OfHandover(Reading):
    """What every contract of a handover or a shift says."""

    child_ids: list[str] = Field(default_factory=list)


class Seen(Reading):
    seen: str = ""
    at: datetime | None = None


class HandoverItemAdded(OfHandover):
    category: str = ""
    rag: str = ""
    what_happened: str | None = None
    what_we_did: str | None = None
    child_seen: Seen = Seen()
    child_words: str | None = None
    where_is_child_now: str | None = None
    who_is_child_with: str | None = None
    is_child_safe_now: str = ""
    legal_status: str = ""
    action_needed: str | None = None
    action_due_at: datetime | None = None
    owner_team: str | None = None
    owner_worker: str | None = None
    people_told: list[str] = Field(default_factory=list)
    outstanding_checks: list[str] = Field(default_factory=list)
    contingency: str | None = None


class ManagerEntryRecorded(OfHandover):
    text: str | None = None
    entered_at: datetime | None = None


class HandoverPublished(OfHandover):
    published_at: datetime | None = None


class HandoverItemAccepted(OfHandover):
    taken_by: str | None = Field(default=None, alias="by")
    accepted_at: datetime | None = None


class HandoverItemRejected(OfHandover):
    reason: str | None = None
    suggest: str | None = None
    rejected_at: datetime | None = None


class HandoverFollowUpRecorded(OfHandover):
    followed_up_at: datetime | None = None
    what: str | None = None
    child_seen: str = ""
    outcome: str | None = None
    is_child_safe_now: str | None = None


class HandoverItemClosed(OfHandover):
    closed_at: datetime | None = None


class OohVisitMade(OfHandover):
    visited_at: datetime | None = None
    alone: str = ""
    words: str | None = None
    conditions: str | None = None
    is_child_safe_now: str = ""


class OohDecisionMade(OfHandover):
    decision: str = ""
    rationale: str | None = None
    manager_consulted: str | None = None
    decided_at: datetime | None = None


def _entries(
    message: Message[Any],
    title: str,
    parts: list[Part],
    *,
    kind: Kind = Kind.HANDOVER,
    at: datetime | None = None,
    significance: Significance = Significance.ROUTINE,
    one_family: bool = True,
) -> list[Fact]:
    """An entry for each child. ``one_family``: the children are named together because they belong together."""
    handover: OfHandover = message.data
    about = handover.child_ids or list(message.meta.child_ids)
    return [
        entry_of(
            message,
            child_id,
            kind=kind,
            lane=Lane.OUT_OF_HOURS,
            title=title,
            base=S.EDT,
            parts=parts,
            significance=significance,
            at=at or message.meta.occurred_at or message.meta.recorded_at,
            siblings=about if one_family else (),
        )
        for child_id in about
    ]


def item_added(message: Message[HandoverItemAdded]) -> list[Fact]:
    item = message.data
    seen_at = day_and_time_words(item.child_seen.at) if item.child_seen.at else ""
    return _entries(
        message,
        "Put on the handover",
        [
            part(S.EDT, "Owed to the child", item.action_needed),
            part(S.EDT, "By", day_and_time_words(item.action_due_at) if item.action_due_at else ""),
            part(S.EDT, "Owner", listed([item.owner_team, item.owner_worker])),
            part(S.EDT, "Safe now?", phrase(item.is_child_safe_now, "yes_no")),
            part(S.ADR, "Where the child is", item.where_is_child_now),
            part(S.HH, "With whom", item.who_is_child_with),
            part(S.EDT, "What happened", item.what_happened),
            part(S.EDT, "What we did", item.what_we_did),
            part(S.EDT, "Child seen", listed([phrase(item.child_seen.seen, "yes_no"), seen_at])),
            part(S.EDT, "The child's own words", item.child_words),
            part(S.EDT, "Legal status", "" if item.legal_status == "NONE" else item.legal_status),
            part(S.EDT, "Still to check", listed(item.outstanding_checks)),
            part(S.EDT, "People told", listed(item.people_told)),
            part(S.EDT, "If it goes otherwise", item.contingency),
        ],
    )


def manager_entry(message: Message[ManagerEntryRecorded]) -> list[Fact]:
    said = message.data
    parts = [part(S.EDT, "What was said", said.text)]
    return _entries(message, "On-call manager's entry", parts, at=said.entered_at)


def handover_published(message: Message[HandoverPublished]) -> list[Fact]:
    """A whole shift is handed over at once, so the children named here are of many families."""
    return _entries(message, "Handed over to the day service", [], at=message.data.published_at, one_family=False)


def item_accepted(message: Message[HandoverItemAccepted]) -> list[Fact]:
    accepted = message.data
    parts = [part(S.EDT, "By", accepted.taken_by)]
    return _entries(message, "Handover accepted by a named person", parts, at=accepted.accepted_at)


def item_rejected(message: Message[HandoverItemRejected]) -> list[Fact]:
    rejected = message.data
    parts = [part(S.EDT, "Because", rejected.reason), part(S.EDT, "Suggested instead", rejected.suggest)]
    return _entries(message, "Handover not accepted", parts, at=rejected.rejected_at)


def item_carried_forward(message: Message[OfHandover]) -> list[Fact]:
    return _entries(message, "Carried forward to the next shift", [])


def follow_up_recorded(message: Message[HandoverFollowUpRecorded]) -> list[Fact]:
    done = message.data
    parts = [
        part(S.EDT, "What was done", done.what),
        part(S.EDT, "Child seen", phrase(done.child_seen, "yes_no")),
        part(S.EDT, "Safe now?", phrase(done.is_child_safe_now, "yes_no")),
        part(S.EDT, "What came of it", done.outcome),
    ]
    return _entries(message, "Followed up", parts, at=done.followed_up_at, significance=Significance.CHRONOLOGY)


def item_closed(message: Message[HandoverItemClosed]) -> list[Fact]:
    return _entries(message, "Handover item closed", [], at=message.data.closed_at)


def visit_made(message: Message[OohVisitMade]) -> list[Fact]:
    visit = message.data
    parts = [
        part(S.EDT, "The child's own words", visit.words),
        part(S.EDT, "Child spoken to alone", phrase(visit.alone, "yes_no")),
        part(S.EDT, "Safe now?", phrase(visit.is_child_safe_now, "yes_no")),
        part(S.EDT, "Home", visit.conditions),
    ]
    return _entries(
        message,
        "Visit out of hours",
        parts,
        kind=Kind.EDT,
        at=visit.visited_at,
        significance=Significance.CHRONOLOGY,
    )


def decision_made(message: Message[OohDecisionMade]) -> list[Fact]:
    """What was decided in the night holds until the day service decides."""
    decided = message.data
    parts = [
        part(S.EDT, "Decision", phrase(decided.decision)),
        part(S.EDT, "Rationale", decided.rationale),
        part(S.EDT, "Manager consulted", decided.manager_consulted),
    ]
    return _entries(
        message,
        "Interim decision out of hours",
        parts,
        kind=Kind.EDT,
        at=decided.decided_at,
        significance=Significance.CHRONOLOGY,
    )
