"""The guards that ask what was found out before a decision: direction, history, sender, patterns, siblings, checks."""

from screening.case.guards.question import Missing, Question
from screening.case.state import Case
from screening.codes import CheckedAgency, Decision, Rag, Theme
from screening.policy import POLICY


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


def sending_agency(case: Case) -> CheckedAgency | None:
    """The agency that sent the contact; none for the public and for agencies that are asked no checks."""
    source = case.contact.source_code
    return OWN_AGENCY.get(source, OWN_AGENCY.get(source[:1]))


def other_agencies(case: Case) -> frozenset[CheckedAgency]:
    """Who has answered a check and is not the sender. MARAC is a conference, not an agency."""
    return case.checks_received - {sending_agency(case), CheckedAgency.MARAC}


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
    """Directed checks are answered, or a manager says why it goes on without. For no further action on RED neither
    that nor an agency's declining is an answer."""
    case = question.case
    waiting = case.checks_required - case.checks_received
    if not never_without_checks(question):
        waiting -= case.checks_declined | case.proceeded_without
    if not waiting:
        return None
    names = ", ".join(sorted(waiting))
    return Missing(reason=f"Checks that the manager directed are unanswered: {names}.", form="information")


def never_without_checks(question: Question) -> bool:
    """No manager lets no further action on RED past a check, by whichever way (SCR-13)."""
    return question.decision is Decision.NFA and question.case.rag is Rag.RED
