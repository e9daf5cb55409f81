"""Outbound words as people read them: the fields of a payload in plain lines, the codes in sentences."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from shared.web.code_words import in_words
from shared.web.words import date_words, full_day_and_time_words

PROFILE = {
    "ENC_MIN": "Operation Encompass alert",
    "ACK_PRO": "Receipt for a contact",
    "ACK_PUBLIC": "Receipt for a caller",
    "OUTCOME_PRO": "Outcome of a contact",
    "POLICE_OUTCOME": "Outcome of a notification",
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
}
TRANSPORT = {"API": "in their system", "PORTAL": "in their inbox", "SECURE_EMAIL": "by e-mail", "PHONE": "by phone"}
TEXT = {
    "ENC_STD_1": "For information only: follow your policy. The police have shared this with children's services.",
}
LABEL = {
    "child.first_name": "First name",
    "child.surname": "Surname",
    "child.date_of_birth": "Date of birth",
    "incident_date": "Date of the incident",
    "incident_time": "Time of the incident",
    "child_present": "Was the child there?",
    "welfare_check_made": "Has somebody checked that the child is well?",
    "text_code": "What to do",
    "alert_ref": "Reference",
    "urn": "School (URN)",
    "ppn_ref": "Your reference",
    "children.child_ref": "Child (your reference)",
    "children.outcome_code": "Outcome",
    "children.reason": "Why",
    "children.need_level": "Level of need",
    "decided_at": "Decided",
    "asked_to_do": "What we ask you to do",
    "team": "Team",
    "phone": "Phone",
    "escalation_route": "If you disagree",
    "quality_failed": "What would have helped us",
    "contact_ref": "Our reference",
    "received_at": "Received",
    "named_team": "Who has it",
    "decision_due_at": "Decision due by",
    "if_worried_now": "If you are worried now",
    "emergency_advice": "If you are worried again",
}
"""In the order in which people want to read them; stored words have no order of their own."""

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
ORDER = {label: place for place, label in enumerate(LABEL.values())}
NOT_SHOWN = frozenset({"profile", "profile_version", "recipient_role"})

Line = tuple[str, str]


def lines(payload: Mapping[str, Any]) -> list[Line]:
    """Each field that was sent as a label and its words."""
    found = [line for name, value in payload.items() if name not in NOT_SHOWN for line in _lines_of(name, value)]
    return sorted(found, key=lambda line: ORDER[line[0]])


def about_whom(payload: Mapping[str, Any]) -> str:
    """The child whom the words name; else the children as the receiver's own system calls them; else nobody."""
    child: Mapping[str, str] | None = payload.get("child")
    if child:
        return f"{child['first_name']} {child['surname']}"
    told: Sequence[Mapping[str, str]] = payload.get("children") or ()
    return ", ".join(f"their child {each['child_ref']}" for each in told if each.get("child_ref"))


def _lines_of(path: str, value: object) -> list[Line]:
    match value:
        case dict():
            inner = cast(dict[str, object], value)
            return [line for name, words in inner.items() for line in _lines_of(f"{path}.{name}", words)]
        case list() if path == "quality_failed":
            missing = ", ".join(QUALITY[str(test)] for test in cast(list[object], value))
            return [(LABEL[path], missing)] if missing else []
        case list():
            return [line for each in cast(list[object], value) for line in _lines_of(path, each)]
        case _:
            return [(LABEL[path], _in_words(path, value))]


def _in_words(path: str, value: object) -> str:
    if value is None:
        return "Not known"
    text = str(value)
    match path.rsplit(".", maxsplit=1)[-1]:
        case "text_code":
            return TEXT[text]
        case "child_present":
            return PRESENT[text]
        case "welfare_check_made":
            return in_words(text, "yes_no")
        case "outcome_code":
            return in_words(text, "decision")
        case "date_of_birth" | "incident_date":
            return date_words(date.fromisoformat(text))
        case "received_at" | "decision_due_at" | "decided_at":
            return full_day_and_time_words(text)
        case _:
            return text


def missing_words(tests: tuple[str, ...]) -> str:
    """What a contact lacked, as a list in one sentence."""
    return ", ".join(QUALITY[test] for test in tests if test in QUALITY)
