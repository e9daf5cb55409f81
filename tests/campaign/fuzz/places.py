"""What exists in the running system: documents of the APIs, and ids to put into paths, found through the APIs."""

import json
import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import httpx2

from frontdoor.services import SERVICES
from tests.campaign.fuzz.routes import Route
from tests.campaign.fuzz.system import System

EXAMPLES = Path("examples")
SENT = {
    "police-domestic-abuse-high": ("expol-rms", "/intake/api/v1/police-notifications"),
    "school-contact-good": ("school-portal-999001", "/intake/api/v1/contacts"),
    "school-contact-thin": ("school-portal-999014", "/intake/api/v1/contacts"),
    "edt-call-from-a-neighbour": ("edt.okafor", "/intake/api/v1/telephone-contacts"),
}
NOBODY = "00000000-0000-7000-8000-000000000000"
ROUNDS = 2
PATIENCE_SECONDS = 30

Json = dict[str, Any]


class Places:
    """Ids by the name of the path parameter they fit."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._client = httpx2.Client(base_url=system.address, trust_env=False, timeout=PATIENCE_SECONDS)
        self._known: defaultdict[str, set[str]] = defaultdict(set)

    def send_examples(self) -> None:
        """Contacts of every kind; sent once more, they change nothing."""
        for name, (who, path) in SENT.items():
            body = json.loads((EXAMPLES / f"{name}.json").read_text())
            answer = self._client.post(path, json=body, headers=self._system.headers(who))
            self._remember(answer.raise_for_status().json())

    def look_around(self, routes: list[Route]) -> None:
        """Reads every list, then every record of the lists, and remembers the ids in them."""
        wanted = {name for route in routes for name in route.parameters()}
        rng = random.Random(0)
        for _ in range(ROUNDS):
            for route in routes:
                if route.method == "GET" and route.is_api and "operations" not in route.path:
                    self._remember(self._read(route, rng), wanted)

    def documents(self) -> dict[str, Json]:
        """The OpenAPI document of each service."""
        return {name: self._client.get(f"/{name}/api/openapi.json").json() for name in SERVICES}

    def values(self, route: Route, rng: random.Random) -> dict[str, str]:
        """One known id for each parameter of the route; an unknown one where nothing is known."""
        return {name: rng.choice(sorted(self._known[name]) or [NOBODY]) for name in route.parameters()}

    def close(self) -> None:
        self._client.close()

    def _read(self, route: Route, rng: random.Random) -> object:
        path = route.filled(**self.values(route, rng))
        answer = self._client.get(path, headers=self._system.headers(route.callers[0]))
        return answer.json() if answer.is_success and "json" in answer.headers["content-type"] else None

    def _remember(self, answer: object, wanted: set[str] | None = None) -> None:
        for name, value in _fields(answer):
            if wanted is None or name in wanted:
                self._known[name].add(value)


def _fields(node: object) -> Iterator[tuple[str, str]]:
    if isinstance(node, list):
        for member in cast(list[object], node):
            yield from _fields(member)
    elif isinstance(node, dict):
        for name, value in cast(dict[str, object], node).items():
            if isinstance(value, str) and value:
                yield name, value
            yield from _fields(value)
