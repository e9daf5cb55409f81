"""The page ``docs/events.md``: what each service tells the others, field by field, and who listens."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from shared.contracts import Contract, ContractMeta, Sensitivity
from shared.documents.schemas import own_words
from shared.documents.speaking import CLOCK_CONTRACTS, Speaking, listeners

START = """# Events

<!-- Generated from the contracts by `make docs`; a test fails when it is out of date. -->

What each service tells the others. A record is a [CloudEvent](https://cloudevents.io) in binary mode: its attributes
are headers (`ce_id`, `ce_type`, `ce_source`, `ce_subject`, `ce_time`, `ce_traceparent`), its key is the stream, so what
happens to one stream stays in order, and its value is the JSON below with the envelope as `meta`. The same record may
come more than once, always with the same `ce_id`.

Contracts only ever grow: ignore fields that you do not know. Each field has the class of the need-to-know matrix that
says who may see it; PUBLIC says nothing about a person. Schemas are in [`contracts/`](../contracts), one example of
each in [`contracts/golden/`](../contracts/golden), and the same for tools in [`asyncapi.json`](asyncapi.json).
"""
WORDS: dict[Any, str] = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "yes or no",
    datetime: "instant",
    date: "day",
    Any: "anything",
    object: "anything",
    type(None): "nothing",
}


def events_page(services: Sequence[Speaking]) -> str:
    """The whole page."""
    return "\n".join(_lines(services)) + "\n"


def _lines(services: Sequence[Speaking]) -> Iterator[str]:
    yield START
    yield from _overview(services)
    yield from ("", "## The envelope", "", "The `meta` of every contract.", "")
    yield from _fields(ContractMeta)
    for publisher in services:
        if publisher.topic is not None:
            yield from _topic(publisher, services)
    yield from _clocks(services)


def _overview(services: Sequence[Speaking]) -> Iterator[str]:
    yield "| Topic | Published by | Listened to by |"
    yield "|---|---|---|"
    for publisher in services:
        if publisher.topic is not None:
            heard_by = ", ".join(each.service for each in services if each.heard(publisher.topic))
            yield f"| [`{publisher.topic}`](#{publisher.topic}) | {publisher.service} | {heard_by or 'nobody yet'} |"


def _topic(publisher: Speaking, services: Sequence[Speaking]) -> Iterator[str]:
    topic = publisher.topic or ""
    clocks = " Its [clocks](#clocks) are on this topic too." if publisher.has_clocks else ""
    yield from ("", f"## {topic}", "", f"Published by {publisher.service}.{clocks}")
    for contract in publisher.contracts:
        heard_by = listeners(services, topic, contract.contract_type)
        yield from _contract(contract, ", ".join(heard_by) or "nobody yet")


def _clocks(services: Sequence[Speaking]) -> Iterator[str]:
    topics = [each.topic for each in services if each.has_clocks and each.topic]
    named = ", ".join(f"`{topic}`" for topic in topics)
    yield from ("", "## Clocks", "", f"Deadlines, on the topic of the service that owes them: {named}.")
    for contract in CLOCK_CONTRACTS:
        hearing = {name for topic in topics for name in listeners(services, topic, contract.contract_type)}
        yield from _contract(contract, ", ".join(sorted(hearing)) or "nobody yet")


def _contract(contract: type[Contract], heard_by: str) -> Iterator[str]:
    yield from ("", f"### {contract.contract_type}", "")
    if words := own_words(contract):
        yield from (words, "")
    yield from (f"Listened to by: {heard_by}.", "")
    yield from _fields(contract)


def _fields(model: type[BaseModel]) -> Iterator[str]:
    yield "| Field | What | Class |"
    yield "|---|---|---|"
    for path, what, sensitivity in _rows(model, ""):
        yield f"| `{path}` | {what} | {sensitivity} |"


def _rows(model: type[BaseModel], prefix: str) -> Iterator[tuple[str, str, str]]:
    for name, field in model.model_fields.items():
        parts = [each for each in _kinds(field.annotation) if isinstance(each, type) and issubclass(each, BaseModel)]
        path = f"{prefix}{name}{'[]' if _is_many(field.annotation) else ''}"
        if not parts:
            marks = [mark for mark in field.metadata if isinstance(mark, Sensitivity)]
            yield path, in_words(field.annotation), marks[0] if marks else "**none**"
        for part in parts:
            yield from _rows(part, f"{path}.")


def _kinds(annotation: Any) -> Iterator[Any]:
    arguments = get_args(annotation)
    if not arguments:
        yield annotation
    for argument in arguments:
        yield from _kinds(argument)


def _is_many(annotation: Any) -> bool:
    return get_origin(annotation) in (tuple, list) or any(_is_many(each) for each in get_args(annotation))


def in_words(annotation: Any) -> str:
    """A field's type as a person would say it; of a field with several values, the type of one."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return in_words(arguments[0])
    if origin is Literal:
        return f"one of {', '.join(map(str, arguments))}"
    if origin in (Union, UnionType):
        return " or ".join(in_words(each) for each in arguments)
    if origin in (tuple, list):
        return in_words(arguments[0])
    if origin is dict:
        return f"by name: {in_words(arguments[1])}"
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return f"one of {', '.join(str(each.value) for each in annotation)}"
    return WORDS[annotation]
