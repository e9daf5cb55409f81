"""What may be asked of intake. Nothing here can discard a contact (INT-01)."""

from dataclasses import dataclass
from datetime import datetime

from intake.events import Candidate
from intake.facts import Account, Source
from shared.access.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownChild:
    """What the identities we hold say about one named child: who it may be, and whether a number proves it."""

    temp_ref: str
    candidates: tuple[Candidate, ...]
    proven_child_id: str | None = None
    proof: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitContact:
    """Any sender's contact, or a later version of one: ``SubmitPoliceNotification`` and ``SubmitAgencyContact``."""

    by: Actor
    at: datetime
    contact_id: str
    source: Source
    account: Account
    reported_at: datetime | None
    not_understood: tuple[str, ...] = ()
    known: tuple[KnownChild, ...] = ()


class SubmitPoliceNotification(SubmitContact):
    """A force's safeguarding report (PPN), a missing report or a return."""


class SubmitAgencyContact(SubmitContact):
    """A professional's contact form (MARF)."""


class RecordTelephoneContact(SubmitContact):
    """What somebody said on the telephone, in the same schema."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmIdentity:
    """A person says who a named child is. ``child_id`` None: this is a child whom we did not know."""

    by: Actor
    at: datetime
    temp_ref: str
    child_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepUnreadable:
    """Keeps the bytes of a submission that was refused, as a task for a person."""

    by: Actor
    at: datetime
    task_id: str
    route: str
    code: str
    detail: str
    field: str | None
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class DealWithUnreadable:
    by: Actor
    at: datetime
    what_was_done: str


ContactCommand = SubmitContact | ConfirmIdentity
UnreadableCommand = KeepUnreadable | DealWithUnreadable
