"""What edt-handover lets the other services read, on the topic ``handovers``."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated

from edt_handover.codes import Category, Direction, LegalStatus, OohDecision, Rag, Safety, YesNo
from edt_handover.item.events import (
    HandoverFollowUpRecorded,
    HandoverItemAccepted,
    HandoverItemAdded,
    HandoverItemCarriedForward,
    HandoverItemClosed,
    HandoverItemRejected,
)
from edt_handover.prep.events import PreClosurePrepHeld
from edt_handover.shift.events import (
    EdtShiftClosed,
    EdtShiftOpened,
    HandoverMeetingHeld,
    HandoverPublished,
    ManagerEntryRecorded,
    OohDecisionMade,
    OohVisitMade,
)
from shared.contracts import Contract, Part, Sensitivity
from shared.events import Recorded

TOPIC = "handovers"
PUBLIC, EDT = Sensitivity.PUBLIC, Sensitivity.EDT

Id = Annotated[str, PUBLIC]
Ids = Annotated[tuple[str, ...], PUBLIC]
At = Annotated[datetime, PUBLIC]
MaybeAt = Annotated[datetime | None, PUBLIC]
On = Annotated[date, PUBLIC]
Words = Annotated[str, EDT]


class SeenPart(Part):
    seen: Annotated[YesNo, EDT]
    at: Annotated[datetime | None, EDT]
    by: Annotated[str | None, EDT]


class EdtShiftOpenedV1(Contract, type="frontdoor.EdtShiftOpened.v1", topic=TOPIC):
    shift_id: Id
    opened_at: At
    closes_at: At
    workers: Ids
    manager_on_call: Id
    meeting_at: MaybeAt


class HandoverItemAddedV1(Contract, type="frontdoor.HandoverItemAdded.v1", topic=TOPIC):
    """One owed action for the children it names, with everything that is handed over for them."""

    item_id: Id
    shift_id: Id
    child_ids: Ids
    direction: Annotated[Direction, PUBLIC]
    category: Annotated[Category, EDT]
    rag: Annotated[Rag, EDT]
    what_happened: Words
    what_we_did: Words
    child_seen: SeenPart
    child_words: Words
    where_is_child_now: Annotated[str, Sensitivity.ADR]
    who_is_child_with: Annotated[str, Sensitivity.HH]
    is_child_safe_now: Annotated[Safety, EDT]
    legal_status: Annotated[LegalStatus, EDT]
    action_needed: Words
    action_due_at: MaybeAt
    owner_team: Annotated[str | None, PUBLIC]
    owner_worker: Annotated[str | None, PUBLIC]
    people_told: Annotated[tuple[str, ...], EDT]
    outstanding_checks: Annotated[tuple[str, ...], EDT]
    contingency: Words
    author: Id


class ManagerEntryRecordedV1(Contract, type="frontdoor.ManagerEntryRecorded.v1", topic=TOPIC):
    item_id: Id
    shift_id: Id
    child_ids: Ids
    by: Id
    text: Words
    entered_at: At


class HandoverPublishedV1(Contract, type="frontdoor.HandoverPublished.v1", topic=TOPIC):
    shift_id: Id
    item_ids: Ids
    child_ids: Ids
    meeting_at: MaybeAt
    published_at: At


class HandoverMeetingHeldV1(Contract, type="frontdoor.HandoverMeetingHeld.v1", topic=TOPIC):
    shift_id: Id
    held_at: At
    attendees: Ids
    items_discussed: Ids


class HandoverItemAcceptedV1(Contract, type="frontdoor.HandoverItemAccepted.v1", topic=TOPIC):
    """``by`` is a person, never a team."""

    item_id: Id
    child_ids: Ids
    by: Id
    accepted_at: At


class HandoverItemRejectedV1(Contract, type="frontdoor.HandoverItemRejected.v1", topic=TOPIC):
    item_id: Id
    child_ids: Ids
    by: Id
    reason: Words
    suggest: Words
    owner_team: Id
    accept_by: At
    rejected_at: At


class HandoverItemCarriedForwardV1(Contract, type="frontdoor.HandoverItemCarriedForward.v1", topic=TOPIC):
    item_id: Id
    child_ids: Ids
    from_shift_id: Id
    to_shift_id: Id
    carried_at: At


class HandoverFollowUpRecordedV1(Contract, type="frontdoor.HandoverFollowUpRecorded.v1", topic=TOPIC):
    item_id: Id
    child_ids: Ids
    followed_up_at: At
    by: Id
    what: Words
    child_seen: Annotated[YesNo, EDT]
    outcome: Words
    is_child_safe_now: Annotated[Safety | None, EDT]


class HandoverItemClosedV1(Contract, type="frontdoor.HandoverItemClosed.v1", topic=TOPIC):
    item_id: Id
    child_ids: Ids
    by: Id
    closed_at: At


class CountsPart(Part):
    items: Annotated[int, PUBLIC]
    children: Annotated[int, PUBLIC]
    not_known_safe: Annotated[int, PUBLIC]
    visits: Annotated[int, PUBLIC]


class EdtShiftClosedV1(Contract, type="frontdoor.EdtShiftClosed.v1", topic=TOPIC):
    shift_id: Id
    counts: CountsPart
    safety_statement: Words
    closed_at: At


class OohVisitMadeV1(Contract, type="frontdoor.OohVisitMade.v1", topic=TOPIC):
    shift_id: Id
    child_ids: Ids
    visited_at: At
    visited_by: Id
    alone: Annotated[YesNo, EDT]
    words: Words
    conditions: Words
    is_child_safe_now: Annotated[Safety, EDT]


class OohDecisionMadeV1(Contract, type="frontdoor.OohDecisionMade.v1", topic=TOPIC):
    """Always interim."""

    shift_id: Id
    contact_id: Annotated[str | None, PUBLIC]
    child_ids: Ids
    decision: Annotated[OohDecision, EDT]
    rationale: Words
    manager_consulted: Words
    misdirected: Annotated[bool, EDT]
    decided_by: Id
    decided_at: At


class PreClosurePrepHeldV1(Contract, type="frontdoor.PreClosurePrepHeld.v1", topic=TOPIC):
    prep_on: On
    closure_from: On
    closure_to: On
    held_at: At
    attendees: Ids
    alerts_reviewed: Annotated[int, PUBLIC]


SAME_FIELDS: dict[type, type[Contract]] = {
    EdtShiftOpened: EdtShiftOpenedV1,
    ManagerEntryRecorded: ManagerEntryRecordedV1,
    HandoverPublished: HandoverPublishedV1,
    HandoverMeetingHeld: HandoverMeetingHeldV1,
    HandoverItemAccepted: HandoverItemAcceptedV1,
    HandoverItemRejected: HandoverItemRejectedV1,
    HandoverItemCarriedForward: HandoverItemCarriedForwardV1,
    HandoverFollowUpRecorded: HandoverFollowUpRecordedV1,
    HandoverItemClosed: HandoverItemClosedV1,
    OohVisitMade: OohVisitMadeV1,
    OohDecisionMade: OohDecisionMadeV1,
    PreClosurePrepHeld: PreClosurePrepHeldV1,
}


def publish(recorded: Recorded[object]) -> Sequence[Contract]:
    """The contracts that follow from one of our events."""
    match recorded.data:
        case HandoverItemAdded() as event:
            return [_added(event)]
        case EdtShiftClosed() as event:
            return [
                EdtShiftClosedV1(
                    shift_id=event.shift_id,
                    counts=CountsPart(**asdict(event.counts)),
                    safety_statement=event.safety_statement,
                    closed_at=event.closed_at,
                )
            ]
        case event if type(event) in SAME_FIELDS:
            contract = SAME_FIELDS[type(event)]
            return [contract(**{name: getattr(event, name) for name in contract.model_fields})]
        case _:
            return []


def _added(event: HandoverItemAdded) -> HandoverItemAddedV1:
    handed = asdict(event.handover)
    seen = SeenPart(**handed.pop("child_seen"))
    return HandoverItemAddedV1(
        item_id=event.item_id, shift_id=event.shift_id, author=event.author, child_seen=seen, **handed
    )
