"""Whatever is asked in whatever order: no item is closed by its author, unaccepted, or with its action undone, and no
shift ends on an item that was not handed over or a child nobody answers for."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from edt_handover.codes import Category, Safety
from edt_handover.item.commands import CarryForward
from edt_handover.item.decider import ITEM
from edt_handover.item.events import (
    HandoverFollowUpRecorded,
    HandoverItemAccepted,
    HandoverItemAdded,
    HandoverItemCarriedForward,
    HandoverItemClosed,
)
from edt_handover.shift.commands import EnterItem, OnShift
from edt_handover.shift.decider import SHIFT
from edt_handover.shift.events import (
    EdtShiftClosed,
    HandoverItemEntered,
    HandoverPublished,
    ManagerEntryRecorded,
)
from shared.decider import Conflict, Decider, Refused

from .people import ADEYEMI, AMIN, HALE, LUND, NDLOVU, OKAFOR, PATEL, REYES, may
from .story import ACCEPT, ADD, ANSWER, CLOSE, CLOSE_ITEM, FOLLOW_UP, HAND_OVER, OPEN, adding, publish
from .test_item import REJECT

PEOPLE = st.sampled_from([ADEYEMI, AMIN, HALE, LUND, NDLOVU, OKAFOR, PATEL, REYES])
ITEM_COMMANDS = st.one_of(
    st.sampled_from([ADD, adding(category=Category.INFO_ONLY), HAND_OVER, CarryForward(shift_id="next", at=may(4, 8))]),
    st.builds(
        lambda command, by: replace(command, by=by), st.sampled_from([ACCEPT, REJECT, FOLLOW_UP, CLOSE_ITEM]), PEOPLE
    ),
)
ITEMS = st.sampled_from(["a", "b"])
SHIFT_COMMANDS = st.one_of(
    st.just(OPEN),
    st.builds(
        lambda item_id, safety: EnterItem(
            item=OnShift(item_id=item_id, child_ids=(f"child-{item_id}",), is_child_safe_now=safety), at=may(4, 8)
        ),
        ITEMS,
        st.sampled_from(Safety),
    ),
    st.builds(lambda item_id, by: replace(ANSWER, item_id=item_id, by=by), ITEMS, PEOPLE),
    st.builds(lambda item_ids: publish(*item_ids), st.sets(ITEMS)),
    st.just(CLOSE),
)


def lived(decider: Decider, commands: list[object]) -> list[object]:  # pyright: ignore
    """What has happened after these commands, with those left out that were refused."""
    state, happened = decider.initial, []
    for command in commands:
        try:
            events = list(decider.decide(command, state))
        except (Refused, Conflict):
            continue
        state = decider.fold(events, state)
        happened += events
    return happened


@settings(deadline=None)
@given(st.lists(ITEM_COMMANDS, max_size=30))
def test_no_item_is_closed_by_its_author_unaccepted_or_undone(commands: list[object]) -> None:
    added = accepted = followed_up = None
    for event in lived(ITEM, commands):
        match event:
            case HandoverItemAdded():
                added = event
            case HandoverItemAccepted():
                accepted = event
            case HandoverItemCarriedForward():
                accepted = None
            case HandoverFollowUpRecorded():
                followed_up = event
            case HandoverItemClosed():
                assert added is not None
                assert accepted is not None
                assert event.by != added.author
                assert accepted.by not in added.colleagues
                assert followed_up or added.handover.category is Category.INFO_ONLY
            case _:
                pass


@settings(deadline=None)
@given(st.lists(SHIFT_COMMANDS, max_size=30))
def test_no_shift_ends_on_something_owed(commands: list[object]) -> None:
    owed: dict[str, Safety] = {}
    published: set[str] = set()
    answered: set[str] = set()
    for event in lived(SHIFT, commands):
        match event:
            case HandoverItemEntered():
                owed[event.item_id] = event.is_child_safe_now
                published.discard(event.item_id)
                answered.discard(event.item_id)
            case HandoverPublished():
                published |= set(event.item_ids)
            case ManagerEntryRecorded():
                assert event.by in ("hos.patel", "edt.lund")
                answered.add(event.item_id)
            case EdtShiftClosed():
                assert published == set(owed)
                assert all(safe is Safety.Y or item_id in answered for item_id, safe in owed.items())
            case _:
                pass
