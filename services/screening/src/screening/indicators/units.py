"""What is counted, one by one: a contact, a child in a contact. Each as the record holds it now, without names."""

from dataclasses import dataclass
from datetime import date, datetime

PUBLIC = "Members of the public"
NO_AGENCY = "No agency named"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One contact, counted by the day it was received. A ``duplicate`` tells again what another one told; one that
    ``ended`` is another authority's, or about no child. ``agency`` is what the organisation is called now, ``viewed``
    the level of need that the referrer gave. ``directed`` and ``acted``: places in the store."""

    contact_id: str
    source_code: str
    contact_type: str
    agency: str
    professional: bool
    viewed: int | None
    duplicate: bool
    ended: bool
    children: int
    quality: str | None
    quality_told: bool
    directed: int | None
    acted: int | None

    @property
    def called(self) -> str:
        return (self.agency or NO_AGENCY) if self.professional else PUBLIC


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildEvent:
    """One child in one contact that has not ended, by the day the contact was received. Of the reports of one incident
    a child counts in the first, or else in the first that names it, once it is known who it is.

    ``answered_at`` is the first authorised answer, ``held`` when that was a holding decision. ``decision`` and
    ``need_level`` are those that stand now. ``rag``, ``rag_due_at`` and ``decided_at`` are of the first decision that
    was no holding one; ``convened_at`` is when a strategy discussion was held.
    """

    contact: Contact
    is_open: bool
    response_due_at: datetime | None
    answered_at: datetime | None
    held: bool
    decision: str | None
    need_level: int | None
    decided_at: datetime | None
    rag: str | None
    rag_due_at: datetime | None
    convened_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """One authorised decision about one child, by the day it was authorised; a holding one is none.

    ``available`` and ``opened`` count what our record held of the child and what the reviewer opened, where that was
    kept. ``unread`` counts the children of the contact whose history nobody had read since the last news. ``told`` is
    whether the referrer was told, or why not recorded instead. ``reopened_at`` and ``contact_at`` are when the decision
    was opened again and when the child's next contact came.
    """

    decision: str
    decided_at: datetime
    proposed_by: str
    authorised_by: str
    changed: bool
    available: int | None
    opened: int | None
    unread: int
    professional: bool
    told_at: datetime | None
    told: bool
    reopened_at: datetime | None
    contact_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposals:
    """How many were made, each about one child, by the day it was made, and how many of them a manager challenged. A
    holding decision is proposed too."""

    made: int = 0
    challenged: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StepUp:
    """One request of early help, by the day it was asked. ``closed_at`` is when early help ended its episode."""

    requested_at: datetime
    decided_at: datetime | None
    decision: str | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDown:
    """One step-down that early help accepted, by that day. ``referred``: the child was referred again in six months."""

    accepted_at: datetime
    lasts_until: date
    referred: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """One child's episode, by the referral's day. ``introductions`` are moves with a note and a meeting."""

    workers: int
    moves: int
    introductions: int
