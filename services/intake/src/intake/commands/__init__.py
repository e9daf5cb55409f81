"""What may be asked of intake. Nothing here can discard a contact (INT-01)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from intake.commands.arriving import ImportLegacyInboxItem as ImportLegacyInboxItem
from intake.commands.arriving import KnownChild as KnownChild
from intake.commands.arriving import RecordPublicContact as RecordPublicContact
from intake.commands.arriving import RecordTelephoneContact as RecordTelephoneContact
from intake.commands.arriving import SubmitAgencyContact as SubmitAgencyContact
from intake.commands.arriving import SubmitContact as SubmitContact
from intake.commands.arriving import SubmitPoliceNotification as SubmitPoliceNotification
from intake.commands.asked import Asked as Asked
from intake.commands.identifying import ConfirmIdentity as ConfirmIdentity
from intake.commands.identifying import CorrectIdentityLink as CorrectIdentityLink
from intake.commands.identifying import Details as Details
from intake.commands.identifying import MissingBefore as MissingBefore
from intake.commands.missing import CompleteReturnInterview as CompleteReturnInterview
from intake.commands.missing import ConsiderMissingPattern as ConsiderMissingPattern
from intake.commands.missing import DeclineReturnInterview as DeclineReturnInterview
from intake.commands.missing import OfferReturnInterview as OfferReturnInterview
from intake.commands.missing import ReportChildReturned as ReportChildReturned
from intake.facts import NamedChild


@dataclass(frozen=True, slots=True, kw_only=True)
class AddSibling(Asked):
    """A child of the household joins the contact: it gets a decision of its own."""

    child: NamedChild


@dataclass(frozen=True, slots=True, kw_only=True)
class NameChild(Asked):
    """Somebody has found out whom the contact is about: a child whom the sender did not name.

    ``known``: whom the identities that we hold say it may be.
    """

    child: NamedChild
    reason: str
    known: tuple[KnownChild, ...] = ()


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
class SetPoliceRiskGrade(Asked):
    """The police in the hub confirm or change the grade of the adult victim's risk: STANDARD, MEDIUM or HIGH."""

    grade: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkIntelligenceHandling(Asked):
    """The police in the hub say who may be told what of their report, and who is asked first (§2.1)."""

    handling: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmContactQuality(Asked):
    """A screener's own answers to the tests, over what the system scored."""

    tests: Mapping[str, bool]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkNotAboutAChild(Asked):
    """``why_not``: of each child whom the contact names (``temp_ref``), why that is no child of whom it tells."""

    reason: str
    why_not: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class RedirectContact(Asked):
    """Another authority's child: it stays ours until they have acknowledged it."""

    la: str
    ack_ref: str
    reason: str
    screened: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkDuplicate(Asked):
    """The same incident told twice, or a repeat of the pattern: linked, never merged. ``leads_back``: our own record
    has the other contact as told again of this one.
    """

    primary_contact_id: str
    same_incident: bool
    reason: str
    merge: bool = False
    leads_back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLink(Asked):
    """Another contact is linked to this one, because this one was seen to tell again of ``tells_again_of``, or of none:
    it has to be so still when that link is recorded."""

    tells_again_of: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlinkDuplicate(Asked):
    """The two do not belong together after all, or not like that."""

    primary_contact_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideGuard(Asked):
    """A manager answers for letting the contact past a guard. ``screened``: screening has taken it up (INT-02)."""

    guard: str
    reason: str
    review_by: date
    screened: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewOverride(Asked):
    """Another manager looks again at what was let past."""

    guard: str
    agrees: bool
    text: str


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
class JudgeForMarac(Asked):
    """By a manager's professional judgement it goes to MARAC, whatever the grade and the ticks say."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordMaracReferral(Asked):
    by_agency: str
    confirmed_at: datetime


ContactCommand = (
    SubmitContact
    | ConfirmIdentity
    | CorrectIdentityLink
    | AddSibling
    | NameChild
    | ExcludeSibling
    | ClarifyVictimAndPerpetrator
    | SetPoliceRiskGrade
    | MarkIntelligenceHandling
    | ConfirmContactQuality
    | MarkNotAboutAChild
    | RedirectContact
    | LinkDuplicate
    | CheckLink
    | UnlinkDuplicate
    | OverrideGuard
    | ReviewOverride
    | RecordCareStatus
    | RecordConsentStatus
    | AcknowledgeReferrer
    | ReportChildReturned
    | RouteToLado
    | RoutePrivateFostering
    | RecordPrivateFosteringVisit
    | JudgeForMarac
    | RecordMaracReferral
    | ConsiderMissingPattern
    | OfferReturnInterview
    | CompleteReturnInterview
    | DeclineReturnInterview
)
