"""What the senders write: notifications, contact forms, missing reports, later versions of them, and rubbish."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import orjson

from tests.campaign.workload.families import Child, Family

BEGAN = datetime(2026, 1, 5, 8, tzinfo=UTC)
"""Times in bodies count from here, so that the same seed writes the same bytes whenever it runs."""

WORRIES = (
    "Shouting and breaking glass heard by neighbours; the children were upstairs and awake.",
    "Arrived without breakfast and in the clothes of last week, on six of the last eight days.",
    "Says that home is loud at night; is tired, and watches the door.",
    "Father smelt of alcohol when he collected the children; grandmother was called and came.",
    "A bruise on the upper arm that was explained in two ways.",
)
ASKS = ("Please look into this", "Assessment", "A call back tonight", "Advice on what we should do")
REPORTED = ("worries", "working_well", "impact_on_child", "analysis", "actions_taken")
"""The words of whoever sends, which partners in the hub read too (domain brief §2.2, column Sub)."""
Body = dict[str, Any]


def police_notification(chance: Random, family: Family, ref: str, version: int) -> Body:
    """A safeguarding report with all the children of the family, or with some."""
    at = BEGAN + timedelta(minutes=chance.randrange(60 * 24 * 90))
    named = _some(chance, family.children)
    kind = chance.choices(("DOMESTIC_ABUSE", "CHILD_CONCERN", "EXPLOITATION", "CUSTODY"), (60, 28, 8, 4))[0]
    grade = chance.choices(("HIGH", "MEDIUM", "STANDARD"), (20, 35, 45))[0]
    return _identified("EXPOL-RMS", ref, version) | {
        "channel": "API",
        "source_code": "6",
        "contact_type": kind,
        "urgent_flag": grade == "HIGH" and chance.random() < 0.5,
        "agency": {"org_id": "force-example", "name": "Example Police"},
        "referrer": {"name": f"PC {chance.randint(1000, 9999)}", "role": "Response officer", "phone": "101"},
        "incident": {
            "occurred_at": at.isoformat(),
            "location_type": "HOME",
            "address": family.address,
            "police_ref": f"26*{chance.randint(100_000, 999_999)}",
        },
        "reported_at": (at + timedelta(minutes=4)).isoformat(),
        "children": [_named(child, family, number, seen="Y") for number, child in named],
        "adults": _adults(family),
        "police": _police_part(chance, ref, grade, named) if kind == "DOMESTIC_ABUSE" else None,
        **_words(chance),
    }


def agency_contact(chance: Random, family: Family, ref: str, version: int, system: str) -> Body:
    """A school's or health's contact form; one in four is thin."""
    at = BEGAN + timedelta(minutes=chance.randrange(60 * 24 * 90))
    thin = chance.random() < 0.25
    named = _some(chance, family.children)
    body = _identified(system, ref, version) | {
        "channel": "PORTAL",
        "source_code": "2A",
        "contact_type": "CHILD_CONCERN",
        "incident": {"occurred_at": at.isoformat(), "location_type": "SCHOOL"},
        "reported_at": (at + timedelta(minutes=15)).isoformat(),
        "children": [_named(child, family, number, seen="Y") for number, child in named],
        "worries": chance.choice(WORRIES),
    }
    return body if thin else body | {"adults": _adults(family), **_words(chance)}


def missing_report(chance: Random, family: Family, ref: str) -> Body:
    """A child who is missing."""
    at = BEGAN + timedelta(minutes=chance.randrange(60 * 24 * 90))
    number, child = chance.choice(list(enumerate(family.children, 1)))
    return _identified("EXPOL-RMS", ref, 1) | {
        "contact_type": "MISSING",
        "source_code": "6",
        "child": _named(child, family, number, seen="N"),
        "missing_from": "HOME",
        "last_seen_at": at.isoformat(),
        "reported_at": (at + timedelta(hours=2)).isoformat(),
        "police_risk": chance.choice(("HIGH", "MEDIUM")),
        "circumstances": "Left after an argument; the phone is off.",
        "episode_no_30d": chance.randint(1, 4),
    }


def returned(report: Body) -> Body:
    """The later version that says that the child was found."""
    found_at = datetime.fromisoformat(report["last_seen_at"]) + timedelta(hours=29)
    told = {"source_version": 2, "contact_type": "MISSING_RETURN", "found_at": found_at.isoformat()}
    return report | told | {"found_how": "RETURNED_SELF", "prevention_interview_done": "Y"}


def amended(chance: Random, body: Body, version: int, family: Family) -> Body:
    """A later version of a submission: more is said, the police grade it anew, or all the siblings are named."""
    changed = body | {"source_version": version, "analysis": f"Version {version}. {chance.choice(WORRIES)}"}
    police = body.get("police")
    if police and chance.random() < 0.4:
        changed["police"] = police | {"da": police["da"] | {"grade": chance.choice(("HIGH", "MEDIUM", "STANDARD"))}}
    if chance.random() < 0.2:
        changed["children"] = [
            _named(child, family, number, seen="N") for number, child in enumerate(family.children, 1)
        ]
    return changed


def reworded(body: Body) -> Body:
    """The same reference and version with other words: what must be refused once the first is stored."""
    return body | {"worries": f"{body.get('worries', '')} These words came later, under the same version."}


def marked(body: Mapping[str, Any]) -> Body:
    """The same with a mark at the end of what was said, by which the checker knows the words wherever it meets them.

    ``[P ref]`` marks what the police say as police, ``[S ref]`` what any sender reports.
    """
    ref = body["source_ref"]
    told = dict(body) | {name: f"{body[name]} [S {ref}]" for name in REPORTED if body.get(name)}
    if "circumstances" in body:
        told["circumstances"] = f"{body['circumstances']} [P {ref}]"
    if body.get("police"):
        told["police"] = body["police"] | {"narrative": f"{body['police']['narrative']} [P {ref}]"}
    return told


def _without(body: Body, *names: str) -> Body:
    return {name: value for name, value in body.items() if name not in names}


def rubbish(chance: Random, body: Body) -> bytes:
    """Bytes that no reader may take for a contact."""
    good = orjson.dumps(body)
    nothing = _without(body, "children", "child", "incident", "police")
    return chance.choice(
        (
            good[: len(good) // 2],
            good[:-1] + b',"source_version":7}',
            good[:-1] + b',"x":NaN}',
            b"\xff\xfe" + good,
            b"[" * 200 + b"]" * 200,
            b"[]",
            b"",
            orjson.dumps(_without(body, "source_ref")),
            orjson.dumps(body | {"source_version": -1}),
            orjson.dumps(body | {"contact_type": ["DOMESTIC_ABUSE"]}),
            orjson.dumps(body | {"child" if "child" in body else "children": "all of them"}),
            orjson.dumps(body | {"reported_at": "yesterday"}),
            orjson.dumps(nothing | {"children": []}),
        )
    )


def _identified(system: str, ref: str, version: int) -> Body:
    return {"source_system": system, "source_ref": ref, "source_version": version}


def _some(chance: Random, children: Sequence[Child]) -> list[tuple[int, Child]]:
    """Mostly all the siblings, each by its place in the family."""
    numbered = list(enumerate(children, 1))
    if chance.random() < 0.7:
        return numbered
    return sorted(chance.sample(numbered, chance.randint(1, len(numbered))), key=lambda each: each[0])


def _named(child: Child, family: Family, number: int, seen: str) -> Body:
    named = {
        "temp_ref": f"c{number}",
        "first_name": child.first_name,
        "surname": child.surname,
        "dob": child.dob,
        "sex": child.sex,
        "address": family.address,
        "school_urn": family.school,
        "present_at_incident": "Y",
        "seen_by_referrer": seen,
    }
    numbers = {"upn": child.upn, "nhs": child.nhs}
    return named | {name: value for name, value in numbers.items() if value}


def _adults(family: Family) -> list[Body]:
    return [
        {"temp_ref": "a1", "first_name": family.mother, "surname": family.surname, "role": "VICTIM", "pr": "Y"},
        {"temp_ref": "a2", "first_name": family.partner, "surname": "Rudd", "role": "ALLEGED_PERPETRATOR", "pr": "NK"},
    ]


def _police_part(chance: Random, ref: str, grade: str, named: list[tuple[int, Child]]) -> Body:
    return {
        "ppn_ref": ref,
        "force": "EXAMPLE",
        "da": {
            "risk_tool": "DASH",
            "ticks": chance.randint(1, 20),
            "grade": grade,
            "graded_by": "OFFICER",
            "high_risk_factors": ["SEPARATION"] if grade == "HIGH" else [],
            "victim_ref": "a1",
            "perpetrator_ref": "a2",
            "previous_incidents_12m": chance.randint(0, 4),
        },
        "children_spoken_to": [{"temp_ref": f"c{number}", "spoken": "Y", "alone": "N"} for number, _ in named],
        "narrative": chance.choice(WORRIES),
    }


def _words(chance: Random) -> Body:
    return {
        "worries": chance.choice(WORRIES),
        "working_well": "An aunt is near and comes when she is called.",
        "impact_on_child": chance.choice(("Tired and hungry", "Frightened", "Cares for the younger ones")),
        "analysis": "It happens more often than it did in the autumn.",
        "requested_outcome": chance.choice(ASKS),
        "referrer_view_of_need_level": chance.randint(2, 4),
        "actions_taken": "Told the family what we worry about.",
        "consent": {"parents_informed": "YES", "parental_agreement": "AGREED", "child_view": ""},
        "immediate_safety": {"is_child_safe_now": "Y", "where": "Home", "with_whom": "Mother"},
    }
