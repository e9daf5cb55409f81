"""Loads what a person asked to see, and writes down that it was seen before a byte of it leaves."""

from collections.abc import Sequence

from shared.access.actor import Actor
from shared.audit import looked
from shared.events import Recorded
from shared.problems import NotFound
from shared.service import Service
from strategy.discussion.decider import DISCUSSION
from strategy.discussion.state import Convened, DiscussionState, Requested
from strategy.read_models.record import Record, record_of
from strategy.readers import attended, is_social_care, record_for, was_invited
from strategy.s47.commands import Basis, Outstanding
from strategy.s47.decider import S47, S47State
from strategy.streams import discussion_stream, s47_stream

Events = Sequence[Recorded[object]]


async def the_record(service: Service, strategy_id: str) -> Record:
    """The whole record, for our own use."""
    record = record_of(await service.store.load(discussion_stream(strategy_id)))
    if record is None:
        raise NotFound("discussion")
    return record


async def record_read_by(service: Service, reader: Actor, strategy_id: str) -> tuple[Record, bool]:
    """The record as the reader may see it, and whether that is the record or only the invitation to it."""
    record = await the_record(service, strategy_id)
    if not is_social_care(reader) and not was_invited(record, reader):
        raise NotFound("discussion")
    await looked(service, reader, "ViewStrategyRecord", record.child_ids, [discussion_stream(strategy_id)])
    if is_social_care(reader) or attended(record, reader):
        return record_for(record, reader), True
    return record, False


async def discussion_state(service: Service, strategy_id: str) -> DiscussionState:
    events = await service.store.load(discussion_stream(strategy_id))
    return DISCUSSION.fold(recorded.data for recorded in events)  # pyright: ignore[reportArgumentType]


async def enquiry_events(service: Service, s47_id: str) -> Events:
    events = await service.store.load(s47_stream(s47_id))
    if not events:
        raise NotFound("enquiry")
    return events


def enquiry_state(events: Events) -> S47State:
    return S47.fold(recorded.data for recorded in events)  # pyright: ignore[reportArgumentType]


async def basis_of(service: Service, strategy_id: str, child_id: str) -> Basis:
    """What an enquiry for this child would rest on."""
    state = await discussion_state(service, strategy_id)
    if not isinstance(state, Requested | Convened) or child_id not in state.child_ids:
        raise NotFound("child in this discussion")
    if isinstance(state, Requested):
        return Basis(strategy_id=strategy_id, held_at=None, decision=None)
    standing = state.decisions.get(child_id)
    return Basis(
        strategy_id=strategy_id,
        held_at=state.held_at,
        decision=standing.decision if standing else None,
    )


async def outstanding_of(service: Service, strategy_id: str) -> Outstanding:
    """What the discussion still owes its enquiries."""
    state = await discussion_state(service, strategy_id)
    if not isinstance(state, Convened):
        return Outstanding(open_actions=0, police_position_stated=False)
    return Outstanding(open_actions=len(state.open_actions), police_position_stated=state.police_position_stated)
