"""The failpoints: every step in every mode is planned, and each strikes once, where and when it was told to."""

import ast
import asyncio
import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from shared.projecting import TURN
from tests.campaign.failpoints.arming import Poison, Told
from tests.campaign.failpoints.plan import walks
from tests.campaign.failpoints.steps import MODES, STATEMENTS, STEPS, WHENS, Failpoint, steps_of
from tests.campaign.world.companion import CHECKOUT

LEASE = Failpoint(id="relay-1", process="intake.relay", step="relay: lease", when="before", mode="raise", nth=2)


def _told(folder: Path, failpoint: Failpoint = LEASE) -> Told:
    order = {**asdict(failpoint), "poison": failpoint.needs_poison}
    (folder / f"{failpoint.process}.json").write_text(json.dumps(order))
    return Told(folder, failpoint.process)


def test_every_step_is_planned_in_every_mode_before_and_after_it() -> None:
    for process, steps in STEPS.items():
        planned = {(each.step, each.when, each.mode) for each in walks(seed=7)[process]}
        assert planned == {(step, when, mode) for step in steps for when in WHENS for mode in MODES}


def test_the_seed_decides_the_walks() -> None:
    assert walks(seed=7) == walks(seed=7)
    assert walks(seed=7) != walks(seed=8)


def test_a_statement_is_known_only_in_the_process_whose_step_it_is() -> None:
    lease = "update relay set owner = $1 where owner = $1 returning fence"
    assert steps_of(lease, "intake.relay") == ["relay: lease"]
    assert steps_of(lease, "intake.api") == []


def test_the_rows_of_the_kernel_are_no_read_models() -> None:
    assert steps_of("insert into submissions values ($1)", "intake.api") == ["append: read models"]
    assert steps_of("insert into audit (action) values ($1)", "intake.api") == []
    assert steps_of("update outstanding set next_at = null", "notifications.sender") == ["send: rest"]


async def test_a_failpoint_strikes_at_its_nth_pass_and_then_never_again(tmp_path: Path) -> None:
    told = _told(tmp_path)
    await told.passed("relay: lease", "before")
    with pytest.raises(ConnectionResetError):
        await told.passed("relay: lease", "before")
    await told.passed("relay: lease", "before")


async def test_another_step_or_side_does_not_count(tmp_path: Path) -> None:
    told = _told(tmp_path, replace(LEASE, nth=1))
    await told.passed("relay: lease", "after")
    await told.passed("relay: move on", "before")
    assert not (tmp_path / "intake.relay.reached").exists()


async def test_a_process_that_was_started_again_knows_where_it_fell(tmp_path: Path) -> None:
    with pytest.raises(ConnectionResetError):
        await _told(tmp_path, replace(LEASE, nth=1)).passed("relay: lease", "before")
    await _told(tmp_path, replace(LEASE, nth=1)).passed("relay: lease", "before")


async def test_a_cancellation_reaches_the_task_that_takes_the_step(tmp_path: Path) -> None:
    told = _told(tmp_path, replace(LEASE, nth=1, mode="cancel"))
    task = asyncio.create_task(told.passed("relay: lease", "before"))
    await asyncio.wait([task])
    assert task.cancelled()


async def test_on_the_way_to_parking_every_record_is_poison(tmp_path: Path) -> None:
    parking = replace(LEASE, process="timeline.subscriber", step="park: put aside", nth=1)
    told = _told(tmp_path, parking)
    with pytest.raises(Poison):
        await told.passed("keep: inbox", "before")
    with pytest.raises(ConnectionResetError):
        await told.passed("park: put aside", "before")
    await told.passed("keep: inbox", "before")


def test_every_step_is_a_statement_of_the_product() -> None:
    """Otherwise a walk would look for a step that has moved, and say only minutes later that it was never reached."""
    said = [
        node.value
        for folder in ("shared/src", "services")
        for path in (CHECKOUT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    said.append(TURN.format("_xact", "_shared"))
    assert {name for name, pattern in STATEMENTS.items() if not any(map(pattern.search, said))} == set()
