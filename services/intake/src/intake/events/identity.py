"""Who a named child is: proposed, identified, corrected. A link is never undone, only followed by another."""

from dataclasses import dataclass
from datetime import date, datetime

from intake.events.catalogue import EVENTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """How one field came out, and what that weighs (bits; negative against)."""

    field: str
    level: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A child we know who may be the one named. ``score`` is 0 to 100, ``fields`` say what agrees.

    ``cautions`` say what looks like the same child and may be another: a twin, a half-sibling, a new name.
    """

    child_id: str
    score: int
    fields: tuple[str, ...]
    weight: float = 0.0
    evidence: tuple[Evidence, ...] = ()
    cautions: tuple[str, ...] = ()


@EVENTS.event("IdentityMatchProposed", classes=("ID",))
@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityMatchProposed:
    contact_id: str
    temp_ref: str
    child_id: str
    candidates: tuple[Candidate, ...]


@EVENTS.event("ChildIdentified", classes=("ID",))
@dataclass(frozen=True, slots=True, kw_only=True)
class ChildIdentified:
    """The child whom a contact names as ``temp_ref`` is ``child_id``, until now ``provisional_child_id``.

    ``status`` is CONFIRMED, or UNCONFIRMED for a child new to us whose date of birth is a guess.
    """

    contact_id: str
    temp_ref: str
    provisional_child_id: str
    child_id: str
    method: str
    by: str
    status: str = "CONFIRMED"
    dob: date | None = None
    expected_dob: date | None = None
    dob_estimated: bool = False
    sex: str | None = None


@EVENTS.event("IdentityLinkCorrected", classes=("ID",))
@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityLinkCorrected:
    """The child named here had been taken for another. What was recorded stays; a new link follows this event.

    ``ends_pattern``: the wrong child's earlier episodes had made this a third one in 30 days (CK_MISS3).
    ``goes_on_for``: another child of the contact of whom that is so too, known ``since``.
    """

    contact_id: str
    temp_ref: str
    provisional_child_id: str
    previous_child_id: str
    child_id: str
    child_ids: tuple[str, ...]
    reason: str
    by: str
    ends_pattern: bool = False
    goes_on_for: str | None = None
    since: datetime | None = None


@EVENTS.event("IdentitySealed", classes=("ID", "HIS"))
@dataclass(frozen=True, slots=True, kw_only=True)
class IdentitySealed:
    """This identity is never again proposed or linked: after an adoption there are two records, and no way across."""

    child_id: str
    reason: str
    by: str
    occurred_at: datetime
