"""What in a text would name a sampled child: names, dates of birth, NHS numbers. Pure.

It is a net under a careful author, not in place of one.
"""

import re
from collections.abc import Iterable
from datetime import date

NHS_NUMBER = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
ORDINARY = frozenset(
    [
        "will",
        "may",
        "april",
        "june",
        "grace",
        "hope",
        "faith",
        "joy",
        "rose",
        "summer",
        "autumn",
        "dawn",
        "eve",
        "sunny",
        "star",
        "mark",
        "grant",
        "art",
        "miles",
        "frank",
        "young",
        "child",
        "brown",
        "white",
        "black",
        "green",
        "long",
        "short",
        "power",
        "price",
        "law",
        "home",
        "day",
        "street",
        "field",
        "read",
    ]
)
"""Names that are also words: these are taken for a name only where they are written like one."""


def identifier_in(text: str, names: Iterable[str], birthdays: Iterable[date]) -> str | None:
    """The first thing in the text that would name somebody."""
    for name in names:
        if (found := _name(text, name)) is not None:
            return found
    for born in birthdays:
        if (match := _birthday(born).search(text)) is not None:
            return match.group()
    number = NHS_NUMBER.search(text)
    return number.group() if number else None


def _name(text: str, name: str) -> str | None:
    for word in (name, *name.split()):
        if len(word) < 2:
            continue
        flags = re.NOFLAG if word.lower() in ORDINARY else re.IGNORECASE
        match = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, flags)
        if match is not None:
            return match.group()
    return None


def _birthday(born: date) -> re.Pattern[str]:
    """The day in the ways in which people write it: 2017-09-14, 14/09/2017, 14.9.17, 14th September 2017."""
    month = MONTHS[born.month - 1]
    year = rf"(?:{born.year}|{born.year % 100:02d})"
    ways = (
        rf"{born.year}[-/.]0?{born.month}[-/.]0?{born.day}",
        rf"0?{born.day}[-/. ]0?{born.month}[-/. ]{year}",
        rf"0?{born.day}(?:st|nd|rd|th)?(?: of)? (?:{month}|{month[:3]})\.?,? {year}",
        rf"(?:{month}|{month[:3]})\.? 0?{born.day}(?:st|nd|rd|th)?,? {year}",
    )
    return re.compile(rf"(?<!\d)(?:{'|'.join(ways)})(?!\d)", re.IGNORECASE)
