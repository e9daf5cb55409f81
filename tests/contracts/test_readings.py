"""What a subscriber reads may be absent wherever its publisher says so, or one thin contact is parked and not seen."""

import json
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from shared.contracts import Reading
from shared.subscriptions import Subscriptions

CONTRACTS = Path(__file__).parents[2] / "contracts"
SERVICES = ("intake", "screening", "strategy", "edt_handover", "notifications", "timeline")


def readings() -> Iterator[tuple[str, str, type[Reading]]]:
    """Every contract that a service listens to, by what it reads of it."""
    for service in SERVICES:
        heard: Subscriptions = import_module(f"{service}.subscriptions").SUBSCRIPTIONS
        for topic, contract_type in heard.types():
            for listening in heard.listening(topic, contract_type):
                yield service, contract_type, listening.reading


def kinds_of(schema: dict[str, Any], root: dict[str, Any]) -> list[dict[str, Any]]:
    """The alternatives of one place in a schema."""
    while "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
    return [kind for each in schema["anyOf"] for kind in kinds_of(each, root)] if "anyOf" in schema else [schema]


def refuses_what_may_be_null(
    told: dict[str, Any], told_root: dict[str, Any], read: dict[str, Any], read_root: dict[str, Any], path: str
) -> Iterator[str]:
    """The places that the publisher may leave null and the reader cannot read so."""
    says, hears = kinds_of(told, told_root), kinds_of(read, read_root)
    if any(kind.get("type") == "null" for kind in says) and not any(
        kind.get("type", "null") == "null" for kind in hears
    ):
        yield path
    for one in says:
        for other in hears:
            for name in one.get("properties", {}).keys() & other.get("properties", {}).keys():
                parts = one["properties"][name], told_root, other["properties"][name], read_root
                yield from refuses_what_may_be_null(*parts, f"{path}.{name}")
            if "items" in one and "items" in other:
                yield from refuses_what_may_be_null(one["items"], told_root, other["items"], read_root, f"{path}[]")


@pytest.mark.parametrize(("service", "contract_type", "reading"), list(readings()))
def test_a_reader_can_read_what_its_publisher_may_leave_out(
    service: str, contract_type: str, reading: type[Reading]
) -> None:
    told = json.loads((CONTRACTS / f"{contract_type}.schema.json").read_text())
    read = reading.model_json_schema()
    assert list(refuses_what_may_be_null(told, told, read, read, contract_type)) == [], service
