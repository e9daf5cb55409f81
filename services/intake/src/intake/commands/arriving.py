"""What arrives, with what we know already of whom it names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from intake.commands.identifying import MissingBefore
from intake.events import Candidate, FoundSibling
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
    household: tuple[FoundSibling, ...] = ()
    said_besides: Mapping[str, str] = field(default_factory=dict[str, str])
    missing_before: Mapping[str, MissingBefore] = field(default_factory=dict[str, MissingBefore])


class SubmitPoliceNotification(SubmitContact):
    """A force's safeguarding report (PPN), a missing report or a return."""


class SubmitAgencyContact(SubmitContact):
    """A professional's contact form (MARF)."""


class RecordTelephoneContact(SubmitContact):
    """What somebody said on the telephone, in the same schema."""


class RecordPublicContact(SubmitContact):
    """What a member of the public said. Who they are has a class of its own, and anonymity is kept."""


class ImportLegacyInboxItem(SubmitContact):
    """A message found in an old mailbox, brought into the one queue (``Source.system`` is ``INBOX:`` and its name)."""
