"""Step down: social care offers, early help accepts or declines, the family is met. Its law: a child is handed to a
named person, or not at all."""

from screening.case.guards import is_high_risk_abuse
from screening.codes import Stratum
from screening.early_help.commands import (
    AcceptStepDown,
    AgreeStepDown,
    DeclineStepDown,
    RecordFamilyContacted,
    StepDown,
    WithdrawStepDown,
)
from screening.early_help.deadlines import step_down_accept_by, step_down_family_by
from screening.early_help.events import (
    EarlyHelpEpisodeOpened,
    Event,
    StepDownAccepted,
    StepDownAgreed,
    StepDownDeclined,
    StepDownFamilyContacted,
    StepDownProposed,
    StepDownTemplateNoticed,
    StepDownWithdrawn,
)
from screening.early_help.guards import overridden, question_of, unmet
from screening.early_help.same_words import noticed, strata
from screening.early_help.state import EarlyHelp
from screening.referral.asking import needed, refuse_during_enquiry
from shared.access.actor import Role
from shared.decider import Refused
from shared.working_time import in_london

OUT_OF_ORDER = "STEPDOWN OUT_OF_ORDER"
EARLY_HELP_ROLES = frozenset({Role.EARLY_HELP_WORKER, Role.EARLY_HELP_MANAGER})
SECOND_MANAGERS = frozenset({Role.FRONT_DOOR_MANAGER, Role.ASSESSMENT_MANAGER})


def step_down(command: StepDown, state: EarlyHelp) -> list[Event]:
    if state.step_down is not None:
        raise Refused(OUT_OF_ORDER, "A step-down is under way for this child already.")
    refuse_during_enquiry(under_way=command.in_enquiry)
    for guard in unmet(command, state):
        raise guard.refusal()
    day = command.joint_visit_date
    if day is None or day < in_london(command.at).date():
        raise Refused("STEPDOWN JOINT_VISIT", "The joint visit is still to come: give its day.", "joint_visit_date")
    question = question_of(command, state)
    offered = StepDownProposed(
        child_id=command.child_id,
        contact_id=command.screening.contact.contact_id,
        step_down_id=command.step_down_id,
        referral_id=command.referral_id,
        recipient_org=command.recipient.org_id,
        reason=needed(command.reason, "reason", "Say why early help is enough now."),
        needs=needed(command.needs, "needs", "Say what the child and the family need."),
        strengths=needed(command.strengths, "strengths", "Say what goes well."),
        focus=command.focus,
        goals=command.goals,
        risks=needed(command.risks, "risks", "Say what could go wrong."),
        triggers=command.triggers,
        consent=command.consent,
        agreement=command.agreement_evidence,
        recipient_name=command.recipient.name,
        joint_visit_date=day,
        assumptions_tested=command.assumptions_tested,
        info_gaps=command.info_gaps,
        relies_on_safety_plan=command.relies_on_safety_plan,
        safety_plan=command.safety_plan,
        changed_since_red=command.changed_since_red,
        second_manager_wanted=is_high_risk_abuse(command.screening, command.known),
        proposed_by=command.by.user_id,
        proposed_at=command.at,
        accept_by=step_down_accept_by(command.at),
        contact_family_by=step_down_family_by(command.at),
        screened_child_id=question.child.child_id if question else "",
        strata=strata(command, question, Stratum.STEP_DOWN),
        guards_overridden=overridden(command, state),
    )
    return [offered, *(StepDownTemplateNoticed(**offered.which, **one) for one in noticed(command))]


def _offered(state: EarlyHelp) -> StepDownProposed:
    """The step-down that waits for an answer."""
    if state.step_down is None or state.accepted is not None:
        raise Refused(OUT_OF_ORDER, "No step-down of this child waits for an answer.")
    return state.step_down


def agree(command: AgreeStepDown, state: EarlyHelp) -> StepDownAgreed:
    offered = _offered(state)
    if command.by.role not in SECOND_MANAGERS or not command.by.registered_sw:
        raise Refused("SCR-10 DA_HIGH", "A manager who is a registered social worker has to agree.")
    if command.by.user_id == offered.proposed_by:
        raise Refused("SCR-05 SELF_AUTH", "Another manager than the one who proposed has to agree.")
    if state.agreed_by is not None:
        raise Refused(OUT_OF_ORDER, "A second manager has agreed already.")
    return StepDownAgreed(
        **offered.which,
        rationale=needed(command.rationale, "rationale", "Say what you tested, and why you agree."),
        agreed_by=command.by.user_id,
        agreed_at=command.at,
    )


def _offered_to(command: AcceptStepDown | DeclineStepDown, state: EarlyHelp) -> StepDownProposed:
    offered = _offered(state)
    if command.by.role not in EARLY_HELP_ROLES or command.by.org_id != offered.recipient_org:
        raise Refused("STEPDOWN RECIPIENT", "The early help to which it was offered answers.")
    return offered


def accept(command: AcceptStepDown, state: EarlyHelp) -> list[Event]:
    offered = _offered_to(command, state)
    if command.by.user_id == offered.proposed_by:
        raise Refused("SCR-05 SELF_AUTH", "Somebody else than the one who proposed has to accept.")
    if offered.second_manager_wanted and state.agreed_by is None:
        raise Refused("SCR-10 DA_HIGH", "High-risk domestic abuse: a second manager of social care has to agree first.")
    practitioner = needed(
        command.lead_practitioner, "lead_practitioner", "Name the lead practitioner: a team is nobody."
    )
    deciders = {offered.proposed_by, state.agreed_by, command.by.user_id}
    accepted = StepDownAccepted(
        **offered.which,
        lead_practitioner=practitioner,
        joint_visit_date=offered.joint_visit_date,
        proposed_at=offered.proposed_at,
        contact_family_by=offered.contact_family_by,
        accepted_by=command.by.user_id,
        accepted_at=command.at,
        screened_child_id=offered.screened_child_id,
        deciders=tuple(sorted(one for one in deciders if one)),
        strata=offered.strata,
    )
    if state.episode_of(offered.recipient_org) is not None:
        return [accepted]
    opened = EarlyHelpEpisodeOpened(
        child_id=offered.child_id,
        contact_id=offered.contact_id,
        episode_id=command.episode_id,
        org_id=offered.recipient_org,
        lead_practitioner=practitioner,
        step_down_id=offered.step_down_id,
        opened_at=command.at,
    )
    return [accepted, opened]


def decline(command: DeclineStepDown, state: EarlyHelp) -> StepDownDeclined:
    offered = _offered_to(command, state)
    return StepDownDeclined(
        **offered.which,
        reason=needed(command.reason, "reason", "Say why early help can't take over, so that social care can act."),
        declined_by=command.by.user_id,
        declined_at=command.at,
    )


def withdraw(command: WithdrawStepDown, state: EarlyHelp) -> StepDownWithdrawn:
    """Also what early help has accepted, until the family has been met: the child's social worker is still there."""
    offered = state.step_down
    if offered is None:
        raise Refused(OUT_OF_ORDER, "No step-down of this child is under way.")
    if command.by.role in EARLY_HELP_ROLES:
        raise Refused("STEPDOWN RECIPIENT", "Early help declines; social care withdraws what it has offered.")
    return StepDownWithdrawn(
        **offered.which,
        reason=needed(command.reason, "reason", "Say what has changed, so that early help knows why."),
        withdrawn_by=command.by.user_id,
        withdrawn_at=command.at,
    )


def family_contacted(command: RecordFamilyContacted, state: EarlyHelp) -> StepDownFamilyContacted:
    accepted = state.accepted
    if accepted is None:
        raise Refused(OUT_OF_ORDER, "No accepted step-down of this child waits for the family to be met.")
    if command.by.role in EARLY_HELP_ROLES and command.by.org_id != accepted.recipient_org:
        raise Refused("STEPDOWN RECIPIENT", "The early help that accepted it records this.")
    if not accepted.proposed_at <= command.contacted_at <= command.at:
        raise Refused("STEPDOWN DATE", "The family was met after the proposal, and not in the future.", "contacted_at")
    return StepDownFamilyContacted(
        **accepted.which,
        contacted_at=command.contacted_at,
        joint_visit_made=command.joint_visit_made,
        recorded_by=command.by.user_id,
    )
