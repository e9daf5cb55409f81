"""The few words that only the timeline needs; times, ages and durations are said as on every page."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from shared.web.code_words import in_words
from shared.web.words import duration_words

TRANSPORTS = {
    "API": "to their system",
    "PORTAL": "in the portal",
    "SECURE_EMAIL": "by secure e-mail",
    "PHONE": "by telephone",
}
_IDS = re.compile(r"(?<![\w.@])[\w-]+(?:\.[\w-]+)*(?![\w@])")
AS_GOOD_AS_AT_ONCE = timedelta(minutes=15)


def phrase(code: str | None, of: str = "") -> str:
    """The words for a code; nothing for no code."""
    return in_words(code, of) if code else ""


def transport(code: str) -> str:
    """By what means something was sent."""
    return TRANSPORTS.get(code, phrase(code))


def listed(items: Iterable[str | None]) -> str:
    """Words with commas between; empty ones left out."""
    return ", ".join(item for item in items if item)


def flagged(flags: Iterable[str]) -> str:
    """The signs of exploitation that a missing report flags."""
    return listed(phrase(flag, "exploitation") for flag in flags)


def named_in(text: str, names: Mapping[str, str]) -> str:
    """The text with the names of the staff whose ids it holds; an id is a word of its own."""
    return _IDS.sub(lambda found: names.get(found[0], found[0]), text) if names else text


def known_after(at: datetime, known_at: datetime) -> str:
    """How long after it happened it was known; "at once" within a quarter of an hour."""
    if known_at < at:
        return f"{duration_words(at - known_at)} before"
    if known_at - at <= AS_GOOD_AS_AT_ONCE:
        return "at once"
    return f"{duration_words(known_at - at)} after"
