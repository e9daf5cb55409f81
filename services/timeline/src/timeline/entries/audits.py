"""What assurance tells: a case was drawn, audited, moderated, and what was agreed to be done about it.

How well we worked is ours to read and no agency's or family's: every word is screening's, and no lesser view has any.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from shared.contracts import Reading
from shared.disclosure import Sensitivity as S
from shared.subscriptions import Message
from shared.web.words import day_and_time_words
from timeline.entries.making import entry_of, part
from timeline.facts import Fact, Kind, Lane, Part
from timeline.words import phrase


class DipSampleDrawn(Reading):
    audit_id: str
    question: str = ""
    drawn_at: datetime | None = None
    closes_at: datetime | None = None


class AuditCompleted(Reading):
    audit_id: str
    grade: str = ""
    child_at_risk: bool = False
    summary: str = ""
    audited_at: datetime | None = None


class AuditModerated(Reading):
    audit_id: str
    grade: str = ""
    grade_changed: bool = False
    moderated_at: datetime | None = None


class AuditActionAgreed(Reading):
    audit_id: str
    what: str = ""
    owner: str = ""
    due_at: datetime | None = None
    urgent: bool = False


class AuditActionCompleted(Reading):
    audit_id: str
    completed_at: datetime | None = None
    late: bool = False


def _entries(
    message: Message[Any],
    title: str,
    parts: Iterable[Part] = (),
    *,
    at: datetime | None = None,
    open_until: datetime | None = None,
) -> list[Fact]:
    parts = list(parts)
    return [
        entry_of(
            message,
            child_id,
            kind=Kind.AUDIT,
            lane=Lane.SCREENING,
            title=title,
            base=S.SCR,
            parts=parts,
            at=at or message.meta.recorded_at,
            episode_id=message.data.audit_id,
            open_until=open_until,
        )
        for child_id in message.meta.child_ids
    ]


def sample_drawn(message: Message[DipSampleDrawn]) -> list[Fact]:
    """Auditors may read the record of each of these children from now until the audit closes (brief §2.1)."""
    drawn = message.data
    parts = [
        part(S.SCR, "The audit asks", drawn.question),
        part(S.SCR, "Open to auditors until", day_and_time_words(drawn.closes_at) if drawn.closes_at else ""),
    ]
    return _entries(message, "Drawn for an audit", parts, at=drawn.drawn_at, open_until=drawn.closes_at)


def audit_completed(message: Message[AuditCompleted]) -> list[Fact]:
    audited = message.data
    parts = [
        part(S.SCR, "Grade", phrase(audited.grade)),
        part(S.SCR, "Unsafe now?", "Yes: to be acted on the same day" if audited.child_at_risk else ""),
        part(S.SCR, "Summary", audited.summary),
    ]
    return _entries(message, "Audited", parts, at=audited.audited_at)


def audit_moderated(message: Message[AuditModerated]) -> list[Fact]:
    moderated = message.data
    changed = " (changed)" if moderated.grade_changed else " (the same)"
    parts = [part(S.SCR, "Grade", phrase(moderated.grade) + changed)]
    return _entries(message, "Audit looked at by a second auditor", parts, at=moderated.moderated_at)


def action_agreed(message: Message[AuditActionAgreed]) -> list[Fact]:
    agreed = message.data
    parts = [
        part(S.SCR, "What", agreed.what),
        part(S.SCR, "Who", agreed.owner),
        part(S.SCR, "By", day_and_time_words(agreed.due_at) if agreed.due_at else ""),
    ]
    return _entries(message, "Urgent action from an audit" if agreed.urgent else "Action from an audit", parts)


def action_completed(message: Message[AuditActionCompleted]) -> list[Fact]:
    done = message.data
    parts = [part(S.SCR, "In time", "Late" if done.late else "In time")]
    return _entries(message, "Action from an audit done", parts, at=done.completed_at)
