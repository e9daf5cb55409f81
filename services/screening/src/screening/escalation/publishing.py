"""What an escalation lets the other services read: the agency's own words, the answer that was written for it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from screening.case.contract_parts import AgencyV1
from screening.codes import Upheld
from screening.escalation.events import (
    EscalationAnswered,
    EscalationMovedUp,
    EscalationRaised,
    EscalationWithdrawn,
    OfEscalation,
)
from screening.streams import TOPIC
from shared.contracts import Contract, Sensitivity
from shared.events import Recorded

Public, Screening = Sensitivity.PUBLIC, Sensitivity.SCR
Id = Annotated[str, Public]
Code = Annotated[str, Public]
At = Annotated[datetime, Public]
Stage = Annotated[int, Public]
AgencysWords = Annotated[str, Sensitivity.SUB]


class EscalationContract(Contract):
    """What every contract of an escalation says: which one, about what, and whose it is."""

    escalation_id: Id
    contact_id: Id
    child_ids: Annotated[tuple[str, ...], Public]
    agency: AgencyV1
    stage: Stage


class EscalationRaisedV1(EscalationContract, type="frontdoor.EscalationRaised.v1", topic=TOPIC):
    words: AgencysWords
    wants: AgencysWords
    tier: Code
    raised_at: At
    due_at: At


class EscalationMovedUpV1(EscalationContract, type="frontdoor.EscalationMovedUp.v1", topic=TOPIC):
    from_stage: Stage
    tier: Code
    moved_at: At
    due_at: At


class EscalationAnsweredV1(EscalationContract, type="frontdoor.EscalationAnswered.v1", topic=TOPIC):
    """``reason`` was written for the agency and holds nobody else's data."""

    upheld: Annotated[Upheld, Screening]
    reason: Annotated[str, Screening]
    answered_at: At
    late: Annotated[bool, Public]


class EscalationWithdrawnV1(EscalationContract, type="frontdoor.EscalationWithdrawn.v1", topic=TOPIC):
    reason: AgencysWords
    withdrawn_at: At


CONTRACT_OF: dict[type, type[EscalationContract]] = {
    EscalationRaised: EscalationRaisedV1,
    EscalationMovedUp: EscalationMovedUpV1,
    EscalationAnswered: EscalationAnsweredV1,
    EscalationWithdrawn: EscalationWithdrawnV1,
}


def publish(recorded: Recorded[object]) -> Sequence[Contract]:
    """The contract of an escalation's event: its fields, less those that stay inside."""
    event = recorded.data
    if not isinstance(event, OfEscalation):
        return []
    contract = CONTRACT_OF[type(event)]
    by = event.by_agency
    same = {name: getattr(event, name) for name in contract.model_fields if name != "agency"}
    return [contract(agency=AgencyV1(org_id=by.org_id, name=by.name, urn=by.urn), **same)]
