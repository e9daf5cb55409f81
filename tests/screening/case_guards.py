"""What a screening itself refuses beside SCR-01 to 20: who asks what, over the API and on the page.

``test_every_code_over_http`` walks them; the guards that a manager may let a decision past are in
``test_guards_over_http``.
"""

from collections.abc import Mapping
from typing import Any, cast

from shared.access.actor import Actor

from . import case_worlds as world
from .guard_lines import Given, Line
from .people import ADEYEMI, BROOK, LUND, OKAFOR, REYES
from .story import ANALYSIS, PLAIN, WORDS

MISSING = "SCREENING MISSING_WORDS"
PROPOSAL: dict[str, Any] = {
    "decision": "INFO_ADVICE",
    "need_level": 1,
    "rationale": WORDS,
    "plain_reason": PLAIN,
    **ANALYSIS,
    "assumptions_tested": ["That he copes: the school says so too"],
}
REVIEW: dict[str, Any] = {
    "sources": ["LCS"],
    "summary": "Known since March for the same worry.",
    "care_status": "UNKNOWN",
}
DISCUSSION: dict[str, Any] = {
    "held_at": "2026-05-13T09:40",
    "took_part": ["Tola Adeyemi", "Marta Reyes"],
    "history": "Two earlier contacts, each closed alone.",
    "complicating_factors": ["The baby cannot say what happens."],
    "what_follows": "Tola sees both children today.",
}
LOOK: dict[str, Any] = {"agrees": True, "text": "Read it against the history: it was right."}
OVERRIDE: dict[str, Any] = {"guard": "SCR-02", "reason": WORDS, "review_by": "2026-06-01"}
LATE: dict[str, Any] = {"code": "CAPACITY", "text": "Two people were ill."}
AGREED: dict[str, Any] = {"manager_rationale": "Tested against the history, and agreed."}


def typed_of(said: Mapping[str, Any]) -> dict[str, str]:
    """A body as somebody types it: one thing a line, Y or N."""

    def typed(value: Any) -> str:
        if isinstance(value, bool):
            return "Y" if value else "N"
        return "\n".join(cast(list[str], value)) if isinstance(value, list) else str(value)

    return {name: typed(value) for name, value in said.items() if not isinstance(value, dict)}


def on_case(
    code: str, about: str | None, given: Given, who: Actor, path: str, form: str, gone: bool = False, /, **said: Any
) -> Line:
    at = "screenings/{contact_id}/"
    page = f"/contacts/{{contact_id}}/{form}"
    return Line(code, about, given, who, at + path, said, page, "" if gone else f"/{form}", typed_of(said), gone)


def on_child(
    code: str, about: str | None, given: Given, who: Actor, path: str, form: str, gone: bool = False, /, **said: Any
) -> Line:
    page = f"/contacts/{{contact_id}}/children/{{child_id}}/{form}"
    body = {"child_id": "{child_id}", **said}
    at = f"screenings/{{contact_id}}/{path}"
    return Line(code, about, given, who, at, body, page, "" if gone else f"/{form}", typed_of(said), gone)


def proposing(code: str, about: str, **changes: Any) -> Line:
    return on_child(code, about, world.ready, ADEYEMI, "proposals", "propose", **PROPOSAL | changes)


def closing(code: str, about: str | None, given: Given) -> Line:
    page = "/contacts/{contact_id}/feedback"
    return Line(code, about, given, ADEYEMI, "screenings/{contact_id}/closure", {}, page, "/close")


TRIAGE = (
    on_case("SCREENING RAG_REASONS", "reasons", world.rated, REYES, "rag", "rag", rag="GREEN"),
    on_case(
        MISSING, "text", world.came, REYES, "direction", "direction", text="", questions_to_answer=["Who is at home?"]
    ),
    on_case(
        "SCR-01 NO_DIRECTION", "on_call", world.came_at_night, OKAFOR, "direction", "direction", text="Visit tonight."
    ),
    on_case(
        "SCREENING UNKNOWN_CHILD",
        "child_id",
        world.came,
        ADEYEMI,
        "injuries",
        "injury",
        text="Her arm is swollen, says the school.",
        child_id="nobody",
    ),
    on_case(
        "SCREENING UNKNOWN_PERSON",
        "screener_id",
        world.came_where_staff_are_listed,
        REYES,
        "screener",
        "screener",
        screener_id="sw.ndlvou",
    ),
    on_case("SCREENING CLOSED", None, world.closed, REYES, "rag", "rag", rag="RED", reasons=["He is back."]),
    on_case("SCREENING ENDED", None, world.ended, REYES, "rag", "rag", rag="RED", reasons=["He is back."]),
)
ENQUIRY = (
    on_child("SCR-02 NO_HISTORY", "items_opened", world.known_already, ADEYEMI, "history-reviews", "history", **REVIEW),
    on_case(
        "SCREENING DISCUSSED_ALONE",
        "took_part",
        world.came,
        ADEYEMI,
        "discussions",
        "discussion",
        **DISCUSSION | {"took_part": ["Tola Adeyemi"]},
    ),
    on_case(
        "SCREENING DATE",
        "held_at",
        world.came,
        ADEYEMI,
        "discussions",
        "discussion",
        **DISCUSSION | {"held_at": "2026-05-14T09:00"},
    ),
    on_case(
        "SCREENING DATE",
        "spoken_at",
        world.came,
        ADEYEMI,
        "conversations",
        "conversation",
        who="Her father",
        spoken_at="2026-05-14T09:00",
        consent={"parents_informed": "YES", "parental_agreement": "AGREED"},
    ),
)
DECISION = (
    proposing("SCREENING NEED_LEVEL", "need_level", need_level=4),
    proposing("SCREENING PLAIN_REASON", "plain_reason", plain_reason="We listened. " * 60),
    proposing("SCREENING RATIONALE", "rationale", rationale="All is well there now."),
    proposing(MISSING, "harm_analysis", harm_analysis=" "),
    proposing(MISSING, "what_if_wrong", what_if_wrong=""),
    proposing("SCREENING STRATEGY_GROUNDS", "strategy", decision="REFERRAL_STRATEGY", need_level=4),
    on_child("SCREENING DECIDED", "child_id", world.decided, ADEYEMI, "proposals", "propose", **PROPOSAL),
    on_child(
        "SCREENING NOTHING_PROPOSED", "child_id", world.ready, BROOK, "authorisations", "authorise", True, **AGREED
    ),
    on_child("SCREENING CHALLENGED", "child_id", world.challenged, BROOK, "authorisations", "authorise", **AGREED),
    Line(
        "SCREENING CHALLENGE_DUE",
        "due_at",
        world.proposed,
        BROOK,
        "screenings/{contact_id}/challenges",
        {"child_id": "{child_id}", "points": ["Who saw the baby?"], "due_at": "2026-05-12T09:00"},
        "/contacts/{contact_id}/children/{child_id}/authorise",
        "/challenge",
        {"points": "Who saw the baby?", "due_at": "2026-05-12T09:00"},
    ),
    on_child("EDT-04 NO_NFA_OUT_OF_HOURS", None, world.proposed, LUND, "authorisations", "authorise", **AGREED),
    on_child(
        "SCREENING LATE_REASON", "late_reason", world.proposed_too_late, BROOK, "authorisations", "authorise", **AGREED
    ),
    on_child(
        "SCR-05 SELF_AUTH",
        "change_to",
        world.proposed,
        BROOK,
        "authorisations",
        "authorise",
        **AGREED,
        change_to="NFA",
    ),
    on_child("SCR-10 DA_HIGH", None, world.agreed_to_by_one_manager, BROOK, "authorisations", "authorise", **AGREED),
    on_child("SCREENING NOTHING_TO_REVIEW", "child_id", world.ready, BROOK, "authorisation-reviews", "review", **LOOK),
    on_child("SCR-05 SELF_AUTH", None, world.decided_alone, LUND, "authorisation-reviews", "review", **LOOK),
)
OVERRIDES = (
    on_child(
        "SCREENING UNKNOWN_GUARD",
        "guard",
        world.ready,
        BROOK,
        "overrides",
        "override",
        **OVERRIDE | {"guard": "SCR-99"},
    ),
    on_child(
        "SCREENING OVERRIDE_REASON",
        "reason",
        world.ready,
        BROOK,
        "overrides",
        "override",
        **OVERRIDE | {"reason": "Cannot wait for health."},
    ),
    on_child(
        "SCREENING OVERRIDE_REVIEW",
        "review_by",
        world.ready,
        BROOK,
        "overrides",
        "override",
        **OVERRIDE | {"review_by": "2026-05-12"},
    ),
    on_child(
        "SCREENING NOTHING_TO_REVIEW",
        "guard",
        world.ready,
        BROOK,
        "override-reviews",
        "override-review",
        True,
        guard="SCR-02",
        **LOOK,
    ),
    on_child(
        "SCREENING OVERRIDE_SELF_REVIEW",
        None,
        world.let_past,
        BROOK,
        "override-reviews",
        "override-review",
        guard="SCR-02",
        **LOOK,
    ),
)
ENDING = (
    on_case(
        "SCREENING NOTHING_TO_TELL",
        None,
        world.ready,
        ADEYEMI,
        "outcome-feedback",
        "feedback",
        True,
        told_whom="Anita Osei",
        method="PHONE",
    ),
    closing("SCREENING NOBODY_NAMED", None, world.nobody_named),
    closing("SCREENING UNDECIDED", None, world.ready),
    closing("SCREENING CLARIFICATION_ATTEMPT", None, world.sender_silent),
    closing("SCREENING BREACH_REASON", "reason", world.told_late),
    on_case(
        "SCREENING NOTHING_TO_REOPEN",
        None,
        world.ready,
        ADEYEMI,
        "reopening",
        "reopen",
        reason="The school has rung again.",
    ),
    Line(
        "SCREENING NOT_LATE",
        "code",
        world.decided,
        REYES,
        "screenings/{contact_id}/breach-reasons",
        {"code": "CK_AMBER", "subject": "Screening-{contact_id}", "reason": LATE},
        "/contacts/{contact_id}/late",
        "",
        {
            "clock": "CK_AMBER Screening-{contact_id}",
            "reason_code": LATE["code"],
            "reason_text": LATE["text"],
        },
        True,
    ),
)
CASES = (*TRIAGE, *ENQUIRY, *DECISION, *OVERRIDES, *ENDING)
