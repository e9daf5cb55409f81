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


def step_up_decided(contact: Mapping[str, Any], child_id: str, **changes: Any) -> dict[str, Any]:
    return {
        "step_up_id": "su-1",
        "child_id": child_id,
        "contact_id": contact["contact_id"],
        "org_id": HUB,
        "decision": "REFERRAL_S17",
        "rationale": "CANARY a manager's reasons",
        "decided_by": "fdm.reyes",
        "decided_at": RECEIVED.isoformat(),
    } | changes


def clarification_missed(contact: Mapping[str, Any], child_id: str, **changes: Any) -> dict[str, Any]:
    return {
        "contact_id": contact["contact_id"],
        "child_ids": [child_id],
        "agency": {"org_id": "CANARY somebody else's", "name": "CANARY", "urn": None},
        "source_ref": "SP-10301",
        "professional_referrer": True,
        "questions": ["What exactly did you see on 6 May?"],
        "requested_at": may(2, 10).isoformat(),
        "due_at": RECEIVED.isoformat(),
    } | changes


def allegation_contact() -> dict[str, Any]:
    """A school tells of a coach, with all that it says of him."""
    return {
        "contact_id": "contact-lado",
        "contact_type": "LADO",
        "channel": "PORTAL",
        "source_code": "2A",
        "source_system": "PORTAL",
        "source_ref": "LARK-1",
        "agency": {"org_id": "sch-999001", "name": "Larkfield Primary"},
        "children": [{"temp_ref": "c1", "child_id": MAISIE, "first_name": "Tyler", "surname": "Marsh-Hale"}],
        "adults": [
            {"temp_ref": "a1", "first_name": "Neil", "surname": "Coe", "role": "OTHER", "works_with_children": "Y"},
            {"temp_ref": "a2", "first_name": "CANARY", "surname": "Parent", "role": "PARENT"},
        ],
        "worries": "CANARY what he did",
        "flags": [],
    }


def fostering_contact() -> dict[str, Any]:
    return allegation_contact() | {
        "contact_id": "contact-pf",
        "contact_type": "PRIVATE_FOSTERING",
        "adults": [
            {"temp_ref": "a1", "first_name": "Grace", "surname": "Obi", "role": "CARER", "address": "CANARY House"},
            {"temp_ref": "a2", "first_name": "CANARY", "surname": "Neighbour", "role": "OTHER"},
        ],
    }


def abuse_contact(**police: Any) -> dict[str, Any]:
    """The Saturday night of the domain brief as intake publishes it, the police's facts beside each other."""
    graded = example("police-domestic-abuse-high")
    said = {name: graded["police"]["da"].get(name) for name in ("risk_tool", "ticks", "grade", "high_risk_factors")}
    children = [child | {"child_id": f"child-{child['temp_ref']}"} for child in graded["children"]]
    return graded | {
        "contact_id": "contact-da",
        "flags": [],
        "children": children,
        "police": {"ppn_ref": "PPN-1", "marac_referred": "N", "narrative": POLICE_WORDS, **said, **police},
    }


def marac_clock(contact_id: str = "contact-da") -> dict[str, Any]:
    """Intake has found that it goes to MARAC."""
    return {
        "code": "CK_MARAC",
        "subject": f"Contact-{contact_id}",
        "child_ids": ["child-c1", "child-c2"],
        "started_at": RECEIVED.isoformat(),
        "due_at": may(5, 17).isoformat(),
    }


async def clock_told(service: RunningService, clock: Mapping[str, Any]) -> None:
    await clock_started(service, clock)
    await sent(service)


async def clock_started(service: RunningService, clock: Mapping[str, Any]) -> None:
    """Intake has started this clock, and the sender has not looked since."""
    key, children = f"Clock-{clock['subject']}", tuple(clock["child_ids"])
    await service.publish("contacts", "frontdoor.ClockStarted.v1", clock, key=key, child_ids=children)


async def told(service: RunningService, topic: str, name: str, said: Mapping[str, Any], **times: Any) -> None:
    """Another service has published this, and the sender has done what it could."""
    await published(service, topic, name, said, **times)
    await sent(service)


async def published(service: RunningService, topic: str, name: str, said: Mapping[str, Any], **times: Any) -> None:
    """Another service has published this, and the sender has not looked since."""
    stream = "Contact" if topic == "contacts" else "Screening"
    await service.publish(
        topic, f"frontdoor.{name}.v1", said, key=f"{stream}-{said['contact_id']}", child_ids=(MAISIE,), **times
    )
