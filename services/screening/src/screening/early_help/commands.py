"""What may be asked of early help for one child. What the rules need of the screening travels in the command."""

from dataclasses import dataclass
from datetime import date, datetime

from screening.case.commands.asked import Asked
from screening.case.facts import Consent, InformationGap, KnownOfChild, SafetyPlan
from screening.case.state import Case, Child
from screening.codes import Decision
from screening.early_help.facts import Goal, Recipient
from screening.referral.codes import YesNo


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenEpisode(Asked):
    """Early help begins after an authorised decision for it, to which the parents agreed (SCR-08)."""

    episode_id: str
    child_id: str
    contact_id: str
    decision: Decision | None
    recipient: Recipient


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseEpisode(Asked):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeavesToEarlyHelp(Asked):
    """A child is to be with early help alone: every guard before a decision that closes stands before that too (domain
    brief §3.2, applicability). ``screening`` is the case that led there, ``screened`` the child in it, ``known`` what
    our own record holds of that child."""

    child_id: str
    screening: Case
    screened: Child | None
    known: KnownOfChild | None
    consent: Consent
    assumptions_tested: tuple[str, ...]
    info_gaps: tuple[InformationGap, ...]
    relies_on_safety_plan: bool
    safety_plan: SafetyPlan
    changed_since_red: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDown(LeavesToEarlyHelp):
    """A social worker proposes that early help takes over."""

    step_down_id: str
    referral_id: str
    reason: str
    needs: str
    strengths: str
    focus: str
    goals: tuple[Goal, ...]
    risks: str
    triggers: tuple[str, ...]
    agreement_evidence: str
    recipient: Recipient
    joint_visit_date: date | None
    same_reason: int = 0
    """For how many other children whoever asks has written the same reason (SCR-19)."""
    in_enquiry: bool = False
    """A section 47 enquiry about the child is under way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeStepDown(Asked):
    """The second manager's agreement, where the abuse was of high risk (SCR-10)."""

    rationale: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptStepDown(Asked):
    episode_id: str
    lead_practitioner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineStepDown(Asked):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawStepDown(Asked):
    """Social care keeps the child after all: something has changed before the family was met."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFamilyContacted(Asked):
    contacted_at: datetime
    joint_visit_made: YesNo


@dataclass(frozen=True, slots=True, kw_only=True)
class StepUp(Asked):
    """Early help asks social care to look at a child again."""

    step_up_id: str
    reason: str
    urgent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideStepUp(LeavesToEarlyHelp):
    """What the guards ask is what they ask of any such decision: all of it where the child is left with early help."""

    decision: Decision
    rationale: str
    same_reason: int = 0
    """For how many other children whoever answers has written the same words (SCR-19)."""


Command = (
    OpenEpisode
    | CloseEpisode
    | StepDown
    | AgreeStepDown
    | AcceptStepDown
    | DeclineStepDown
    | WithdrawStepDown
    | RecordFamilyContacted
    | StepUp
    | DecideStepUp
)
