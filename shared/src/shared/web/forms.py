"""What a person typed into a form, kept as it was typed until it is understood."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request

from shared.decider import Refused
from shared.web.words import LONDON

Typed = Mapping[str, str | list[str]]
E = TypeVar("E", bound=StrEnum)
M = TypeVar("M", bound=BaseModel)

LONGEST_VERSION = 9
"""Digits of the largest version that a page can have shown."""

LONGEST_NUMBER = 4
"""Digits: nobody counts ten thousand of anything here."""

WORDS_FOR = {
    "int_type": "Give a number, such as 12.",
    "missing": "Answer this.",
    "enum": "Choose one of the answers.",
    "string_too_short": "Write something here.",
    "too_short": "Write something here.",
    "datetime_type": "Give the day and the time.",
    "date_type": "Give the day.",
    "bool_type": "Choose one of the answers.",
    "greater_than_equal": "Choose one of the answers.",
}


async def read_form(request: Request) -> Typed:
    """Every field by its name, a list where a name came more than once; line ends and edges made plain.

    Raises Refused for a character that no store can hold.
    """
    typed: dict[str, str | list[str]] = {}
    for name, value in (await request.form()).multi_items():
        if isinstance(value, str):
            typed[name] = _with(typed.get(name), _plain(name, value))
    return typed


def _plain(name: str, value: str) -> str:
    if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
        raise Refused("FORM-01 TEXT", "This holds a character that cannot be stored. Type it again.", name)
    return value.replace("\r\n", "\n").strip()


def _with(before: str | list[str] | None, value: str) -> str | list[str]:
    if before is None:
        return value
    return [*before, value] if isinstance(before, list) else [before, value]


def text(typed: Typed, name: str) -> str:
    """The one value of a field, empty when nothing was typed or ticked."""
    value = typed.get(name, "")
    return value if isinstance(value, str) else value[0]


def texts(typed: Typed, name: str) -> tuple[str, ...]:
    """Every value of a field, without the empty ones."""
    value = typed.get(name, [])
    return tuple(one for one in ([value] if isinstance(value, str) else value) if one)


def lines(typed: Typed, name: str) -> tuple[str, ...]:
    """A text area that holds one thing a line."""
    return tuple(line.strip() for line in text(typed, name).splitlines() if line.strip())


def needed(typed: Typed, name: str, reason: str) -> str:
    """What was written. Raises Refused with the reason when nothing was."""
    value = text(typed, name)
    if not value:
        raise Refused("FORM-06 NEEDED", reason, name)
    return value


def chosen(typed: Typed, name: str, codes: type[E]) -> E:
    """The code that was chosen. Raises Refused when none was."""
    choice = optional(typed, name, codes)
    if choice is None:
        raise Refused("FORM-05 CHOICE", "Choose one", name)
    return choice


def optional(typed: Typed, name: str, codes: type[E]) -> E | None:
    """The code that was chosen, if any. Raises Refused for what is no choice."""
    value = text(typed, name)
    try:
        return codes(value) if value else None
    except ValueError:
        raise Refused("FORM-05 CHOICE", "Choose one of these", name) from None


def whole(typed: Typed, name: str) -> int:
    """A whole number, nothing typed is 0. Raises Refused for anything else."""
    value = text(typed, name)
    if value and not (value.isascii() and value.isdecimal() and len(value) <= LONGEST_NUMBER):
        raise Refused("FORM-07 NUMBER", "Give a number, such as 2.", name)
    return int(value or 0)


def instant(typed: Typed, name: str) -> datetime | None:
    """The UTC instant of a `date_time_field`, none when left empty. Raises Refused for what is no time."""
    value = text(typed, name)
    if not value:
        return None
    try:
        local = datetime.strptime(value, "%Y-%m-%dT%H:%M")  # noqa: DTZ007 the picker knows no offset
    except ValueError:
        raise Refused("FORM-02 TIME", "Give the day and the time, such as 2026-05-02T23:40", name) from None
    moment = local.replace(tzinfo=LONDON).astimezone(UTC)
    if moment.astimezone(LONDON).replace(tzinfo=None) != local:
        raise Refused("FORM-02 TIME", "The clocks went forward over that time, so there was none", name)
    return moment


def day(typed: Typed, name: str) -> date | None:
    """The day of a `date_field`, none when it was left empty. Raises Refused for what is no day."""
    value = text(typed, name)
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise Refused("FORM-03 DAY", "Give a day, such as 2026-05-02", name) from None


def expected_version(typed: Typed) -> int | None:
    """The version that the form's page showed. Raises Refused when somebody changed it into no number."""
    value = text(typed, "expected_version")
    if value and not (value.isdecimal() and len(value) <= LONGEST_VERSION):
        raise Refused("FORM-04 VERSION", "Open the page again: it has lost the version it showed")
    return int(value) if value else None


def filled(model: type[M], values: Mapping[str, Any]) -> M:
    """A request as a form filled it in. Raises Refused at the first field without its answer, in words for a person."""
    try:
        return model.model_validate(values)
    except ValidationError as invalid:
        first = invalid.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"] if not isinstance(part, int))
        raise Refused("FORM-08 ANSWER", WORDS_FOR.get(first["type"], first["msg"]), field) from None
