"""What is owed to somebody, and what we know of the contact that it is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """Why something is owed: the event of another service that it follows from."""

    OUTCOME = "OUTCOME"
    CLARIFICATION = "CLARIFICATION"
    INFORMATION = "INFORMATION"
    STEP_DOWN = "STEP_DOWN"
    ESCALATION_ANSWER = "ESCALATION_ANSWER"
    RETURN_INTERVIEW = "RETURN_INTERVIEW"
    STEP_UP_ANSWER = "STEP_UP_ANSWER"
    CLARIFICATION_MISSED = "CLARIFICATION_MISSED"
    QUALITY = "QUALITY"
    ALLEGATION = "ALLEGATION"
    PRIVATE_FOSTERING = "PRIVATE_FOSTERING"
    MARAC = "MARAC"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredMonth:
    """An agency's contacts of one month (``2026-04``): of each that was scored the grade and the tests not met."""

    org_id: str
    month: str
    failed_by_grade: tuple[tuple[str, tuple[str, ...]], ...] = ()


def only(child_ids: Sequence[str]) -> str | None:
    """The child, where it is one alone."""
    return child_ids[0] if len(child_ids) == 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """``said`` is what we read of the event; ``at`` is when it happened; ``child_ids`` are whom the event is about.

    ``because`` is the later event that made it due, if any. ``month`` is counted when the words are put together.
    """

    event_id: str
    kind: Kind
    contact_id: str
    said: Mapping[str, Any]
    at: datetime
    correlation_id: str
    because: str | None = None
    child_ids: tuple[str, ...] = ()
    month: ScoredMonth | None = None

    @property
    def only_child(self) -> str | None:
        """The child, where it is about one alone."""
        return only(self.child_ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownChild:
    """A child as the contact names it."""

    first_name: str = ""
    surname: str = ""
    dob: date | None = None
    upn: str | None = None
    school_urn: str | None = None

    @property
    def initials(self) -> str:
        return f"{self.first_name[:1]}{self.surname[:1]}".upper()


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAdult:
    name: str
    dob: date | None = None
    role: str = "OTHER"
    pr: str | None = None
    works_with_children: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAbsence:
    """From where and since when a child was missing, as it was reported."""

    missing_from: str | None = None
    last_seen_at: datetime | None = None
    episode_no_90d: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAbuse:
    """How the police grade the risk to the adult victim, and what a conference on it asks for. ``judgement``: why a
    manager judges it high."""

    risk_tool: str | None = None
    ticks: int | None = None
    grade: str | None = None
    high_risk_factors: tuple[str, ...] = ()
    previous_incidents_12m: int | None = None
    marac_referred: str | None = None
    judgement: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownContact:
    """``child_refs`` gives each child's id the name that the sender used for the child (c1, c2), ``children`` what the
    sender said of the child of that name; ``quality_failed`` names the tests (q1 to q10) that the contact did not pass.
    ``incident`` is what two reports of one incident have in common.
    """

    contact_id: str
    org_id: str | None
    agency_name: str | None
    is_public: bool
    ppn_ref: str | None
    child_refs: Mapping[str, str]
    source_ref: str | None = None
    quality_failed: tuple[str, ...] = ()
    children: Mapping[str, KnownChild] = field(default_factory=dict[str, KnownChild])
    adults: Sequence[KnownAdult] = ()
    missing: KnownAbsence = KnownAbsence()
    received_at: datetime | None = None
    incident: str | None = None
    abuse: KnownAbuse = KnownAbuse()

    def child(self, child_id: str) -> KnownChild:
        """Nothing is known of a child that the contact does not name: it has no words of its own."""
        return self.children.get(self.child_refs.get(child_id, ""), KnownChild())
