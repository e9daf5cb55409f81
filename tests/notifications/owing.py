"""What screening and intake publish that somebody outside must be told of, with canaries where a leak would show."""

from collections.abc import Mapping
from typing import Any

from shared.testing.service import RunningService

from .conftest import sent
from .people import RECEIVED, may
from .telling import MAISIE, example

HUB = "la-812"
POLICE_WORDS = "CANARY police words"


def step_down(contact: Mapping[str, Any], child_id: str, **changes: Any) -> dict[str, Any]:
    return {
        "step_down_id": "sd-1",
        "referral_id": "r-1",
        "child_id": child_id,
        "contact_id": contact["contact_id"],
        "recipient_org": HUB,
        "recipient_name": "Helen Voss",
        "reason": "The assessment found needs that early help can meet.",
        "needs": "A morning routine.",
        "strengths": "Grandmother collects on Fridays.",
        "focus": "Getting to school.",
        "goals": ["Noor is at school by 08:45: the register"],
        "risks": "Father drinks again.",
        "triggers": ["Two missed weeks"],
        "agreement": "Father agreed on 12 May in person.",
        "joint_visit_date": "2026-05-08",
        "proposed_by": "sw.ndlovu",
        "proposed_at": RECEIVED.isoformat(),
        "accept_by": may(6, 17).isoformat(),
        "contact_family_by": may(11, 17).isoformat(),
        "second_manager_wanted": False,
    } | changes


def escalation_answer(contact: Mapping[str, Any], child_id: str, **changes: Any) -> dict[str, Any]:
    return {
        "escalation_id": "esc-1",
        "contact_id": contact["contact_id"],
        "child_ids": [child_id],
        "agency": {"org_id": "sch-999001", "name": "Larkfield Primary", "urn": "999001"},
        "stage": 1,
        "upheld": "PART",
        "reason": "You are right that the history was thin; the level stands.",
        "answered_at": RECEIVED.isoformat(),
        "late": False,
    } | changes


def clarification(contact: Mapping[str, Any], child_id: str, **changes: Any) -> dict[str, Any]:
    return {
        "contact_id": contact["contact_id"],
        "child_ids": [child_id],
        "questions": ["What exactly did you see on 6 May?", "Who else lives there?"],
        "method": "PHONE",
        "requested_at": RECEIVED.isoformat(),
        "answer_due_at": may(5, 12).isoformat(),
    } | changes


def information(contact: Mapping[str, Any], *child_ids: str, **changes: Any) -> dict[str, Any]:
    return {
        "contact_id": contact["contact_id"],
        "child_ids": list(child_ids),
        "agency": "HEALTH",
        "questions": ["Which visits were missed since February?"],
        "lawful_basis": "PUBLIC_TASK_SAFEGUARDING",
        "requested_at": RECEIVED.isoformat(),
        "answer_due_at": may(5, 12).isoformat(),
    } | changes


def missing_contact() -> dict[str, Any]:
    """Tyler's episode of the domain brief, as intake publishes it, with all that the police said of it."""
    report = example("missing-child-and-return")[0]
    return {
        "contact_id": "contact-missing",
        "contact_type": "MISSING",
        "channel": "API",
        "source_code": "6",
        "source_system": report["source_system"],
        "source_ref": report["source_ref"],
        "agency": {"org_id": "force-example", "name": "Example Police"},
        "children": [{**report["child"], "temp_ref": "c1", "child_id": MAISIE, "address": "CANARY House"}],
        "adults": [],
        "missing": {
            "missing_from": "CARE",
            "placement": "CANARY House",
            "last_seen_at": "2026-05-02T18:30:00+01:00",
            "police_risk": "CANARY",
            "circumstances": POLICE_WORDS,
            "exploitation_flags": ["CANARY"],
            "episode_no_30d": 3,
            "episode_no_90d": 5,
            "known_associates": ["CANARY associate"],
        },
        "flags": [],
    }


def returned() -> dict[str, Any]:
    return {
        "episode_id": "contact-missing/1",
        "contact_id": "contact-missing",
        "child_id": MAISIE,
        "found_how": "CANARY located",
        "prevention_interview_done": "Y",
    }


async def told(service: RunningService, topic: str, name: str, said: Mapping[str, Any], **times: Any) -> None:
    """Another service has published this, and the sender has done what it could."""
    stream = "Contact" if topic == "contacts" else "Screening"
    await service.publish(
        topic, f"frontdoor.{name}.v1", said, key=f"{stream}-{said['contact_id']}", child_ids=(MAISIE,), **times
    )
    await sent(service)
