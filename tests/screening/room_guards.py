"""The guards of referrals, early help, disagreements and audits: who asks what, over the API and on the page, and is
refused. ``test_every_code_over_http`` walks them."""

from collections.abc import Mapping
from typing import Any

from shared.access.actor import Actor

from . import guarded_worlds as world
from .early_help_story import CARTER, VOSS
from .guard_lines import Given, Line
from .guarded_worlds import ANSWER, CLEAR, NOBODY
from .people import ADEYEMI, BROOK, HALE, LUND, PATEL, REYES, STONE
from .referral_story import NDLOVU
from .rooms import AMIN, DISAGREEMENT, referred_and_offered, with_early_help
from .stepping import OFFER
from .test_audit_api import ANSWERS, BRIEFING, FINCH, FINDINGS, SELECTION
from .test_early_help_pages import TYPED

ONE = "referrals/{referral_id}"
DOWN = "step-downs/{step_down_id}"
CHILD = "screenings/{contact_id}/children/{child_id}"
CHILD_PAGE = "/contacts/{contact_id}/children/{child_id}"
REFERRED = "screenings/{contact_id}/children/{referred_id}/referral"
CASE = "audits/{audit_id}/cases/{case}"
TRANSFER = {"to_worker": "sw.ferrand", "to_team": "CASS-3", "introduced_to_family": "Y"}
VISIT = {
    "seen_at": "2026-05-19T16:00",
    "alone": "Y",
    "home_seen": "Y",
    "bedroom_seen": "N",
    "words": "I like it when Nan comes.",
}
STEP_DOWN = TYPED | {"goals": "Maisie sleeps in her own bed: her mother's diary for four weeks"}
OPENING = {"recipient_org": "la-812", "recipient_name": "Sam Carter"}
AUDITED = {question: given["answer"] for question, given in ANSWERS.items()} | {
    f"{question}_evidence": given["evidence"] for question, given in ANSWERS.items()
}
AUDIT_FORM = {**AUDITED, "grade": "GOOD", "own_child": "YES", "child_at_risk": "N", "summary": "Careful work."}
BRIEFING_FORM = BRIEFING | {"messages": "\n".join(BRIEFING["messages"])}
ACTION = {"what": "Show it to the team", "due_at": "2026-05-27T17:00"}
MODERATION = {"grade": "INADEQUATE", "reason": "The history was pasted."}


def accepting(code: str, about: str, given: Given, child: str, **said: str) -> Line:
    """Somebody accepts a referral of this child."""
    shown = f"/contacts/{{contact_id}}/children/{{{child}}}/referral"
    at = f"screenings/{{contact_id}}/children/{{{child}}}/referral"
    return Line(code, about, given, HALE, at, said, shown, "/referral", said)


def moving(code: str, about: str | None, who: Actor, step: tuple[str, str, str], **said: Any) -> Line:
    """Something is done about a referral that has a worker: on the API, the form's page, the form."""
    path, page, form = step
    typed = {name: value for name, value in said.items() if isinstance(value, str | list)}
    consent = {f"consent.{name}": value for name, value in said.get("consent", {}).items()}
    return Line(code, about, referred_and_offered, who, ONE + path, said, f"/{ONE}{page}", form, typed | consent)


ATTEMPTS = ("/visit-attempts", "/visit-attempt", "/visit-attempt")
ATTEMPT = {"attempted_at": VISIT["seen_at"], "because": "NOBODY_THERE", "found": "Curtains drawn."}
TRANSFERS, VISITS = ("/transfers", "/transfer", "/transfer"), ("/visits", "/visit", "/visit")
REFERRALS = (
    accepting("REFERRAL PRIMARY_NEED", "primary_need", referred_and_offered, "child_id"),
    accepting("REFERRAL OPEN_CHILD", "care_status", world.unreviewed, "child_id", primary_need="N1", care_status="CIN"),
    accepting("REFERRAL CARE_STATUS", "care_status", world.unreviewed, "child_id", primary_need="N1"),
    accepting("REFERRAL SAME_DAY", "child_id", referred_and_offered, "referred_id", primary_need="N1"),
    accepting("REFERRAL NOT_DECIDED", "contact_id", world.held, "child_id", primary_need="N1", care_status="CLOSED"),
    Line(
        "REFERRAL OPEN_CHILD",
        "child_id",
        world.asked_back,
        HALE,
        REFERRED,
        {"primary_need": "N1", "care_status": "EH", "step_up_id": "{step_up_id}"},
        "/contacts/{contact_id}/children/{referred_id}/referral?step_up={step_up_id}",
        "/referral",
        {"primary_need": "N1", "care_status": "EH"},
    ),
    moving(
        "REFERRAL OUT_OF_ORDER", None, HALE, ("/allocation", "/allocate", "/allocate"), worker="sw.x", team="CASS-3"
    ),
    moving("REFERRAL NEEDED", "reason", HALE, TRANSFERS, handover_note="Ring Nan first.", **TRANSFER),
    moving("REFERRAL HANDOVER_NOTE", "handover_note", HALE, TRANSFERS, reason="She moves team.", **TRANSFER),
    moving("REFERRAL DATE", "seen_at", NDLOVU, VISITS, **VISIT | {"seen_at": "2026-05-25T10:00"}, consent=CLEAR),
    moving("REFERRAL NEEDED", "why_not_alone", NDLOVU, VISITS, **VISIT | {"alone": "N"}, consent=CLEAR),
    moving("REFERRAL CONSENT_UNCLEAR", "consent.parental_agreement", NDLOVU, VISITS, **VISIT),
    moving("REFERRAL NEEDED", "next_step", NDLOVU, ATTEMPTS, **ATTEMPT),
    moving("REFERRAL DATE", "attempted_at", NDLOVU, ATTEMPTS, **ATTEMPT | {"attempted_at": "2026-05-25T10:00"}),
    moving(
        "REFERRAL DATE",
        "authorised_on",
        HALE,
        ("/assessment", "/assessment", "/assessment"),
        authorised_on="2026-06-30",
    ),
    moving(
        "REFERRAL FACTORS",
        "factors",
        HALE,
        ("/assessment", "/assessment", "/assessment"),
        authorised_on="2026-05-03",
        factors=["16A", "21"],
    ),
    moving(
        "REFERRAL STEP_DOWN",
        "closure_reason",
        HALE,
        ("/closure", "/end", "/close"),
        closure_reason="RC9",
        reason="Early help goes on.",
    ),
    moving(
        "EDT-04 NO_NFA_OUT_OF_HOURS",
        None,
        LUND,
        ("/closure", "/end", "/close"),
        closure_reason="RC7",
        reason="They have what they need.",
    ),
    moving(
        "REFERRAL NOT_SEEN",
        "why_unseen",
        HALE,
        ("/closure", "/end", "/close"),
        closure_reason="RC7",
        reason="They have what they need.",
    ),
    moving(
        "REFERRAL NOT_ASSESSED",
        "closure_reason",
        HALE,
        ("/closure", "/end", "/close"),
        closure_reason="RC8",
        reason="There is no need.",
    ),
)


def stepping_down(code: str, about: str | None, given: Given, **changes: str) -> Line:
    """A social worker proposes that early help takes over."""
    page = "/referrals/{referral_id}/step-down"
    return Line(code, about, given, NDLOVU, f"{ONE}/step-downs", OFFER | changes, page, page, STEP_DOWN | changes)


def about_step_down(code: str, about: str | None, given: Given, who: Actor, path: str, form: str, **said: str) -> Line:
    return Line(code, about, given, who, f"{DOWN}/{path}", said, f"/{DOWN}", f"/{form}", said, code == "SCR-10 DA_HIGH")


def ending_early_help(code: str, given: Given) -> Line:
    said = {"reason": "They have gone away."}
    page = "/episodes/{episode_id}/close"
    return Line(code, None, given, CARTER, "episodes/{episode_id}/closure", said, page, "/close", said)


EARLY_HELP = (
    stepping_down("SCR-16 STEPDOWN_VAGUE", "focus", world.worked_with, focus=""),
    stepping_down("SCR-14 RED_CLOSE", "changed_since_red", world.worked_with_after_red, changed_since_red=""),
    stepping_down("SCR-18 ESC_OPEN", None, world.worked_with_and_disputed),
    stepping_down("REFERRAL ENQUIRY_OPEN", None, world.worked_with_and_enquired_into),
    stepping_down("STEPDOWN JOINT_VISIT", "joint_visit_date", world.worked_with, joint_visit_date="2026-05-01"),
    stepping_down("STEPDOWN OUT_OF_ORDER", None, referred_and_offered),
    about_step_down(
        "SCR-05 SELF_AUTH", None, world.offered_by_a_manager, HALE, "agreement", "agree", rationale="It held."
    ),
    about_step_down(
        "SCR-10 DA_HIGH", None, referred_and_offered, NDLOVU, "agreement", "agree", rationale="It has held."
    ),
    about_step_down(
        "STEPDOWN DATE",
        "contacted_at",
        with_early_help,
        CARTER,
        "family-contact",
        "family-contact",
        contacted_at="2026-05-25T10:00",
        joint_visit_made="Y",
    ),
    Line(
        "SCR-10 DA_HIGH",
        None,
        referred_and_offered,
        VOSS,
        f"{DOWN}/acceptance",
        {"lead_practitioner": "Sam Carter"},
        f"/{DOWN}",
        "/accept",
        {"lead_practitioner": "Sam Carter"},
    ),
    Line("REFERRAL NEEDED", "reason", referred_and_offered, VOSS, f"{DOWN}/refusal", {}, f"/{DOWN}", "/decline"),
    Line(
        "EARLYHELP NOT_DECIDED",
        "contact_id",
        world.held,
        ADEYEMI,
        f"{CHILD}/early-help",
        OPENING,
        f"{CHILD_PAGE}/early-help",
        "/early-help",
        OPENING,
    ),
    Line(
        "EARLYHELP OPEN",
        "child_id",
        world.with_early_help_by_decision,
        ADEYEMI,
        f"{CHILD}/early-help",
        OPENING,
        f"{CHILD_PAGE}/early-help",
        "/early-help",
        OPENING,
    ),
    ending_early_help("EARLYHELP NOT_OPEN", world.no_longer_with_early_help),
    ending_early_help("EARLYHELP TAKING_OVER", with_early_help),
    ending_early_help("EARLYHELP ASKED", world.asking_back),
    Line(
        "STEPUP OUT_OF_ORDER",
        None,
        with_early_help,
        CARTER,
        "episodes/{episode_id}/step-ups",
        {"reason": "He is back again.", "urgent": True},
        "/episodes/{episode_id}/step-up",
        "/step-up",
        {"reason": "He is back again.", "urgent": "Y"},
    ),
    Line(
        "STEPUP ANSWER",
        "decision",
        with_early_help,
        REYES,
        "step-ups/{step_up_id}/decision",
        {"decision": "NFA", "rationale": "It will pass."},
        "/step-ups/{step_up_id}",
        "/step-ups/{step_up_id}",
        {"decision": "NFA", "rationale": "It will pass."},
    ),
    Line(
        "EDT-04 NO_NFA_OUT_OF_HOURS",
        None,
        with_early_help,
        LUND,
        "step-ups/{step_up_id}/decision",
        {"decision": "EARLY_HELP", "rationale": "It can wait."},
        "/step-ups/{step_up_id}",
        "/step-ups/{step_up_id}",
        {"decision": "EARLY_HELP", "rationale": "It can wait."},
    ),
    Line(
        "SCR-06 NOT_SW",
        None,
        with_early_help,
        NOBODY,
        "step-ups/{step_up_id}/decision",
        {"decision": "REFERRAL_S17", "rationale": "He is back."},
        "/step-ups/{step_up_id}",
        "/step-ups/{step_up_id}",
        {"decision": "REFERRAL_S17", "rationale": "He is back."},
    ),
)


def disagreeing(code: str, about: str | None, given: Given, who: Actor, **changes: str) -> Line:
    said = DISAGREEMENT | changes
    page = "/contacts/{contact_id}/escalate"
    return Line(code, about, given, who, "screenings/{contact_id}/escalations", said, page, page, said)


def answering(code: str, about: str | None, given: Given, who: Actor, *, gone: bool = False, **changes: str) -> Line:
    said, at = ANSWER | changes, "escalations/{escalation_id}"
    return Line(code, about, given, who, f"{at}/answer", said, f"/{at}", "/answer", said, gone)


FOR_A_TEACHER = {"on_behalf_of": "Anita Osei, designated lead"}
ESCALATIONS = (
    disagreeing("ESC-01 NOT_PROFESSIONAL", None, world.decided_for_a_neighbour, REYES, **FOR_A_TEACHER),
    disagreeing("ESC-02 ALREADY_OPEN", "child_ids", referred_and_offered, AMIN),
    disagreeing("ESC-05 MISSING_WORDS", "wants", world.worked_with, AMIN, wants=""),
    disagreeing("ESC-07 ON_BEHALF", "on_behalf_of", world.worked_with, REYES),
    disagreeing("ESC-08 NOTHING_DECIDED", "child_ids", world.undecided, AMIN),
    answering("ESC-03 OWN_DECISION", None, referred_and_offered, LUND),
    answering("ESC-04 NOT_YOUR_TIER", None, referred_and_offered, PATEL, gone=True),
    answering("ESC-05 MISSING_WORDS", "reason", referred_and_offered, REYES, reason=""),
    answering("ESC-06 NOT_OPEN", None, world.answered, BROOK, gone=True),
    Line(
        "ESC-07 ON_BEHALF",
        None,
        referred_and_offered,
        REYES,
        "escalations/{escalation_id}/withdrawal",
        {"reason": "They rang to say so."},
        "/escalations/{escalation_id}",
        "/withdraw",
        {"withdraw_reason": "They rang to say so."},
        True,
    ),
)


def drawing(code: str, about: str, **changes: str) -> Line:
    said = SELECTION | changes
    return Line(code, about, world.sampled, STONE, "audits", said, "/audits/draw", "/draw", said)


def finding(code: str, about: str, typed: Mapping[str, str], **changes: Any) -> Line:
    return Line(
        code,
        about,
        world.sampled,
        STONE,
        f"{CASE}/audit",
        FINDINGS | changes,
        f"/{CASE}",
        "/audit",
        AUDIT_FORM | typed,
    )


def shut(code: str, about: str | None, given: Given, who: Actor) -> Line:
    """Somebody writes into a form whose record has not opened for them, or has closed meanwhile."""
    return Line(code, about, given, who, f"{CASE}/audit", FINDINGS, f"/{CASE}", "/audit", AUDIT_FORM, True)


def moderating(code: str, given: Given, who: Actor) -> Line:
    return Line(code, "case", given, who, f"{CASE}/moderation", MODERATION, f"/{CASE}", "/moderate", MODERATION, True)


def briefing(code: str, about: str, **changes: Any) -> Line:
    typed = BRIEFING_FORM | {name: value if isinstance(value, str) else value[0] for name, value in changes.items()}
    page = "/audits/{audit_id}/briefing"
    return Line(code, about, world.sampled, STONE, "audits/{audit_id}/briefings", BRIEFING | changes, page, page, typed)


def acting(code: str, about: str, **changes: Any) -> Line:
    typed = ACTION | {name: str(value) for name, value in changes.items()}
    page = "/audits/{audit_id}/action"
    return Line(code, about, world.sampled, STONE, "audits/{audit_id}/actions", ACTION | changes, page, page, typed)


AUDITS = (
    shut("AUD-01 OWN_DECISION", "case", world.sampled, BROOK),
    acting("AUD-02 NOT_SAMPLED", "case", owner="Dana Brook", case=99),
    shut("AUD-03 TIME_BOX", None, world.over, STONE),
    finding("AUD-04 UNANSWERED", "q7_evidence", {"q7_evidence": ""}, answers={**ANSWERS, "q7": {"answer": "YES"}}),
    finding(
        "AUD-05 CHILD_AT_RISK",
        "child_at_risk",
        {"q14": "YES"},
        answers={**ANSWERS, "q14": {"answer": "YES", "evidence": "In the record"}},
    ),
    moderating("AUD-06 OWN_AUDIT", world.audited, STONE),
    moderating("AUD-07 NOT_AUDITED", world.sampled, FINCH),
    drawing("AUD-09 MISSING_WORDS", "question", question=""),
    drawing("AUD-10 PERIOD", "until", since="2026-06-01"),
    drawing("AUD-11 NOTHING_TO_DRAW", "since", since="2025-01-01", until="2025-01-31"),
    Line(
        "AUD-12 NO_SUCH_ACTION",
        "action_id",
        world.acted_on,
        REYES,
        "audit-actions/{action_id}/completion",
        {"outcome": "Shown again today."},
        "/audit-actions",
        "/{action_id}/complete",
        {"outcome-{action_id}": "Shown again today."},
        True,
    ),
    acting("AUD-13 ACTION", "owner"),
    briefing("BRF-01 TOO_LONG", "looked_at", looked_at="word " * 300),
    briefing("BRF-02 THREE_MESSAGES", "messages", messages=["Open the history."]),
    briefing("BRF-03 IDENTIFIER", "good", good="Noor was heard."),
    briefing("BRF-04 MISSING_WORDS", "title", title=""),
)
TABLE = (*REFERRALS, *EARLY_HELP, *ESCALATIONS, *AUDITS)
