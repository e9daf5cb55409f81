"""How, and how not, to reach an adult: whoever rings, writes or visits reads it first (domain brief §8 row 10)."""

from collections.abc import Mapping, Sequence
from typing import Any

ALERT = "Safe contact only"


def called(adult: Mapping[str, Any]) -> str:
    return f"{adult['first_name']} {adult['surname']}".strip() or "An adult without a name"


def ways_to_reach(adults: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """One row for each adult who must be reached with care."""
    return [
        (f"Safe contact with {called(adult)}", ". ".join(word for word in adult["safe_contact"].values() if word))
        for adult in adults
        if adult["safe_contact"]
    ]


def is_careful(adults: Sequence[Mapping[str, Any]]) -> bool:
    """Is there anything that nobody may do?"""
    return any(adult["safe_contact"]["do_not"] for adult in adults if adult["safe_contact"])
