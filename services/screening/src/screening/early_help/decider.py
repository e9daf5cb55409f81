"""Early help for one child: which rule answers which command, and what is remembered (domain brief §3.2)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from screening.early_help.commands import (
    AcceptStepDown,
    AgreeStepDown,
    CloseEpisode,
    Command,
    DecideStepUp,
    DeclineStepDown,
    OpenEpisode,
    RecordFamilyContacted,
    StepDown,
    StepUp,
    WithdrawStepDown,
)
from screening.early_help.events import (
    EarlyHelpEpisodeClosed,
    EarlyHelpEpisodeOpened,
    Event,
    StepDownAccepted,
    StepDownAgreed,
    StepDownDeclined,
    StepDownFamilyContacted,
    StepDownProposed,
    StepDownTemplateNoticed,
    StepDownWithdrawn,
    StepUpDecided,
    StepUpRequested,
    StepUpSecondManagerSought,
    StepUpTemplateNoticed,
)
from screening.early_help.state import EarlyHelp, Episode
from screening.early_help.stepping_down import accept, agree, decline, family_contacted, step_down, withdraw
from screening.early_help.stepping_up import close_episode, decide_step_up, open_episode, step_up
from shared.decider import Decider


def decide(command: Command, state: EarlyHelp) -> Sequence[Event]:
    match command:
        case OpenEpisode():
            return [open_episode(command, state)]
        case CloseEpisode():
            return [close_episode(command, state)]
        case StepDown():
            return step_down(command, state)
        case AgreeStepDown():
            return [agree(command, state)]
        case AcceptStepDown():
            return accept(command, state)
        case DeclineStepDown():
            return [decline(command, state)]
        case WithdrawStepDown():
            return [withdraw(command, state)]
        case RecordFamilyContacted():
            return [family_contacted(command, state)]
        case StepUp():
            return [step_up(command, state)]
        case DecideStepUp():
            return decide_step_up(command, state)
    assert_never(command)


def evolve(state: EarlyHelp, event: Event) -> EarlyHelp:
    state = replace(state, child_id=event.child_id)
    match event:
        case EarlyHelpEpisodeOpened():
            episode = Episode(episode_id=event.episode_id, contact_id=event.contact_id, org_id=event.org_id)
            return replace(state, episodes=(*state.episodes, episode))
        case EarlyHelpEpisodeClosed():
            still = tuple(one for one in state.episodes if one.episode_id != event.episode_id)
            return replace(state, episodes=still)
        case StepDownProposed():
            return replace(state, step_down=event, agreed_by=None, accepted=None, last_decided_at=event.proposed_at)
        case StepDownAgreed():
            return replace(state, agreed_by=event.agreed_by)
        case StepDownAccepted():
            return replace(state, accepted=event)
        case StepDownDeclined() | StepDownWithdrawn() | StepDownFamilyContacted():
            return replace(state, step_down=None, agreed_by=None, accepted=None)
        case StepDownTemplateNoticed() | StepUpTemplateNoticed():
            return state
        case StepUpRequested():
            return replace(state, step_up=event)
        case StepUpSecondManagerSought():
            return replace(state, first_manager=event.first_manager)
        case StepUpDecided():
            return replace(state, step_up=None, first_manager=None, last_decided_at=event.decided_at)
    assert_never(event)


EARLY_HELP: Decider[Command, Event, EarlyHelp] = Decider(initial=EarlyHelp(), decide=decide, evolve=evolve)
