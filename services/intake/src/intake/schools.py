"""A school as a person names it: by its name, by its number (URN), or by both as the form offers them. Pure."""

import re
from collections.abc import Mapping

URN = re.compile(r"(?:^|.*\()(\d{6})\)?$")
"""Six digits, by themselves or in brackets after a name."""


def offered(schools: Mapping[str, str]) -> list[str]:
    """What the form offers: each school by name and number."""
    return [in_words(urn, schools) for urn in schools]


def in_words(urn: str | None, schools: Mapping[str, str]) -> str:
    """A school's name with its number, or the number alone where nobody knows its name."""
    return f"{schools[urn]} ({urn})" if urn and urn in schools else urn or ""


def urn_of(typed: str, schools: Mapping[str, str]) -> str | None:
    """The number that was meant. A name that no school has, or two have, means none."""
    number = URN.match(typed)
    if number:
        return number[1]
    named = [urn for urn, name in schools.items() if name.casefold() == typed.casefold()]
    return named[0] if len(named) == 1 else None


def school_typed(typed: str, schools: Mapping[str, str]) -> dict[str, str | None]:
    """A school that we do not know is kept by the name that was given."""
    urn = urn_of(typed, schools)
    return {"school_urn": urn, "school_name": None if urn else typed or None}
