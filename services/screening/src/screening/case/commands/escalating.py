"""What the case learns of a professional disagreement, in the transaction in which it is raised or ends."""

from dataclasses import dataclass

from screening.case.commands.asked import Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteEscalation(Asked):
    """An agency disagrees with the decision for these children; without any, with those for all."""

    escalation_id: str
    child_ids: tuple[str, ...]
    agency_org_id: str
    agency_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteEscalationEnded(Asked):
    """``how`` it ended, in words. With ``reopen_because`` the decisions that it is about are open again."""

    escalation_id: str
    how: str
    reopen_because: str = ""
