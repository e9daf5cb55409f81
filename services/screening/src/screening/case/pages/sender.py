"""What a sender says beside the worry, as rows of facts: each only for whoever may read its class."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from screening.case.seeing import Seeing
from screening.case.view import CaseView, ChildView
from shared.web.code_words import DISABILITY, in_words
from shared.web.words import day_and_time_words

Rows = list[tuple[str, str]]

HANDLING_NOT_SAID = "The report says nothing. Pass none of it on without asking the force"
GRADED_BY = {"OFFICER": "by the officer", "SECONDARY": "by a secondary assessor", "MASH": "by the police in the hub"}
EDUCATION = {"EHE": "Taught at home", "CME": "Missing education"}
NO_UPN = {
    "UN1": "Too young to have one",
    "UN2": "Never at a school that gives one",
    "UN3": "Taught outside England",
    "UN4": "Known to us too short a time",
    "UN5": "Records of the child contradict each other",
    "UN7": "The referral ended without further action",
}


def worry_of(said: Mapping[str, Any], *, reads_police: bool) -> str:
    """What worries the sender; where nothing else is written, in what circumstances a missing child went."""
    return said["worries"] or (_circumstances(said) if reads_police else "")


def _circumstances(said: Mapping[str, Any]) -> str:
    missing: Mapping[str, Any] = said.get("missing") or {}
    return missing.get("circumstances") or ""


def _circumstances_beside(said: Mapping[str, Any]) -> Rows:
    """Where the page does not quote them as the worry already."""
    words = _circumstances(said)
    return [("Circumstances", words)] if words and words != worry_of(said, reads_police=True) else []


def sender_rows(view: CaseView, seeing: Seeing) -> Rows:
    said = view.said
    level = said.get("referrer_view_of_need_level")
    return [
        *_where(said["incident"], seeing),
        ("What it is like for the child", said["impact_on_child"]),
        ("What goes well", said["working_well"]),
        ("The sender's analysis", said["analysis"]),
        ("Level of need, as they see it", str(level) if level else ""),
        ("What they ask for", said["requested_outcome"]),
        ("What they have done", said["actions_taken"]),
        ("Sent with it", ", ".join(said.get("attachments", ()))),
    ]


def _where(incident: Mapping[str, Any], seeing: Seeing) -> Rows:
    """Where it happened; the address is for whoever may know where somebody lives."""
    kind = _in_words(incident.get("location_type"), "")
    place = ", ".join(part for part in (kind, incident["address"] if seeing.addresses else "") if part)
    return [("Where it happened", place)] if place else []


def police_rows(view: CaseView) -> Rows:
    police = view.said["police"]
    return [
        *_report(view, police),
        ("Risk to the adult victim", _grade(view, police)),
        *_parts(view, police),
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
        ("Referred to MARAC, as the police say", _yes_no(police.get("marac_referred"))),
        ("Body-worn video", _yes_no(police.get("body_worn_video"))),
        ("What happened", police["narrative"]),
        ("Conditions at home", police["home_conditions"] or ""),
    ]


def _report(view: CaseView, police: Mapping[str, Any]) -> Rows:
    """Which report it is, whose, and whether a supervisor has read it."""
    refs = (police.get("ppn_ref"), police.get("incident_ref"), view.said["incident"].get("police_ref"))
    reviewed = police.get("supervisor_reviewed")
    rows = [
        ("Police reference", ", ".join(dict.fromkeys(ref for ref in refs if ref))),
        ("Officer", ", ".join(part for part in (police.get("officer_id"), police.get("force")) if part)),
        ("Reviewed by a supervisor", "" if reviewed is None else _yes_no("Y" if reviewed else "N")),
    ]
    return [(name, words) for name, words in rows if words]


def _grade(view: CaseView, police: Mapping[str, Any]) -> str:
    grade = view.case.contact.police_grade
    by = "" if view.case.graded_by_hub else GRADED_BY.get(police.get("graded_by") or "", "")
    hub = "confirmed by the hub" if view.case.graded_by_hub else by
    tool, ticks = police["risk_tool"], police["ticks"]
    said = ", ".join(part for part in (in_words(grade) if grade else "Not graded", hub) if part)
    return said + (f" ({tool}, {ticks} ticks)" if tool and ticks else "")


def _parts(view: CaseView, police: Mapping[str, Any]) -> Rows:
    """Who did what to whom, as the report has it, and what its grade rests on."""
    names = {adult["temp_ref"]: f"{adult['first_name']} {adult['surname']}".strip() for adult in view.said["adults"]}
    rows = [
        ("The grade rests on", police.get("grade_reason") or ""),
        ("Victim", names.get(police.get("victim_ref") or "", "")),
        ("Alleged perpetrator", names.get(police.get("perpetrator_ref") or "", "")),
        ("Counter-allegation", "Each accuses the other" if police.get("counter_allegation") else ""),
    ]
    return [(name, words) for name, words in rows if words]


@dataclass(frozen=True, slots=True, kw_only=True)
class MetByOfficers:
    """A child of the report as officers met it; ``words`` are the child's own."""

    who: str
    words: str
    how: str


def met_by_officers(view: CaseView, seeing: Seeing) -> list[MetByOfficers]:
    """What each child told officers, for whoever reads what the police say."""
    police: Mapping[str, Any] = (view.said["police"] if seeing.police else None) or {}
    talks: Sequence[Mapping[str, Any]] = police.get("children_spoken_to", ())
    names = {child.state.temp_ref: child.name for child in view.children}
    return [
        MetByOfficers(who=names.get(talk["temp_ref"], "A child"), words=talk.get("words") or "", how=_met(talk))
        for talk in talks
    ]


def _met(talk: Mapping[str, Any]) -> str:
    """Before it was kept whether they spoke, words say that they did."""
    spoke = talk.get("spoken") == "Y" or bool(talk.get("words"))
    alone = {"Y": "spoken to alone", "N": "spoken to with somebody there"}.get(talk.get("alone") or "", "spoken to")
    not_spoken = {"N": "not spoken to"}.get(talk.get("spoken") or "", "")
    return ", ".join(part for part in (alone if spoke else not_spoken, talk.get("demeanour") or "") if part)


def missing_rows(view: CaseView, seeing: Seeing) -> Rows:
    """What a missing report says, for whoever may read it."""
    back = _back(view.said.get("back"))
    missing = view.said.get("missing")
    if not missing:
        return back
    seen_at = missing["last_seen_at"]
    rows: Rows = [
        *back,
        ("Missing from", in_words(missing["missing_from"])),
        ("Last seen", day_and_time_words(datetime.fromisoformat(seen_at)) if seen_at else ""),
        ("Last seen by", missing.get("last_seen_by") or ""),
        ("Episodes in 30 days, by the report", _number(missing["episode_no_30d"])),
        ("Episodes in 90 days, by the report", _number(missing.get("episode_no_90d"))),
        ("Told already", ", ".join(_told(who) for who in missing.get("informed", ()))),
    ]
    if seeing.history:
        rows += [
            ("Placement", missing["placement"] or ""),
            ("Looked after by an authority", _yes_no(missing.get("cla"))),
            ("Placed by", missing.get("placing_la") or ""),
        ]
    if seeing.police:
        rows += [
            *_circumstances_beside(view.said),
            ("Police risk", in_words(missing["police_risk"])),
            ("Exploitation", ", ".join(in_words(flag, "exploitation") for flag in missing["exploitation_flags"])),
            ("Known associates", ", ".join(missing["known_associates"])),
        ]
    return rows


def _told(who: str) -> str:
    """A code in words; what somebody wrote, or a short name (EDT), as it is."""
    return in_words(who) if "_" in who else who


def _back(back: Mapping[str, Any] | None) -> Rows:
    if not back:
        return []
    when = day_and_time_words(datetime.fromisoformat(back["found_at"]))
    how = in_words(back["found_how"]).lower() if back["found_how"] else ""
    rows: Rows = [("Back", ", ".join(part for part in (when, how) if part))]
    return [*rows, ("Police prevention interview held", _yes_no(back["prevention_interview_done"]))]


def child_rows(child: ChildView, seeing: Seeing) -> Rows:
    """What the sender says of one child beside name and birth."""
    said = child.said
    rows: Rows = [
        ("Sex", _in_words(said.get("sex"), "sex")),
        ("Gender", _in_words(said.get("gender"), "gender")),
        ("Ethnicity", _in_words(said.get("ethnicity"), "ethnicity")),
        ("Language", said.get("language") or ""),
        ("Interpreter", "Needed" if said.get("interpreter") else ""),
        ("There when it happened", _yes_no(said.get("present_at_incident"))),
        ("Seen by the sender", _seen(said)),
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


def _seen(said: Mapping[str, Any]) -> str:
    at = said.get("seen_at")
    when = day_and_time_words(datetime.fromisoformat(at)) if at else ""
    return ", ".join(part for part in (_yes_no(said.get("seen_by_referrer")), when) if part)


def _in_words(code: str | None, of: str) -> str:
    return in_words(code, of) if code else ""


def _number(count: int | None) -> str:
    return "" if count is None else str(count)


def _yes_no(code: str | None) -> str:
    return _in_words(code, "yes_no")
