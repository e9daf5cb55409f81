"""The bank-holiday weekend of Maisie and Alfie (domain brief §6.1, §6.5, §6.6) as the contracts that tell it."""

from .police_contact import SENT_BY_POLICE
from .streams import BOTH, CHILDREN, Streams, may
from .telling import LUND, OKAFOR, POLICE, Told
from .weekend_after import clocks, notifications, out_of_hours


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
    told = [
        streams.tell(topic, "ScreeningOpened", stream, may(3, 1, 6), {"contact_id": "contact-1"}, child_ids=BOTH),
        streams.tell(
            topic,
            "RagAssigned",
            stream,
            may(3, 1, 15),
            {"rag": "RED", "previous": None, "reasons": ["Strangulation", "Fourth incident"]},
            LUND,
            BOTH,
        ),
        streams.tell(
            topic,
            "ManagementDirectionRecorded",
            stream,
            may(3, 1, 20),
            {
                "text": "See both children tonight with aunt present; no contact with Rudd.",
                "questions_to_answer": ["Is the aunt able to stay?"],
                "checks_required": ["POLICE", "HEALTH"],
                "due_at": may(3, 5),
            },
            LUND,
            BOTH,
        ),
    ]
    for name in ("maisie", "alfie"):
        about = {"contact_id": "contact-1", "child_id": f"child-{name}"}
        only = (f"child-{name}",)
        told += [
            streams.tell(
                topic,
                "HistoryReviewed",
                stream,
                may(3, 2, 0),
                about
                | {
                    "summary": "Three police notifications in 12 months, each STANDARD, each closed.",
                    "contacts_12m": 4,
                    "patterns": ["DA"],
                    "care_status": "CLOSED",
                },
                OKAFOR,
                only,
            ),
            streams.tell(
                topic,
                "ThresholdDecisionProposed",
                stream,
                may(3, 2, 25),
                about
                | {
                    "decision": "REFERRAL_STRATEGY",
                    "need_level": 4,
                    "rationale": "Non-fatal strangulation witnessed by Maisie.",
                },
                OKAFOR,
                only,
            ),
            streams.tell(
                topic,
                "ThresholdDecisionAuthorised",
                stream,
                may(3, 2, 30),
                about
                | {
                    "decision": "REFERRAL_STRATEGY",
                    "need_level": 4,
                    "manager_rationale": "Pattern is worsening; three closures looked at one by one.",
                    "plain_reason": "We are holding a discussion with partners.",
                    "decided_at": may(3, 2, 30),
                    "agency": SENT_BY_POLICE["agency"],
                },
                LUND,
                only,
            ),
        ]
    return told


def _strategy(streams: Streams) -> list[Told]:
    topic, stream = "strategy-meetings", "StrategyDiscussion-SD-9102"
    both = {"strategy_id": "SD-9102", "child_ids": list(CHILDREN)}
    told = [
        streams.tell(
            topic,
            "StrategyThresholdMet",
            stream,
            may(3, 2, 31),
            both | {"grounds": "Strangulation in the home", "concern": ["PHY", "EMO"], "immediacy": "SAME_DAY"},
        ),
        streams.tell(
            topic,
            "StrategyDiscussionConvened",
            stream,
            may(3, 9, 30),
            both | {"held_at": may(3, 11), "mode": "PHONE", "chair": "edt.lund"},
            LUND,
            occurred_at=may(3, 11),
        ),
        streams.tell(
            topic,
            "AttendanceRecorded",
            stream,
            may(3, 11, 40),
            both
            | {
                "attendance": [
                    {"agency": "CSC", "person": "edt.lund", "role": "EDT manager (chair)", "present": "Y"},
                    {
                        "agency": "POLICE",
                        "org_id": "force-example",
                        "person": "ds.amin",
                        "role": "PVP sergeant",
                        "present": "Y",
                    },
                    {
                        "agency": "HEALTH",
                        "org_id": "health-example",
                        "person": "nurse.farrow",
                        "role": "Paediatrician",
                        "present": "Y",
                    },
                    {"agency": "EDUCATION", "person": None, "role": "DSL 999001", "present": "N", "apology": "Closed"},
                ]
            },
            LUND,
        ),
    ]
    for name in ("maisie", "alfie"):
        told.append(
            streams.tell(
                topic,
                "StrategyDecisionRecorded",
                stream,
                may(3, 11, 50),
                {
                    "strategy_id": "SD-9102",
                    "child_id": f"child-{name}",
                    "decision": "S47_JOINT",
                    "threshold_analysis": "Fourth incident; likely significant emotional harm.",
                },
                LUND,
                (f"child-{name}",),
            )
        )
    told += [
        streams.tell(
            topic,
            "StrategyActionAgreed",
            stream,
            may(3, 12, 0),
            both
            | {
                "owner": "DS Amin",
                "agency": "POLICE",
                "what": "Confirm bail conditions before release",
                "due_at": may(4, 12),
            },
            LUND,
        ),
        streams.tell(topic, "StrategyRecordFinalised", stream, may(3, 15, 20), both, LUND),
    ]
    return told + [each for name in ("maisie", "alfie") for each in _enquiry(streams, name)]


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
