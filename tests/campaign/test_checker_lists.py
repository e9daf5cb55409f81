"""What people work from, on a run made by hand: each thing that a list gets wrong is found."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.campaign.checker import Kind, check_folder
from tests.campaign.made_runs import CONTACT, FIRST, MadeRun, instant, sound_run

Spoil = Callable[[MadeRun], None]
STRATEGY = "StrategyDiscussion-strategy-1"


def a_screening_is_in_no_queue(run: MadeRun) -> None:
    run.lists["the queue"] = []


def a_screening_is_twice_in_the_queue(run: MadeRun) -> None:
    run.lists["the queue"] *= 2


def what_has_ended_waits_for_ever(run: MadeRun) -> None:
    run.event("screening", "ScreeningClosed", f"Screening-{CONTACT}", {}, minutes=90)


def what_was_opened_again_is_in_no_queue(run: MadeRun) -> None:
    for type_ in ("ScreeningClosed", "ScreeningReopened"):
        run.event("screening", type_, f"Screening-{CONTACT}", {}, minutes=90)
    run.lists["the queue"] = []


def what_protection_overtook_is_in_no_queue(run: MadeRun) -> None:
    for type_ in ("ScreeningClosed", "GuardsDeferred"):
        run.event("screening", type_, f"Screening-{CONTACT}", {}, minutes=90)
    run.lists["the queue"] = []


def the_queue_shows_an_older_rating(run: MadeRun) -> None:
    run.lists["the queue"][0]["rag"] = "RED"


def the_queue_shows_somebody_elses_case(run: MadeRun) -> None:
    given = {"screener_id": "sw.ndlovu"}
    run.event("screening", "ScreenerAssigned", f"Screening-{CONTACT}", given, minutes=90)


def what_runs_out_first_is_not_first(run: MadeRun) -> None:
    [row] = run.lists["the queue"]
    run.lists["the queue"].append({**row, "contact_id": "contact-2", "clocks": [{"due_at": instant(9)}]})


def a_discussion_is_on_no_list(run: MadeRun) -> None:
    asked = {"contact_id": CONTACT, "strategy_id": "strategy-1"}
    run.event("strategy", "StrategyThresholdMet", STRATEGY, asked, minutes=90, children=(FIRST,))
    run.lists["discussions"] = []


def a_discussion_that_was_declined_is_on_the_list(run: MadeRun) -> None:
    a_discussion_is_on_no_list(run)
    run.event("strategy", "StrategyRequestDeclined", STRATEGY, {}, minutes=91, children=(FIRST,))
    run.lists["discussions"] = [{"strategy_id": "strategy-1", "due_at": instant(99)}]


SPOILT = [
    (a_screening_is_in_no_queue, Kind.LOST),
    (a_screening_is_twice_in_the_queue, Kind.DOUBLED),
    (what_has_ended_waits_for_ever, Kind.PHANTOM),
    (what_was_opened_again_is_in_no_queue, Kind.LOST),
    (what_protection_overtook_is_in_no_queue, Kind.LOST),
    (the_queue_shows_an_older_rating, Kind.BROKEN),
    (the_queue_shows_somebody_elses_case, Kind.BROKEN),
    (what_runs_out_first_is_not_first, Kind.REORDERED),
    (a_discussion_is_on_no_list, Kind.LOST),
    (a_discussion_that_was_declined_is_on_the_list, Kind.PHANTOM),
]


@pytest.mark.parametrize(("spoil", "kind"), SPOILT, ids=[spoil.__name__.replace("_", " ") for spoil, _ in SPOILT])
def test_what_a_list_gets_wrong_is_found(spoil: Spoil, kind: Kind, tmp_path: Path) -> None:
    run = sound_run()
    spoil(run)
    run.write(tmp_path)
    found = {(each.kind, each.rule) for each in check_folder(tmp_path).violations}
    assert (kind, "lists") in found


def test_what_is_still_open_may_be_listed(tmp_path: Path) -> None:
    run = sound_run()
    a_discussion_is_on_no_list(run)
    run.lists["discussions"] = [{"strategy_id": "strategy-1", "due_at": instant(99)}]
    run.write(tmp_path)
    assert "lists" not in check_folder(tmp_path).rules()
