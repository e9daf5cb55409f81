"""An item: what is owed has an owner, a person takes it and acts, and somebody other than its author closes it."""

from dataclasses import replace

import pytest

from edt_handover.codes import Category, Circumstance, Direction, LegalStatus, Rag
from edt_handover.item.commands import CarryForward, RejectHandoverItem
from edt_handover.item.decider import ITEM
from edt_handover.item.events import HandoverItemAdded, HandoverItemClosed

from .people import ADEYEMI, AMIN, HALE, LUND, NDLOVU, OKAFOR, PATEL, REYES, may
from .spec import refused, when
from .story import ACCEPT, ACCEPTED, ADD, CLOSE_ITEM, FOLLOW_UP, HAND_OVER, HANDED_OVER, adding

REJECT = RejectHandoverItem(reason="Not our area", suggest="CASS-3", by=HALE, at=may(5, 8, 10))
NEXT_SHIFT = CarryForward(shift_id="EDT-2026-05-03", at=may(3, 8))


@pytest.mark.parametrize("missing", [{"action_needed": " "}, {"action_due_at": None}, {"owner_team": None}])
def test_an_item_says_what_is_owed_by_when_by_whom(missing: dict[str, object]) -> None:
    assert refused(ITEM, adding(**missing)) == "EDT-02"


def test_information_owes_nothing() -> None:
    info = adding(category=Category.INFO_ONLY, action_needed="", action_due_at=None, owner_team=None)
    [added] = when(ITEM, info)
    assert isinstance(added, HandoverItemAdded)


@pytest.mark.parametrize("circumstance", list(Circumstance))
def test_nobody_in_danger_is_passed_on_as_information(circumstance: Circumstance) -> None:
    info = replace(adding(category=Category.INFO_ONLY), circumstances=frozenset({circumstance}))
    assert refused(ITEM, info) == "EDT-03"


@pytest.mark.parametrize("status", [LegalStatus.S46, LegalStatus.S20, LegalStatus.EPO, LegalStatus.S38])
def test_a_protected_child_is_not_passed_on_as_information(status: LegalStatus) -> None:
    assert refused(ITEM, adding(category=Category.INFO_ONLY, legal_status=status)) == "EDT-03"


def test_a_named_person_of_the_owning_side_accepts() -> None:
    [accepted] = when(ITEM, ACCEPT, given=HANDED_OVER)
    assert accepted.by == "cass.tm1"


@pytest.mark.parametrize(
    "by",
    [LUND, OKAFOR, PATEL, AMIN, replace(REYES, role=OKAFOR.role)],
    ids=["colleague", "author", "leader", "police", "other side"],
)
def test_nobody_else_does(by: object) -> None:
    accepting = replace(ACCEPT, by=by)  # pyright: ignore[reportArgumentType]
    assert refused(ITEM, accepting, given=HANDED_OVER) == "EDT-07"


def test_what_the_day_asks_of_the_duty_team_is_accepted_there() -> None:
    for_edt = replace(adding(direction=Direction.DAY_TO_EDT, owner_team="EDT"), by=NDLOVU, colleagues=(), at=may(1, 15))
    assert refused(ITEM, ACCEPT, given=[for_edt, HAND_OVER]) == "EDT-07"
    assert when(ITEM, replace(ACCEPT, by=OKAFOR), given=[for_edt, HAND_OVER])


def test_a_report_back_to_the_day_is_owed_by_the_team_it_names() -> None:
    reported = adding(direction=Direction.DAY_TO_EDT, owner_team="CASS-3", owner_worker="sw.ndlovu")
    assert when(ITEM, replace(ACCEPT, by=NDLOVU), given=[reported, HAND_OVER])


def test_an_item_is_accepted_once_and_not_before_it_is_handed_over() -> None:
    assert refused(ITEM, ACCEPT, given=[ADD]) == "EDT-00"
    assert refused(ITEM, replace(ACCEPT, by=REYES), given=ACCEPTED) == "EDT-00"


def test_a_red_item_is_accepted_by_nine_any_other_by_ten() -> None:
    [red] = when(ITEM, HAND_OVER, given=[ADD])
    [amber] = when(ITEM, HAND_OVER, given=[adding(rag=Rag.AMBER)])
    assert (red.accept_by, amber.accept_by) == (may(5, 9), may(5, 10))
    assert red.follow_up_by == may(5, 17)


def test_a_rejected_item_is_the_front_door_managers_within_half_an_hour() -> None:
    [rejected] = when(ITEM, REJECT, given=HANDED_OVER)
    assert (rejected.owner_team, rejected.accept_by) == ("FRONT_DOOR", may(5, 8, 40))
    assert when(ITEM, replace(ACCEPT, by=REYES), given=[*HANDED_OVER, REJECT])


def test_rejecting_never_gives_more_time() -> None:
    late = replace(REJECT, at=may(5, 8, 50))
    [rejected] = when(ITEM, late, given=HANDED_OVER)
    assert rejected.accept_by == may(5, 9)


def test_nothing_is_followed_up_before_somebody_has_it() -> None:
    assert refused(ITEM, FOLLOW_UP, given=HANDED_OVER) == "EDT-07"
    assert when(ITEM, FOLLOW_UP, given=ACCEPTED)


def test_an_item_is_not_closed_by_its_author() -> None:
    assert refused(ITEM, replace(CLOSE_ITEM, by=OKAFOR), given=[*ACCEPTED, FOLLOW_UP]) == "EDT-08"
    [closed] = when(ITEM, CLOSE_ITEM, given=[*ACCEPTED, FOLLOW_UP])
    assert isinstance(closed, HandoverItemClosed)


def test_an_item_is_not_closed_unaccepted() -> None:
    assert refused(ITEM, CLOSE_ITEM, given=HANDED_OVER) == "EDT-07"


def test_an_item_is_not_closed_with_nothing_done() -> None:
    assert refused(ITEM, CLOSE_ITEM, given=ACCEPTED) == "EDT-02"


def test_information_is_closed_once_somebody_has_read_it() -> None:
    info = adding(category=Category.INFO_ONLY)
    assert when(ITEM, CLOSE_ITEM, given=[info, HAND_OVER, ACCEPT])


def test_carried_to_the_next_shift_an_item_is_accepted_anew() -> None:
    overnight = adding(direction=Direction.EDT_TO_EDT, owner_team="EDT")
    taken = replace(ACCEPT, by=replace(LUND, user_id="edt.third"))
    given = [overnight, HAND_OVER, taken, NEXT_SHIFT]
    assert refused(ITEM, replace(taken, by=replace(LUND, user_id="edt.fourth")), given=given) == "EDT-00"
    assert when(ITEM, replace(taken, by=replace(LUND, user_id="edt.fourth")), given=[*given, HAND_OVER])


def test_a_closed_item_takes_nothing_more() -> None:
    assert refused(ITEM, FOLLOW_UP, given=[*ACCEPTED, FOLLOW_UP, CLOSE_ITEM]) == "EDT-00"


def test_a_screener_of_the_front_door_accepts_too() -> None:
    assert when(ITEM, replace(ACCEPT, by=ADEYEMI), given=HANDED_OVER)
