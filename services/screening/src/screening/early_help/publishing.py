"""What early help lets the other services read. A step-down's words are those of the STEPDOWN_PACK and no others:
the pack is made of them, so nothing of the police, of health or of a strategy discussion can travel in it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any

from screening.codes import Decision
from screening.early_help.events import (
    EarlyHelpEpisodeClosed,
    EarlyHelpEpisodeOpened,
    StepDownAccepted,
    StepDownAgreed,
    StepDownDeclined,
    StepDownFamilyContacted,
    StepDownProposed,
    StepDownWithdrawn,
    StepUpDecided,
    StepUpRequested,
)
from screening.referral.codes import YesNo
from screening.streams import TOPIC
from shared.contracts import Contract, Sensitivity
from shared.events import Recorded

Public = Sensitivity.PUBLIC
Id = Annotated[str, Sensitivity.PUBLIC]
At = Annotated[datetime, Sensitivity.PUBLIC]
Screening = Annotated[str, Sensitivity.SCR]


class OfStepDown(Contract):
    """About one step-down of one child."""

    step_down_id: Id
    referral_id: Id
    child_id: Id
    contact_id: Id


class StepDownProposedV1(OfStepDown, type="frontdoor.StepDownProposed.v1", topic=TOPIC):
    """``second_manager_wanted``: it is no offer before a StepDownAgreed (SCR-10)."""

    recipient_org: Id
    recipient_name: Annotated[str, Public]
    reason: Screening
    needs: Screening
    strengths: Screening
    focus: Screening
    goals: Annotated[tuple[str, ...], Sensitivity.SCR]
    risks: Screening
    triggers: Annotated[tuple[str, ...], Sensitivity.SCR]
    agreement: Screening
    joint_visit_date: Annotated[date, Public]
    proposed_by: Id
    proposed_at: At
    accept_by: At
    contact_family_by: At
    second_manager_wanted: Annotated[bool, Sensitivity.SCR] = False


class StepDownAgreedV1(OfStepDown, type="frontdoor.StepDownAgreed.v1", topic=TOPIC):
    rationale: Screening
    agreed_by: Id
    agreed_at: At


class StepDownAcceptedV1(OfStepDown, type="frontdoor.StepDownAccepted.v1", topic=TOPIC):
    recipient_org: Id
    lead_practitioner: Annotated[str, Public]
    joint_visit_date: Annotated[date, Public]
    contact_family_by: At
    accepted_by: Id
    accepted_at: At


class StepDownDeclinedV1(OfStepDown, type="frontdoor.StepDownDeclined.v1", topic=TOPIC):
    recipient_org: Id
    reason: Screening
    declined_by: Id
    declined_at: At


class StepDownWithdrawnV1(OfStepDown, type="frontdoor.StepDownWithdrawn.v1", topic=TOPIC):
    recipient_org: Id
    reason: Screening
    withdrawn_by: Id
    withdrawn_at: At


class StepDownFamilyContactedV1(OfStepDown, type="frontdoor.StepDownFamilyContacted.v1", topic=TOPIC):
    recipient_org: Id
    contacted_at: At
    joint_visit_made: Annotated[YesNo, Sensitivity.SCR]


class EarlyHelpEpisodeOpenedV1(Contract, type="frontdoor.EarlyHelpEpisodeOpened.v1", topic=TOPIC):
    episode_id: Id
    child_id: Id
    contact_id: Id
    org_id: Id
    lead_practitioner: Annotated[str, Public]
    step_down_id: Annotated[str | None, Public]
    opened_at: At


class EarlyHelpEpisodeClosedV1(Contract, type="frontdoor.EarlyHelpEpisodeClosed.v1", topic=TOPIC):
    episode_id: Id
    child_id: Id
    contact_id: Id
    org_id: Id
    reason: Screening
    closed_at: At


class StepUpRequestedV1(Contract, type="frontdoor.StepUpRequested.v1", topic=TOPIC):
    step_up_id: Id
    episode_id: Id
    child_id: Id
    contact_id: Id
    org_id: Id
    reason: Screening
    urgent: Annotated[bool, Sensitivity.SCR]
    requested_by: Id
    requested_at: At
    decide_by: At


class StepUpDecidedV1(Contract, type="frontdoor.StepUpDecided.v1", topic=TOPIC):
    step_up_id: Id
    child_id: Id
    contact_id: Id
    org_id: Id
    decision: Annotated[Decision, Sensitivity.SCR]
    rationale: Screening
    decided_by: Id
    decided_at: At


SAME_FIELDS: dict[type, type[Contract]] = {
    StepDownAgreed: StepDownAgreedV1,
    StepDownAccepted: StepDownAcceptedV1,
    StepDownDeclined: StepDownDeclinedV1,
    StepDownWithdrawn: StepDownWithdrawnV1,
    StepDownFamilyContacted: StepDownFamilyContactedV1,
    EarlyHelpEpisodeOpened: EarlyHelpEpisodeOpenedV1,
    EarlyHelpEpisodeClosed: EarlyHelpEpisodeClosedV1,
    StepUpRequested: StepUpRequestedV1,
    StepUpDecided: StepUpDecidedV1,
}


def publish(recorded: Recorded[object]) -> Sequence[Contract]:
    """The contracts that follow from one of our events."""
    event = recorded.data
    if isinstance(event, StepDownProposed):
        return [_proposed(event)]
    contract = SAME_FIELDS.get(type(event))
    if contract is None:
        return []
    return [contract(**{name: getattr(event, name) for name in contract.model_fields})]


def _proposed(event: StepDownProposed) -> StepDownProposedV1:
    same = (name for name in StepDownProposedV1.model_fields if name != "goals")
    said: dict[str, Any] = {name: getattr(event, name) for name in same}
    return StepDownProposedV1(**said, goals=tuple(str(goal) for goal in event.goals))
