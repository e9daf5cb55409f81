"""The nemesis' plan: it follows from the seed, never has more than two faults in force, and knows what it can't do."""

from collections import Counter

import pytest

from tests.campaign.nemesis.faults import FAULTS
from tests.campaign.nemesis.plan import LANES, LONGEST_SECONDS, SLOW, WEIGHTS, Ground, plan
from tests.campaign.tiers import TIERS, Tier
from tests.campaign.world.layout import lay_out

LAYOUT = lay_out(["intake", "timeline"])
GROUND = Ground(processes=LAYOUT.names, edges=sorted(LAYOUT.edges), impossible={})
KINDS = {kind for kinds in WEIGHTS.values() for kind in kinds}


def test_the_same_seed_plans_the_same() -> None:
    assert plan(7, GROUND, seconds=60, faults=12) == plan(7, GROUND, seconds=60, faults=12)


def test_another_seed_plans_otherwise() -> None:
    assert plan(7, GROUND, seconds=60, faults=12) != plan(8, GROUND, seconds=60, faults=12)


@pytest.mark.parametrize("tier", TIERS.values(), ids=lambda tier: tier.name)
def test_a_tier_plans_as_many_faults_as_it_says(tier: Tier) -> None:
    planned = plan(1, GROUND, seconds=tier.load_seconds, faults=tier.faults)
    assert len(planned) == len({fault.id for fault in planned}) == tier.faults


def test_the_nightly_tier_brings_every_kind() -> None:
    tier = TIERS["nightly"]
    assert {fault.what for fault in plan(1, GROUND, seconds=tier.load_seconds, faults=tier.faults)} == KINDS


def test_at_most_one_fault_of_a_lane_is_in_force_and_all_are_healed_in_time() -> None:
    planned = plan(3, GROUND, seconds=600, faults=100)
    for lane in LANES:
        ends = 0.0
        for fault in (each for each in planned if each.lane == lane):
            assert fault.at_seconds >= ends
            ends = fault.at_seconds + fault.hold_seconds
        assert ends <= 600


def test_no_fault_is_held_longer_than_the_longest() -> None:
    assert max(fault.hold_seconds for fault in plan(3, GROUND, seconds=6_000, faults=20)) <= LONGEST_SECONDS


def test_two_lanes_never_strike_the_same_place() -> None:
    planned = plan(5, GROUND, seconds=600, faults=400)
    first, second = ({each.where for each in planned if each.lane == lane} for lane in LANES)
    assert not first & second


@pytest.mark.parametrize("seed", range(20))
def test_a_short_plan_restarts_the_broker_once_at_most(seed: int) -> None:
    assert sum(fault.what in SLOW for fault in plan(seed, GROUND, seconds=45, faults=12)) <= 1


def test_what_this_machine_cannot_do_is_left_out() -> None:
    ground = Ground(processes=GROUND.processes, edges=GROUND.edges, impossible={"disk full": "no disk of its own"})
    assert "disk full" not in {each.what for each in plan(1, ground, seconds=600, faults=200)}


def test_only_the_kinds_that_are_asked_for_come() -> None:
    planned = plan(1, GROUND, seconds=600, faults=20, only=["kafka wiped", "cut"])
    assert Counter(each.lane for each in planned) == {"surroundings": 20}
    assert {each.what for each in planned} == {"kafka wiped", "cut"}


def test_every_kind_can_be_brought_about() -> None:
    assert set(FAULTS) == KINDS
