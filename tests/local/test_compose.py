"""docker-compose.yml is true without docker: it is what the specification allows, and names what there is to run."""

import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from frontdoor.compose import ComposeRefused, ComposeService, on_this_machine, our_services
from frontdoor.services import IDENTITY, SERVICES, database_of
from frontdoor.settings import GatewaySettings

ROOT = Path(__file__).parents[2]
FILE = ROOT / "docker-compose.yml"
SECRETS = {"SESSION_SECRET": "s3cret", "DATABASE_PASSWORD": "passw0rd", "POSTGRES_PASSWORD": "passw0rd"}


@pytest.fixture(scope="module")
def services() -> dict[str, ComposeService]:
    return our_services(FILE, SECRETS)


def test_the_file_is_valid_by_the_compose_specification() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(FILE)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_it_runs_every_part_once(services: dict[str, ComposeService]) -> None:
    assert set(services) == {*SERVICES, IDENTITY, "gateway"}


@pytest.mark.parametrize("name", SERVICES)
def test_each_service_runs_itself_on_a_database_of_its_own(services: dict[str, ComposeService], name: str) -> None:
    url = urlsplit(services[name].environment["DATABASE_URL"])
    assert services[name].command == ("frontdoor", "service", name)
    assert (url.username, url.path) == (database_of(name), f"/{database_of(name)}")


def test_the_gateway_has_a_route_to_every_part(
    services: dict[str, ComposeService], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in services["gateway"].environment.items():
        monkeypatch.setenv(name, value)
    upstreams = GatewaySettings().upstreams()  # pyright: ignore[reportCallIssue]
    assert upstreams == {name: f"http://{name}:8000" for name in (*SERVICES, IDENTITY)}


def test_the_databases_are_made_for_the_services_that_use_them() -> None:
    script = (ROOT / "deploy/docker/databases.sh").read_text()
    assert f"for service in {' '.join(map(database_of, SERVICES))}; do" in script


def test_a_missing_secret_is_asked_for() -> None:
    with pytest.raises(ComposeRefused, match="SESSION_SECRET is missing: put one into"):
        our_services(FILE, {})


def test_what_is_not_set_in_the_shell_is_not_set_in_the_container(services: dict[str, ComposeService]) -> None:
    assert "CLOCK_FILE" not in services["intake"].environment


def test_on_this_machine_only_the_places_change(services: dict[str, ComposeService]) -> None:
    places = {"postgres:5432": "127.0.0.1:5001", "kafka:9092": "127.0.0.1:5002", "intake:8000": "127.0.0.1:5003"}
    moved = on_this_machine(services["intake"], places)
    changed = dict(moved.environment.items() - services["intake"].environment.items())
    assert changed == {
        "DATABASE_URL": "postgresql://intake:passw0rd@127.0.0.1:5001/intake",
        "JOURNAL_URL": "kafka://127.0.0.1:5002",
        "HOST": "127.0.0.1",
        "PORT": "5003",
    }
