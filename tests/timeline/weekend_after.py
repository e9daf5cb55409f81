"""The weekend's second half: out of hours, who was told, and the clocks of it all (domain brief §6.5)."""

from datetime import datetime

from .police_contact import ENCOMPASS
from .streams import CHILDREN, Streams, may
from .telling import HALE, LUND, NDLOVU, OKAFOR, OSEI, Told


def out_of_hours(streams: Streams) -> list[Told]:
    topic, shift, item = "handovers", "EdtShift-2026-05-01", "HandoverItem-HI-501"
    both = {"item_id": "HI-501", "child_ids": list(CHILDREN)}
    visits = [
        (may(3, 4, 10), may(3, 2, 40), "Aunt with the children; asleep."),
        (may(4, 13, 30), may(4, 11), "House calm, aunt there until Tuesday."),
    ]
    told = [
        streams.tell(
            topic,
            "OohVisitMade",
            shift,
            recorded,
            both | {"visited_at": at, "words": "I sleep when Auntie Jo is here", "conditions": seen},
            OKAFOR,
        )
        for recorded, at, seen in visits
    ]
    return [
        *told,
        streams.tell(
            topic,
            "HandoverItemAdded",
            item,
            may(4, 14),
            both
            | {
                "category": "S47",
                "rag": "RED",
                "what_happened": "Strangulation incident 2 May, HIGH DASH",
                "what_we_did": "Visited twice; strategy discussion; joint s47 agreed",
                "is_child_safe_now": "Y",
                "where_is_child_now": "Home",
                "who_is_child_with": "Mother, maternal aunt until Tue 5 May",
                "action_needed": "Allocate s47 worker; visit before aunt leaves",
                "action_due_at": may(5, 13),
                "owner_team": "CASS-DUTY",
            },
            OKAFOR,
        ),
        streams.tell(topic, "HandoverPublished", shift, may(5, 7, 50), both, LUND),
        streams.tell(topic, "HandoverItemAccepted", item, may(5, 8, 52), both | {"by": "cass.tm1"}, HALE),
        streams.tell(
            topic,
            "HandoverFollowUpRecorded",
            item,
            may(5, 13, 20),
            both
            | {
                "followed_up_at": may(5, 12, 15),
                "what": "Visited before aunt left",
                "child_seen": "Y",
                "outcome": "Both well; plan holds",
            },
            NDLOVU,
        ),
    ]


def notifications(streams: Streams) -> list[Told]:
    topic, alert, reply = "notifications", "Notification-enc-1", "Notification-out-1"
    about = {
        "notification_id": "enc-1",
        "profile": "ENC_MIN",
        "recipient_org": "sch-999001",
        "recipient_name": "Larkfield Primary",
        "child_id": "child-maisie",
        "contact_id": "contact-1",
        "cause_event": "x",
    }
    outcome = about | {
        "notification_id": "out-1",
        "profile": "POLICE_OUTCOME",
        "recipient_org": "force-example",
        "recipient_name": "Example Police",
    }
    only = ("child-maisie",)
    return [
        streams.tell(
            topic,
            "NotificationHeld",
            alert,
            may(3, 1, 6),
            about | {"reason": "SCHOOL_CLOSED", "until": may(5, 7, 30)},
            child_ids=only,
        ),
        streams.tell(
            topic,
            "NotificationSent",
            reply,
            may(3, 2, 32),
            outcome
            | {
                "transport": "API",
                "sent_at": may(3, 2, 32),
                "payload": {"ppn_ref": "PPN-2026-0418823", "outcome_code": "REFERRAL_STRATEGY"},
            },
            child_ids=only,
        ),
        streams.tell(
            topic,
            "NotificationSent",
            alert,
            may(5, 7, 30),
            about | {"transport": "PORTAL", "sent_at": may(5, 7, 30), "payload": ENCOMPASS},
            child_ids=only,
        ),
        streams.tell(
            topic,
            "NotificationAcknowledged",
            alert,
            may(5, 8, 10),
            about | {"by": "dsl.osei", "at": may(5, 8, 10)},
            OSEI,
            only,
        ),
    ]


def clocks(streams: Streams) -> list[Told]:
    received = may(3, 1, 5)
    runs: list[tuple[str, str, str, datetime, datetime, datetime | None]] = [
        ("threshold-decisions", "CK_TRIAGE", "Screening-contact-1", received, may(3, 1, 20), may(3, 1, 20)),
        ("threshold-decisions", "CK_1WD", "Screening-contact-1", received, may(5, 17), may(3, 2, 30)),
        ("threshold-decisions", "CK_RED", "Screening-contact-1", received, may(3, 5, 5), may(3, 2, 30)),
        ("strategy-meetings", "CK_STRAT", "StrategyDiscussion-SD-9102", may(3, 2, 31), may(3, 23, 59), may(3, 11)),
        ("strategy-meetings", "CK_STRAT_REC", "StrategyDiscussion-SD-9102", may(3, 11), may(5, 17), may(3, 15, 20)),
        ("strategy-meetings", "CK_S47_SEEN", "S47-maisie", may(3, 12, 10), may(4, 12, 10), may(3, 14)),
        ("strategy-meetings", "CK_ICPC", "S47-maisie", may(3, 11), may(26, 23, 59), None),
        ("handovers", "CK_EDT_ACCEPT", "HandoverItem-HI-501", may(5, 7, 50), may(5, 8, 30), may(5, 8, 52)),
        ("handovers", "CK_EDT_FU", "HandoverItem-HI-501", may(5, 7, 50), may(5, 17), may(5, 13, 20)),
        ("notifications", "CK_ENC", "Notification-enc-1", may(3, 1, 6), may(5, 8, 30), may(5, 7, 30)),
    ]
    return [each for run in runs for each in _clock(streams, *run)]


def _clock(
    streams: Streams,
    topic: str,
    code: str,
    subject: str,
    started_at: datetime,
    due_at: datetime,
    stopped_at: datetime | None,
) -> list[Told]:
    stream = f"Clock-{code}-{subject}"
    about = {"code": code, "subject": subject, "child_ids": list(CHILDREN)}
    told = [
        streams.tell(topic, "ClockStarted", stream, started_at, about | {"started_at": started_at, "due_at": due_at})
    ]
    if stopped_at is None:
        return told
    if stopped_at > due_at:
        breach = about | {"tell": "FRONT_DOOR_MANAGER", "at": due_at, "fired_at": due_at, "late": False}
        told.append(streams.tell(topic, "ClockBreached", stream, due_at, breach))
    stop = about | {"at": stopped_at, "by_event": "it", "due_at": due_at, "met": stopped_at <= due_at}
    return [*told, streams.tell(topic, "ClockStopped", stream, stopped_at, stop)]
