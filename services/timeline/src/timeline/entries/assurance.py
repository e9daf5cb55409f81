"""What challenges the work: an agency that disagrees with a decision, and the answer that it was given."""

from collections.abc import Iterable
from datetime import datetime

from shared.contracts import Reading
from shared.disclosure import Sensitivity as S
from shared.subscriptions import Message
from timeline.entries.contact_readings import Agency
from timeline.entries.making import entry_of, part
from timeline.facts import Fact, Kind, Lane, Needs, Part
from timeline.words import phrase

UPHELD = {"Y": "Upheld", "N": "Not upheld", "PART": "Upheld in part"}


class EscalationSaid(Reading):
    """Any contract of an escalation; which of its words it has depends on what happened."""

    agency: Agency = Agency()
    stage: int = 1
    tier: str = ""
    words: str = ""
    wants: str = ""
    upheld: str = ""
    reason: str = ""
    due_at: datetime | None = None


def _entries(
    message: Message[EscalationSaid], title: str, base: S, parts: Iterable[Part], answer: Iterable[Part] = ()
) -> list[Fact]:
    """A part of the submission of the agency that disagrees. ``answer`` was written for that agency alone."""
    parts, answer = list(parts), list(answer)
    return [_entry(message, child_id, title, base, parts, answer) for child_id in message.meta.child_ids]


def _entry(
    message: Message[EscalationSaid], child_id: str, title: str, base: S, parts: list[Part], answer: list[Part]
) -> Fact:
    return entry_of(
        message,
        child_id,
        kind=Kind.DECISION,
        lane=Lane.SCREENING,
        title=title,
        base=base,
        parts=parts,
        sent=answer,
        at=message.meta.recorded_at,
        origin_org=message.data.agency.org_id or None,
        recipient_org=(message.data.agency.org_id or None) if answer else None,
    )


def escalation_raised(message: Message[EscalationSaid]) -> list[Fact]:
    said = message.data
    parts = [part(S.SUB, "What they disagree with", said.words), part(S.SUB, "What they want instead", said.wants)]
    return _entries(message, "An agency disagrees with the decision", S.SUB, parts)


def escalation_moved_up(message: Message[EscalationSaid]) -> list[Fact]:
    parts = [part(S.SCR, "Now with", phrase(message.data.tier), Needs.MINIMUM)]
    return _entries(message, "Disagreement not answered in time, gone up", S.SCR, parts)


def escalation_answered(message: Message[EscalationSaid]) -> list[Fact]:
    said = message.data
    answer, reason = UPHELD.get(said.upheld, ""), said.reason
    parts = [part(S.SCR, "Answer", answer, Needs.ROLE_VIEW), part(S.SCR, "Reason", reason, Needs.ROLE_VIEW)]
    told = [part(S.PUBLIC, "Answer", answer), part(S.PUBLIC, "Reason", reason)]
    return _entries(message, "Disagreement answered", S.SCR, parts, told)


def escalation_withdrawn(message: Message[EscalationSaid]) -> list[Fact]:
    return _entries(message, "Disagreement withdrawn", S.SUB, [part(S.SUB, "Because", message.data.reason)])
