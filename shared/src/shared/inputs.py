"""What people and machines may put in a body: times that a living person could mean, text of a bounded length.

A time without an offset is London's. A field that we do not know is refused in a person's command.
"""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from shared.working_time import LONDON

EARLIEST_YEAR, LATEST_YEAR = 1900, 2199
LONGEST_TEXT = 50_000
LARGEST_VERSION = 2_000_000_000
NUMBER = re.compile(r"\s*[+-]?[\d.]+(e[+-]?\d+)?\s*", re.IGNORECASE)


def _written_out(said: Any) -> Any:
    if isinstance(said, int | float) or (isinstance(said, str) and NUMBER.fullmatch(said)):
        raise ValueError("write a date as 2026-05-04, and a time behind it as T13:45:00Z")
    return said


def _counted(said: Any) -> Any:
    if isinstance(said, bool):
        raise ValueError("write a whole number")
    return said


def _possible(at: datetime) -> datetime:
    _require_possible_year(at.year)
    return (at if at.tzinfo else at.replace(tzinfo=LONDON)).astimezone(UTC)


def _possible_day(on: date) -> date:
    _require_possible_year(on.year)
    return on


def _require_possible_year(year: int) -> None:
    """Also because years at the edge of the calendar can't be turned into London time."""
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise ValueError(f"the year must lie between {EARLIEST_YEAR} and {LATEST_YEAR}")


WRITTEN_OUT = BeforeValidator(_written_out)
"""A number is no date: whether it counts seconds, milliseconds or days since some year would be a guess."""
Instant = Annotated[datetime, AfterValidator(_possible), WRITTEN_OUT]
InstantWithOffset = Annotated[AwareDatetime, AfterValidator(_possible), WRITTEN_OUT]
Day = Annotated[date, AfterValidator(_possible_day), WRITTEN_OUT]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_TEXT)]
Needed = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT)]
Texts = Annotated[tuple[Text, ...], Field(max_length=200)]
Id = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Whole = Annotated[int, BeforeValidator(_counted)]
"""A whole number: neither yes nor no is one."""
Version = Annotated[Whole, Field(ge=0, le=LARGEST_VERSION)]
Ids = Annotated[tuple[Id, ...], Field(min_length=1, max_length=50)]


class Closed(BaseModel):
    """A part of a body: a field that we do not know is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Asked(Closed):
    """A person's command. ``expected_version`` is the version of the record that the person saw."""

    expected_version: Version | None = None
