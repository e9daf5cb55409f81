"""What has happened in one child's early help.

Stored under these names for ever: a change is a new field with a default."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict

from screening.case.facts import Consent, InformationGap, SafetyPlan
from screening.codes import Decision, Stratum
from screening.early_help.facts import Goal, Recipient
from screening.referral.codes import YesNo
from shared.disclosure import Sensitivity
from shared.events import EventCatalogue

EARLY_HELP_EVENTS = EventCatalogue()
event = EARLY_HELP_EVENTS.event
CLASSES = (Sensitivity.SCR, Sensitivity.HIS)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfChild:
    """Every event is about one child's early help. ``contact_id`` is the contact that led there."""

    child_id: str
    contact_id: str


@event("EarlyHelpEpisodeOpened", classes=CLASSES)
@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyHelpEpisodeOpened(OfChild):
    episode_id: str
    org_id: str
    lead_practitioner: str
    step_down_id: str | None
    opened_at: datetime


@event("EarlyHelpEpisodeClosed", classes=CLASSES)
@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyHelpEpisodeClosed(OfChild):
    episode_id: str
    org_id: str
    reason: str
    closed_by: str
    closed_at: datetime


class WhichStepDown(TypedDict):
    """What every event of one step-down says alike."""

    child_id: str
    contact_id: str
    step_down_id: str
    referral_id: str
    recipient_org: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfStepDown(OfChild):
    step_down_id: str
    referral_id: str
    recipient_org: str

    @property
    def which(self) -> WhichStepDown:
        return WhichStepDown(
            child_id=self.child_id,
            contact_id=self.contact_id,
            step_down_id=self.step_down_id,
            referral_id=self.referral_id,
            recipient_org=self.recipient_org,
        )


@event("StepDownProposed", classes=CLASSES)
@dataclass(frozen=True, slots=True, kw_only=True)
class StepDownProposed(OfStepDown):
    """``accept_by`` and ``contact_family_by`` both count from the proposal. ``second_manager_wanted``: SCR-10.

    ``screened_child_id`` is the child as the contact that led here names them; ``strata`` are why a dip sample may want
    to look at it once it is accepted. ``guards_overridden`` would have refused it, had a manager not let it past them.
    """

    reason: str
    needs: str
    strengths: str
    focus: str
    goals: tuple[Goal, ...]
    risks: str
    triggers: tuple[str, ...]
    consent: Consent
    agreement: str
    recipient_name: str
    joint_visit_date: date
    assumptions_tested: tuple[str, ...]
    info_gaps: tuple[InformationGap, ...]
    relies_on_safety_plan: bool
    safety_plan: SafetyPlan
    changed_since_red: str
    second_manager_wanted: bool
    proposed_by: str
    proposed_at: datetime
    accept_by: datetime
    contact_family_by: datetime
    screened_child_id: str = ""
    strata: tuple[Stratum, ...] = ()
    guards_overridden: tuple[str, ...] = ()

    @property
    def recipient(self) -> Recipient:
        return Recipient(org_id=self.recipient_org, name=self.recipient_name)


@event("StepDownAgreed", classes=CLASSES)
@dataclass(frozen=True, slots=True, kw_only=True)
class StepDownAgreed(OfStepDown):
    rationale: str
    agreed_by: str
    agreed_at: datetime


@event("StepDownAccepted", classes=CLASSES)
@dataclass(frozen=True, slots=True, kw_only=True)
class StepDownAccepted(OfStepDown):
    """From here on the step-down is a decision that a dip sample may be drawn from. ``deciders`` had a part in it."""

    lead_practitioner: str
    joint_visit_date: date
    proposed_at: datetime
    contact_family_by: datetime
    accepted_by: str
    accepted_at: datetime
    screened_child_id: str = ""
    deciders: tuple[str, ...] = ()
    strata: tuple[Stratum, ...] = ()


@event("StepDownDeclined", classes=CLASSES)
@dataclass(frozen=True, slots=True, kw_only=True)
class StepDownDeclined(OfStepDown):
    reason: str
    declined_by: str
    declined_at: datetime


@event("StepDownWithdrawn", classes=CLASSES)
@dataclass(frozen=True, slots=True, kw_only=True)
class StepDownWithdrawn(OfStepDown):
    reason: str
    withdrawn_by: str
    withdrawn_at: datetime


@event("StepDownTemplateNoticed", classes=CLASSES)
@dataclass(frozen=True, slots=True, kw_only=True)
class StepDownTemplateNoticed(OfStepDown):
    """SCR-19: the reason is in words that this person wrote for ``times`` other children in ``days`` days."""

    written_by: str
    times: int
    days: int


@event("StepDownFamilyContacted", classes=CLASSES)
@dataclass(frozen=True, slots=True, kw_only=True)
class StepDownFamilyContacted(OfStepDown):
    """Early help has met the family: social care's part is over."""

    contacted_at: datetime
    joint_visit_made: YesNo
    recorded_by: str

    @property
    def occurred_at(self) -> datetime:
        return self.contacted_at


@event("StepUpRequested", classes=CLASSES)
@dataclass(frozen=True, slots=True, kw_only=True)
class StepUpRequested(OfChild):
    step_up_id: str
    episode_id: str
    org_id: str
    reason: str
    urgent: bool
    requested_by: str
    requested_at: datetime
    decide_by: datetime


@event("StepUpDecided", classes=CLASSES)
@dataclass(frozen=True, slots=True, kw_only=True)
class StepUpDecided(OfChild):
    """The episode stays open whatever is decided. With what was tested, and the guards that a manager let it past.

    ``deferred`` is what the guards still ask of an answer that went up for protection. ``screened_child_id``,
    ``deciders`` and ``strata`` are for the dip samples, like a step-down's; ``first_manager`` agreed before (SCR-10).
    """

    step_up_id: str
    org_id: str
    decision: Decision
    rationale: str
    decided_by: str
    decided_at: datetime
    consent: Consent | None = None
    assumptions_tested: tuple[str, ...] = ()
    info_gaps: tuple[InformationGap, ...] = ()
    relies_on_safety_plan: bool = False
    safety_plan: SafetyPlan | None = None
    changed_since_red: str = ""
    guards_overridden: tuple[str, ...] = ()
    deferred: tuple[str, ...] = ()
    first_manager: str | None = None
    screened_child_id: str = ""
    deciders: tuple[str, ...] = ()
    strata: tuple[Stratum, ...] = ()


@event("StepUpSecondManagerSought", classes=CLASSES)
@dataclass(frozen=True, slots=True, kw_only=True)
class StepUpSecondManagerSought(OfChild):
    """Domestic abuse of high risk: one manager would leave the child with early help, another has to agree (SCR-10)."""

    step_up_id: str
    first_manager: str
    rationale: str
    sought_at: datetime


@event("StepUpTemplateNoticed", classes=CLASSES)
@dataclass(frozen=True, slots=True, kw_only=True)
class StepUpTemplateNoticed(OfChild):
    """SCR-19: the rationale is in words that this person wrote for ``times`` other children in ``days`` days."""

    step_up_id: str
    written_by: str
    times: int
    days: int


Event = (
    EarlyHelpEpisodeOpened
    | EarlyHelpEpisodeClosed
    | StepDownProposed
    | StepDownAgreed
    | StepDownAccepted
    | StepDownDeclined
    | StepDownWithdrawn
    | StepDownTemplateNoticed
    | StepDownFamilyContacted
    | StepUpRequested
    | StepUpSecondManagerSought
    | StepUpTemplateNoticed
    | StepUpDecided
)
