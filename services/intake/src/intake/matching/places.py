"""Addresses as far as matching needs them: the postcode, and the home behind it."""

import re
from functools import lru_cache

POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})\b")
NUMBERED = re.compile(r"\b\d+[A-Z]?\b")


@lru_cache(maxsize=50_000)
def postcode_of(address: str) -> str | None:
    """``EX1 4QQ`` as ``EX14QQ``. None where the address has no postcode."""
    found = POSTCODE.search(address.upper())
    return found[1] + found[2] if found else None


@lru_cache(maxsize=50_000)
def home_of(address: str) -> str | None:
    """One home: its postcode with flat and house numbers. None when the address is too vague to mean one home."""
    postcode = postcode_of(address)
    if postcode is None:
        return None
    numbers = NUMBERED.findall(POSTCODE.sub(" ", address.upper()))
    return f"{postcode}/{'/'.join(numbers)}" if numbers else None
