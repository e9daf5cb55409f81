"""The outbound profiles of domain brief §2.3: the only fields that ever leave, by kind of recipient.

Its one law: a field stands here, with its class, before anything can send it; a new meaning is a new version.
"""

from typing import Annotated, Literal

from pydantic import Field

from shared.disclosure.classes import Sensitivity as S
from shared.disclosure.fields import (
    Concern,
    Day,
    HouseholdMember,
    Instant,
    Line,
    NamedChild,
    NeedLevel,
    OutcomeCode,
    QualityTest,
    Question,
    Reference,
    Text,
    TimeOfDay,
    YesNoNotKnown,
)
from shared.disclosure.leads import MissedClarification, QualityOfContacts
from shared.disclosure.profile import Part, Profile, RecipientKind
from shared.disclosure.specialists import (
    AllegationReferral,
    MaracReferral,
    PrivateFosteringVisit,
    ReturnInterviewRequest,
)


class EncompassMinimum(Part):
    """What a school is told on the next school morning: that, not what, where or who."""

    alert_ref: Annotated[Reference, S.PUBLIC]
    urn: Annotated[Reference, S.PUBLIC]
    recipient_role: Annotated[Literal["DSL"], S.PUBLIC]
    child: NamedChild
    incident_date: Annotated[Day, S.ID]
    incident_time: Annotated[TimeOfDay | None, S.ID]
    child_present: Annotated[Literal["PRESENT", "NOT_PRESENT", "NOT_KNOWN"], S.ID]
    welfare_check_made: Annotated[YesNoNotKnown, S.ID]
    text_code: Annotated[Literal["ENC_STD_1"], S.PUBLIC]


class ProfessionalReceipt(Part):
    """We have it, who has it, when it will be decided; nothing on history."""

    contact_ref: Annotated[Reference, S.PUBLIC]
    received_at: Annotated[Instant, S.PUBLIC]
    named_team: Annotated[Line, S.PUBLIC]
    decision_due_at: Annotated[Instant, S.PUBLIC]
    if_worried_now: Annotated[Line, S.PUBLIC]
    quality_verdict: Annotated[Literal["GOOD", "NEEDS_INFORMATION"] | None, S.PUBLIC] = None


class PublicReceipt(Part):
    """Thanks and emergency advice; not even whether the child is known."""

    contact_ref: Annotated[Reference, S.PUBLIC]
    received_at: Annotated[Instant, S.PUBLIC]
    emergency_advice: Annotated[Line, S.PUBLIC]


class Clarification(Part):
    """Questions back to the referrer, who knows the child by initials and their own reference."""

    contact_ref: Annotated[Reference, S.PUBLIC]
    child_initials: Annotated[str, Field(max_length=60), S.ID]
    local_ref: Annotated[Reference, S.SUB]
    questions: list[Question]
    due_at: Annotated[Instant, S.PUBLIC]
    quality_failed: Annotated[list[QualityTest], S.PUBLIC]


class ChildOutcome(Part):
    """One child's outcome in the author's plain words. `child_ref` is one that the referrer knows."""

    child_ref: Annotated[Reference, S.PUBLIC]
    outcome_code: Annotated[OutcomeCode, S.SCR]
    reason: Annotated[Line, S.SCR]
    need_level: Annotated[NeedLevel | None, S.SCR]


class ProfessionalOutcome(Part):
    """What became of a professional's contact, what they are asked to do, and how to disagree."""

    contact_ref: Annotated[Reference, S.PUBLIC]
    children: list[ChildOutcome]
    team: Annotated[Line, S.PUBLIC]
    phone: Annotated[Line, S.PUBLIC]
    asked_to_do: Annotated[Line, S.SCR]
    escalation_route: Annotated[Line, S.PUBLIC]
    quality_failed: Annotated[list[QualityTest] | None, S.PUBLIC] = None


class ChildOutcomeCode(Part):
    child_ref: Annotated[Reference, S.PUBLIC]
    outcome_code: Annotated[OutcomeCode, S.SCR]


class PoliceOutcome(Part):
    """The code for each child of a police notification, without the reasons."""

    ppn_ref: Annotated[Reference, S.PUBLIC]
    children: list[ChildOutcomeCode]
    decided_at: Annotated[Instant, S.PUBLIC]


class StrategyInvitation(Part):
    """When, where, about whom, what kind of concern, what to bring; the narrative waits for the meeting."""

    children: list[NamedChild]
    held_at: Annotated[Instant, S.PUBLIC]
    link: Annotated[Line | None, S.PUBLIC]
    concern: Annotated[list[Concern], S.STR]
    information_to_bring: Annotated[Line, S.PUBLIC]
    quorum_role: Annotated[Line, S.PUBLIC]


class StepDownPack(Part):
    """What early help needs to go on without losing the focus; no police narrative, no strategy minutes."""

    child: NamedChild
    household: list[HouseholdMember]
    reason: Annotated[Text, S.SCR]
    needs: Annotated[Text, S.SCR]
    strengths: Annotated[Text, S.SCR]
    focus_for_intervention: Annotated[Text, S.SCR]
    risks: Annotated[Text, S.SCR]
    step_up_triggers: Annotated[list[Line], S.SCR]
    agreement_evidence: Annotated[Text, S.SCR]
    lead_practitioner: Annotated[Line, S.PUBLIC]
    joint_visit_on: Annotated[Day, S.PUBLIC]


class SearchedAdult(Part):
    """Enough of an adult to find them in somebody else's records, and nothing of what they are said to have done."""

    name: Annotated[Line, S.HH]
    date_of_birth: Annotated[Day | None, S.HH]


class InformationRequest(Part):
    """What an agency is asked about a child, on what basis and by when; never what was reported to us."""

    request_ref: Annotated[Reference, S.PUBLIC]
    children: list[NamedChild]
    household: list[SearchedAdult]
    purpose: Annotated[Literal["SAFEGUARDING_SCREENING"], S.PUBLIC]
    lawful_basis: Annotated[Line, S.PUBLIC]
    questions: list[Question]
    answer_by: Annotated[Instant, S.PUBLIC]
    answer_to: Annotated[Line, S.PUBLIC]


class DisagreementAnswer(Part):
    """The answer to an agency's own disagreement, in the words that were written for it."""

    escalation_ref: Annotated[Reference, S.PUBLIC]
    contact_ref: Annotated[Reference, S.PUBLIC]
    child_refs: Annotated[list[Reference], S.PUBLIC]
    stage: Annotated[int, S.PUBLIC]
    upheld: Annotated[Literal["Y", "N", "PART"], S.SCR]
    reason: Annotated[Text, S.SCR]
    answered_at: Annotated[Instant, S.PUBLIC]
    if_you_still_disagree: Annotated[Line, S.PUBLIC]


class StepUpAnswer(Part):
    """What was decided on a step-up, to the early help that asked; the reasons stay social care's."""

    request_ref: Annotated[Reference, S.PUBLIC]
    child: NamedChild
    outcome_code: Annotated[OutcomeCode, S.SCR]
    answered_at: Annotated[Instant, S.PUBLIC]
    what_happens_next: Annotated[Line, S.SCR]
    escalation_route: Annotated[Line, S.PUBLIC]


class ChildSeen(Part):
    seen: Annotated[Literal["Y", "N"], S.EDT]
    at: Annotated[Instant | None, S.EDT] = None
    by: Annotated[Line | None, S.EDT] = None


class HandoverItem(Part):
    """One item between out-of-hours and day team (brief §3.4): the same employer, still for one purpose."""

    item_id: Annotated[Reference, S.PUBLIC]
    direction: Annotated[Literal["EDT_TO_DAY", "DAY_TO_EDT", "EDT_TO_EDT"], S.PUBLIC]
    child_id: Annotated[Reference, S.PUBLIC]
    category: Annotated[
        Literal[
            "NEW_CONTACT",
            "OPEN_CASE",
            "S47",
            "S46",
            "PLACEMENT",
            "MISSING",
            "DA",
            "WELFARE_CHECK",
            "INFO_ONLY",
        ],
        S.EDT,
    ]
    rag: Annotated[Literal["RED", "AMBER", "GREEN"], S.EDT]
    what_happened: Annotated[Text, S.EDT]
    what_we_did: Annotated[Text, S.EDT]
    child_seen: ChildSeen
    child_words: Annotated[Text, S.EDT]
    where_is_child_now: Annotated[Line, S.ADR]
    who_is_child_with: Annotated[Line, S.HH]
    is_child_safe_now: Annotated[Literal["Y", "N", "NOT_KNOWN"], S.EDT]
    legal_status: Annotated[Line, S.EDT]
    action_needed: Annotated[Text, S.EDT]
    action_due_at: Annotated[Instant | None, S.PUBLIC]
    owner_team: Annotated[Line, S.PUBLIC]
    owner_worker: Annotated[Line | None, S.PUBLIC] = None
    people_told: Annotated[list[Line], S.EDT]
    outstanding_checks: Annotated[list[Line], S.EDT]
    contingency: Annotated[Text, S.EDT]


ENC_MIN = Profile("ENC_MIN", 1, RecipientKind.SCHOOL, EncompassMinimum)
ACK_PRO = Profile("ACK_PRO", 1, RecipientKind.PROFESSIONAL_REFERRER, ProfessionalReceipt)
ACK_PUBLIC = Profile("ACK_PUBLIC", 1, RecipientKind.PUBLIC_REFERRER, PublicReceipt)
CLARIFY = Profile("CLARIFY", 1, RecipientKind.PROFESSIONAL_REFERRER, Clarification)
OUTCOME_PRO = Profile("OUTCOME_PRO", 1, RecipientKind.PROFESSIONAL_REFERRER, ProfessionalOutcome)
POLICE_OUTCOME = Profile("POLICE_OUTCOME", 1, RecipientKind.POLICE_SYSTEM, PoliceOutcome)
STRATEGY_INVITE = Profile("STRATEGY_INVITE", 1, RecipientKind.ATTENDEE, StrategyInvitation)
STEPDOWN_PACK = Profile("STEPDOWN_PACK", 1, RecipientKind.EARLY_HELP, StepDownPack)
INFO_REQUEST = Profile("INFO_REQUEST", 1, RecipientKind.AGENCY, InformationRequest)
ESCALATION_ANSWER = Profile("ESCALATION_ANSWER", 1, RecipientKind.PROFESSIONAL_REFERRER, DisagreementAnswer)
RHI_REQUEST = Profile("RHI_REQUEST", 1, RecipientKind.SPECIALIST, ReturnInterviewRequest)
STEP_UP_ANSWER = Profile("STEP_UP_ANSWER", 1, RecipientKind.EARLY_HELP, StepUpAnswer)
CLARIFY_MISSED = Profile("CLARIFY_MISSED", 1, RecipientKind.AGENCY_LEAD, MissedClarification)
QUALITY_FEEDBACK = Profile("QUALITY_FEEDBACK", 1, RecipientKind.AGENCY_LEAD, QualityOfContacts)
LADO_REF = Profile("LADO_REF", 1, RecipientKind.SPECIALIST, AllegationReferral)
PF_VISIT = Profile("PF_VISIT", 1, RecipientKind.SPECIALIST, PrivateFosteringVisit)
MARAC_REF = Profile("MARAC_REF", 2, RecipientKind.SPECIALIST, MaracReferral)
EDT_HANDOVER = Profile("EDT_HANDOVER", 1, RecipientKind.SOCIAL_CARE, HandoverItem)

PROFILES = {
    profile.name: profile
    for profile in (
        ENC_MIN,
        ACK_PRO,
        ACK_PUBLIC,
        CLARIFY,
        OUTCOME_PRO,
        POLICE_OUTCOME,
        STRATEGY_INVITE,
        STEPDOWN_PACK,
        INFO_REQUEST,
        ESCALATION_ANSWER,
        RHI_REQUEST,
        STEP_UP_ANSWER,
        CLARIFY_MISSED,
        QUALITY_FEEDBACK,
        LADO_REF,
        PF_VISIT,
        MARAC_REF,
        EDT_HANDOVER,
    )
}
"""Every profile by its name."""
