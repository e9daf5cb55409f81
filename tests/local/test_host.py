"""The one-process host as a person meets it: `Ready`, plain refusals, and an end that leaves nothing behind."""

import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from frontdoor.services import IDENTITY, SERVICES
from tests.local.running import Frontdoor, alive, free_port, gone_within, running

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc"),
    pytest.mark.timeout(240),
]


@pytest.fixture(scope="module")
def environment(module_folder: Path) -> dict[str, str]:
    return {"PORT": str(free_port()), "STATE_DIR": str(module_folder / "state")}


@pytest.fixture(scope="module")
def host(module_folder: Path, environment: dict[str, str]) -> Iterator[Frontdoor]:
    with running(["run"], environment, module_folder / "output") as frontdoor:
        yield frontdoor.until_ready()


def _refusal(words: list[str], environment: dict[str, str], folder: Path) -> str:
    """What the command says when it ends by itself, which it must, and not with success."""
    with running(words, environment, folder / "refusal") as frontdoor:
        assert frontdoor.ends_within(60) == 1
        return frontdoor.said()


def test_it_says_where_it_is_ready(host: Frontdoor, environment: dict[str, str]) -> None:
    assert f"Ready: http://127.0.0.1:{environment['PORT']}\n" in host.said()


@pytest.mark.parametrize("name", [*SERVICES, IDENTITY])
def test_every_part_is_ready_behind_its_path(host: Frontdoor, environment: dict[str, str], name: str) -> None:
    address = f"http://127.0.0.1:{environment['PORT']}/{name}/readyz"
    assert httpx2.get(address, trust_env=False).status_code == 200


def test_it_does_not_keep_what_making_the_tables_takes(host: Frontdoor) -> None:
    mapped = Path(f"/proc/{host.process.pid}/maps").read_text()
    assert "asyncpg" in mapped
    assert "sqlalchemy" not in mapped


def test_it_has_a_front_page(host: Frontdoor, environment: dict[str, str]) -> None:
    page = httpx2.get(f"http://127.0.0.1:{environment['PORT']}/", trust_env=False)
    assert "Sign in" in page.text


def test_a_second_start_on_the_same_state_is_refused_plainly(
    host: Frontdoor, environment: dict[str, str], open_folder: Path
) -> None:
    said = _refusal(["run"], environment | {"PORT": str(free_port())}, open_folder)
    assert f"already running on {environment['STATE_DIR']} (process {host.process.pid})" in said


def test_a_taken_port_is_said_plainly(open_folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = _refusal(["run"], {"PORT": str(port), "STATE_DIR": str(open_folder / "state")}, open_folder)
    assert said.startswith(f"Port {port} cannot be used")


def test_a_setting_that_makes_no_sense_is_said_plainly(open_folder: Path) -> None:
    said = _refusal(["run"], {"PORT": "many", "STATE_DIR": str(open_folder / "state")}, open_folder)
    assert said.startswith("The setting PORT:")


def test_a_kill_costs_nothing_and_a_stop_leaves_no_process(open_folder: Path) -> None:
    environment = {"PORT": str(free_port()), "STATE_DIR": str(open_folder / "state")}
    with running(["run"], environment, open_folder / "first") as killed:
        family = killed.until_ready().family()
        killed.process.kill()
        assert gone_within(family, 10)
    with running(["run"], environment, open_folder / "second") as again:
        family = again.until_ready().family()
        with httpx2.Client(trust_env=False) as idle_connection:
            idle_connection.get(f"http://127.0.0.1:{environment['PORT']}/livez")
            again.process.send_signal(signal.SIGINT)
            assert again.ends_within(10) == 0
        assert not alive(family)
