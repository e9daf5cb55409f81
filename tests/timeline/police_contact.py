"""The police notification of domain brief §6.1 as intake publishes it, and the school's alert that follows."""

from typing import Any

SENT_BY_POLICE: dict[str, Any] = {
    "contact_id": "contact-1",
    "contact_type": "DOMESTIC_ABUSE",
    "channel": "API",
    "source_code": "6",
    "source_system": "EXPOL-RMS",
    "source_ref": "PPN-2026-0418823",
    "source_version": 1,
    "agency": {"org_id": "force-example", "name": "Example Police", "urn": None},
    "referrer": {"name": "PC 4471 Dale", "role": "Response officer", "phone": "101", "anonymous": False},
    "incident": {"location_type": "HOME", "address": "14 Larkspur Way, Exampleby EX1 4QQ"},
    "children": [
        {
            "temp_ref": "c1",
            "child_id": "p-maisie",
            "first_name": "Maisie",
            "surname": "Thornbeck",
            "dob": "2017-09-14",
            "sex": "F",
            "address": "14 Larkspur Way, Exampleby EX1 4QQ",
            "school_urn": "999001",
            "disability": ["HEAR"],
            "present_at_incident": "Y",
            "seen_by_referrer": "Y",
            "child_words": "He was squashing mummy's neck. I hid Alfie in the wardrobe.",
        },
        {
            "temp_ref": "c2",
            "child_id": "p-alfie",
            "first_name": "Alfie",
            "surname": "Thornbeck-Rudd",
            "dob": "2023-12-02",
            "sex": "M",
            "address": "14 Larkspur Way, Exampleby EX1 4QQ",
            "present_at_incident": "Y",
            "seen_by_referrer": "Y",
        },
    ],
    "adults": [
        {
            "temp_ref": "a1",
            "first_name": "Kerry",
            "surname": "Thornbeck",
            "role": "VICTIM",
            "pr": "Y",
            "safe_contact": {
                "method": "Mobile ending 221, 09:30-14:30 only",
                "do_not": "No texts, voicemail or letters",
            },
        },
        {"temp_ref": "a2", "first_name": "Shaun", "surname": "Rudd", "role": "ALLEGED_PERPETRATOR", "pr": "Y"},
    ],
    "police": {
        "grade": "HIGH",
        "ticks": 17,
        "risk_tool": "DASH",
        "high_risk_factors": ["STRANGULATION", "SEPARATION", "THREAT_TO_KILL", "COERCIVE_CONTROL"],
        "previous_incidents_12m": 3,
        "narrative": "Called by neighbour. Female had red marks to neck and hoarse voice.",
        "home_conditions": "Overturned furniture, broken glass in hall; bedrooms clean and warm.",
        "children_spoken_to": [
            {
                "temp_ref": "c1",
                "spoken": "Y",
                "alone": "Y",
                "demeanour": "Tearful, watchful",
                "words": "He was squashing mummy's neck.",
            }
        ],
    },
    "worries": "Strangulation of mother with both children in the home; fourth incident in 12 months.",
    "working_well": "Mother asked for help; aunt staying until Tuesday; male in custody.",
    "impact_on_child": "Maisie saw the assault and acted to protect her brother.",
    "analysis": "High risk of repeat on release; mother intends to end relationship.",
    "requested_outcome": "Children's services response tonight",
    "actions_taken": "Arrest, safeguarding advice, MARAC referral, aunt present.",
    "consent": {
        "parents_informed": "YES",
        "parental_agreement": "AGREED",
        "child_view": "Maisie wants Shaun not to come back",
    },
    "immediate_safety": {"is_child_safe_now": "Y", "where": "Home", "with_whom": "Mother and maternal aunt"},
}


ENCOMPASS: dict[str, Any] = {
    "alert_ref": "ENC-7F3K2",
    "urn": "999001",
    "child": {"first_name": "Maisie", "surname": "Thornbeck", "date_of_birth": "2017-09-14"},
    "incident_date": "2026-05-02",
    "incident_time": "23:20",
    "child_present": "PRESENT",
    "welfare_check_made": "Y",
}
