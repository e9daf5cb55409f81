"""Bodies that a document describes, each with one hole for a hostile value, and the names of its query parameters."""

from collections.abc import Iterator
from functools import cache
from typing import Any, cast

import orjson

HERE = b'"@hostile@"'
MARK = "@hostile@"
DEEPEST = 8
SAMPLES = {"date-time": "2026-05-02T23:40:00Z", "date": "2026-05-02", "uuid": "00000000-0000-7000-8000-000000000000"}

Json = dict[str, Any]
_BODIES: dict[int, Json] = {}


def bodies_with_a_hole(document: Json, path: str) -> list[tuple[str, bytes]]:
    """For each field of this route's body, at any depth, its name and the body with the hole there."""
    _BODIES[id(document)] = document
    return _bodies(id(document), path)


def query_names(document: Json, method: str, path: str) -> list[str]:
    operation = document["paths"].get(path, {}).get(method.lower(), {})
    return [each["name"] for each in operation.get("parameters", []) if each["in"] == "query"]


@cache
def _bodies(document_id: int, path: str) -> list[tuple[str, bytes]]:
    document = _BODIES[document_id]
    operation = document["paths"].get(path, {}).get("post", {})
    schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    whole = _sample(schema, document, 0) if schema else {"a": "a"}
    extra = [("a field that is unknown", orjson.dumps(whole | {"unknown": MARK}))] if isinstance(whole, dict) else []
    return [(".".join(where), orjson.dumps(_with_hole(whole, where))) for where in _places(whole, ())] + extra


def _sample(schema: Json, document: Json, depth: int) -> Any:
    """Some value that the schema allows, with every field that it knows of."""
    if "$ref" in schema:
        return _sample(_resolved(schema["$ref"], document), document, depth + 1)
    for choice in (*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())):
        return _sample(choice, document, depth + 1)
    if "enum" in schema or "const" in schema:
        return schema["const"] if "const" in schema else schema["enum"][0]
    return _by_type(schema, document, depth)


def _by_type(schema: Json, document: Json, depth: int) -> Any:
    match schema.get("type"):
        case "object" if depth < DEEPEST:
            fields = cast(Json, schema.get("properties", {}))
            return {name: _sample(field, document, depth + 1) for name, field in fields.items()}
        case "array" if depth < DEEPEST:
            return [_sample(schema.get("items", {}), document, depth + 1)]
        case "integer" | "number":
            return max(1, schema.get("minimum", 1))
        case "boolean":
            return True
        case "string":
            return SAMPLES.get(schema.get("format", ""), "a" * max(3, schema.get("minLength", 0)))
        case _:
            return None


def _resolved(reference: str, document: Json) -> Json:
    node = document
    for name in reference.removeprefix("#/").split("/"):
        node = node[name]
    return node


def _places(node: Any, where: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The path of every value, parts before the whole."""
    if isinstance(node, dict):
        for name, member in cast(Json, node).items():
            yield from _places(member, (*where, name))
    elif isinstance(node, list):
        for number, member in enumerate(cast(list[Any], node)):
            yield from _places(member, (*where, str(number)))
    if where:
        yield where


def _with_hole(node: Any, where: tuple[str, ...]) -> Any:
    if not where:
        return MARK
    first, rest = where[0], where[1:]
    if isinstance(node, dict):
        fields = cast(Json, node)
        return fields | {first: _with_hole(fields[first], rest)}
    members = list(cast(list[Any], node))
    members[int(first)] = _with_hole(members[int(first)], rest)
    return members
