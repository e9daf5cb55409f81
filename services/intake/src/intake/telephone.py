"""What a call handler types while somebody speaks, as the same contact that a machine would have sent."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from intake.flags import SKEW
from intake.police_typed import police_of
from intake.requests import SentContact
from intake.schools import school_typed
from shared.decider import Refused
from shared.web.forms import Typed, day, instant, text, texts

SYSTEM = "TELEPHONE"
CHILDREN = (1, 2, 3)
ADULTS = (1, 2)
"""For how many of each the form has room, before anybody is named."""
OF_CHILD = (
    "first_name",
    "surname",
    "sex",
    "gender",
    "address",
    "gp",
    "nhs",
    "upn",
    "ethnicity",
    "language",
    "child_words",
    "present_at_incident",
    "seen_by_referrer",
    "education_status",
)
OF_ADULT = ("first_name", "surname", "pr", "address", "works_with_children")
OF_THE_MISSING = {
    "missing_from": "missing_from",
    "missing_seen_by": "last_seen_by",
    "missing_placement": "placement",
    "missing_cla": "cla",
    "missing_placing_la": "placing_la",
    "missing_police_risk": "police_risk",
}
ANSWERS = {"Y": True, "N": False}
WORDS = ("worries", "working_well", "impact_on_child", "analysis", "requested_outcome", "actions_taken")


def contact_of(typed: Typed, now: datetime, schools: Mapping[str, str], **known: str) -> SentContact:
    """The contact, with what is ``known`` of it before anybody asks, and its ``schools`` found by name.

    Only what cannot be read, or cannot have happened yet (INT-03), is refused, at its field; whatever was not asked
    stays unknown.
    """
    for name in ("occurred_at", "missing_since"):
        happened_at = instant(typed, name)
        if happened_at and happened_at > now + SKEW:
            raise Refused("INT-03 TIME_ORDER", "This has not happened yet: give the time of the incident", name)
    try:
        return SentContact.model_validate(_values(typed, schools) | known)
    except ValidationError as error:
        raise refused_as_typed(error) from None


def refused_as_typed(error: ValidationError) -> Refused:
    """The first thing that cannot be read, at its field."""
    first = error.errors(include_url=False)[0]
    field = str(first["loc"][-1]) if first["loc"] else None
    return Refused("INT-34 TYPED", f"This cannot be recorded as typed: {first['msg']}", field)


def is_public(typed: Typed) -> bool:
    """A member of the public, whose identity is kept apart: also where nobody asked, and no organisation is named."""
    caller = text(typed, "caller")
    return caller == "public" or not (caller or text(typed, "agency_name"))


def must_say_something(enough: bool) -> None:
    """Refused when nobody could tell which child, or which place, and why."""
    if not enough:
        raise Refused(
            "INT-MINIMUM", "Give at least a child, or where it happened, and what the worry is", "child_1_first_name"
        )


def _values(typed: Typed, schools: Mapping[str, str]) -> dict[str, Any]:
    missing = _missing(typed)
    children, adults = list(_children(typed, schools)), list(_adults(typed))
    occurred_at = instant(typed, "occurred_at") or instant(typed, "missing_since")
    return {
        "source_system": SYSTEM,
        "source_ref": text(typed, "idempotency_key") or "none",
        "channel": "PHONE",
        "source_code": text(typed, "source_code") or "10",
        "contact_type": "MISSING" if missing else text(typed, "contact_type") or "OTHER",
        "missing": missing,
        "urgent_flag": text(typed, "is_child_safe_now") == "N",
        "agency": {"org_id": text(typed, "agency_name"), "name": text(typed, "agency_name")},
        "referrer": _referrer(typed),
        "incident": {
            "occurred_at": occurred_at,
            "address": text(typed, "incident_address"),
            "location_type": text(typed, "location_type") or None,
        },
        "children": children,
        "adults": adults,
        "police": police_of(typed, children, adults),
        "referrer_view_of_need_level": text(typed, "need_level") or None,
        "consent": _consent(typed),
        "injury_seen": text(typed, "injury_seen") or None,
        "injury_note": text(typed, "injury_note"),
        "immediate_safety": {
            "is_child_safe_now": text(typed, "is_child_safe_now") or "NK",
            "where": text(typed, "where"),
            "with_whom": text(typed, "with_whom"),
        },
    } | {name: text(typed, name) for name in WORDS}


def _missing(typed: Typed) -> dict[str, Any] | None:
    """Whoever says since when, or from where, a child is missing reports it missing, whatever kind was chosen."""
    said: dict[str, Any] = {field: text(typed, name) for name, field in OF_THE_MISSING.items()}
    said["last_seen_at"] = instant(typed, "missing_since")
    said["exploitation_flags"] = list(texts(typed, "missing_exploitation_flags"))
    return said if any(said.values()) else None


def _referrer(typed: Typed) -> dict[str, Any]:
    return {
        "name": text(typed, "referrer_name"),
        "role": text(typed, "referrer_role"),
        "phone": text(typed, "referrer_phone"),
        "email": text(typed, "referrer_email"),
        "anonymous": text(typed, "identity") == "anonymous",
        "keeps_identity_confidential": text(typed, "identity") != "known",
    }


def _consent(typed: Typed) -> dict[str, str]:
    return {
        "parents_informed": text(typed, "parents_informed") or "UNKNOWN",
        "parental_agreement": text(typed, "parental_agreement") or "UNKNOWN",
        "child_view": text(typed, "child_view"),
    }


def numbers(typed: Typed, who: str) -> list[int]:
    """The numbers under which the form has fields of a ``child`` or an ``adult``."""
    return sorted({int(found[1]) for name in typed for found in [re.match(rf"{who}_(\d{{1,2}})_", name)] if found})


def _children(typed: Typed, schools: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    adults = numbers(typed, "adult")
    for number in numbers(typed, "child"):
        child: dict[str, Any] = {name: text(typed, f"child_{number}_{name}") for name in OF_CHILD}
        child |= {name: day(typed, f"child_{number}_{name}") for name in ("dob", "expected_dob")}
        child["seen_at"] = instant(typed, f"child_{number}_seen_at")
        child |= school_typed(text(typed, f"child_{number}_school"), schools)
        child["disability"] = list(texts(typed, f"child_{number}_disability"))
        child["interpreter"] = ANSWERS.get(text(typed, f"child_{number}_interpreter"))
        child["relationship_to_adults"] = [
            {"adult": f"a{adult}", "rel": rel} for adult in adults if (rel := text(typed, f"adult_{adult}_to_{number}"))
        ]
        if any(child.values()):
            yield child | {"temp_ref": f"c{number}"}


def _adults(typed: Typed) -> Iterator[dict[str, Any]]:
    """Whoever anything is said of, also without a name: how not to reach somebody is never lost."""
    for number in numbers(typed, "adult"):
        adult: dict[str, Any] = {name: text(typed, f"adult_{number}_{name}") for name in OF_ADULT}
        adult["dob"] = day(typed, f"adult_{number}_dob")
        adult["safe_contact"] = _safe_contact(typed, number)
        role = text(typed, f"adult_{number}_role")
        related = any(text(typed, f"adult_{number}_to_{child}") for child in numbers(typed, "child"))
        if role or related or any(adult.values()):
            yield adult | {"role": role or "OTHER", "temp_ref": f"a{number}"}


def _safe_contact(typed: Typed, number: int) -> dict[str, str] | None:
    said = {name: text(typed, f"adult_{number}_safe_{name}") for name in ("method", "do_not")}
    return said if any(said.values()) else None
