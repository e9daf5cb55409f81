"""The page that describes a service's API to the developer of another system: every route, from its OpenAPI document.

No script and nothing from elsewhere: what a developer reads here is what the service itself says.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from shared.access.routes import public
from shared.web.pages import Pages

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a body. ``kind`` is its JSON type."""

    name: str
    kind: str
    required: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """One route: what it is for, and what its body holds at the top."""

    method: str
    path: str
    title: str
    text: str
    fields: tuple[Field, ...]


def operations_of(document: Mapping[str, Any]) -> Iterator[Operation]:
    """Every operation of an OpenAPI document, in its order."""
    schemas = document.get("components", {}).get("schemas", {})
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield _operation(method, path, item[method], schemas)


def _operation(method: str, path: str, operation: Mapping[str, Any], schemas: Mapping[str, Any]) -> Operation:
    content = operation.get("requestBody", {}).get("content", {})
    body = content.get("application/json", {}).get("schema", {})
    return Operation(
        method=method.upper(),
        path=path,
        title=operation.get("summary", ""),
        text=operation.get("description", ""),
        fields=tuple(_fields(_resolved(body, schemas), schemas)),
    )


def _resolved(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Mapping[str, Any]:
    return schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema


def _fields(body: Mapping[str, Any], schemas: Mapping[str, Any]) -> Iterator[Field]:
    required = body.get("required", ())
    for name, schema in body.get("properties", {}).items():
        yield Field(name, _kind(schema, schemas), name in required)


def _kind(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> str:
    resolved = _resolved(schema, schemas)
    choices = [_kind(choice, schemas) for choice in resolved.get("anyOf", ())]
    if choices:
        return " or ".join(dict.fromkeys(choices))
    if "enum" in resolved:
        return ", ".join(map(str, resolved["enum"]))
    return str(resolved.get("format") or resolved.get("type", "any"))


@cache
def _pages() -> Pages:
    return Pages("shared.web")


def api_router() -> APIRouter:
    """The page at `/api/docs`."""
    router = APIRouter(include_in_schema=False, dependencies=[public()])

    @router.get("/api/docs")
    async def api_docs(request: Request) -> HTMLResponse:
        document = request.app.openapi()
        operations = list(operations_of(document))
        return _pages().render(request, "api.html", service=document["info"]["title"], operations=operations)

    return router
