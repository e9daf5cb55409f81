"""What a sender says beside the worry, as rows of facts: each only for whoever may read its class."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from screening.case.seeing import Seeing
from screening.case.view import CaseView, ChildView
from shared.web.code_words import DISABILITY, in_words
from shared.web.words import day_and_time_words

Rows = list[tuple[str, str]]

HANDLING_NOT_SAID = "The report says nothing. Pass none of it on without asking the force"
EDUCATION = {"EHE": "Taught at home", "CME": "Missing education"}
NO_UPN = {
    "UN1": "Too young to have one",
    "UN2": "Never at a school that gives one",
    "UN3": "Taught outside England",
    "UN4": "Known to us too short a time",
    "UN5": "Records of the child contradict each other",
    "UN7": "The referral ended without further action",
}


def sender_rows(view: CaseView) -> Rows:
    said = view.said
    level = said.get("referrer_view_of_need_level")
    return [
        ("What it is like for the child", said["impact_on_child"]),
        ("What goes well", said["working_well"]),
        ("The sender's analysis", said["analysis"]),
        ("Level of need, as they see it", str(level) if level else ""),
        ("What they ask for", said["requested_outcome"]),
        ("What they have done", said["actions_taken"]),
        ("Sent with it", ", ".join(said.get("attachments", ()))),
    ]


def police_rows(view: CaseView) -> Rows:
    police = view.said["police"]
    return [
        ("Risk to the adult victim", _grade(view, police)),
        ("The officer's view of the children's vulnerability", in_words(police.get("officer_vulnerability_grade"))),
        ("Handling of intelligence", police.get("intelligence_handling") or HANDLING_NOT_SAID),
        ("Handling, as the police in the hub say", view.said.get("hub_handling") or "Nothing yet"),
        ("High-risk factors", ", ".join(in_words(factor) for factor in police["high_risk_factors"])),
        ("Incidents in 12 months before", _number(police["previous_incidents_12m"])),
        ("Their relationship", in_words(police.get("relationship"))),
        ("Arrest", _yes_no(police["arrest"])),
        ("Bail conditions", police["bail_conditions"] or ""),
        ("Protective orders", "; ".join(police.get("protective_orders", ()))),
        ("Protection notice (DVPN)", _yes_no(police.get("dvpn"))),
        ("Body-worn video", _yes_no(police.get("body_worn_video"))),
        ("What happened", police["narrative"]),
        ("Conditions at home", police["home_conditions"] or ""),
    ]


def _grade(view: CaseView, police: Mapping[str, Any]) -> str:
    grade = view.case.contact.police_grade
    hub = ", confirmed by the hub" if view.case.graded_by_hub else ""
    tool, ticks = police["risk_tool"], police["ticks"]
    return (in_words(grade) if grade else "Not graded") + hub + (f" ({tool}, {ticks} ticks)" if tool and ticks else "")


def missing_rows(view: CaseView, seeing: Seeing) -> Rows:
    """What a missing report says, for whoever may read it."""
    missing = view.said.get("missing")
    if not missing:
        return []
    seen_at = missing["last_seen_at"]
    rows: Rows = [
        ("Missing from", in_words(missing["missing_from"])),
        ("Last seen", day_and_time_words(datetime.fromisoformat(seen_at)) if seen_at else ""),
        ("Episodes in 30 days, by the report", _number(missing["episode_no_30d"])),
    ]
    if seeing.history:
        rows.append(("Placement", missing["placement"] or ""))
    if seeing.police:
        rows += [
            ("Police risk", in_words(missing["police_risk"])),
            ("Exploitation", ", ".join(in_words(flag) for flag in missing["exploitation_flags"])),
            ("Known associates", ", ".join(missing["known_associates"])),
        ]
    return rows


def child_rows(child: ChildView, seeing: Seeing) -> Rows:
    """What the sender says of one child beside name and birth."""
    said = child.said
    rows: Rows = [
        ("Sex", _in_words(said.get("sex"), "sex")),
        ("Gender", _in_words(said.get("gender"), "gender")),
        ("Language", said.get("language") or ""),
        ("Interpreter", "Needed" if said.get("interpreter") else ""),
    ]
    if seeing.health:
        rows += [
            ("Disability", ", ".join(DISABILITY.get(code, code) for code in said.get("disability", ()))),
            ("GP", said.get("gp") or ""),
        ]
    if seeing.education:
        school = said.get("school_name") or (f"URN {said['school_urn']}" if said.get("school_urn") else "")
        rows += [("School", school), ("Education", EDUCATION.get(said.get("education_status") or "", ""))]
        rows.append(("No pupil number", NO_UPN.get(said.get("upn_unknown") or "", "")))
    return [(name, words) for name, words in rows if words]


def _in_words(code: str | None, of: str) -> str:
    return in_words(code, of) if code else ""


def _number(count: int | None) -> str:
    return "" if count is None else str(count)


def _yes_no(code: str | None) -> str:
    return _in_words(code, "yes_no")
