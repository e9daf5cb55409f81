"""Outbound words as people read them: the fields of a payload in plain lines, the codes in sentences."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from notifications.labels import INSTANTS, LABEL, ORDER
from notifications.read_models.inbox import InboxMessage
from shared.web.code_words import in_words
from shared.web.words import date_words, full_day_and_time_words

Line = tuple[str, str]

PROFILE = {
    "ENC_MIN": "Operation Encompass alert",
    "ACK_PRO": "Receipt for a contact",
    "ACK_PUBLIC": "Receipt for a caller",
    "OUTCOME_PRO": "Outcome of a contact",
    "POLICE_OUTCOME": "Outcome of a notification",
    "CLARIFY": "Questions about a contact",
    "INFO_REQUEST": "Request for information",
    "STEPDOWN_PACK": "Step-down pack",
    "ESCALATION_ANSWER": "Answer to a disagreement",
    "RHI_REQUEST": "Request for a return home interview",
    "STEP_UP_ANSWER": "Answer to a step-up",
    "CLARIFY_MISSED": "Questions that nobody answered",
    "QUALITY_FEEDBACK": "How good your contacts were",
    "LADO_REF": "Allegation about a worker",
    "PF_VISIT": "Private fostering: a visit is owed",
    "MARAC_REF": "Referral to MARAC",
}
STATE = {
    "HELD": "Held",
    "FAILED": "Failed",
    "READY": "Not told yet",
    "SENT": "Sent",
    "DELIVERED": "Seen",
    "ACKNOWLEDGED": "Acknowledged",
    "SUPPRESSED": "Suppressed",
    "LEFT_TO_POLICE": "Left to the police",
}
STATE_COLOUR = {"HELD": "red", "FAILED": "red", "READY": "purple", "SENT": "blue"}
RECIPIENT_ROLE = {
    "DSL": "safeguarding lead",
    "PROFESSIONAL_REFERRER": "who sent the contact",
    "POLICE": "police",
    "PUBLIC_REFERRER": "member of the public who called",
    "ASKED_AGENCY": "asked for what they know",
    "EARLY_HELP": "early help, asked to take over",
    "DISAGREEING_AGENCY": "who disagreed",
    "RETURN_INTERVIEWER": "who arranges return home interviews",
    "STEP_UP_ASKER": "early help, who asked us to look again",
    "SAFEGUARDING_LEAD": "who answers for their safeguarding",
    "LADO": "designated officer",
    "PRIVATE_FOSTERING": "who visits private foster homes",
    "MARAC": "who keeps MARAC's list",
}
NEXT = {
    "CLARIFY": ("Send a fuller version, or call us", "/intake/send"),
    "INFO_REQUEST": ("Answer it", "/notifications/agency/requests/{notification_id}"),
    "STEPDOWN_PACK": ("Accept or decline it", "/screening/early-help"),
    "ESCALATION_ANSWER": ("See your disagreements", "/screening/escalations"),
    "STEP_UP_ANSWER": ("See your families", "/screening/early-help"),
    "CLARIFY_MISSED": ("Send a fuller version, or call us", "/intake/send"),
    "LADO_REF": ("Read what is alleged", "/timeline/children"),
    "PF_VISIT": ("Write down the visit", "/intake/owed"),
    "MARAC_REF": ("Confirm that MARAC has it", "/intake/owed"),
}
"""What the reader does next, and where."""


def next_step(message: InboxMessage) -> Line | None:
    """What to do with this message, and where; none where it is only to be read."""
    if message.profile not in NEXT:
        return None
    does, where = NEXT[message.profile]
    if message.answers:
        does = "See your answer, or add to it"
    return does, where.format(notification_id=message.notification_id)


TRANSPORT = {"API": "in their system", "PORTAL": "in their inbox", "SECURE_EMAIL": "by e-mail", "PHONE": "by phone"}
TEXT = {
    "ENC_STD_1": "For information only: follow your policy. The police have shared this with children's services.",
}
QUALITY = {
    "q1": "every child's name and date of birth",
    "q2": "who lives where and who has parental responsibility",
    "q3": "ethnicity, language and disability",
    "q4": "school or GP",
    "q5": "what exactly worries you: what, when, and how you know",
    "q6": "what it is like for each child",
    "q7": "the child's own words or view",
    "q8": "strengths, and what has been tried",
    "q9": "what parents know, what was agreed, and why",
    "q10": "your own view of the level of need, and what should happen",
}
GRADE = {"GOOD": "Good", "ADEQUATE": "Enough to work with", "INADEQUATE": "Too thin to work with"}
PRESENT = {"PRESENT": "Yes", "NOT_PRESENT": "No", "NOT_KNOWN": "Not known"}
UPHELD = {"Y": "We agree with you", "N": "The decision stands", "PART": "We agree in part"}
MISSING_FROM = {"HOME": "Home", "CARE": "Where they are looked after", "EDUCATION": "School", "OTHER": "Elsewhere"}
PURPOSE = {"SAFEGUARDING_SCREENING": "We are deciding what this child needs and must know what you know"}
LAWFUL_BASIS = {
    "PUBLIC_TASK_SAFEGUARDING": "Our public task of safeguarding children",
    "CA2004_S16LA": "Your duty to share (Children Act 2004 s16LA)",
    "COURT_ORDER": "An order of the court",
    "VITAL_INTERESTS": "The child's vital interests",
}
ADULTS = {"household": "household.name", "adults": "adults", "workers": "workers"}
NOT_SHOWN = frozenset({"profile", "profile_version", "recipient_role"})


def lines(payload: Mapping[str, Any]) -> list[Line]:
    """Each field that was sent as a label and its words."""
    found = [line for name, value in payload.items() if name not in NOT_SHOWN for line in _lines_of(name, value)]
    return sorted(found, key=lambda line: ORDER[line[0]])


def about_whom(payload: Mapping[str, Any]) -> str:
    """The child whom the words name; else the children as the receiver's own system calls them; else nobody."""
    named: Sequence[Mapping[str, str]] = [payload["child"]] if payload.get("child") else payload.get("children") or ()
    names = [f"{child['first_name']} {child['surname']}".strip() for child in named if "first_name" in child]
    if any(names):
        return ", ".join(name for name in names if name)
    told: Sequence[Mapping[str, str]] = payload.get("children") or ()
    return ", ".join(f"their child {each['child_ref']}" for each in told if each.get("child_ref"))


REFERENCES = ("alert_ref", "request_ref", "escalation_ref", "contact_ref")


def called(payload: Mapping[str, Any]) -> str:
    """How people name one message on the phone: by its reference; what has none, by its month or its child."""
    found = (str(payload[name]) for name in REFERENCES if payload.get(name))
    return next(found, month_words(payload["month"]) if payload.get("month") else about_whom(payload))


def month_words(month: str) -> str:
    """May 2026."""
    return f"{date.fromisoformat(f'{month}-01'):%B %Y}"


def _lines_of(path: str, value: object) -> list[Line]:
    match value:
        case dict():
            inner = cast(dict[str, object], value)
            return [line for name, words in inner.items() for line in _lines_of(f"{path}.{name}", words)]
        case list() if path == "quality_failed":
            missing = ", ".join(QUALITY[str(test)] for test in cast(list[object], value))
            return [(LABEL[path], _capital(missing))] if missing else []
        case list() if path == "questions":
            asked = cast(list[Mapping[str, object]], value)
            return [(LABEL["questions.text"], f"{each['number']}. {each['text']}") for each in asked]
        case list() if path == "children" and _are_named(cast(list[object], value)):
            named = cast(list[Mapping[str, str | None]], value)
            return [(LABEL[path], _child_words(child)) for child in named]
        case list() if path in ADULTS:
            adults = cast(list[Mapping[str, object]], value)
            return [(LABEL[ADULTS[path]], _member_words(adult)) for adult in adults]
        case list() if path == "high_risk_factors":
            return (
                [(LABEL[path], ", ".join(in_words(str(each)) for each in cast(list[object], value)))] if value else []
            )
        case list() if path == "most_failed":
            failed = cast(list[Mapping[str, object]], value)
            return [(LABEL[path], f"{_capital(QUALITY[str(each['test'])])} ({each['contacts']})") for each in failed]
        case list():
            return [line for each in cast(list[object], value) for line in _lines_of(path, each)]
        case _:
            return [(LABEL[path], _in_words(path, value))]


def _are_named(children: object) -> bool:
    """Children by name, and not by what their sender calls them."""
    return all("first_name" in child for child in cast(list[Mapping[str, object]], children))


def _child_words(child: Mapping[str, str | None]) -> str:
    """One child in one line, so that nobody puts one's name to another's birthday."""
    name = f"{child['first_name']} {child['surname']}".strip() or "Name not known"
    born = child.get("date_of_birth")
    return f"{name}, born {date_words(date.fromisoformat(born))}" if born else f"{name}, date of birth not known"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _member_words(member: Mapping[str, object]) -> str:
    """One adult in one line: a name, then what the profile says of them."""
    said = [str(member["name"])]
    if "relationship" in member:
        responsible = in_words(str(member["parental_responsibility"]), "yes_no").lower()
        said += [str(member["relationship"]).lower(), f"parental responsibility: {responsible}"]
    if "role" in member:
        said.append(in_words(str(member["role"])).lower())
    if member.get("date_of_birth"):
        said.append(f"born {date_words(date.fromisoformat(str(member['date_of_birth'])))}")
    return ", ".join(said)


def _in_words(path: str, value: object) -> str:
    if value is None:
        return "Not known"
    text = str(value)
    match path.rsplit(".", maxsplit=1)[-1]:
        case "text_code":
            return TEXT[text]
        case "child_present":
            return PRESENT[text]
        case "welfare_check_made" | "prevention_interview_done" | "police_have_referred":
            return in_words(text, "yes_no")
        case "outcome_code":
            return in_words(text, "decision")
        case "upheld":
            return UPHELD[text]
        case "grade":
            return in_words(text)
        case "month":
            return month_words(text)
        case "missing_from":
            return MISSING_FROM[text]
        case "purpose":
            return PURPOSE[text]
        case "lawful_basis":
            return LAWFUL_BASIS.get(text, text)
        case "date_of_birth" | "incident_date" | "joint_visit_on":
            return date_words(date.fromisoformat(text))
        case name if name in INSTANTS:
            return full_day_and_time_words(text)
        case _:
            return text


def missing_words(tests: tuple[str, ...]) -> str:
    """What a contact lacked, as a list in one sentence."""
    return ", ".join(QUALITY[test] for test in tests if test in QUALITY)
