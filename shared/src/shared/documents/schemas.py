"""The JSON Schema of a contract as it travels: its own fields and ``meta``, open to fields that come later."""

import json
from collections.abc import Iterator
from typing import Any, cast

from pydantic import BaseModel, create_model

from shared.contracts import Contract, ContractMeta, classes_of

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(contract: type[Contract]) -> Schema:
    """The schema of a record's value. ``x-sensitivity`` is the class of a field in the need-to-know matrix."""
    travelling = as_it_travels(contract)
    schema = travelling.model_json_schema(mode="serialization")
    for each in _objects(schema):
        _tidy(each)
    _mark(schema, schema, travelling, "")
    name = contract.contract_type
    return {"$schema": DIALECT, "$id": f"{name}.schema.json", "title": name} | schema


def as_it_travels(contract: type[Contract]) -> type[BaseModel]:
    """The contract with its envelope."""
    return create_model(contract.__name__, __base__=contract, __doc__=own_words(contract), meta=(ContractMeta, ...))


def own_words(contract: type[Contract]) -> str:
    """The contract's own docstring, on one line; empty when it has none."""
    return " ".join((contract.__dict__.get("__doc__") or "").split())


def _tidy(place: Schema) -> None:
    """Takes away what Pydantic adds: a title that repeats a field's name, and the law that nothing may be added."""
    if isinstance(place.get("title"), str):
        del place["title"]
    if place.get("additionalProperties") is False:
        del place["additionalProperties"]


def _objects(value: object) -> Iterator[Schema]:
    if isinstance(value, dict):
        mapping = cast(Schema, value)
        yield mapping
        for member in mapping.values():
            yield from _objects(member)
    elif isinstance(value, list):
        for member in cast(list[object], value):
            yield from _objects(member)


def _mark(schema: Schema, place: Schema, model: type[BaseModel], prefix: str) -> None:
    for path, sensitivity in classes_of(model, prefix).items():
        holder = place
        *parts, name = path.removeprefix(prefix).split(".")
        for part in parts:
            holder = _part(schema, holder["properties"][part])
        holder["properties"][name]["x-sensitivity"] = str(sensitivity)


def _part(schema: Schema, place: Schema) -> Schema:
    """The definition that a field leads to, be it one part, perhaps one, or many."""
    reference = next(each["$ref"] for each in _objects(place) if "$ref" in each)
    return schema["$defs"][reference.rpartition("/")[2]]


def as_file(document: object) -> str:
    """A document as it stands in a file."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def read_schema(text: str) -> Schema:
    """The schema in a file."""
    return json.loads(text)
