"""Every contract is classified, can be read by today's code and by everyone who listens, and is said by somebody."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args

import orjson
import pytest
from pydantic import BaseModel, ValidationError

from shared.contracts import Contract, ContractMeta, Reading, Unclassified, classes_of
from shared.documents.schemas import as_it_travels

from .spoken import CONTRACTS, GOLDEN, SERVICES

GOLDEN_FILES: dict[str, dict[str, Any]] = {
    file.name.removesuffix(".json"): orjson.loads(file.read_bytes()) for file in sorted(GOLDEN.glob("*.json"))
}
READINGS: list[tuple[str, str, type[Reading]]] = [
    (service.service, contract_type, listening.reading)
    for service in SERVICES
    if service.subscriptions
    for topic, contract_type in service.subscriptions.types()
    for listening in service.subscriptions.listening(topic, contract_type)
]


def parts_of(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models that a field leads to."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from parts_of(argument)


def test_every_field_has_a_sensitivity_class() -> None:
    unclassified = {
        f"{model.__name__}.{mark.path}"
        for model in (*CONTRACTS.values(), ContractMeta)
        for mark in classes_of(model).values()
        if isinstance(mark, Unclassified)
    }
    assert unclassified == set()


def test_a_field_leads_to_one_kind_of_part_so_that_its_classes_are_known() -> None:
    unclear = {
        f"{contract.__name__}.{name}"
        for contract in CONTRACTS.values()
        for name, field in contract.model_fields.items()
        if len(set(parts_of(field.annotation))) > 1
    }
    assert unclear == set()


def test_type_and_class_have_the_name_of_the_event() -> None:
    named = {contract_type: contract.__name__ for contract_type, contract in CONTRACTS.items()}
    expected = {
        contract_type: re.sub(r"^frontdoor\.([A-Z][A-Za-z0-9]+)\.v([0-9]+)$", r"\1V\2", contract_type)
        for contract_type in CONTRACTS
    }
    assert named == expected


def test_every_contract_has_a_golden_file_and_none_that_has_one_is_gone() -> None:
    assert set(CONTRACTS) == set(GOLDEN_FILES), "`make docs` writes what is new; what was published stays"


def test_todays_contracts_read_their_golden_files_and_lose_nothing() -> None:
    unlike = {
        contract_type: lost(written, read_back(contract_type, written))
        for contract_type, written in GOLDEN_FILES.items()
    }
    assert {contract_type: paths for contract_type, paths in unlike.items() if paths} == {}


def read_back(contract_type: str, written: dict[str, Any]) -> dict[str, Any]:
    return as_it_travels(CONTRACTS[contract_type]).model_validate(written).model_dump(mode="json")


def lost(written: Any, read: Any, path: str = "") -> list[str]:
    """Whatever of ``written`` is not in ``read``; what a later version adds is no loss."""
    if isinstance(written, Mapping) and isinstance(read, Mapping):
        return [each for name in written for each in lost(written[name], read.get(name), f"{path}.{name}")]
    if isinstance(written, list) and isinstance(read, list) and len(written) == len(read):
        pairs = enumerate(zip(written, read, strict=True))
        return [each for at, (before, now) in pairs for each in lost(before, now, f"{path}.{at}")]
    return [] if written == read else [path]


def test_who_listens_can_read_the_golden_file() -> None:
    for service, contract_type, reading in READINGS:
        try:
            reading.model_validate(GOLDEN_FILES[contract_type])
        except ValidationError as error:
            pytest.fail(f"{service} cannot read {contract_type}: {error}")


def uses() -> dict[type[Reading], list[type[Contract]]]:
    """For each class of readings, bases included, the contracts that it is used for."""
    found: dict[type[Reading], list[type[Contract]]] = {}
    for _, contract_type, reading in READINGS:
        for kind in reading.__mro__[: reading.__mro__.index(Reading)]:
            found.setdefault(kind, []).append(CONTRACTS[contract_type])
    return found


def test_who_listens_asks_for_no_field_that_nobody_says() -> None:
    """A reader with a default would not notice on its own. One reading of several contracts may be of parts of each."""
    asked = {
        f"{reading.__module__}.{reading.__name__}": set.intersection(
            *(set(unsaid(reading, as_it_travels(contract), set(reading.__annotations__))) for contract in contracts)
        )
        for reading, contracts in uses().items()
    }
    assert {reading: names for reading, names in asked.items() if names} == {}


def unsaid(reading: type[BaseModel], said: type[BaseModel], names: set[str], path: str = "") -> list[str]:
    """The fields of these names that are read and never said."""
    found: list[str] = []
    for name, field in reading.model_fields.items():
        wire = str(field.validation_alias or field.alias or name)
        if name in names and wire not in said.model_fields:
            found.append(f"{path}{wire}")
        elif name in names:
            inner, outer = parts_of(field.annotation), parts_of(said.model_fields[wire].annotation)
            for part, said_part in zip(inner, outer, strict=False):
                found += unsaid(part, said_part, set(part.model_fields), f"{path}{wire}.")
    return found


def test_what_is_listened_to_is_said_by_somebody_on_that_topic() -> None:
    said = {(service.topic, contract.contract_type) for service in SERVICES for contract in service.published}
    heard = {each for service in SERVICES if service.subscriptions for each in service.subscriptions.types()}
    assert heard - said == set()


def test_every_topic_has_one_publisher() -> None:
    topics = [service.topic for service in SERVICES if service.topic]
    assert sorted(topics) == ["contacts", "handovers", "notifications", "strategy-meetings", "threshold-decisions"]


def test_every_contract_names_the_topic_of_its_service() -> None:
    astray = {
        contract.contract_type
        for service in SERVICES
        for contract in service.contracts
        if contract.topic not in ("", service.topic)
    }
    assert astray == set()
