"""The rules of a shift (domain brief §3.4, EDT-01, EDT-04, EDT-09): it ends only when nothing owed stays
behind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from edt_handover.codes import OohDecision, Safety
from edt_handover.shift.commands import (
    CloseShift,
    EnterItem,
    HoldHandoverMeeting,
    OnShift,
    OpenShift,
    PublishHandover,
    RecordManagerEntry,
    RecordOohDecision,
    RecordOohVisit,
    ShiftCommand,
)
from edt_handover.shift.events import (
    Counts,
    EdtShiftClosed,
    EdtShiftOpened,
    HandoverItemEntered,
    HandoverMeetingHeld,
    HandoverPublished,
    ManagerEntryRecorded,
    OohDecisionMade,
    OohVisitMade,
    ShiftEvent,
)
from shared.access.actor import Role
from shared.decider import Conflict, Decider, Refused

CLOSE_SHIFT = "EDT-01 CLOSE_SHIFT"
NO_NFA = "EDT-04 NO_NFA_OUT_OF_HOURS"
OUT_OF_ORDER = "EDT-00 OUT_OF_ORDER"
ON_CALL_MANAGER = "EDT-01 ON_CALL_MANAGER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item on the shift's list."""

    item: OnShift
    published: bool = False
    answered_for: bool = False

    @property
    def unsettled(self) -> bool:
        """The child is not known to be safe, and no on-call manager has answered for that."""
        return self.item.is_child_safe_now is not Safety.Y and not self.answered_for


@dataclass(frozen=True, slots=True, kw_only=True)
class NotOpened:
    """No shift."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    shift_id: str
    manager_on_call: str
    entries: Mapping[str, Entry] = field(default_factory=dict[str, Entry])
    visits: int = 0
    has_published: bool = False
    closed: bool = False

    @property
    def unpublished(self) -> tuple[str, ...]:
        return tuple(item_id for item_id, entry in self.entries.items() if not entry.published)

    @property
    def unsettled(self) -> tuple[str, ...]:
        return tuple(item_id for item_id, entry in self.entries.items() if entry.unsettled)


ShiftState = NotOpened | Running


def decide(command: ShiftCommand, state: ShiftState) -> Sequence[ShiftEvent]:
    match command:
        case OpenShift():
            return _open(command, state)
        case EnterItem():
            return [_entered(_on(state).shift_id, command.item, carried=False)]
        case RecordManagerEntry():
            return [_answer_for(command, _on(state))]
        case RecordOohVisit():
            return [_visit(command, _on(state))]
        case RecordOohDecision():
            return [_decide_interim(command, _on(state))]
        case PublishHandover():
            return [_publish(command, _on(state))]
        case HoldHandoverMeeting():
            return [_meet(command, _opened(state))]
        case CloseShift():
            return [_close(command, _on(state))]
    assert_never(command)


def _opened(state: ShiftState) -> Running:
    if isinstance(state, Running):
        return state
    raise Refused(OUT_OF_ORDER, "There is no such shift")


def _on(state: ShiftState) -> Running:
    running = _opened(state)
    if running.closed:
        raise Refused(OUT_OF_ORDER, "The shift is closed", "shift_id")
    return running


def _open(command: OpenShift, state: ShiftState) -> list[ShiftEvent]:
    if isinstance(state, Running):
        raise Refused(OUT_OF_ORDER, "This shift has already been opened", "shift_id")
    if command.closes_at <= command.opened_at:
        raise Refused(OUT_OF_ORDER, "A shift ends after it begins", "closes_at")
    opened = EdtShiftOpened(
        shift_id=command.shift_id,
        opened_at=command.opened_at,
        closes_at=command.closes_at,
        workers=command.workers,
        manager_on_call=command.manager_on_call,
        meeting_at=command.meeting_at,
    )
    return [opened, *(_entered(command.shift_id, item, carried=True) for item in command.carried)]


def _entered(shift_id: str, item: OnShift, *, carried: bool) -> HandoverItemEntered:
    return HandoverItemEntered(
        shift_id=shift_id,
        item_id=item.item_id,
        child_ids=item.child_ids,
        is_child_safe_now=item.is_child_safe_now,
        carried=carried,
    )


def _answer_for(command: RecordManagerEntry, state: Running) -> ManagerEntryRecorded:
    entry = state.entries.get(command.item_id)
    if entry is None:
        raise Refused(OUT_OF_ORDER, "The shift has no such item", "item_id")
    if command.by.user_id != state.manager_on_call and command.by.role is not Role.EDT_MANAGER:
        raise Refused(ON_CALL_MANAGER, "Only the manager on call can answer for this child tonight")
    return ManagerEntryRecorded(
        shift_id=state.shift_id,
        item_id=command.item_id,
        child_ids=entry.item.child_ids,
        by=command.by.user_id,
        text=command.text,
        entered_at=command.at,
    )


def _visit(command: RecordOohVisit, state: Running) -> OohVisitMade:
    if command.visited_at > command.at:
        raise Refused(OUT_OF_ORDER, "A visit is written down after it was made", "visited_at")
    return OohVisitMade(
        shift_id=state.shift_id,
        child_ids=command.children_seen,
        visited_at=command.visited_at,
        visited_by=command.by.user_id,
        alone=command.alone,
        words=command.words,
        conditions=command.conditions,
        is_child_safe_now=command.is_child_safe_now,
    )


def _decide_interim(command: RecordOohDecision, state: Running) -> OohDecisionMade:
    if command.decision is OohDecision.NFA and not command.misdirected:
        raise Refused(NO_NFA, "Pass the contact to the day's front door manager: only a misdirected one ends here")
    return OohDecisionMade(
        shift_id=state.shift_id,
        contact_id=command.contact_id,
        child_ids=command.child_ids,
        decision=command.decision,
        rationale=command.rationale,
        manager_consulted=command.manager_consulted,
        misdirected=command.misdirected,
        decided_by=command.by.user_id,
        decided_at=command.at,
    )


def _publish(command: PublishHandover, state: Running) -> HandoverPublished:
    if set(command.item_ids) != set(state.unpublished):
        raise Conflict("The shift's list of items has changed since you looked at it")
    if not command.item_ids and state.has_published:
        raise Refused(OUT_OF_ORDER, "Everything on this shift has been handed over", "item_ids")
    children = (child for item_id in command.item_ids for child in state.entries[item_id].item.child_ids)
    return HandoverPublished(
        shift_id=state.shift_id,
        item_ids=command.item_ids,
        child_ids=tuple(dict.fromkeys(children)),
        meeting_at=command.meeting_at,
        published_at=command.at,
    )


def _meet(command: HoldHandoverMeeting, state: Running) -> HandoverMeetingHeld:
    return HandoverMeetingHeld(
        shift_id=state.shift_id,
        held_at=command.held_at,
        attendees=command.attendees,
        items_discussed=command.items_discussed,
    )


def _close(command: CloseShift, state: Running) -> EdtShiftClosed:
    """EDT-01. A child who is known not to be safe stands no lower here than one of whom it is not known."""
    if state.unpublished:
        raise Refused(CLOSE_SHIFT, f"{len(state.unpublished)} item(s) have not been handed over: publish them")
    if state.unsettled:
        raise Refused(
            CLOSE_SHIFT,
            f"{len(state.unsettled)} child(ren) are not known to be safe: the manager on call answers for them",
        )
    children = {child for entry in state.entries.values() for child in entry.item.child_ids}
    not_known_safe = sum(entry.item.is_child_safe_now is not Safety.Y for entry in state.entries.values())
    return EdtShiftClosed(
        shift_id=state.shift_id,
        counts=Counts(
            items=len(state.entries),
            children=len(children),
            not_known_safe=not_known_safe,
            visits=state.visits,
        ),
        safety_statement=command.safety_statement,
        closed_at=command.at,
    )


def evolve(state: ShiftState, event: ShiftEvent) -> ShiftState:
    if isinstance(event, EdtShiftOpened):
        return Running(shift_id=event.shift_id, manager_on_call=event.manager_on_call)
    return _while_open(state, event) if isinstance(state, Running) else state


def _while_open(state: Running, event: ShiftEvent) -> Running:
    match event:
        case HandoverItemEntered():
            item = OnShift(item_id=event.item_id, child_ids=event.child_ids, is_child_safe_now=event.is_child_safe_now)
            return replace(state, entries={**state.entries, event.item_id: Entry(item=item)})
        case ManagerEntryRecorded():
            entry = replace(state.entries[event.item_id], answered_for=True)
            return replace(state, entries={**state.entries, event.item_id: entry})
        case OohVisitMade():
            return _visited(state, event)
        case HandoverPublished():
            entries = {
                item_id: replace(entry, published=True) if item_id in event.item_ids else entry
                for item_id, entry in state.entries.items()
            }
            return replace(state, entries=entries, has_published=True)
        case EdtShiftClosed():
            return replace(state, closed=True)
        case OohDecisionMade() | HandoverMeetingHeld() | EdtShiftOpened():
            return state
    assert_never(event)


def _visited(state: Running, event: OohVisitMade) -> Running:
    """What a visit finds is newer than what the item said, for the items whose children were all seen."""
    seen = set(event.child_ids)
    entries = {
        item_id: _with_safety(entry, event.is_child_safe_now) if set(entry.item.child_ids) <= seen else entry
        for item_id, entry in state.entries.items()
    }
    return replace(state, entries=entries, visits=state.visits + 1)


def _with_safety(entry: Entry, safety: Safety) -> Entry:
    answered_for = entry.answered_for and safety is entry.item.is_child_safe_now
    return replace(entry, item=replace(entry.item, is_child_safe_now=safety), answered_for=answered_for)


SHIFT: Decider[ShiftCommand, ShiftEvent, ShiftState] = Decider(initial=NotOpened(), decide=decide, evolve=evolve)
