"""A grammar of contacts: everything an agency's system could mean, and much that it could only mean by mistake."""

import json
import time
from collections.abc import Iterable
from typing import Any

import httpx2
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.campaign.fuzz.meter import Meter
from tests.campaign.fuzz.system import System

PATIENCE_SECONDS = 20
ROUTES = {
    "/intake/api/v1/police-notifications": "expol-rms",
    "/intake/api/v1/contacts": "school-portal-999001",
    "/intake/api/v1/telephone-contacts": "ch.marsh",
    "/intake/api/v1/missing-reports": "expol-rms",
}

Json = dict[str, Any]

code_points = st.characters(codec="utf-8", exclude_characters="\x00")
words = st.one_of(
    st.text(code_points, max_size=30), st.sampled_from(["", " ", "n/a", "O'Neill", "Zoë", "李", "\u202e"])
)
days = st.one_of(st.dates().map(str), st.sampled_from(["", "2017-9-4", "0001-01-01", "9999-12-31", "14/09/2017"]))
offsets = st.sampled_from(["", "Z", "+01:00", "-14:00", "+14:00"])
times = st.one_of(st.datetimes().flatmap(lambda at: offsets.map(lambda by: at.isoformat() + by)), days)
yes_no = st.sampled_from(["Y", "N", "NK", "", None, True, 1])
numbers = st.one_of(st.integers(-10, 10), st.integers(), st.none(), st.floats(allow_nan=False, allow_infinity=False))
odd = st.one_of(st.none(), st.booleans(), numbers, words, st.lists(words, max_size=3), st.dictionaries(words, words))


def part(fields: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Json]:
    """Any of these fields, each meant as it should be."""
    return st.fixed_dictionaries({}, optional=fields)


def mistaken(bodies: st.SearchStrategy[Json], fields: Iterable[str]) -> st.SearchStrategy[Json]:
    """Now and then a field of another kind than it should be, or one that nobody knows."""
    wrong = st.dictionaries(st.sampled_from([*sorted(fields), "unknown", ""]), odd, max_size=2)
    return st.one_of(bodies, st.tuples(bodies, wrong).map(lambda both: both[0] | both[1]))


children = part(
    {
        "temp_ref": st.sampled_from(["", "c1", "c2", "c1 ", "å", "x" * 41]),
        "first_name": words,
        "surname": words,
        "dob": days,
        "expected_dob": days,
        "sex": st.sampled_from(["F", "M", "U", "", "?"]),
        "address": words,
        "upn": words,
        "nhs": st.sampled_from(["", "9434765919", "943 476 5919", "0"]),
        "school_urn": st.sampled_from(["", "999001", "1"]),
        "present_at_incident": yes_no,
        "seen_at": times,
        "child_words": words,
        "disability": st.lists(words, max_size=3),
        "relationship_to_adults": st.lists(part({"adult": words, "rel": words}), max_size=2),
    }
)
adults = part({"temp_ref": words, "first_name": words, "surname": words, "dob": days, "role": words, "pr": yes_no})
police = part(
    {
        "ppn_ref": words,
        "incident_ref": words,
        "da": part({"risk_tool": words, "ticks": numbers, "grade": words, "previous_incidents_12m": numbers}),
        "children_spoken_to": st.lists(part({"temp_ref": words, "spoken": yes_no, "words": words}), max_size=2),
        "narrative": words,
    }
)
names = {
    "source_system": st.sampled_from(["FUZZ", "", " ", "F" * 101]),
    "source_ref": st.one_of(st.uuids().map(str), words),
    "source_version": st.one_of(st.integers(1, 3), numbers),
}
content = {
    "contact_type": st.sampled_from(["DOMESTIC_ABUSE", "OTHER", "MISSING", "MISSING_RETURN", "NO_SUCH", ""]),
    "channel": st.sampled_from(["API", "PHONE", "FAX"]),
    "reported_at": times,
    "urgent_flag": yes_no,
    "agency": part({"org_id": words, "name": words, "urn": words}),
    "incident": part({"occurred_at": times, "address": words, "police_ref": words}),
    "children": st.lists(children, max_size=4),
    "child": children,
    "adults": st.lists(adults, max_size=3),
    "police": police,
    "worries": words,
    "circumstances": words,
    "referrer_view_of_need_level": numbers,
    "last_seen_at": times,
    "found_at": times,
    "police_risk": st.sampled_from(["HIGH", "LOW", ""]),
    "episode_no_30d": numbers,
}
bodies = mistaken(st.fixed_dictionaries(names, optional=content), [*names, *content])


def send_contacts(system: System, many: int, run_seed: int, meter: Meter) -> None:
    """Posts ``many`` contacts of the grammar."""
    with httpx2.Client(base_url=system.address, trust_env=False, timeout=PATIENCE_SECONDS) as client:

        @seed(run_seed)
        @settings(
            max_examples=many,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
        )
        @given(st.sampled_from(sorted(ROUTES)), bodies)
        def send(path: str, body: Json) -> None:
            _post(client, system, path, body, meter)

        send()


def _post(client: httpx2.Client, system: System, path: str, body: Json, meter: Meter) -> None:
    content = json.dumps(body).encode()
    who = ROUTES[path]
    begun = time.perf_counter()
    headers = system.headers(who) | {"content-type": "application/json"}

    def example() -> str:
        return f"POST {path} as {who} {content!r}"

    where = f"POST {path} [grammar]"
    try:
        answer = client.post(path, content=content, headers=headers)
    except httpx2.TransportError as error:
        meter.unanswered(where, type(error).__name__, example)
    else:
        meter.answered(where, answer.status_code, time.perf_counter() - begun, example)
