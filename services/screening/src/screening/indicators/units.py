"""What is counted, as the record holds it now, without names. What counts alike is one unit, with how many they are."""

from dataclasses import dataclass
from datetime import date, datetime

from screening.codes import Decision

PUBLIC = "Members of the public"
NO_AGENCY = "No agency named"


CLOSING = tuple(decision.value for decision in Decision if decision.closes)
COMES_BACK_HOURS = 30 * 24
"""§7.2, I22: elapsed, from the decision that closed."""


def called(agency: str, *, professional: bool) -> str:
    return (agency or NO_AGENCY) if professional else PUBLIC


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """``count`` contacts that count alike, by the day they were received. A ``duplicate`` tells again what another one
    told; one that ``ended`` is another authority's, or about no child; one that is ``nameless`` names no child.
    ``agency`` is what the organisation is called now. ``directed`` and ``acted``: a manager has, a social worker has.
    """

    count: int
    agency: str
    professional: bool
    duplicate: bool
    ended: bool
    nameless: bool
    quality: str | None
    quality_told: bool
    directed: bool
    acted: bool
    directed_first: bool

    @property
    def called(self) -> str:
        return called(self.agency, professional=self.professional)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildEvent:
    """``count`` children in contacts that have not ended, by the day the contact was received. Of the reports of one
    incident a child counts in the first, or else in the first that names it, once it is known who it is.

    ``is_over``: its working day is; ``in_time``: an answer was authorised in it; ``held``: by a holding decision.
    ``decision`` is the one that stands now. ``rag`` is the rating of the first decision that was no holding one, and
    ``by_rating``: that one, or for RED a strategy discussion, came in its time.
    """

    count: int
    source_code: str
    contact_type: str
    is_open: bool
    is_over: bool | None
    in_time: bool
    held: bool
    decision: str | None
    rag: str | None
    by_rating: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """``count`` children for whom the referrer gave the level of need ``viewed``; ``need_level`` is what stands."""

    count: int
    agency: str
    professional: bool
    viewed: int
    need_level: int | None

    @property
    def called(self) -> str:
        return called(self.agency, professional=self.professional)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """``count`` authorised decisions, each about one child, by the day they were authorised; a holding one is none.

    ``read``: somebody had read the history of each child of the contact since the last news. ``history_kept``: what our
    record held of the child, and what the reviewer opened, was; then ``readable`` says that it held something, and
    ``opened`` counts what was opened in all these decisions. ``answered``: that the referrer was ``told`` was recorded,
    or why not; ``is_over``: the working day for it.
    """

    count: int
    decision: str
    by_another: bool
    changed: bool
    read: bool
    history_kept: bool
    readable: bool | None
    something_opened: bool | None
    opened: int | None
    professional: bool
    is_over: bool
    told_in_time: bool
    told: bool
    answered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """``count`` decisions that close. ``is_over``: their 30 days; ``another_contact`` about the child came in them, or
    the decision was ``reopened``."""

    count: int
    authorised_by: str
    is_over: bool
    another_contact: bool
    reopened: bool


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
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDown:
    """``count`` step-downs that early help accepted, by that day. ``referred``: the child was referred again in six
    months, the last day of which is ``lasts_until``."""

    count: int
    lasts_until: date
    referred: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """``count`` children's episodes, by the referral's day, each with so many workers and moves. ``introductions`` are
    moves with a note and a meeting."""

    count: int
    workers: int
    moves: int
    introductions: int
