"""The episode of early help, and step up: early help asks, a manager of social care answers, the episode goes on."""

from screening.case.applicability import let_past
from screening.case.commands.asked import Asked
from screening.case.decider.authorisation import refuse_to_close_out_of_hours
from screening.case.guards import is_high_risk_abuse
from screening.codes import Decision, Stratum
from screening.early_help.commands import CloseEpisode, DecideStepUp, OpenEpisode, StepUp
from screening.early_help.deadlines import step_up_decide_by
from screening.early_help.events import (
    EarlyHelpEpisodeClosed,
    EarlyHelpEpisodeOpened,
    Event,
    StepUpDecided,
    StepUpRequested,
    StepUpSecondManagerSought,
    StepUpTemplateNoticed,
)
from screening.early_help.guards import overridden, owed_afterwards, question_of, unmet
from screening.early_help.same_words import noticed, strata
from screening.early_help.state import EarlyHelp, Episode
from screening.referral.asking import needed
from shared.access.actor import Role
from shared.decider import Refused

OUT_OF_ORDER = "STEPUP OUT_OF_ORDER"
ANSWERS = (Decision.REFERRAL_S17, Decision.REFERRAL_STRATEGY, Decision.LINK_OPEN_CASE, Decision.EARLY_HELP)
"""What a step-up can lead to; EARLY_HELP means that it goes on alone."""


def open_episode(command: OpenEpisode, state: EarlyHelp) -> EarlyHelpEpisodeOpened:
    if command.decision is not Decision.EARLY_HELP:
        raise Refused("EARLYHELP NOT_DECIDED", "Early help begins after an authorised decision for it.", "contact_id")
    if state.episodes:
        raise Refused("EARLYHELP OPEN", "Early help is open for this child already.", "child_id")
    return EarlyHelpEpisodeOpened(
        child_id=command.child_id,
        contact_id=command.contact_id,
        episode_id=command.episode_id,
        org_id=needed(command.recipient.org_id, "recipient_org", "Name the organisation."),
        lead_practitioner=needed(command.recipient.name, "recipient_name", "Name the person: a team inbox is nobody."),
        step_down_id=None,
        opened_at=command.at,
    )


def _own_episode(command: Asked, state: EarlyHelp) -> Episode:
    """The open episode of the asker's own organisation; another's looks as if there were none."""
    episode = state.episode_of(command.by.org_id)
    if episode is None:
        raise Refused("EARLYHELP NOT_OPEN", "You have no open early help for this child.")
    return episode


def close_episode(command: CloseEpisode, state: EarlyHelp) -> EarlyHelpEpisodeClosed:
    """Whoever has taken a child over, or asks social care to look again, stays until somebody else has the child."""
    episode = _own_episode(command, state)
    if state.accepted is not None and state.accepted.recipient_org == episode.org_id:
        raise Refused(
            "EARLYHELP TAKING_OVER",
            "You have accepted this child from social care. Meet the family first, or ask the social worker to "
            "withdraw the step-down.",
        )
    if state.step_up is not None and state.step_up.episode_id == episode.episode_id:
        raise Refused("EARLYHELP ASKED", "Social care has not answered your step-up yet: stay until it has.")
    return EarlyHelpEpisodeClosed(
        child_id=state.child_id,
        contact_id=episode.contact_id,
        episode_id=episode.episode_id,
        org_id=episode.org_id,
        reason=needed(command.reason, "reason", "Say why early help ends."),
        closed_by=command.by.user_id,
        closed_at=command.at,
    )


def step_up(command: StepUp, state: EarlyHelp) -> StepUpRequested:
    episode = _own_episode(command, state)
    if state.step_up is not None:
        raise Refused(OUT_OF_ORDER, "A step-up waits for an answer already. If it can't wait, ring the front door.")
    return StepUpRequested(
        child_id=state.child_id,
        contact_id=episode.contact_id,
        step_up_id=command.step_up_id,
        episode_id=episode.episode_id,
        org_id=episode.org_id,
        reason=needed(command.reason, "reason", "Say what has changed, and what worries you about this child."),
        urgent=command.urgent,
        requested_by=command.by.user_id,
        requested_at=command.at,
        decide_by=step_up_decide_by(command.at, urgent=command.urgent),
    )


def decide_step_up(command: DecideStepUp, state: EarlyHelp) -> list[Event]:
    """A manager answers; high-risk domestic abuse is left with early help when two managers agree (SCR-10)."""
    asked = state.step_up
    if asked is None:
        raise Refused(OUT_OF_ORDER, "No step-up of this child waits for an answer.")
    if command.by.role is Role.SYSTEM:
        raise Refused("SCR-20 DECIDED_BY_MACHINE", "A threshold is decided by a person.")
    if not command.by.registered_sw:
        raise Refused("SCR-06 NOT_SW", "Only a registered social worker can decide a threshold.")
    if command.decision not in ANSWERS:
        raise Refused("STEPUP ANSWER", "Refer the child, link the open case, or leave it with early help.", "decision")
    refuse_to_close_out_of_hours(command.by, command.decision)
    for guard in unmet(command, state):
        raise guard.refusal()
    needed(command.rationale, "rationale", "Say what you tested, and why you decide so.")
    if _wants_second_manager(command, state):
        return [_seek_second_manager(command, asked, state)]
    which = {"child_id": asked.child_id, "contact_id": asked.contact_id, "step_up_id": asked.step_up_id}
    return [_decided(command, asked, state), *(StepUpTemplateNoticed(**which, **one) for one in noticed(command))]


def _wants_second_manager(command: DecideStepUp, state: EarlyHelp) -> bool:
    left = command.decision is Decision.EARLY_HELP
    if not left or not is_high_risk_abuse(command.screening, command.known):
        return False
    question = question_of(command, state)
    if question is not None and let_past(question, "SCR-10"):
        return False
    return state.first_manager in (None, command.by.user_id)


def _seek_second_manager(command: DecideStepUp, asked: StepUpRequested, state: EarlyHelp) -> Event:
    if state.first_manager is not None:
        raise Refused("SCR-10 DA_HIGH", "You have agreed already. A second manager has to decide this.")
    return StepUpSecondManagerSought(
        child_id=asked.child_id,
        contact_id=asked.contact_id,
        step_up_id=asked.step_up_id,
        first_manager=command.by.user_id,
        rationale=command.rationale,
        sought_at=command.at,
    )


def _decided(command: DecideStepUp, asked: StepUpRequested, state: EarlyHelp) -> StepUpDecided:
    left = command.decision is Decision.EARLY_HELP
    first_manager = state.first_manager if left else None
    return StepUpDecided(
        child_id=asked.child_id,
        contact_id=asked.contact_id,
        step_up_id=asked.step_up_id,
        org_id=asked.org_id,
        decision=command.decision,
        rationale=command.rationale,
        decided_by=command.by.user_id,
        decided_at=command.at,
        consent=command.consent if left else None,
        assumptions_tested=command.assumptions_tested,
        info_gaps=command.info_gaps,
        relies_on_safety_plan=command.relies_on_safety_plan,
        safety_plan=command.safety_plan if command.relies_on_safety_plan else None,
        changed_since_red=command.changed_since_red,
        guards_overridden=overridden(command, state),
        deferred=owed_afterwards(command, state),
        first_manager=first_manager,
        screened_child_id=command.screened.child_id if command.screened else "",
        deciders=tuple(sorted({command.by.user_id, asked.requested_by, *filter(None, [first_manager])})),
        strata=strata(command, question_of(command, state), *([Stratum.STEP_UP_LEFT] if left else [])),
    )
