"""What is generated from the contracts and routes is committed, true, and valid."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
from jsonschema import Draft202012Validator
from jsonschema.validators import validator_for

from frontdoor import documents

from .spoken import CONTRACTS, GOLDEN, ROOT

DOCUMENTS = documents.documents()


def committed(path: str) -> Any:
    return orjson.loads((ROOT / path).read_bytes())


def test_the_committed_documents_are_what_is_generated_today() -> None:
    stale = [str(path) for path, text in DOCUMENTS.items() if not is_current(ROOT / path, text)]
    assert stale == [], "out of date: run `make docs`"


def is_current(file: Path, text: str) -> bool:
    return file.exists() and file.read_text() == text


def test_no_schema_is_left_of_a_contract_that_is_gone() -> None:
    assert set(documents.committed_schemas(ROOT)) == set(CONTRACTS)


def test_the_asyncapi_document_is_valid() -> None:
    schema = orjson.loads((Path(__file__).parent / "asyncapi-3.0.0.json").read_bytes())
    errors = list(validator_for(schema)(schema).iter_errors(committed("docs/asyncapi.json")))
    assert [f"{error.json_path}: {error.message[:200]}" for error in errors] == []


def test_every_reference_in_the_asyncapi_document_leads_somewhere() -> None:
    document = committed("docs/asyncapi.json")
    assert [reference for reference in references(document) if not leads_somewhere(document, reference)] == []


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from [value["$ref"]] if "$ref" in value else []
        for member in value.values():
            yield from references(member)
    elif isinstance(value, list):
        for member in value:
            yield from references(member)


def leads_somewhere(document: Any, reference: str) -> bool:
    for step in reference.removeprefix("#/").split("/"):
        if step not in document:
            return False
        document = document[step]
    return True


def test_the_golden_files_fit_the_committed_schemas() -> None:
    for contract_type in CONTRACTS:
        schema = committed(f"contracts/{contract_type}.schema.json")
        Draft202012Validator(schema).validate(orjson.loads((GOLDEN / f"{contract_type}.json").read_bytes()))
