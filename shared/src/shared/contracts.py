"""Contracts: what one service lets the others read, each field marked with its sensitivity class.

Contracts are additive. A breaking change is a new type beside the old one; golden files of published versions are
never edited.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, ClassVar, get_args

import orjson
from pydantic import BaseModel, ConfigDict

from shared.access.actor import Role
from shared.disclosure import Sensitivity as Sensitivity
from shared.events import Recorded, canonical_z, instant
from shared.ids import derived_id
from shared.journal.port import Record

CONTRACTS: dict[str, type["Contract"]] = {}
"""Every contract that the imported services publish, by type."""


class ContractActor(BaseModel):
    """Who did it, as other services may know it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    user_id: Annotated[str, Sensitivity.PUBLIC]
    name: Annotated[str, Sensitivity.PUBLIC]
    role: Annotated[Role, Sensitivity.PUBLIC]
    org_id: Annotated[str, Sensitivity.PUBLIC]


class ContractMeta(BaseModel):
    """The envelope that travels with every contract: where it comes from, its four times, whom it is about."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    event_id: Annotated[str, Sensitivity.PUBLIC]
    stream: Annotated[str, Sensitivity.PUBLIC]
    version: Annotated[int, Sensitivity.PUBLIC]
    position: Annotated[int, Sensitivity.PUBLIC]
    recorded_at: Annotated[datetime, Sensitivity.PUBLIC]
    occurred_at: Annotated[datetime | None, Sensitivity.PUBLIC] = None
    reported_at: Annotated[datetime | None, Sensitivity.PUBLIC] = None
    received_at: Annotated[datetime | None, Sensitivity.PUBLIC] = None
    child_ids: Annotated[tuple[str, ...], Sensitivity.PUBLIC] = ()
    actor: Annotated[ContractActor, Sensitivity.PUBLIC]
    correlation_id: Annotated[str, Sensitivity.PUBLIC]
    causation_id: Annotated[str, Sensitivity.PUBLIC]
    lawful_basis: Annotated[str | None, Sensitivity.PUBLIC] = None


class Part(BaseModel):
    """A nested part of a contract; its fields carry their own classes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Contract(BaseModel):
    """What a publisher says. Subclasses name their ``type`` and ``topic`` and mark each field with its class."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    contract_type: ClassVar[str]
    topic: ClassVar[str]

    def __init_subclass__(cls, *, type: str = "", topic: str = "", **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.contract_type, cls.topic = type, topic
        if type:
            CONTRACTS[type] = cls


class Reading(BaseModel):
    """What a subscriber reads of a contract: only the fields it needs, whatever else the publisher adds."""

    model_config = ConfigDict(frozen=True, extra="ignore")


@dataclass(frozen=True, slots=True)
class Unclassified:
    """A contract field without a sensitivity class: a mistake that a test reports."""

    path: str


def classes_of(model: type[BaseModel], prefix: str = "") -> dict[str, Sensitivity | Unclassified]:
    """The class of each field of a contract, nested parts by dotted path."""
    found: dict[str, Sensitivity | Unclassified] = {}
    for name, field in model.model_fields.items():
        path = f"{prefix}{name}"
        nested = _nested(field.annotation)
        if nested is not None:
            found |= classes_of(nested, f"{path}.")
            continue
        marks = [mark for mark in field.metadata if isinstance(mark, Sensitivity)]
        found[path] = marks[0] if marks else Unclassified(path)
    return found


def _nested(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in get_args(annotation):
        nested = _nested(argument)
        if nested is not None:
            return nested
    return None


def meta_of(recorded: Recorded[object]) -> dict[str, object]:
    """The envelope of a stored event as other services read it: a ``ContractMeta``, by hand as every event pays."""
    meta, actor = recorded.meta, recorded.meta.actor
    parts = {
        "event_id": recorded.event_id,
        "stream": recorded.stream,
        "version": recorded.version,
        "position": recorded.position,
        "recorded_at": meta.recorded_at,
        "occurred_at": meta.occurred_at,
        "reported_at": meta.reported_at,
        "received_at": meta.received_at,
        "child_ids": list(meta.child_ids),
        "actor": {"user_id": actor.user_id, "name": actor.name, "role": actor.role.value, "org_id": actor.org_id},
        "correlation_id": meta.correlation_id,
        "causation_id": meta.causation_id,
        "lawful_basis": meta.lawful_basis,
    }
    return {name: part for name, part in parts.items() if part is not None}


def to_record(
    contract: Contract,
    recorded: Recorded[object],
    source: str,
    topic: str,
    ordinal: int,
    traceparent: str | None,
) -> Record:
    """The CloudEvents 1.0 record (binary mode) of a contract. Its key is the stream, so one stream stays in order."""
    headers = {
        "ce_id": derived_id(recorded.event_id, contract.contract_type, str(ordinal)),
        "ce_type": contract.contract_type,
        "ce_source": f"/{source}",
        "ce_subject": recorded.stream,
        "ce_time": instant(recorded.meta.recorded_at),
        "content-type": "application/json",
        "ce_partitionkey": recorded.stream,
        "ce_specversion": "1.0",
    }
    if traceparent:
        headers["ce_traceparent"] = traceparent
    body = contract.model_dump(mode="json") | {"meta": meta_of(recorded)}
    return Record(topic=topic, key=recorded.stream, value=canonical_z(body), headers=headers)


def read_body(value: bytes) -> Mapping[str, Any]:
    """The JSON body of a record. Raises ``orjson.JSONDecodeError`` when it is none."""
    return orjson.loads(value)
