"""Contacts to measure with: made-up children, seeded, of about 1 kB each."""

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bench.made_children import children as made_children
from intake.matching.descriptions import Description

NARRATIVE = (
    "Called by a neighbour to shouting at the address. Both parents present and separated by officers. The children "
    "were seen in the back bedroom, awake and quiet. No injury seen. Advice given; a unit will call again tomorrow."
)


def police_notification(chance: random.Random, ref: str, children: int = 1) -> dict[str, Any]:
    """A notification about this many siblings, whom nobody has named before."""
    named = _siblings(chance, children)
    address = named[0].address
    return {
        "source_system": "BENCH",
        "source_ref": ref,
        "source_version": 1,
        "channel": "API",
        "source_code": "6",
        "contact_type": "DOMESTIC_ABUSE",
        "agency": {"org_id": "force-example", "name": "Example Police"},
        "referrer": {"name": "PC 4471 Dale", "role": "Response officer", "phone": "101"},
        "incident": {"occurred_at": "2026-05-02T23:20:00+01:00", "address": address, "police_ref": f"26*{ref}"},
        "reported_at": "2026-05-02T23:24:00+01:00",
        "children": [_child(number, child) for number, child in enumerate(named, 1)],
        "police": {"force": "EXAMPLE", "da": {"risk_tool": "DASH", "ticks": 6, "grade": "STANDARD"}},
        "worries": NARRATIVE,
    }


def agency_contact(chance: random.Random, ref: str, children: int, code: str, contact_type: str) -> dict[str, Any]:
    """A professional's contact about this many siblings, whom nobody has named before."""
    sent = police_notification(chance, ref, children)
    del sent["police"]
    return sent | {
        "source_code": code,
        "contact_type": contact_type,
        "agency": {},
        "referrer": {"name": "Anita Osei", "role": "DSL", "phone": "01999 555001"},
        "incident": {},
        "analysis": "Getting worse over twelve weeks; early help has not held.",
        "consent": {"parents_informed": "YES", "parental_agreement": "AGREED"},
    }


def _siblings(chance: random.Random, count: int) -> list[Description]:
    """Children with names as common, and as rare, as a county's, of one surname at one address."""
    first, *others = (next(made_children(1, chance)).known for _ in range(count))
    return [first, *(replace(other, surname=first.surname, address=first.address) for other in others)]


def _child(number: int, child: Description) -> dict[str, Any]:
    return {
        "temp_ref": f"c{number}",
        "first_name": child.first_name,
        "surname": child.surname,
        "dob": child.dob.isoformat() if child.dob else None,
        "sex": child.sex,
        "address": child.address,
        "present_at_incident": "Y",
    }


def notifications(seed: int, prefix: str) -> Iterator[dict[str, Any]]:
    """Notifications about one child each, without end."""
    chance = random.Random(seed)
    number = 0
    while True:
        number += 1
        yield police_notification(chance, f"{prefix}-{number}")
