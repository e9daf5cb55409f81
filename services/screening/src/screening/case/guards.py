"""One function a guard (domain brief §3.2). A guard looks, and says what is missing and how to satisfy it.

Its one law: a guard never decides. Which guards stand before which decision is in ``applicability``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from screening.case.events import ThresholdDecisionProposed
from screening.case.facts import KnownOfChild
from screening.case.state import Case, Child
from screening.case.urgency import is_under_one
from screening.codes import Agreement, CheckedAgency, Decision, ParentsInformed, Rag, Theme
from screening.policy import POLICY
from shared.access.actor import Actor, Role
from shared.working_time import in_service_hours

MANAGERS = frozenset({Role.FRONT_DOOR_MANAGER, Role.EDT_MANAGER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """May this decision be made for this child? ``asked_by`` is unknown when a page asks what is missing.

    ``known`` is what our own record holds of the child at this moment, where whoever asks has looked it up.
    """

    case: Case
    child: Child
    decision: Decision
    proposal: ThresholdDecisionProposed | None = None
    asked_by: Actor | None = None
    at: datetime | None = None
    authorising: bool = False
    known: KnownOfChild | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """What a guard wants, in words, and the form where it is given (``field`` within it)."""

    reason: str
    form: str
    field: str | None = None


Guard = Callable[[Question], Missing | None]


def scr_01_no_direction(question: Question) -> Missing | None:
    """A manager steers at the start; out of hours the EDT manager or a documented on-call call (S000 L58)."""
    if question.case.directed:
        return None
    return Missing(reason="A manager has to record the direction for this screening first.", form="direction")


def scr_02_no_history(question: Question) -> Missing | None:
    """This child's and each sibling's history, after the latest amendment, opened not pasted (S004 L15)."""
    waiting = [child for child in question.case.children if not child.history_current]
    if not waiting:
        return _unread(question)
    if question.child in waiting:
        reason = "Review this child's history, and open what is there, before deciding."
    else:
        reason = f"Review the history of the other children of this contact too ({len(waiting)} still to do)."
    return Missing(reason=reason, form="history", field="history")


def _unread(question: Question) -> Missing | None:
    """A review that opened nothing, because there was nothing then, has not read what has come since."""
    known, history = question.known, question.child.history
    if known is None or not known.items or history is None or history.items_opened:
        return None
    return Missing(
        reason=f"There are {len(known.items)} earlier items about this child that nobody opened. Review the history.",
        form="history",
        field="items_opened",
    )


OWN_AGENCY = {
    "2": CheckedAgency.EDUCATION,
    "3": CheckedAgency.HEALTH,
    "4": CheckedAgency.HOUSING,
    "5A": CheckedAgency.ADULT_SERVICES,
    "5C": CheckedAgency.OTHER_LA,
    "5D": CheckedAgency.EARLY_HELP,
    "6": CheckedAgency.POLICE,
}
"""Which agency a source code (its first sign, or both) speaks for: to ask the sender again is no other agency."""


def other_agencies(case: Case) -> frozenset[CheckedAgency]:
    """Who has answered a check and is not the sender. MARAC is a conference, not an agency."""
    source = case.contact.source_code
    own = OWN_AGENCY.get(source, OWN_AGENCY.get(source[:1]))
    return case.checks_received - {own, CheckedAgency.MARAC}


def scr_03_thin_info(question: Question) -> Missing | None:
    """An inadequate contact is clarified, never closed because it is thin (S000 L56, L62).

    Two attempts count when their day or their method differs, together with one other agency's answer.
    """
    case = question.case
    if case.quality != "INADEQUATE" or case.clarified:
        return None
    if len(set(case.attempts)) >= POLICY.clarification_attempts and other_agencies(case):
        return None
    return Missing(
        reason="The contact is too thin to close on. Ask the sender to clarify; when they can't be reached, "
        "record two attempts on different days or by different means and one other agency's answer.",
        form="clarification",
    )


def scr_04_assumptions(question: Question) -> Missing | None:
    """Say which assumptions were tested, and how each gap is tolerated and why (S000 L56)."""
    proposal = question.proposal
    if proposal is None:
        return None
    if not proposal.assumptions_tested:
        return Missing(
            reason="Say at least one assumption that you tested, and what you found.",
            form="assumptions",
            field="assumptions_tested",
        )
    if any(not gap.how_tolerated for gap in proposal.info_gaps):
        return Missing(
            reason="For each thing that is not known, say how that is tolerated and why.",
            form="assumptions",
            field="info_gaps",
        )
    return None


def scr_05_self_auth(question: Question) -> Missing | None:
    """Somebody else than the proposer authorises (S000 L58).

    The exception is an out-of-hours manager who is alone; that decision is queued for a day manager's look.
    """
    proposal, person = question.proposal, question.asked_by
    if not question.authorising or proposal is None or person is None:
        return None
    if proposal.proposed_by != person.user_id or works_alone(person, question.at):
        return None
    return Missing(reason="Another manager than the one who proposed has to authorise.", form="authorise")


def works_alone(person: Actor, at: datetime | None) -> bool:
    """An EDT manager outside the day service's hours, with nobody else to turn to."""
    return person.role is Role.EDT_MANAGER and at is not None and not in_service_hours(at)


def scr_06_not_sw(question: Question) -> Missing | None:
    """A registered social worker proposes, a manager authorises (S003 ¶16; Working Together). No override."""
    person = question.asked_by
    if person is None:
        return None
    if question.authorising and person.role not in MANAGERS:
        return Missing(reason="Only a front door manager or an EDT manager can authorise.", form="authorise")
    if not person.registered_sw:
        return Missing(reason="Only a registered social worker can decide a threshold.", form="propose")
    return None


def scr_07_repeat(question: Question) -> Missing | None:
    """Three contacts in 12 months, neglect or an earlier plan: the pattern is analysed (S004 L42)."""
    if question.child.cumulative_analysed or not is_repeat(question):
        return None
    return Missing(
        reason="There is a pattern here (repeat contacts, neglect or an earlier protection plan). "
        "Record a cumulative analysis for this child.",
        form="cumulative",
    )


def is_repeat(question: Question) -> bool:
    """By what the reviewer found, and by what our own record counts when nobody has reviewed it."""
    history, known = question.child.history, question.known
    if known is not None and known.contacts_12m >= POLICY.repeat_contacts_12m:
        return True
    if history is None:
        return False
    many = history.contacts_12m >= POLICY.repeat_contacts_12m
    return many or Theme.NEGLECT in history.patterns or history.cp_plans_prior > 0


def scr_08_eh_no_agreement(question: Question) -> Missing | None:
    """Early help needs agreement; a refusal means that level 4 is considered again, not NFA (S003 ¶16)."""
    proposal = question.proposal
    if proposal is None:
        return None
    agreement = proposal.consent.parental_agreement
    refused = Agreement.REFUSED in (agreement, question.case.consent.parental_agreement)
    if question.decision is Decision.EARLY_HELP and agreement is not Agreement.AGREED:
        return Missing(
            reason="Early help needs the parents' agreement. If they refuse, consider s17 and s47 again.",
            form="propose",
            field="consent.parental_agreement",
        )
    if question.decision is Decision.EARLY_HELP and refused:
        return Missing(
            reason="The record says that the parents refused. Record the conversation in which they agreed.",
            form="conversation",
            field="consent.parental_agreement",
        )
    if refused and question.decision.closes and not proposal.why_not_level_4:
        return Missing(
            reason="The parents refused help. Say why this child does not need s17 or s47 before closing.",
            form="propose",
            field="why_not_level_4",
        )
    return None


def scr_09_consent_unclear(question: Question) -> Missing | None:
    """Who was told and who agreed must be known before a contact closes (S003 ¶16)."""
    consent = question.case.consent if question.proposal is None else question.proposal.consent
    if consent.parents_informed is ParentsInformed.UNKNOWN:
        return Missing(
            reason="Say whether the parents know about this contact (or why telling them is not safe).",
            form="conversation",
            field="consent.parents_informed",
        )
    if consent.parental_agreement is Agreement.UNKNOWN:
        return Missing(
            reason="Say whether the parents agree to a service (or why it was not sought).",
            form="conversation",
            field="consent.parental_agreement",
        )
    return None


def scr_10_da_high(question: Question) -> Missing | None:
    """High-risk domestic abuse closes only after a MARAC check and with a second manager (S003 ¶18–19)."""
    checked = question.case.marac_confirmed or CheckedAgency.MARAC in question.case.checks_received
    if checked or not is_high_risk_abuse(question.case, question.known):
        return None
    return Missing(
        reason="High-risk domestic abuse: ask MARAC and record the answer. A second manager authorises.",
        form="information",
        field="agency",
    )


GRAVE_FACTORS = frozenset({"STRANGULATION", "WEAPON", "PREGNANCY"})


def is_high_risk_abuse(case: Case, known: KnownOfChild | None = None) -> bool:
    """HIGH grade; strangulation, weapon, pregnancy or a child under one; or three incidents in 12 months.

    The incidents are those that the police count or, whoever sent this contact, those that our own record holds.
    """
    if known is not None and known.abuse_contacts_12m >= POLICY.repeat_da_incidents_12m:
        return True
    contact = case.contact
    if contact.contact_type != "DOMESTIC_ABUSE" and contact.police_grade is None:
        return False
    incidents = contact.previous_incidents_12m + 1
    return (
        contact.police_grade == "HIGH"
        or bool(GRAVE_FACTORS & set(contact.high_risk_factors))
        or any(is_under_one(child.born_on, contact.received_at) for child in case.children)
        or incidents >= POLICY.repeat_da_incidents_12m
    )


def scr_11_open_case(question: Question) -> Missing | None:
    """An open child's contact goes to the team that holds the case, which says that it has it (S000 L82)."""
    if question.decision is Decision.LINK_OPEN_CASE:
        if question.child.open_case_acknowledged:
            return None
        return Missing(
            reason="The manager of the team that holds the case has to acknowledge it first.",
            form="acknowledge",
        )
    if question.child.is_open_to_social_care and question.decision is not Decision.REFERRAL_STRATEGY:
        return Missing(
            reason="This child is open to social care. Link the contact to the open case, "
            "or refer for a strategy discussion.",
            form="propose",
            field="decision",
        )
    return None


def scr_12_sibling_gap(question: Question) -> Missing | None:
    """Each child gets a decision of their own. Asked at authorisation: the first proposal comes alone."""
    found = question.case.siblings_waiting
    if found:
        return Missing(
            reason=f"The contact is incomplete: add or leave out, with the reason, each child of the household who was "
            f"found ({len(found)} still to do).",
            form="siblings",
        )
    others = [c for c in question.case.children if c.child_id != question.child.child_id]
    waiting = [child for child in others if child.proposal is None and child.decision is None]
    if not waiting:
        return None
    return Missing(
        reason=f"Propose a decision for each child of this contact first ({len(waiting)} without one).",
        form="propose",
        field="child_id",
    )


def scr_13_outstanding(question: Question) -> Missing | None:
    """Directed checks are answered, or a manager says why it goes on without (never for NFA on RED)."""
    case = question.case
    waiting = case.checks_required - _answered(case)
    if not never_without_checks(question):
        waiting -= case.proceeded_without
    if not waiting:
        return None
    names = ", ".join(sorted(waiting))
    return Missing(reason=f"Checks that the manager directed are unanswered: {names}.", form="information")


def never_without_checks(question: Question) -> bool:
    """No manager lets no further action on RED past a check, by whichever way (SCR-13)."""
    return question.decision is Decision.NFA and question.case.rag is Rag.RED


def _answered(case: Case) -> frozenset[CheckedAgency]:
    return case.checks_received | case.checks_declined


def scr_14_red_close(question: Question) -> Missing | None:
    """A case still rated RED does not close below level 4: rate it again, with reasons."""
    if question.case.rag is not Rag.RED:
        return None
    return Missing(reason="This case is rated RED. It has to be rated again, with reasons, first.", form="rag")


def scr_15_safety_plan(question: Question) -> Missing | None:
    """A written agreement protects nobody unless somebody watches it (S004 L36)."""
    proposal = question.proposal
    if proposal is None or not proposal.relies_on_safety_plan or proposal.safety_plan.is_tested:
        return None
    return Missing(
        reason="The decision relies on a safety plan: say who monitors it, how it was tested, what happens "
        "if it fails, and when it is reviewed.",
        form="propose",
        field="safety_plan",
    )


def scr_18_esc_open(case: Case) -> Missing | None:
    """Asked when the case closes: an agency that disagrees is answered first."""
    if not case.escalations:
        return None
    return Missing(
        reason="An agency disagrees with a decision here. Its escalation has to be answered or withdrawn first.",
        form="escalations",
    )


def scr_17_close_feedback(question: Question) -> Missing | None:
    """The professional who referred is told the outcome, or it is recorded why that is unsafe or impossible."""
    if not question.case.contact.professional_referrer or question.child.referrer_told:
        return None
    return Missing(
        reason="Tell the referrer the outcome, or record why that is unsafe or impossible, before closing.",
        form="feedback",
    )


def scr_20_decided_by_machine(question: Question) -> Missing | None:
    """The system orders, warns and measures; it never outputs a threshold decision (rule 4). No override."""
    if question.asked_by is None or question.asked_by.role is not Role.SYSTEM:
        return None
    return Missing(reason="A threshold is decided by a person.", form="propose")
