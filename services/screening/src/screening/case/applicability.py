"""Which guards stand before which decision. The table's law: guards must never slow protection (§3.2)."""

from collections.abc import Sequence
from dataclasses import dataclass

from screening.case import guards
from screening.case.facts import KnownOfChild
from screening.case.guards import Guard, Missing, Question
from screening.case.state import Case, Child
from screening.codes import Decision, Rag
from shared.decider import Refused

GUARDS: dict[str, tuple[str, Guard]] = {
    "SCR-01": ("NO_DIRECTION", guards.scr_01_no_direction),
    "SCR-02": ("NO_HISTORY", guards.scr_02_no_history),
    "SCR-03": ("THIN_INFO", guards.scr_03_thin_info),
    "SCR-04": ("ASSUMPTIONS", guards.scr_04_assumptions),
    "SCR-05": ("SELF_AUTH", guards.scr_05_self_auth),
    "SCR-06": ("NOT_SW", guards.scr_06_not_sw),
    "SCR-07": ("REPEAT", guards.scr_07_repeat),
    "SCR-08": ("EH_NO_AGREEMENT", guards.scr_08_eh_no_agreement),
    "SCR-09": ("CONSENT_UNCLEAR", guards.scr_09_consent_unclear),
    "SCR-10": ("DA_HIGH", guards.scr_10_da_high),
    "SCR-11": ("OPEN_CASE", guards.scr_11_open_case),
    "SCR-12": ("SIBLING_GAP", guards.scr_12_sibling_gap),
    "SCR-13": ("OUTSTANDING", guards.scr_13_outstanding),
    "SCR-14": ("RED_CLOSE", guards.scr_14_red_close),
    "SCR-15": ("SAFETY_PLAN", guards.scr_15_safety_plan),
    "SCR-17": ("CLOSE_FEEDBACK", guards.scr_17_close_feedback),
    "SCR-18": ("ESC_OPEN", guards.scr_18_esc_open),
    "SCR-20": ("DECIDED_BY_MACHINE", guards.scr_20_decided_by_machine),
}

NAMES = {code: name for code, (name, _) in GUARDS.items()} | {"SCR-16": "STEPDOWN_VAGUE"}
"""Every guard that refuses. SCR-16 is asked of a step-down's own words (``early_help.guards``), SCR-19 lets through."""

NEVER_OVERRIDDEN = frozenset({"SCR-06", "SCR-20"})
SECOND_PAIR_OF_EYES = frozenset({"SCR-05", "SCR-10"})
"""Guards that want another person: an override counts for everybody but the one who gave it."""

AT_AUTHORISATION_ONLY = frozenset({"SCR-12"})
"""Of two siblings one is proposed first, so the gap is asked about when a decision is to stand."""

BEFORE_THE_CASE_CLOSES = ("SCR-12", "SCR-17", "SCR-18")
"""Asked for each child when the whole screening is to close."""

PROTECTION = ("SCR-20", "SCR-06")
CLOSING = (*PROTECTION, *(code for code in GUARDS if code not in (*PROTECTION, "SCR-17", "SCR-18")))
STEPPING_DOWN = (*(code for code in CLOSING if code not in ("SCR-11", "SCR-14")), "SCR-17", "SCR-18")
"""A step-down, and a step-up that is left, answer some of them in words of their own (``early_help.guards``)."""
HOLDING = ("SCR-20", "SCR-06", "SCR-01")
LEFT_WITH_EARLY_HELP = (*(code for code in CLOSING if code != "SCR-14"), "SCR-17", "SCR-18")
"""Where early help asks for a step-up and is left with the child: a decision that closes."""
LINKING = ("SCR-20", "SCR-06", "SCR-01", "SCR-11")
REFERRAL = ("SCR-20", "SCR-06", "SCR-01", "SCR-02", "SCR-04", "SCR-05", "SCR-07", "SCR-12")
PATHWAY = (*REFERRAL, "SCR-11", "SCR-14")

DEFERRED_BY_PROTECTION = ("SCR-01", "SCR-02", "SCR-04", "SCR-07", "SCR-12", "SCR-13")
"""What becomes a task, due in four hours, when protection goes first. SCR-05 becomes a manager's review."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmet:
    """A guard that still wants something."""

    code: str
    name: str
    missing: Missing

    def refusal(self) -> Refused:
        return Refused(f"{self.code} {self.name}", self.missing.reason, self.missing.field)


def guards_before(decision: Decision, rag: Rag | None) -> tuple[str, ...]:
    """The codes that apply to this decision, in the order in which they are asked.

    The brief names no set for the pathways (private fostering, missing, another authority, LADO): they take
    the referral's, and the two that speak of every decision but one that protects. A child who is open stays with the
    team that has them (SCR-11), and RED is not let go below level 4 (SCR-14).
    """
    if decision is Decision.REFERRAL_STRATEGY or (rag is Rag.RED and decision.goes_up):
        return PROTECTION
    if decision.closes:
        return CLOSING
    if decision.holds:
        return HOLDING
    if decision is Decision.LINK_OPEN_CASE:
        return LINKING
    return REFERRAL if decision.goes_up else PATHWAY


def unmet(question: Question) -> list[Unmet]:
    """The guards before this decision that are neither satisfied nor overridden."""
    codes = guards_before(question.decision, question.case.rag)
    asked = (code for code in codes if question.authorising or code not in AT_AUTHORISATION_ONLY)
    return _unmet_of(question, list(asked))


def step_down_wants(question: Question) -> list[Unmet]:
    """What the guards want before early help takes over from social care, whatever a manager has let past."""
    return _wanted_by(question, STEPPING_DOWN)


def guards_before_step_up(decision: Decision, rag: Rag | None) -> tuple[str, ...]:
    """Early help asks for a step-up: what goes up, or is linked, is asked what any such decision is asked."""
    return LEFT_WITH_EARLY_HELP if decision is Decision.EARLY_HELP else guards_before(decision, rag)


def step_up_wants(question: Question) -> list[Unmet]:
    """What the guards want before a step-up is answered like this, whatever a manager has let past."""
    return _wanted_by(question, guards_before_step_up(question.decision, question.case.rag))


def refuse_unmet(question: Question) -> None:
    """Raises the first unmet guard as ``Refused``."""
    for guard in unmet(question):
        raise guard.refusal()


def deferred(question: Question) -> list[Unmet]:
    """What protection overtook and is still owed."""
    return _unmet_of(question, DEFERRED_BY_PROTECTION)


def overridden(question: Question) -> tuple[str, ...]:
    """The guards that would have refused this decision, had a manager not let it past them."""
    codes = guards_before(question.decision, question.case.rag)
    return tuple(unmet.code for unmet in _wanted_by(question, codes) if let_past(question, unmet.code))


def outstanding(case: Case, child_id: str, decision: Decision, known: KnownOfChild | None = None) -> list[Unmet]:
    """What the guards still want before this decision could stand, for the task list of a page.

    What a person answers within the proposal itself is asked once there is one.
    """
    child = case.find(child_id)
    if child is None:
        return []
    return unmet(
        Question(case=case, child=child, decision=decision, proposal=child.proposal, authorising=True, known=known)
    )


def owed(case: Case, child: Child) -> list[Unmet]:
    """The deferred guards of a decided child that are still unmet."""
    if child.decision is None or not child.deferred_guards:
        return []
    spent = child.decided_past
    question = Question(case=case, child=child, decision=child.decision, proposal=child.decided_on, spent=spent)
    return _unmet_of(question, child.deferred_guards)


def before_closing(case: Case, child: Child) -> list[Unmet]:
    """What a decided child still needs before the screening may close.

    A decision that lets the child go is not closed over facts that came after it: the history is read again first.
    """
    if child.decision is None:
        return []
    question = Question(case=case, child=child, decision=child.decision, proposal=child.decided_on)
    amended = ("SCR-02",) if child.decision.closes and not child.history_current else ()
    return _unmet_of(question, (*amended, *BEFORE_THE_CASE_CLOSES))


def _unmet_of(question: Question, codes: Sequence[str]) -> list[Unmet]:
    return [unmet for unmet in _wanted_by(question, codes) if not let_past(question, unmet.code)]


def _wanted_by(question: Question, codes: Sequence[str]) -> list[Unmet]:
    asked = ((code, *GUARDS[code]) for code in codes)
    found = ((code, name, guard(question)) for code, name, guard in asked)
    return [Unmet(code=code, name=name, missing=missing) for code, name, missing in found if missing is not None]


def let_past(question: Question, code: str) -> bool:
    """Does a manager answer for letting this child's decision past this guard?"""
    if code == "SCR-13" and guards.never_without_checks(question):
        return False
    return any(
        override.guard == code
        and override not in question.spent
        and override.child_id in (question.child.child_id, question.child.provisional_child_id)
        and not (code in SECOND_PAIR_OF_EYES and _is(question, override.overridden_by))
        for override in question.case.overrides
    )


def _is(question: Question, user_id: str) -> bool:
    return question.asked_by is not None and question.asked_by.user_id == user_id
