"""What this service reads of the other services' contracts.

What is not read here can never be told to anybody.
"""

from datetime import date, datetime

from shared.contracts import Reading


class Agency(Reading):
    org_id: str | None = None
    name: str | None = None


class Referrer(Reading):
    anonymous: bool = False


class Incident(Reading):
    occurred_at: datetime | None = None
    police_ref: str | None = None


class Child(Reading):
    temp_ref: str
    child_id: str
    first_name: str | None = None
    surname: str | None = None
    dob: date | None = None
    upn: str | None = None
    school_urn: str | None = None
    present_at_incident: str | None = None
    seen_by_referrer: str | None = None


class Adult(Reading):
    temp_ref: str | None = None
    first_name: str | None = None
    surname: str | None = None
    dob: date | None = None
    role: str | None = None
    pr: str | None = None
    works_with_children: str | None = None


class Missing(Reading):
    missing_from: str | None = None
    last_seen_at: datetime | None = None
    episode_no_90d: int | None = None


class Police(Reading):
    ppn_ref: str | None = None
    risk_tool: str | None = None
    ticks: int | None = None
    grade: str | None = None
    high_risk_factors: tuple[str, ...] = ()
    previous_incidents_12m: int | None = None
    marac_referred: str | None = None


class Version(Reading):
    """What every version of a contact says."""

    contact_id: str
    source_code: str | None = None
    source_ref: str | None = None
    agency: Agency | None = None
    incident: Incident | None = None
    children: tuple[Child, ...] = ()
    adults: tuple[Adult, ...] = ()
    police: Police | None = None
    flags: tuple[str, ...] = ()


class ContactReceived(Version):
    contact_type: str
    channel: str | None = None
    source_system: str | None = None
    referrer: Referrer | None = None
    missing: Missing | None = None


class ContactQualityAssessed(Reading):
    contact_id: str
    grade: str
    failed: tuple[str, ...] = ()


class ContactAmended(Version):
    contact_type: str | None = None
    superseded: bool = False
    told_anew: tuple[str, ...] = ()
    joined_before: tuple[Child, ...] = ()


class PoliceRiskGradeAmended(Reading):
    contact_id: str
    grade: str | None = None


class MaracJudgementRecorded(Reading):
    contact_id: str
    reason: str
    judged_at: datetime


class ContactGuardOverridden(Reading):
    contact_id: str
    guard: str


class VictimAndPerpetratorClarified(Reading):
    contact_id: str
    victim_ref: str = ""
    perpetrator_ref: str = ""


class ChildIdentified(Reading):
    contact_id: str
    temp_ref: str
    child_id: str


class SiblingAdded(Version):
    """A child who joins a contact, with what the contact says when it does."""

    child: Child
    contact_type: str | None = None
    from_police: bool = False


class MissingEpisodeClosed(Reading):
    episode_id: str
    contact_id: str
    child_id: str
    prevention_interview_done: str | None = None


class LadoReferralRouted(Reading):
    contact_id: str
    occurred_at: datetime


class PrivateFosteringRouted(Reading):
    contact_id: str
    team: str


class ClockStarted(Reading):
    """``subject`` is the stream that the clock is about."""

    code: str
    subject: str
    started_at: datetime

    @property
    def contact_id(self) -> str:
        return self.subject.removeprefix("Contact-")


class MaracReferralRecorded(Reading):
    contact_id: str


class ClarificationMissed(Reading):
    contact_id: str
    professional_referrer: bool
    questions: tuple[str, ...]
    requested_at: datetime
    due_at: datetime


class ClarificationRequested(Reading):
    contact_id: str
    questions: tuple[str, ...]
    requested_at: datetime
    answer_due_at: datetime


class InformationRequested(Reading):
    contact_id: str
    child_ids: tuple[str, ...]
    agency: str
    questions: tuple[str, ...]
    lawful_basis: str
    requested_at: datetime
    answer_due_at: datetime


class StepDownProposed(Reading):
    """Every word of the pack: what is not read here is not in it."""

    step_down_id: str
    child_id: str
    contact_id: str
    recipient_org: str
    recipient_name: str
    reason: str
    needs: str
    strengths: str
    focus: str
    goals: tuple[str, ...]
    risks: str
    triggers: tuple[str, ...]
    agreement: str
    joint_visit_date: date
    proposed_at: datetime
    accept_by: datetime
    second_manager_wanted: bool = False


class StepDownAgreed(Reading):
    step_down_id: str
    contact_id: str


class StepUpDecided(Reading):
    step_up_id: str
    child_id: str
    contact_id: str
    org_id: str
    decision: str
    decided_at: datetime


class EscalatingAgency(Reading):
    org_id: str
    name: str


class EscalationAnswered(Reading):
    escalation_id: str
    contact_id: str
    child_ids: tuple[str, ...] = ()
    agency: EscalatingAgency
    stage: int
    upheld: str
    reason: str
    answered_at: datetime


class ThresholdDecisionAuthorised(Reading):
    contact_id: str
    child_id: str
    decision: str
    need_level: int | None = None
    plain_reason: str | None = None
    decided_at: datetime | None = None
