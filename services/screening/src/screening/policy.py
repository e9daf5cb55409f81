"""The local numbers of one version of the policy. Clocks store the version that they were started under."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Hours are elapsed unless they say working; ``_wd`` counts working days."""

    version: str
    triage_working_hours: float
    urgent_triage_minutes: float
    red_hours: float
    green_wd: int
    clarify_red_hours: float
    clarify_amber_working_hours: float
    partner_red_hours: float
    partner_amber_hours: float
    partner_green_hours: float
    deferred_guards_hours: float
    clarification_attempts: int
    repeat_contacts_12m: int
    repeat_da_incidents_12m: int
    rationale_characters: int
    plain_reason_characters: int
    escalation_tiers: tuple[str, ...]
    escalation_last_tells: str
    template_rationales: int
    template_days: int
    audit_open_wd: int
    moderated_share: float
    briefing_words: int
    briefing_acknowledged_wd: int
    allocate_s47_working_hours: float
    visit_wd: int
    assessment_wd: int
    assessment_checkpoint_wd: int
    step_down_accept_wd: int
    step_down_family_wd: int
    step_up_urgent_working_hours: float
    early_help_stays_days: int


POLICY = Policy(
    version="2026-05",
    triage_working_hours=1,
    urgent_triage_minutes=15,
    red_hours=4,
    green_wd=3,
    clarify_red_hours=1,
    clarify_amber_working_hours=4,
    partner_red_hours=2,
    partner_amber_hours=6,
    partner_green_hours=24,
    deferred_guards_hours=4,
    clarification_attempts=2,
    repeat_contacts_12m=3,
    repeat_da_incidents_12m=3,
    rationale_characters=200,
    plain_reason_characters=500,
    escalation_tiers=("FRONT_DOOR_MANAGER", "SERVICE_MANAGER", "HEAD_OF_SERVICE"),
    escalation_last_tells="DIRECTOR_OF_CHILDRENS_SERVICES",
    template_rationales=3,
    template_days=30,
    audit_open_wd=10,
    moderated_share=0.1,
    briefing_words=300,
    briefing_acknowledged_wd=10,
    allocate_s47_working_hours=2,
    visit_wd=5,
    assessment_wd=45,
    assessment_checkpoint_wd=10,
    step_down_accept_wd=2,
    step_down_family_wd=5,
    step_up_urgent_working_hours=2,
    early_help_stays_days=30,
)
