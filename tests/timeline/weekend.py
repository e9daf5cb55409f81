"""The bank-holiday weekend of Maisie and Alfie (domain brief §6.1, §6.5, §6.6) as the contracts that tell it."""

from datetime import datetime
from typing import Any

from shared.access.actor import Actor

from .police_contact import SENT_BY_POLICE
from .streams import BOTH, CHILDREN, Streams, may
from .telling import LUND, OKAFOR, POLICE, SYSTEM, Told
from .weekend_after import clocks, notifications, out_of_hours

Happened = tuple[str, datetime, Actor, dict[str, Any]]
"""Which event, when, by whom, and what it says."""


def weekend() -> list[Told]:
    """Everything, in the order in which it was recorded."""
    streams = Streams()
    told = [
        *_contact(streams),
        *_screening(streams),
        *_strategy(streams),
        *out_of_hours(streams),
        *notifications(streams),
        *clocks(streams),
    ]
    return sorted(told, key=lambda each: each.recorded_at)


def _contact(streams: Streams) -> list[Told]:
    stream, received = "Contact-contact-1", may(3, 1, 5)
    told = [
        streams.tell(
            "contacts",
            "ContactReceived",
            stream,
            received,
            SENT_BY_POLICE,
            POLICE,
            BOTH,
            occurred_at=may(2, 23, 20),
            received_at=received,
        ),
        streams.tell(
            "contacts",
            "ContactQualityAssessed",
            stream,
            received,
            {"contact_id": "contact-1", "grade": "GOOD", "score": 1.0, "failed": []},
            child_ids=BOTH,
        ),
        streams.tell(
            "contacts",
            "ReferrerAcknowledged",
            stream,
            received,
            {"contact_id": "contact-1", "org_id": "force-example", "by_means_of": "API"},
            child_ids=BOTH,
        ),
    ]
    for name in ("maisie", "alfie"):
        link = {
            "contact_id": "contact-1",
            "provisional_child_id": f"p-{name}",
            "child_id": f"child-{name}",
            "method": "LINKED",
        }
        told.append(
            streams.tell("contacts", "ChildIdentified", stream, may(3, 1, 40), link, OKAFOR, (f"child-{name}",))
        )
    return told


def _screening(streams: Streams) -> list[Told]:
    topic, stream = "threshold-decisions", "Screening-contact-1"
    told = [streams.tell(topic, name, stream, at, data, by, BOTH) for name, at, by, data in OF_THE_CASE]
    for child in ("maisie", "alfie"):
        about = {"contact_id": "contact-1", "child_id": f"child-{child}"}
        told += [
            streams.tell(topic, name, stream, at, about | data, by, (f"child-{child}",))
            for name, at, by, data in OF_EACH_CHILD
        ]
    return told


OF_THE_CASE: list[Happened] = [
    ("ScreeningOpened", may(3, 1, 6), SYSTEM, {"contact_id": "contact-1"}),
    (
        "RagAssigned",
        may(3, 1, 15),
        LUND,
        {"rag": "RED", "previous": None, "reasons": ["Strangulation", "Fourth incident"]},
    ),
    (
        "ManagementDirectionRecorded",
        may(3, 1, 20),
        LUND,
        {
            "text": "See both children tonight with aunt present; no contact with Rudd.",
            "questions_to_answer": ["Is the aunt able to stay?"],
            "checks_required": ["POLICE", "HEALTH"],
            "due_at": may(3, 5),
        },
    ),
]
OF_EACH_CHILD: list[Happened] = [
    (
        "HistoryReviewed",
        may(3, 2, 0),
        OKAFOR,
        {
            "summary": "Three police notifications in 12 months, each STANDARD, each closed.",
            "contacts_12m": 4,
            "patterns": ["DA"],
            "care_status": "CLOSED",
        },
    ),
    (
        "ThresholdDecisionProposed",
        may(3, 2, 25),
        OKAFOR,
        {
            "decision": "REFERRAL_STRATEGY",
            "need_level": 4,
            "rationale": "Non-fatal strangulation witnessed by Maisie.",
        },
    ),
    (
        "ThresholdDecisionAuthorised",
        may(3, 2, 30),
        LUND,
        {
            "decision": "REFERRAL_STRATEGY",
            "need_level": 4,
            "manager_rationale": "Pattern is worsening; three closures looked at one by one.",
            "plain_reason": "We are holding a discussion with partners.",
            "decided_at": may(3, 2, 30),
            "agency": SENT_BY_POLICE["agency"],
        },
    ),
]


def _strategy(streams: Streams) -> list[Told]:
    topic, stream = "strategy-meetings", "StrategyDiscussion-SD-9102"
    both = {"strategy_id": "SD-9102", "child_ids": list(CHILDREN)}

    def tell(happened: Happened, **times: datetime) -> Told:
        name, at, by, data = happened
        return streams.tell(topic, name, stream, at, both | data, by, **times)

    told = [tell(THRESHOLD_MET), tell(CONVENED, occurred_at=may(3, 11)), tell(ATTENDED)]
    for child in ("maisie", "alfie"):
        decision = {"strategy_id": "SD-9102", "child_id": f"child-{child}", **DECIDED}
        only = (f"child-{child}",)
        told.append(streams.tell(topic, "StrategyDecisionRecorded", stream, may(3, 11, 50), decision, LUND, only))
    told += [tell(ACTION_AGREED), tell(FINALISED)]
    return told + [each for name in ("maisie", "alfie") for each in _enquiry(streams, name)]


THRESHOLD_MET: Happened = (
    "StrategyThresholdMet",
    may(3, 2, 31),
    SYSTEM,
    {"grounds": "Strangulation in the home", "concern": ["PHY", "EMO"], "immediacy": "SAME_DAY"},
)
CONVENED: Happened = (
    "StrategyDiscussionConvened",
    may(3, 9, 30),
    LUND,
    {"held_at": may(3, 11), "mode": "PHONE", "chair": "edt.lund"},
)
POLICE_THERE = {"agency": "POLICE", "org_id": "force-example", "person": "ds.amin", "role": "PVP sergeant"}
HEALTH_THERE = {"agency": "HEALTH", "org_id": "health-example", "person": "nurse.farrow", "role": "Paediatrician"}
ATTENDED: Happened = (
    "AttendanceRecorded",
    may(3, 11, 40),
    LUND,
    {
        "attendance": [
            {"agency": "CSC", "person": "edt.lund", "role": "EDT manager (chair)", "present": "Y"},
            POLICE_THERE | {"present": "Y"},
            HEALTH_THERE | {"present": "Y"},
            {"agency": "EDUCATION", "person": None, "role": "DSL 999001", "present": "N", "apology": "Closed"},
        ]
    },
)
DECIDED = {"decision": "S47_JOINT", "threshold_analysis": "Fourth incident; likely significant emotional harm."}
ACTION_AGREED: Happened = (
    "StrategyActionAgreed",
    may(3, 12, 0),
    LUND,
    {"owner": "DS Amin", "agency": "POLICE", "what": "Confirm bail conditions before release", "due_at": may(4, 12)},
)
FINALISED: Happened = ("StrategyRecordFinalised", may(3, 15, 20), LUND, {})


def _enquiry(streams: Streams, name: str) -> list[Told]:
    topic, stream, only = "strategy-meetings", f"S47-{name}", (f"child-{name}",)
    about = {"s47_id": f"s47-{name}", "child_id": f"child-{name}"}
    return [
        streams.tell(
            topic,
            "S47Started",
            stream,
            may(3, 12, 10),
            about | {"start_date": "2026-05-03", "mode": "JOINT", "lead_sw": "sw.ndlovu", "icpc_due": "2026-05-26"},
            LUND,
            only,
        ),
        streams.tell(
            topic,
            "ChildSeen",
            stream,
            may(3, 16, 45),
            about | {"alone": "Y", "words": "I want it to be just us"},
            OKAFOR,
            only,
            occurred_at=may(3, 14),
        ),
    ]
