"""Contracts in which every word gives away its class: what a page holds tells what it has let through.

A word says its class, and ``-min`` or ``-role`` where the matrix lets the lesser views have it too.
"""

import re
from typing import Any

from .streams import Streams, may
from .telling import LUND, OKAFOR, POLICE, SCHOOL_SYSTEM, SYSTEM, Told

CHILD = "child-canary"
OTHER = "child-sibling"
PROVISIONAL = "p-canary"
CANARY = re.compile(r"canary-[a-z]+(?:-[a-z]+)?", re.IGNORECASE)


def word(cls: str) -> str:
    return f"canary-{cls}"


CONTACT: dict[str, Any] = {
    "contact_id": "contact-c",
    "contact_type": "DOMESTIC_ABUSE",
    "source_code": "6",
    "agency": {"org_id": "force-example", "name": word("SUB"), "urn": None},
    "referrer": {"name": word("REF"), "role": word("REF"), "phone": word("REF"), "anonymous": False},
    "incident": {"address": word("ADR")},
    "children": [
        {
            "temp_ref": "c1",
            "child_id": PROVISIONAL,
            "first_name": word("ID"),
            "surname": word("ID"),
            "dob": "2017-09-14",
            "address": word("ADR"),
            "school_urn": word("EDU"),
            "disability": [word("HLT")],
            "child_words": word("SUB"),
        },
        {"temp_ref": "c2", "child_id": OTHER, "first_name": word("ID"), "surname": word("ID")},
    ],
    "adults": [
        {
            "first_name": word("HH"),
            "surname": word("HH"),
            "pr": "Y",
            "safe_contact": {"method": word("ADR"), "do_not": word("ADR")},
        }
    ],
    "police": {
        "grade": word("POL-role"),
        "high_risk_factors": [word("POL")],
        "previous_incidents_12m": 3,
        "narrative": word("POL"),
        "home_conditions": word("POL"),
        "protective_orders": [word("POL")],
        "officer_vulnerability_grade": word("POL"),
        "intelligence_handling": word("POL"),
        "children_spoken_to": [{"temp_ref": "c1", "spoken": "Y", "words": word("POL"), "demeanour": word("POL")}],
    },
    "missing": {
        "missing_from": word("SUB"),
        "placement": word("HIS"),
        "police_risk": word("POL"),
        "circumstances": word("POL"),
        "exploitation_flags": [word("POL")],
        "known_associates": [word("POL")],
    },
    "worries": word("SUB"),
    "working_well": word("SUB"),
    "impact_on_child": word("SUB"),
    "analysis": word("SUB"),
    "requested_outcome": word("SUB"),
    "actions_taken": word("SUB"),
    "consent": {"parents_informed": "YES", "parental_agreement": "AGREED", "child_view": word("SUB")},
    "immediate_safety": {"is_child_safe_now": "Y", "where": word("SUB"), "with_whom": word("SUB")},
    "injury_seen": "Y",
    "injury_note": word("SUB"),
}
CONTACTS: list[tuple[str, dict[str, Any]]] = [
    (
        "ContactAmended",
        {
            "changes": [word("SUB")],
            "worries": word("SUB"),
            "children": CONTACT["children"],
            "missing": CONTACT["missing"],
        },
    ),
    (
        "PoliceRiskGradeAmended",
        {"previous": word("POL-role"), "grade": word("POL-role"), "graded_by": "MASH", "reason": word("POL")},
    ),
    ("IntelligenceHandlingMarked", {"handling": word("POL"), "previous": word("POL")}),
    ("ContactQualityAssessed", {"grade": word("SCR"), "failed": [word("SCR")]}),
    ("ReferrerAcknowledged", {"org_id": "force-example", "by_means_of": word("SCR")}),
    (
        "IncidentLagMeasured",
        {
            "occurred_at": "2026-04-20T12:00:00Z",
            "received_at": "2026-05-03T00:05:00Z",
            "band": "STALE",
            "domestic_abuse": True,
            "grade": word("POL-role"),
        },
    ),
    ("SiblingsFound", {"found": [{"child_id": "child-found", "why": [word("HH")]}]}),
    ("ContactCompleted", {"completed_at": "2026-05-03T02:00:00Z"}),
    ("ContactMarkedNotAboutAChild", {"reason": word("SCR")}),
    ("ContactRedirected", {"la": word("SCR"), "ack_ref": word("SCR"), "reason": word("SCR")}),
    (
        "MissingEpisodeOpened",
        {
            "episode_id": "e",
            "child_id": CHILD,
            "missing_from": word("SUB"),
            "police_risk": word("POL"),
            "exploitation_flags": [word("POL")],
        },
    ),
    ("MissingEpisodeClosed", {"episode_id": "e", "child_id": CHILD, "found_how": word("SUB")}),
    ("IdentityLinkCorrected", {"child_id": CHILD, "reason": word("SCR")}),
    ("SiblingAdded", {"child": {"temp_ref": "s1", "child_id": CHILD, "first_name": word("ID"), "surname": word("ID")}}),
    ("SiblingExcluded", {"child_id": CHILD, "reason": word("SCR")}),
    (
        "CareStatusAtContactRecorded",
        {
            "child_id": CHILD,
            "care_status": word("HIS-min"),
            "allocated_worker": word("HIS"),
            "team": word("HIS"),
            "plan_type": word("HIS"),
        },
    ),
    (
        "OpenCaseContactRouted",
        {"child_id": CHILD, "worker": word("HIS"), "team": word("HIS"), "manager": word("HIS")},
    ),
    (
        "ConsentStatusRecorded",
        {"parents_informed": "YES", "child_view": word("SUB"), "reason": word("SCR")},
    ),
    (
        "VictimAndPerpetratorClarified",
        {"victim_ref": word("POL"), "perpetrator_ref": word("POL"), "counter_allegation": True, "reason": word("POL")},
    ),
    ("ContactGuardOverridden", {"guard": "INT-07", "reason": word("SCR")}),
    ("DuplicateContactLinked", {"same_incident": True, "reason": word("SCR")}),
    ("DuplicateContactUnlinked", {"reason": word("SCR")}),
    ("LadoReferralRouted", {"lado": word("LADO")}),
    ("PrivateFosteringRouted", {"team": word("HIS")}),
    ("PrivateFosteringVisited", {"child_seen": True}),
    ("MaracJudgementRecorded", {"reason": word("SCR")}),
    ("MaracReferralRecorded", {"by_agency": word("POL")}),
    ("RhiOffered", {"provider": word("HIS-role")}),
    (
        "RhiCompleted",
        {
            "accepted": True,
            "push_factors": [word("HIS")],
            "pull_factors": [word("HIS")],
            **dict.fromkeys(("where_with_whom", "child_words", "safety_needs"), word("HIS")),
            "harm_disclosed": True,
        },
    ),
    ("RhiDeclined", {"reason": word("HIS"), "alternative": word("HIS")}),
    ("MissingPatternConsidered", {"strategy_discussion": True, "reason": word("SCR")}),
]
POLICE_SAID = frozenset(
    {"ContactAmended", "PoliceRiskGradeAmended", "MissingEpisodeOpened", "MissingEpisodeClosed"}
    | {"VictimAndPerpetratorClarified", "IntelligenceHandlingMarked"}
)
POLICE_AGENCY = {"org_id": "force-example", "name": "Example Police"}
SCREENING: list[tuple[str, dict[str, Any]]] = [
    ("ScreeningOpened", {}),
    ("RagAssigned", {"rag": "RED", "reasons": [word("SCR")]}),
    (
        "ManagementDirectionRecorded",
        {
            "text": word("SCR"),
            "questions_to_answer": [word("SCR")],
            "checks_required": [word("SCR")],
            "people_to_speak_to": [word("SCR")],
        },
    ),
    (
        "HistoryReviewed",
        {"child_id": CHILD, "summary": word("HIS-role"), "patterns": [word("HIS")], "care_status": word("HIS")},
    ),
    (
        "CaseDiscussionRecorded",
        {
            "took_part": [word("SCR")],
            "history": word("HIS"),
            "complicating_factors": [word("HIS")],
            "what_follows": word("SCR"),
        },
    ),
    ("ThresholdDecisionProposed", {"child_id": CHILD, "decision": "NFA", "rationale": word("SCR")}),
    (
        "ThresholdDecisionAuthorised",
        {
            "child_id": CHILD,
            "decision": "REFERRAL_S17",
            "manager_rationale": word("SCR-role"),
            "plain_reason": word("SCR"),
            "agency": {"org_id": "force-example", "name": "Example Police"},
        },
    ),
    ("DecisionChallenged", {"child_id": CHILD, "points": [word("SCR")]}),
    ("GuardOverridden", {"child_id": CHILD, "guard": word("SCR"), "reason": word("SCR")}),
    ("OutcomeFeedbackSent", {"told": True}),
    ("ScreeningReopened", {"reason": word("SCR")}),
    ("ScreeningClosed", {}),
    ("ScreeningEnded", {"because": word("SCR"), "reason": word("SCR")}),
    ("ClarificationRequested", {"questions": [word("SCR")]}),
    ("InformationRequested", {"agency": word("SCR"), "questions": [word("SCR")]}),
    ("InjuryRecorded", {"text": word("SCR")}),
    ("ClarificationAttempted", {"method": "PHONE", "outcome": word("SCR")}),
    ("ClarificationReceived", {"text": word("SUB"), "from_whom": word("SCR")}),
    (
        "InformationReceived",
        {
            "agency": word("SCR"),
            "police": word("POL"),
            "health": word("HLT"),
            "education": word("EDU"),
            "others": word("HIS"),
            "from_whom": word("SCR"),
        },
    ),
    ("InformationDeclined", {"agency": word("SCR"), "reason": word("SCR"), "from_whom": word("SCR")}),
    ("CheckProceededWithout", {"agency": word("SCR"), "reason": word("SCR")}),
    (
        "FamilySpokenTo",
        {"who": word("HH"), "views": word("SCR"), "parents_informed": "YES", "child_view": word("SCR")},
    ),
    (
        "ChildVoiceRecorded",
        {"child_id": CHILD, "source": word("SCR"), "words": word("SCR"), "interpreted_by": word("SCR")},
    ),
    (
        "CumulativeRiskAnalysed",
        {
            "child_id": CHILD,
            "incidents": [word("HIS")],
            "themes": [word("HIS")],
            "neglect_tool_used": word("HIS"),
            "so_what": word("SCR"),
        },
    ),
    ("OpenCaseAcknowledged", {"child_id": CHILD, "team": word("HIS")}),
    ("DipSampleDrawn", {"audit_id": "a", "question": word("SCR")}),
    ("AuditCompleted", {"audit_id": "a", "grade": word("SCR"), "child_at_risk": True, "summary": word("SCR")}),
    ("AuditModerated", {"audit_id": "a", "grade": word("SCR")}),
    ("AuditActionAgreed", {"audit_id": "a", "what": word("SCR"), "owner": word("SCR"), "urgent": True}),
    ("AuditActionCompleted", {"audit_id": "a", "late": True}),
    ("EscalationRaised", {"agency": POLICE_AGENCY, "words": word("SUB"), "wants": word("SUB")}),
    ("EscalationMovedUp", {"agency": POLICE_AGENCY, "tier": "SERVICE_MANAGER"}),
    ("EscalationAnswered", {"agency": POLICE_AGENCY, "upheld": "N", "reason": word("SCR-min")}),
    ("EscalationWithdrawn", {"agency": POLICE_AGENCY, "reason": word("SUB")}),
    (
        "ReferralAccepted",
        {
            "child_id": CHILD,
            "decision": word("SCR-role"),
            "primary_need": word("SCR"),
            "re_referral": True,
            "previous_start": "2026-01-05",
        },
    ),
    ("WorkerAllocated", {"child_id": CHILD, "worker": word("SCR"), "team": word("SCR")}),
    (
        "CaseTransferred",
        {
            "child_id": CHILD,
            "from_worker": word("SCR"),
            "to_worker": word("SCR"),
            "reason": word("SCR"),
            "handover_note": word("HIS"),
        },
    ),
    (
        "ReferredChildNotSeen",
        {"child_id": CHILD, "because": "REFUSED", "found": word("SCR"), "next_step": word("SCR")},
    ),
    ("ReferredChildSeen", {"child_id": CHILD, "why_not_alone": word("SCR"), "words": word("SCR")}),
    ("ReferralUnallocated", {"child_id": CHILD, "hours": 25.0}),
    ("AssessmentAuthorised", {"child_id": CHILD, "authorised_on": "2026-05-03", "factors": [word("HIS")]}),
    ("ReferralNFA", {"child_id": CHILD, "reason": word("SCR"), "why_unseen": word("SCR")}),
    ("ReferralClosed", {"child_id": CHILD, "reason": word("SCR"), "closure_reason": word("SCR")}),
]

HUB = "hub-example"
"""The early help that has the child; another one was offered nothing."""

WITH_HUB: dict[str, Any] = {"child_id": CHILD, "recipient_org": HUB, "org_id": HUB, "episode_id": "episode-c"}
EARLY_HELP: list[tuple[str, dict[str, Any]]] = [
    (
        "StepDownProposed",
        {
            "recipient_name": word("SCR"),
            **dict.fromkeys(("reason", "needs", "strengths", "focus", "risks", "agreement"), word("senthub")),
            "goals": [word("senthub")],
            "triggers": [word("senthub")],
        },
    ),
    ("StepDownAgreed", {"rationale": word("SCR")}),
    ("StepDownAccepted", {"lead_practitioner": word("senthub")}),
    ("StepDownDeclined", {"reason": word("senthub")}),
    ("StepDownWithdrawn", {"reason": word("senthub")}),
    ("StepDownFamilyContacted", {"joint_visit_made": "Y"}),
    ("EarlyHelpEpisodeOpened", {"lead_practitioner": word("senthub")}),
    ("EarlyHelpEpisodeClosed", {"reason": word("senthub"), "episode_id": "episode-before"}),
    ("StepUpRequested", {"reason": word("senthub"), "urgent": True}),
    ("StepUpDecided", {"decision": "EARLY_HELP", "rationale": word("SCR")}),
]
DISCUSSION: list[tuple[str, dict[str, Any]]] = [
    ("StrategyThresholdMet", {"grounds": word("STR"), "concern": [word("STR")], "immediacy": word("STR")}),
    ("StrategyRequestDeclined", {"rationale": word("STR")}),
    ("StrategyDiscussionConvened", {"mode": word("STR"), "chair": word("STR")}),
    (
        "AttendanceRecorded",
        {
            "attendance": [
                {"agency": word("STR"), "org_id": "health-example", "person": word("STR"), "present": "N"},
                {"agency": word("STR"), "org_id": "la-812", "person": word("STR"), "present": "Y"},
            ]
        },
    ),
    (
        "StrategyDecisionRecorded",
        {
            "child_id": CHILD,
            "decision": word("STR"),
            "threshold_analysis": word("STR"),
            "interim_safety_plan": {"who_monitors": word("STR"), "how_tested": word("STR")},
            "who_speaks_to_parents_when": word("STR"),
        },
    ),
    ("StrategyActionAgreed", {"owner": word("STR"), "what": word("STR"), "agency": word("STR")}),
    ("StrategyActionCompleted", {"outcome": word("STR"), "transferred_to": word("STR")}),
    ("StrategyReviewScheduled", {"reason": word("STR")}),
    ("StrategyRecordFinalised", {}),
    ("S47Started", {"child_id": CHILD, "mode": word("STR"), "lead_sw": word("STR")}),
    ("ChildSeen", {"child_id": CHILD, "words": word("STR")}),
    (
        "S47OutcomeRecorded",
        {
            "child_id": CHILD,
            "outcome": word("STR"),
            "analysis": word("STR"),
            "child_view": word("STR"),
            "parent_view": word("STR"),
        },
    ),
    ("ICPCBooked", {"child_id": CHILD, "date": "2026-05-21"}),
    ("ICPCHeld", {"child_id": CHILD, "date": "2026-05-21", "plan": word("STR")}),
    ("ICPCNotRequired", {"child_id": CHILD, "reason": word("STR")}),
]
ITEM: dict[str, Any] = {
    "what_happened": word("EDT"),
    "what_we_did": word("EDT"),
    "child_words": word("EDT"),
    "where_is_child_now": word("ADR"),
    "who_is_child_with": word("HH"),
    "owner_worker": word("EDT"),
    "people_told": [word("EDT")],
    "outstanding_checks": [word("EDT")],
    "legal_status": word("EDT"),
    "action_needed": word("EDT"),
    "owner_team": word("EDT"),
    "contingency": word("EDT"),
}
HANDOVER: list[tuple[str, dict[str, Any]]] = [
    ("OohVisitMade", {"words": word("EDT"), "conditions": word("EDT")}),
    ("OohDecisionMade", {"decision": word("EDT"), "rationale": word("EDT"), "manager_consulted": word("EDT")}),
    ("HandoverItemAdded", ITEM),
    ("ManagerEntryRecorded", {"text": word("EDT")}),
    ("HandoverPublished", {}),
    ("HandoverItemAccepted", {"by": word("EDT")}),
    ("HandoverItemRejected", {"reason": word("EDT"), "suggest": word("EDT")}),
    ("HandoverItemCarriedForward", {}),
    ("HandoverFollowUpRecorded", {"what": word("EDT"), "outcome": word("EDT")}),
    ("HandoverItemClosed", {}),
]


def canaries() -> list[Told]:
    """One contract of every kind about one child; the agencies are the police, who sent it, and a school."""
    streams = Streams()
    both = {"child_ids": [CHILD, OTHER]}
    told = [
        streams.tell("contacts", "ContactReceived", "Contact-c", may(3, 1), CONTACT, POLICE, (PROVISIONAL, OTHER)),
        streams.tell(
            "contacts",
            "ChildIdentified",
            "Contact-c",
            may(3, 2),
            {"contact_id": "contact-c", "provisional_child_id": PROVISIONAL, "child_id": CHILD, "method": "LINKED"},
            OKAFOR,
            (CHILD,),
        ),
        streams.tell("contacts", "ContactReceived", "Contact-l", may(3, 1), ALLEGATION, SCHOOL_SYSTEM, (CHILD,)),
        streams.tell("contacts", "ContactAmended", "Contact-l", may(3, 2), ALLEGED_AGAIN, SCHOOL_SYSTEM, (CHILD,)),
    ]
    for name, data in CONTACTS:
        by = POLICE if name in POLICE_SAID else SYSTEM
        told.append(streams.tell("contacts", name, "Contact-c", may(3, 3), {"contact_id": "c"} | data, by, (CHILD,)))
    for name, data in SCREENING:
        told.append(
            streams.tell(
                "threshold-decisions", name, "Screening-c", may(3, 4), {"contact_id": "c"} | data, LUND, (CHILD,)
            )
        )
    for name, data in EARLY_HELP:
        about = {"contact_id": "c"} | WITH_HUB | data
        told.append(streams.tell("threshold-decisions", name, "EarlyHelp-c", may(3, 4), about, LUND, (CHILD,)))
    for name, data in DISCUSSION:
        about = {"strategy_id": "sd"} | ({} if "child_id" in data else both) | data
        told.append(streams.tell("strategy-meetings", name, "StrategyDiscussion-c", may(3, 5), about, LUND))
    for name, data in HANDOVER:
        told.append(streams.tell("handovers", name, "HandoverItem-c", may(3, 6), both | data, OKAFOR))
    return [*told, *_notifications(streams), *_clocks(streams)]


ALLEGATION: dict[str, Any] = {
    "contact_id": "contact-l",
    "contact_type": "LADO",
    "source_code": "2A",
    "agency": {"org_id": "sch-999001", "name": word("LADO")},
    "children": [{"temp_ref": "c1", "child_id": CHILD, "child_words": word("LADO")}],
    "worries": word("LADO"),
}


ALLEGED_AGAIN: dict[str, Any] = ALLEGATION | {"changes": [word("LADO")]}


def _notifications(streams: Streams) -> list[Told]:
    told: list[Told] = []
    for number, (org, canary) in enumerate([("sch-999001", word("sentschool")), ("force-example", word("sentpolice"))]):
        about = {
            "notification_id": str(number),
            "profile": "ENC_MIN",
            "recipient_org": org,
            "recipient_name": word("SCR"),
            "child_id": CHILD,
        }
        stream = f"Notification-{number}"
        for name, data in [
            ("NotificationHeld", {"reason": word("SCR")}),
            ("NotificationSent", {"transport": word("SCR"), "payload": {"a": canary, "b": {"c": [canary]}}}),
            ("NotificationApproved", {"approved_by": word("SCR"), "approved_at": may(3, 8)}),
            ("NotificationDelivered", {}),
            ("NotificationAcknowledged", {"by": word("SCR"), "at": may(3, 8)}),
            ("NotificationFailed", {"reason": word("SCR")}),
            ("NotificationSuppressed", {}),
            ("AlertLeftToPolice", {}),
        ]:
            told.append(streams.tell("notifications", name, stream, may(3, 7), about | data, child_ids=(CHILD,)))
    for name, data in [("NotificationSent", {"transport": word("LADO"), "payload": {"a": word("LADO")}})]:
        about = {"notification_id": "l", "profile": "LADO_REF", "recipient_org": "la-812", "child_id": CHILD}
        told.append(streams.tell("notifications", name, "Notification-l", may(3, 7), about | data, child_ids=(CHILD,)))
    return told


def _clocks(streams: Streams) -> list[Told]:
    """A clock of every lane, each with a code of its own that says which class tells of it."""
    classes = {
        "contacts": "SCR",
        "threshold-decisions": "SCR",
        "strategy-meetings": "STR",
        "handovers": "EDT",
        "notifications": "SCR",
    }
    return [
        streams.tell(
            topic,
            "ClockStarted",
            f"Clock-{topic}",
            may(3, 1),
            {
                "code": word(cls),
                "subject": "s",
                "child_ids": [CHILD],
                "started_at": may(3, 1),
                "due_at": may(3, 9),
            },
        )
        for topic, cls in classes.items()
    ]
