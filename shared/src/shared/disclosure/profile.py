"""An outbound profile: the exact fields of one kind of message, a closed model that lets nothing more through.

Its one law is guard NOT-01: a payload with a field that the profile does not name, however deep, is not sent.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, cast, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from shared.disclosure.classes import Sensitivity


class RecipientKind(StrEnum):
    """Whom a profile is for (domain brief §2.3)."""

    SCHOOL = "SCHOOL"
    PROFESSIONAL_REFERRER = "PROFESSIONAL_REFERRER"
    PUBLIC_REFERRER = "PUBLIC_REFERRER"
    AGENCY = "AGENCY"
    AGENCY_LEAD = "AGENCY_LEAD"
    ATTENDEE = "ATTENDEE"
    EARLY_HELP = "EARLY_HELP"
    SPECIALIST = "SPECIALIST"
    SOCIAL_CARE = "SOCIAL_CARE"
    POLICE_SYSTEM = "POLICE_SYSTEM"


class NotInProfile(Exception):
    """The payload is not the profile's. `fields` are paths such as `child.address`; values are never told."""

    def __init__(self, profile: str, fields: tuple[str, ...], wrong: tuple[str, ...]) -> None:
        self.profile = profile
        self.fields = fields
        self.wrong = wrong
        super().__init__(f"{profile}: not in the profile {list(fields)}, missing or wrong {list(wrong)}")


class Part(BaseModel):
    """A closed group of fields. Each leaf is a plain value marked with its sensitivity class."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)


@dataclass(frozen=True, slots=True)
class Profile:
    """What may be sent to one kind of recipient, and the version that its receivers know it by."""

    name: str
    version: int
    to: RecipientKind
    fields: type[Part]

    def classes(self) -> frozenset[Sensitivity]:
        """Every class that a payload may carry."""
        return frozenset(_classes(self.fields))

    def build(self, **fields: object) -> dict[str, object]:
        """The payload of these fields and no others, named and numbered. Raises NotInProfile."""
        return {"profile": self.name, "profile_version": self.version, **self._validated(fields)}

    def check(self, payload: Mapping[str, object]) -> None:
        """Refuse a payload that is not exactly this profile's, just before it leaves. Raises NotInProfile."""
        named = {"profile": self.name, "profile_version": self.version}
        wrong = tuple(name for name, value in named.items() if payload.get(name) != value)
        if wrong:
            raise NotInProfile(self.name, (), wrong)
        self._validated({name: value for name, value in payload.items() if name not in named})

    def _validated(self, fields: Mapping[str, object]) -> dict[str, object]:
        try:
            return self.fields.model_validate(fields).model_dump(mode="json", exclude_unset=True)
        except ValidationError as error:
            unknown, wrong = _paths(error)
            raise NotInProfile(self.name, unknown, wrong) from None


def _paths(error: ValidationError) -> tuple[tuple[str, ...], tuple[str, ...]]:
    unknown: list[str] = []
    wrong: list[str] = []
    for fault in error.errors(include_input=False, include_url=False):
        path = ".".join(str(step) for step in fault["loc"])
        (unknown if fault["type"] == "extra_forbidden" else wrong).append(path)
    return tuple(unknown), tuple(wrong)


def _classes(part: type[Part]) -> Iterator[Sensitivity]:
    for field in part.model_fields.values():
        marks = [mark for mark in field.metadata if isinstance(mark, Sensitivity)]
        yield from marks
        for inner in _parts(cast(Any, field.annotation)):
            yield from _classes(inner)


def _parts(annotation: Any) -> Iterator[type[Part]]:
    if isinstance(annotation, type) and issubclass(annotation, Part):
        yield annotation
    for argument in get_args(annotation):
        yield from _parts(argument)
