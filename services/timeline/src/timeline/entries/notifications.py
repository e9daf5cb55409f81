"""What notifications tells: what was sent to whom, word for word, and whether it arrived."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, cast

from pydantic import Field

from shared.contracts import Reading
from shared.disclosure import Sensitivity as S
from shared.subscriptions import Message
from shared.web.words import day_and_time_words
from timeline.entries.making import entry_of, fact_id, part
from timeline.facts import Description, Entry, Fact, Kind, Lane, Part, Significance
from timeline.words import phrase, transport

PROFILES = {
    "ENC_MIN": "Encompass alert",
    "ENC_STAT": "Encompass alert",
    "ACK_PRO": "Receipt",
    "ACK_PUBLIC": "Receipt",
    "OUTCOME_PRO": "Outcome",
    "POLICE_OUTCOME": "Outcome",
    "CLARIFY": "Questions",
    "STRATEGY_INVITE": "Strategy invitation",
    "INFO_REQUEST": "Request for information",
    "STEPDOWN_PACK": "Step-down pack",
    "ESCALATION_ANSWER": "Answer to a disagreement",
    "RHI_REQUEST": "Request for a return home interview",
    "STEP_UP_ANSWER": "Answer to a step-up",
    "CLARIFY_MISSED": "Word of an unanswered question",
    "LADO_REF": "Allegation about a worker",
    "PF_VISIT": "Request for a private fostering visit",
    "MARAC_REF": "Referral to MARAC",
}


PARTITIONED = "LADO_REF"
"""Its words, and that they went to anybody, are the designated officer's: others see that something is there."""


IN_THEIR_ORDER = "INFO_REQUEST"


class Notification(Reading):
    """What every contract of a notification says."""

    notification_id: str
    profile: str = ""
    recipient_org: str | None = None
    recipient_name: str | None = None
    child_id: str | None = None


class NotificationSent(Notification):
    transport: str = ""
    sent_at: datetime | None = None
    late: bool = False
    payload: dict[str, Any] = Field(default_factory=dict)


class NotificationHeld(Notification):
    reason: str = ""
    until: datetime | None = None


class NotificationApproved(Notification):
    approved_by: str | None = None
    approved_at: datetime | None = None


class NotificationFailed(Notification):
    reason: str = ""


class NotificationAcknowledged(Notification):
    acknowledged_by: str | None = Field(default=None, alias="by")
    at: datetime | None = None


def _entries(
    message: Message[Any],
    what_happened: str,
    parts: list[Part],
    *,
    sent: list[Part] | None = None,
    at: datetime | None = None,
    significance: Significance = Significance.ROUTINE,
) -> list[Entry]:
    notification = cast(Notification, message.data)
    child_ids = (notification.child_id,) if notification.child_id else message.meta.child_ids
    what = PROFILES.get(notification.profile, phrase(notification.profile))
    base = S.LADO if notification.profile == PARTITIONED else S.SCR
    said = [part(S.SCR, "To", notification.recipient_name or notification.recipient_org), *parts]
    return [
        entry_of(
            message,
            child_id,
            kind=Kind.NOTIFICATION,
            lane=Lane.NOTIFICATIONS,
            title=f"{what} {what_happened}",
            base=base,
            parts=[replace(each, cls=base) for each in said],
            sent=sent or (),
            recipient_org=notification.recipient_org if sent else None,
            significance=significance,
            at=at,
        )
        for child_id in child_ids
    ]


def notification_sent(message: Message[NotificationSent]) -> list[Fact]:
    """The exact words go to the recipient's own view; who may read our record of it reads the same words there."""
    sent = message.data
    words = in_plain_lines(sent.payload)
    parts = [
        part(S.SCR, "How", transport(sent.transport)),
        part(S.SCR, "In time", "Late" if sent.late else "In time"),
        part(S.SCR, "The exact words", "; ".join(f"{label}: {text}" for label, text in words)),
    ]
    entries = _entries(
        message,
        "sent",
        parts,
        sent=[part(S.PUBLIC, label, text) for label, text in words],
        at=sent.sent_at,
        significance=Significance.CHRONOLOGY,
    )
    return [*entries, *_descriptions(message, entries)]


def _descriptions(message: Message[NotificationSent], entries: list[Entry]) -> list[Fact]:
    """Whoever was sent a child's name knows the child by that name."""
    return [
        Description(
            fact_id=fact_id(message, "description", entry.child_id),
            child_id=entry.child_id,
            known_at=entry.known_at,
            first_name=str(named.get("first_name") or ""),
            surname=str(named.get("surname") or ""),
            born_on=date.fromisoformat(born) if (born := named.get("date_of_birth")) else None,
            told_to_org=entry.recipient_org,
        )
        for entry, named in _named(message.data, entries)
    ]


def _named(sent: NotificationSent, entries: list[Entry]) -> list[tuple[Entry, dict[str, Any]]]:
    """Each child with the words that name it. Only questions name several children in the order of their ids."""
    child, children = sent.payload.get("child"), cast(list[Any], sent.payload.get("children") or [])
    if isinstance(child, dict):
        return [(entry, cast(dict[str, Any], child)) for entry in entries]
    if sent.profile != IN_THEIR_ORDER or len(children) != len(entries):
        return []
    return list(zip(entries, children, strict=True))


def in_plain_lines(payload: Mapping[str, Any], under: str = "") -> list[tuple[str, str]]:
    """Each field of a message as a label and its words, in the order in which it was sent."""
    lines: list[tuple[str, str]] = []
    for name, value in payload.items():
        label = f"{under} {name}".strip().replace("_", " ").capitalize()
        for item in cast(list[Any], value) if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                lines += in_plain_lines(cast(dict[str, Any], item), label)
            elif item not in (None, ""):
                lines.append((label, str(item)))
    return lines


def notification_held(message: Message[NotificationHeld]) -> list[Fact]:
    held = message.data
    until = day_and_time_words(held.until) if held.until else ""
    return list(
        _entries(message, "held back", [part(S.SCR, "Because", phrase(held.reason)), part(S.SCR, "Until", until)])
    )


def notification_approved(message: Message[NotificationApproved]) -> list[Fact]:
    """Somebody has read the words before they left."""
    approved = message.data
    by = [part(S.SCR, "By", approved.approved_by)]
    return list(_entries(message, "approved", by, at=approved.approved_at))


def notification_delivered(message: Message[Notification]) -> list[Fact]:
    return list(_entries(message, "delivered", []))


def notification_acknowledged(message: Message[NotificationAcknowledged]) -> list[Fact]:
    acknowledged = message.data
    by = [part(S.SCR, "By", acknowledged.acknowledged_by)]
    return list(_entries(message, "acknowledged", by, at=acknowledged.at))


def notification_failed(message: Message[NotificationFailed]) -> list[Fact]:
    return list(_entries(message, "not delivered", [part(S.SCR, "Because", phrase(message.data.reason))]))


def notification_suppressed(message: Message[Notification]) -> list[Fact]:
    return list(_entries(message, "not sent: a manager's decision", []))


def left_to_police(message: Message[Notification]) -> list[Fact]:
    return list(_entries(message, "left to the police", []))
