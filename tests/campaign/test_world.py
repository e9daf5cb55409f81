"""The world of processes: it starts, what is killed or paused comes back, and nothing of it is left behind."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import AsyncGenerator, Mapping
from pathlib import Path

import asyncpg
import httpx2
import pytest
import pytest_asyncio

from frontdoor.kafka import KafkaBroker
from frontdoor.kafka_libraries import archive_of
from tests.campaign.nemesis.republishing import republish
from tests.campaign.world.companion import CHECKOUT
from tests.campaign.world.kafka import ManyDoors
from tests.campaign.world.layout import HIGHEST_PORT, LOWEST_PORT, environment_of, lay_out
from tests.campaign.world.weather import Fault
from tests.campaign.world.world import World
from tests.local.conftest import module_folder as module_folder
from tests.local.conftest import open_folder as open_folder
from tests.local.running import alive, descendants, gone_within

SERVICES = ("intake", "timeline")
NAMES = [
    *("identity", "intake.api", "intake.relay", "intake.subscriber", "intake.scheduler"),
    *("timeline.api", "timeline.relay", "timeline.subscriber", "timeline.scheduler"),
]


def test_every_port_and_every_edge_is_a_place_of_its_own() -> None:
    layout = lay_out(SERVICES)
    taken = [*layout.ports.values(), *(route.listen for route in layout.edges.values())]
    assert len(taken) == len(set(taken))
    assert all(LOWEST_PORT < port <= HIGHEST_PORT for port in taken)


def test_one_process_has_one_role() -> None:
    layout = lay_out(SERVICES)
    assert list(layout.names) == NAMES
    told = {name: environment_of(name, layout, Path("world"), "secret") for name in layout.names}
    assert told["intake.api"]["WORKERS"] == ""
    assert told["timeline.subscriber"]["WORKERS"] == "subscriber"
    assert len({each["CLOCK_FILE"] for each in told.values()}) == len(NAMES)


def test_a_service_reaches_the_others_through_its_own_proxies() -> None:
    layout = lay_out(SERVICES)
    told = environment_of("timeline.api", layout, Path("world"), "secret")
    assert told["DATABASE_URL"].endswith(f"@127.0.0.1:{layout.edges['timeline>postgres'].listen}/timeline")
    assert told["JOURNAL_URL"] == f"kafka://127.0.0.1:{layout.edges['timeline>kafka'].listen}"
    assert told["ISSUER_URL"] == f"http://127.0.0.1:{layout.edges['services>identity'].listen}"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(module_folder: Path) -> AsyncGenerator[World]:
    async with World(module_folder / "world", services=SERVICES) as running:
        yield running


async def readiness(world: World, service: str) -> Mapping[str, object]:
    async with httpx2.AsyncClient(trust_env=False, timeout=3) as client:
        try:
            return (await client.get(f"{world.address(service)}/readyz")).json()
        except httpx2.HTTPError as error:
            return {"status": type(error).__name__}


async def until_ready(world: World, service: str) -> None:
    async with asyncio.timeout(30):
        while (await readiness(world, service))["status"] != "ready":
            await asyncio.sleep(0.1)


@pytest.mark.kafka
@pytest.mark.timeout(200)
async def test_a_new_world_is_at_rest(world: World) -> None:
    assert (await world.settled(30)).settled


@pytest.mark.kafka
@pytest.mark.timeout(200)
async def test_a_killed_process_is_started_again(world: World) -> None:
    before, starts = world.pid("intake.api"), world.starts("intake.api")
    await world.kill("intake.api")
    await until_ready(world, "intake")
    assert (world.starts("intake.api"), world.pid("intake.api") != before) == (starts + 1, True)


@pytest.mark.kafka
@pytest.mark.timeout(200)
async def test_a_held_process_stays_down_until_it_is_released(world: World) -> None:
    world.hold("intake.api")
    await world.kill("intake.api")
    await asyncio.sleep(2)
    assert world.pid("intake.api") is None
    await world.release("intake.api")
    await until_ready(world, "intake")


@pytest.mark.kafka
@pytest.mark.timeout(200)
async def test_a_restart_drains(world: World) -> None:
    assert await world.restart("timeline.subscriber")


@pytest.mark.kafka
@pytest.mark.timeout(200)
async def test_a_paused_process_answers_nobody_and_a_resumed_one_does(world: World) -> None:
    await world.pause("timeline.api")
    assert (await readiness(world, "timeline"))["status"] == "ReadTimeout"
    await world.resume("timeline.api")
    await until_ready(world, "timeline")


@pytest.mark.kafka
@pytest.mark.timeout(200)
async def test_a_partition_from_postgres_is_not_readiness(world: World) -> None:
    await world.proxies["intake>postgres"].set(Fault(kind="reset"))
    assert (await readiness(world, "intake"))["status"] == "not ready"
    await world.proxies["intake>postgres"].set(None)
    await until_ready(world, "intake")


@pytest.mark.kafka
@pytest.mark.timeout(200)
async def test_a_killed_postgres_comes_back_at_the_same_place(world: World) -> None:
    before = world.postgres.cluster.pid
    await world.postgres.kill()
    await asyncio.sleep(0.5)
    await until_ready(world, "intake")
    assert world.postgres.cluster.pid != before
    connection = await asyncpg.connect(world.database_url("intake"))
    assert await connection.fetchval("select count(*) from events") == 0
    await connection.close()


@pytest.mark.kafka
@pytest.mark.timeout(200)
async def test_a_wiped_broker_comes_back_empty_and_the_system_comes_to_rest(world: World) -> None:
    await world.kafka.wipe()
    assert (await world.settled(60)).settled
    assert await republish(world.journal_url, 10, "empty") == 0


@pytest.mark.kafka
@pytest.mark.timeout(200)
async def test_a_clock_moves_alone(world: World) -> None:
    before = dict(world.clocks.offsets)
    world.jump_clock("intake.scheduler", 60)
    assert {name for name, seconds in world.clocks.offsets.items() if seconds != before[name]} == {"intake.scheduler"}
    world.jump_clock("intake.scheduler", -60)


@pytest.mark.kafka
@pytest.mark.timeout(200)
async def test_on_a_machine_that_has_run_no_broker_a_world_begins_by_archiving_its_classes(
    open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jars = await KafkaBroker.prepare()
    fresh = open_folder / "frontdoor" / jars.name
    shutil.copytree(jars, fresh, ignore=shutil.ignore_patterns(archive_of(jars).name))
    monkeypatch.setenv("XDG_CACHE_HOME", str(open_folder))
    broker = ManyDoors(open_folder / "kafka", {"DIRECT": (0, 0)}, 0)
    assert await broker.prepare() == fresh
    assert archive_of(fresh).exists()


ALONE = """
    import asyncio, sys
    from pathlib import Path
    from tests.campaign.world.world import World

    async def main() -> None:
        async with World(Path(sys.argv[1]), services=["intake"]) as world:
            world.postgres.pause()
            await world.pause("intake.relay")
            print("up", flush=True)
            await asyncio.sleep(600)

    asyncio.run(main())
"""


@pytest.mark.kafka
@pytest.mark.timeout(200)
def test_a_world_whose_owner_is_killed_leaves_nothing_not_even_what_was_paused(open_folder: Path) -> None:
    program = [sys.executable, "-c", textwrap.dedent(ALONE), str(open_folder / "world")]
    owner = subprocess.Popen(program, stdout=subprocess.PIPE, cwd=CHECKOUT)
    assert owner.stdout is not None
    try:
        assert owner.stdout.readline() == b"up\n"
        family = descendants(owner.pid)
        assert len(alive(family)) > 8
    finally:
        os.kill(owner.pid, signal.SIGKILL)
        owner.wait()
        owner.stdout.close()
    begun = time.monotonic()
    assert gone_within(family, 10), alive(family)
    assert time.monotonic() - begun < 10
