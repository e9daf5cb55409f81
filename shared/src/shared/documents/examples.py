"""An example of a contract, made from its fields: always the same, so that it can become a golden file."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from shared.contracts import Contract
from shared.documents.schemas import as_it_travels

INSTANT = "2026-05-02T22:41:00Z"
DAY = "2026-05-02"
PLAIN: Mapping[type, object] = {bool: True, int: 1, float: 0.5, datetime: INSTANT, date: DAY}


def example_of(contract: type[Contract], named: Mapping[str, object]) -> dict[str, object]:
    """A whole record of this contract, with ``meta``. ``named`` are likely values by name of field.

    Raises ``pydantic.ValidationError`` when a likely value is not one that the contract allows.
    """
    travelling = as_it_travels(contract)
    filled = _filled(travelling, named)
    return travelling.model_validate(filled).model_dump(mode="json")


def _filled(model: type[BaseModel], named: Mapping[str, object]) -> dict[str, object]:
    return {name: _value(field.annotation, name, named) for name, field in model.model_fields.items()}


def _value(annotation: Any, name: str, named: Mapping[str, object]) -> object:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _value(arguments[0], name, named)
    if origin is Literal:
        return arguments[0]
    if origin in (Union, UnionType):
        return _value(next(each for each in arguments if each is not type(None)), name, named)
    if origin in (tuple, list):
        return [_value(arguments[0], name.removesuffix("s") if name.endswith("_ids") else name, named)]
    if origin is dict:
        return {"example": _value(arguments[1], name, named)}
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _filled(annotation, named)
    return _plain(annotation, name, named)


def _plain(kind: Any, name: str, named: Mapping[str, object]) -> object:
    if name in named and not issubclass(kind, Enum):
        return named[name]
    if issubclass(kind, Enum):
        return named[name] if named.get(name) in list(kind) else next(iter(kind)).value
    if kind in PLAIN:
        return PLAIN[kind]
    if name.endswith("_id"):
        return str(uuid.uuid5(uuid.NAMESPACE_URL, name))
    return name.replace("_", " ").capitalize()
