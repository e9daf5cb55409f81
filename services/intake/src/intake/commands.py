"""What may be asked of intake. Nothing here can discard a contact (INT-01)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from intake.events import Candidate, FoundSibling
from intake.facts import Account, NamedChild, Source
from shared.access.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownChild:
    """What the identities we hold say about one named child: who it may be, and whether a number proves it."""

    temp_ref: str
    candidates: tuple[Candidate, ...]
    proven_child_id: str | None = None
    proof: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingBefore:
    """How often the same child was missing in the 30 and 90 days before this episode, by our own record."""

    in_30_days: int = 0
    in_90_days: int = 0


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a person asks of a contact."""

    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What a person knows of a child new to us, where the contact says nothing or two things at once."""

    dob: date | None = None
    expected_dob: date | None = None
    dob_estimated: bool = False
    sex: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmIdentity(Asked):
    """A person says who a named child is. ``child_id`` None: this is a child whom we did not know.

    ``sealed``: the identity chosen is one that may never be linked to.
    """

    temp_ref: str
    child_id: str | None
    sealed: bool = False
    details: Details | None = None
    missing_before: MissingBefore = MissingBefore()


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectIdentityLink(Asked):
    """A person says that the child was taken for another. ``child_id`` None: it is a child of its own after all."""

    temp_ref: str
    child_id: str | None
    reason: str
    sealed: bool = False
    missing_before: MissingBefore = MissingBefore()


@dataclass(frozen=True, slots=True, kw_only=True)
class AddSibling(Asked):
    """A child of the household joins the contact: it gets a decision of its own."""

    child: NamedChild


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcludeSibling(Asked):
    child_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClarifyVictimAndPerpetrator(Asked):
    """The police in the hub say who did what to whom, so that others may be told (INT-07)."""

    victim_ref: str
    perpetrator_ref: str
    counter_allegation: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmContactQuality(Asked):
    """A screener's own answers to the tests, over what the system scored."""

    tests: Mapping[str, bool]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkNotAboutAChild(Asked):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RedirectContact(Asked):
    """Another authority's child: it stays ours until they have acknowledged it."""

    la: str
    ack_ref: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkDuplicate(Asked):
    """The same incident told twice, or a repeat of the pattern: linked, never merged."""

    primary_contact_id: str
    same_incident: bool
    reason: str
    merge: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCareStatus(Asked):
    """Whether the child is open to us at the moment the contact came, and to whom."""

    temp_ref: str
    care_status: str
    allocated_worker: str | None = None
    team: str | None = None
    manager: str | None = None
    plan_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordConsentStatus(Asked):
    """What was found out after the contact came: do the parents know, do they agree, what does the child want?"""

    parents_informed: str
    parental_agreement: str
    child_view: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeReferrer(Asked):
    """Whoever told us has been told that we have it. ``by_means_of`` PHONE, EMAIL, LETTER, PORTAL or IN_PERSON."""

    by_means_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportChildReturned(Asked):
    """A carer says that the child is back, before or without the police saying so."""

    found_at: datetime
    found_how: str
    prevention_interview_done: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteToLado(Asked):
    lado: str
    told_at: datetime
    screened: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutePrivateFostering(Asked):
    team: str
    screened: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPrivateFosteringVisit(Asked):
    visited_at: datetime
    child_seen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordMaracReferral(Asked):
    by_agency: str
    confirmed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsiderMissingPattern(Asked):
    """Whether a strategy discussion is needed after the third missing episode."""

    strategy_discussion: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferReturnInterview(Asked):
    offered_at: datetime
    provider: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteReturnInterview(Asked):
    """The interview after a missing episode, by somebody independent of the child's placement."""

    completed_at: datetime
    accepted: bool
    interviewer_independent: bool
    child_words: str
    push_factors: tuple[str, ...] = ()
    pull_factors: tuple[str, ...] = ()
    where_with_whom: str = ""
    harm_disclosed: bool = False
    safety_needs: str = ""
    shared_with_plan_owner_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineReturnInterview(Asked):
    reason: str
    alternative: str


ContactCommand = (
    SubmitContact
    | ConfirmIdentity
    | CorrectIdentityLink
    | AddSibling
    | ExcludeSibling
    | ClarifyVictimAndPerpetrator
    | ConfirmContactQuality
    | MarkNotAboutAChild
    | RedirectContact
    | LinkDuplicate
    | RecordCareStatus
    | RecordConsentStatus
    | AcknowledgeReferrer
    | ReportChildReturned
    | RouteToLado
    | RoutePrivateFostering
    | RecordPrivateFosteringVisit
    | RecordMaracReferral
    | ConsiderMissingPattern
    | OfferReturnInterview
    | CompleteReturnInterview
    | DeclineReturnInterview
)
