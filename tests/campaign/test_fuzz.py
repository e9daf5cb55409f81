"""The fuzz: no route is left out, the same seed attacks in the same way, and what is wrong is told once."""

import itertools
import json
import os
import subprocess
import sys
import time
from functools import partial
from typing import Any

import orjson

from frontdoor.services import SERVICES
from tests.campaign.fuzz.hostile.attacks import Attacks
from tests.campaign.fuzz.hostile.samples import HERE, bodies_with_a_hole
from tests.campaign.fuzz.meter import Meter
from tests.campaign.fuzz.places import Places
from tests.campaign.fuzz.routes import all_routes
from tests.campaign.fuzz.system import System
from tests.campaign.fuzz.waiting import Waiting, waited_by

DOCUMENT = {
    "paths": {
        "/api/v1/things": {"post": {"requestBody": {"content": {"application/json": {"schema": {"$ref": "#/a"}}}}}}
    },
    "a": {"type": "object", "properties": {"at": {"type": "string", "format": "date"}, "parts": {"$ref": "#/parts"}}},
    "parts": {"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"}}}},
}


def _attacks(seed: int) -> Attacks:
    documents: dict[str, dict[str, Any]] = {service: {"paths": {}} for service in SERVICES}
    return Attacks(all_routes(), documents, Places(System("http://127.0.0.1:1")), seed)


def test_every_service_has_pages_and_an_api_to_attack() -> None:
    routes = all_routes()
    for service in SERVICES:
        for method, is_api in (("GET", True), ("POST", True), ("GET", False), ("POST", False)):
            assert any((each.service, each.method, each.is_api) == (service, method, is_api) for each in routes)


def test_every_route_is_attacked_in_each_round() -> None:
    routes = all_routes()
    first = itertools.islice(_attacks(seed=1).rounds(), 10 * len(routes))
    assert {attack.route.name for attack in first} == {route.name for route in routes}


def test_the_seed_decides_the_attacks() -> None:
    first, again = (itertools.islice(_attacks(seed=1).rounds(), 200) for _ in range(2))
    assert [attack.example() for attack in first] == [attack.example() for attack in again]


def test_each_field_at_any_depth_becomes_the_hole_once() -> None:
    bodies = dict(bodies_with_a_hole(DOCUMENT, "/api/v1/things"))
    assert set(bodies) == {"at", "parts", "parts.0", "parts.0.name", "a field that is unknown"}
    assert all(body.count(HERE) == 1 for body in bodies.values())
    assert json.loads(bodies["at"])["parts"] == [{"name": "aaa"}]
    assert orjson.loads(bodies["parts.0.name"].replace(HERE, b"null")) == {
        "at": "2026-05-02",
        "parts": [{"name": None}],
    }


def test_a_server_error_and_a_slow_answer_are_faults_and_a_refusal_is_none() -> None:
    meter = Meter()
    meter.answered("GET /a", 503, 0.1, lambda: "first")
    meter.answered("GET /a", 503, 0.1, lambda: "second")
    meter.answered("GET /b", 200, 2.5, lambda: "slow")
    meter.answered("GET /c", 422, 0.1, lambda: "refused")
    assert [(fault.what, fault.times, fault.example) for fault in meter.faults.values()] == [
        ("503: GET /a", 2, "first"),
        ("slower than 2 s: GET /b", 1, "2.5 s, 2.5 s: slow"),
    ]
    assert (meter.requests, meter.server_errors, meter.slowest) == (4, 2, "GET /b")


def test_what_a_slow_answer_waited_for_a_processor_is_not_its_slowness_but_is_told() -> None:
    meter = Meter(waited=lambda begun, ended: 0.8 if (begun, ended) == (97.5, 100) else 0.1)
    meter.answered("GET /a", 200, 2.5, lambda: "the machine's", ended=100)
    meter.answered("GET /a", 200, 2.5, lambda: "its own", ended=200)
    assert [(fault.what, fault.example) for fault in meter.faults.values()] == [
        ("slower than 2 s: GET /a", "2.5 s, 2.4 s: its own")
    ]
    assert meter.slow_by_the_clock == 2


def test_of_a_span_only_the_waiting_seen_inside_it_counts() -> None:
    waiting = Waiting(lambda: 0.0)
    for begun, ended, waited in ((1.0, 1.1, 5.0), (2.0, 2.1, 6.0), (3.0, 3.1, 8.0), (4.0, 4.1, 9.0)):
        waiting.note(begun, ended, waited)
    assert waiting.between(1.5, 3.5) == 2.0
    assert waiting.between(1.05, 4.05) == 2.0
    assert waiting.between(2.0, 2.9) == 0.0


def test_a_process_that_wants_to_run_while_others_do_waits() -> None:
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(2 * (os.cpu_count() or 1))]
    try:
        with Waiting(partial(waited_by, busy[0].pid)) as waiting:
            begun = time.time()
            time.sleep(1)
            assert waiting.between(begun, time.time()) > 0.2
    finally:
        for process in busy:
            process.kill()
            process.wait()
