"""What may be asked of a referral. What the rules need of the rest of the record travels in the command."""

from dataclasses import dataclass
from datetime import date, datetime

from screening.case.commands.asked import Asked
from screening.case.facts import Consent
from screening.codes import CareStatus, Decision
from screening.referral.codes import ClosureReason, NotSeenBecause, PrimaryNeed, YesNo
from screening.referral.factors import AssessmentFactor
from shared.working_time import in_london


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """The authorised decision that a referral rests on. ``step_up_id`` is set where early help asked for it."""

    contact_id: str
    decision: Decision
    decided_at: datetime
    source_code: str
    step_up_id: str | None = None

    @property
    def referral_date(self) -> date:
        """The day of the decision: accepting late buys nobody time."""
        return in_london(self.decided_at).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptReferral(Asked):
    """``previous_start`` is the day on which the child's last referral before this one began, ``care_status`` what the
    manager says of the child, who may have been the first to look."""

    referral_id: str
    child_id: str
    basis: Basis
    primary_need: PrimaryNeed | None
    previous_start: date | None = None
    care_status: CareStatus | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocateReferral(Asked):
    """``unlisted``: the staff directory has no such social worker; ``new_here``: the manager says why it has not."""

    worker: str
    team: str
    unlisted: bool = False
    new_here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferCase(Asked):
    """``unlisted`` and ``new_here`` as where a worker is named first."""

    to_worker: str
    to_team: str
    reason: str
    handover_note: str
    introduced_to_family: YesNo
    unlisted: bool = False
    new_here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReferredChildSeen(Asked):
    """``consent`` is what the family said once the worker had explained what is asked of them."""

    seen_at: datetime
    alone: YesNo
    why_not_alone: str = ""
    home_seen: YesNo
    bedroom_seen: YesNo
    words: str
    consent: Consent


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReferredChildNotSeen(Asked):
    """A worker went, and did not see the child. ``found`` is what they found instead."""

    attempted_at: datetime
    because: NotSeenBecause
    found: str
    next_step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagUnallocated(Asked):
    """CK_ALLOC has breached. Asked by the system, so never refused: what has been allocated by now is left alone."""

    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthoriseAssessment(Asked):
    """The assessment is finished and a manager has authorised it. ``factors``: what it found."""

    authorised_on: date
    factors: tuple[AssessmentFactor, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReferralNFA(Asked):
    """No further action: accepted, and then there is no assessment.

    ``why_unseen`` is wanted while nobody has seen the child; ``seen_in_enquiry``: at a visit of a section 47 enquiry;
    ``in_enquiry``: one is under way.
    """

    reason: str
    why_unseen: str = ""
    seen_in_enquiry: bool = False
    in_enquiry: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseReferral(Asked):
    """``why_unseen``, ``seen_in_enquiry`` and ``in_enquiry`` are as for no further action."""

    closure_reason: ClosureReason
    reason: str = ""
    why_unseen: str = ""
    seen_in_enquiry: bool = False
    in_enquiry: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HandToEarlyHelp(Asked):
    """A step-down was accepted and the family has been met: the referral ends with it."""

    step_down_id: str


Command = (
    AcceptReferral
    | AllocateReferral
    | TransferCase
    | RecordReferredChildSeen
    | RecordReferredChildNotSeen
    | FlagUnallocated
    | AuthoriseAssessment
    | RecordReferralNFA
    | CloseReferral
    | HandToEarlyHelp
)
