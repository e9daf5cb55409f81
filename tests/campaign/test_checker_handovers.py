"""What the night owes, on a run made by hand: each thing that is left behind, or shown wrongly, is found."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.campaign.checker import Kind, Verdict, check_folder
from tests.campaign.made_runs import FIRST, LA, SECOND, MadeRun, instant, sound_run

Json = dict[str, Any]
Spoil = Callable[[MadeRun], None]
NIGHT, DAY = "item-night", "item-day"
BY: Json = {"by": ("edt.okafor", "EDT_WORKER", LA)}


def two_nights() -> MadeRun:
    """One item of the night's, carried to the next shift, and one of the day's, accepted there."""
    run = sound_run()
    _shift(run, 1, opened=0, closes=100)
    for item_id, team, child in ((NIGHT, "EDT", FIRST), (DAY, "FRONT_DOOR", SECOND)):
        handover = {"child_ids": [child], "owner_team": team, "direction": "EDT_TO_DAY"}
        _item(run, "HandoverItemAdded", item_id, {"shift_id": "night-1", "handover": handover})
    _item(run, "HandoverItemAccepted", DAY, {"by": "sw.adeyemi"})
    _item(run, "HandoverItemAccepted", NIGHT, {"by": "edt.lund"})
    _shift(run, 2, opened=100, closes=200, carries=NIGHT)
    run.lists["the board"] = [_card(FIRST, "N", NIGHT, None), _card(SECOND, "Y", DAY, "sw.adeyemi")]
    return run


def _shift(run: MadeRun, number: int, *, opened: float, closes: float, carries: str | None = None) -> None:
    data = {"shift_id": f"night-{number}", "opened_at": instant(opened), "closes_at": instant(closes)}
    about: Json = {"minutes": 80, "correlation": f"c-shift-{number}", "children": (), **BY}
    run.event("edt-handover", "EdtShiftOpened", f"EdtShift-night-{number}", data, **about)
    if carries is not None:
        _item(run, "HandoverItemCarriedForward", carries, {"to_shift_id": f"night-{number}"}, f"c-shift-{number}")


def _item(run: MadeRun, type_: str, item_id: str, data: Json, correlation: str = "") -> None:
    about: Json = {"minutes": 80, "correlation": correlation or f"c-{type_}-{item_id}", "children": (FIRST,), **BY}
    run.event("edt-handover", type_, f"HandoverItem-{item_id}", {"item_id": item_id, **data}, **about)


def _card(child: str, safe: str, item_id: str, taken_by: str | None) -> Json:
    item = {"item_id": item_id, "accepted_by": taken_by}
    return {"child_id": child, "is_child_safe_now": safe, "items": [item]}


def the_night_is_left_behind(run: MadeRun) -> None:
    run.events["edt-handover"].pop()


def a_child_is_on_no_board(run: MadeRun) -> None:
    run.lists["the board"].pop()


def what_is_closed_is_owed_for_ever(run: MadeRun) -> None:
    _item(run, "HandoverItemClosed", DAY, {"by": "fdm.reyes"})


def the_board_shows_who_had_it_last_night(run: MadeRun) -> None:
    run.lists["the board"][0]["items"][0]["accepted_by"] = "edt.lund"


def a_safe_child_comes_first(run: MadeRun) -> None:
    run.lists["the board"].reverse()


SPOILT = [
    (the_night_is_left_behind, Kind.LOST),
    (a_child_is_on_no_board, Kind.LOST),
    (what_is_closed_is_owed_for_ever, Kind.PHANTOM),
    (the_board_shows_who_had_it_last_night, Kind.BROKEN),
    (a_safe_child_comes_first, Kind.REORDERED),
]


def _found(run: MadeRun, folder: Path) -> Verdict:
    run.write(folder)
    return check_folder(folder)


def test_what_is_carried_and_shown_is_green(tmp_path: Path) -> None:
    verdict = _found(two_nights(), tmp_path)
    assert "handovers" not in verdict.rules(), verdict.lines()


@pytest.mark.parametrize(("spoil", "kind"), SPOILT, ids=[spoil.__name__.replace("_", " ") for spoil, _ in SPOILT])
def test_what_a_handover_loses_is_found(spoil: Spoil, kind: Kind, tmp_path: Path) -> None:
    run = two_nights()
    spoil(run)
    verdict = _found(run, tmp_path)
    assert (kind, "handovers") in {(each.kind, each.rule) for each in verdict.violations}, verdict.lines()
