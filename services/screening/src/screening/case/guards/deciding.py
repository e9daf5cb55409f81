"""The guards that ask who decides, with whose agreement, against which risk, and what is owed before a case closes."""

from datetime import datetime

from screening.case.events import EscalationNoted
from screening.case.facts import KnownOfChild
from screening.case.guards.question import MANAGERS, Missing, Question
from screening.case.state import Case
from screening.case.urgency import is_under_one
from screening.codes import RATED_HIGH_BY_THE_SENDER, Agreement, CheckedAgency, Decision, ParentsInformed, Rag
from screening.policy import POLICY
from shared.access.actor import Actor, Role
from shared.working_time import in_service_hours

STATUTORY = 4
"""The level of need at which section 17 and section 47 begin."""


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


GRAVE_FACTORS = frozenset({"STRANGULATION", "WEAPON", "PREGNANCY", RATED_HIGH_BY_THE_SENDER})


def is_high_risk_abuse(case: Case, known: KnownOfChild | None = None) -> bool:
    """HIGH grade; strangulation, weapon, pregnancy or a child under one; or three incidents in 12 months.

    What another agency than the police writes of the risk counts too. The incidents are those that the police count or,
    whoever sent this contact, those that our own record holds.
    """
    if known is not None and known.abuse_contacts_12m >= POLICY.repeat_da_incidents_12m:
        return True
    contact = case.contact
    if contact.contact_type != "DOMESTIC_ABUSE" and contact.police_grade is None and not contact.high_risk_factors:
        return False
    incidents = contact.previous_incidents_12m + 1
    return (
        contact.police_grade == "HIGH"
        or bool(GRAVE_FACTORS & set(contact.high_risk_factors))
        or any(is_under_one(child.born_on, contact.received_at) for child in case.children)
        or incidents >= POLICY.repeat_da_incidents_12m
    )


def scr_11_open_case(question: Question) -> Missing | None:
    """An open child's contact goes to the team that holds the case, which says that it has it (S000 L82); of one that
    is opened again, it says so again."""
    if question.decision is Decision.LINK_OPEN_CASE:
        if question.child.open_case_acknowledged:
            return None
        return Missing(
            reason="The manager of the team that holds the case has to acknowledge it first.",
            form="acknowledge",
        )
    if is_open(question) and question.decision is not Decision.REFERRAL_STRATEGY:
        return Missing(
            reason="This child is open to social care. Link the contact to the open case, "
            "or refer for a strategy discussion.",
            form="propose",
            field="decision",
        )
    return None


def is_open(question: Question) -> bool:
    """Open to social care by what people have recorded, or by our own register of referrals."""
    known = question.known
    return question.child.is_open_to_social_care or (known is not None and known.open_referral)


def scr_14_red_close(question: Question) -> Missing | None:
    """A case still rated RED does not close below level 4: rate it again, with reasons."""
    proposal = question.proposal
    if question.case.rag is not Rag.RED or (proposal is not None and proposal.need_level == STATUTORY):
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


def scr_18_esc_open(question: Question) -> Missing | None:
    """Asked when the case closes: an agency that disagrees about this child is answered first."""
    if not any(_is_about(question, one) for one in question.case.escalations):
        return None
    return Missing(
        reason="An agency disagrees with a decision here. Its escalation has to be answered or withdrawn first.",
        form="escalations",
    )


def _is_about(question: Question, escalation: EscalationNoted) -> bool:
    """Whoever is known under another id by now is taken to be meant."""
    children = [question.case.find(child_id) for child_id in escalation.child_ids]
    return question.child in children or None in children


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
