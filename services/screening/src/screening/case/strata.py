"""Why a dip sample may want to look at a decision (domain brief §3.2), as it stands when it is authorised. Pure."""

from screening.case.guards import Question
from screening.case.urgency import is_under_one
from screening.codes import Agreement, Decision, Stratum
from screening.policy import POLICY
from shared.working_time import in_service_hours


def strata_of(question: Question, *, template: bool) -> tuple[Stratum, ...]:
    """The strata that this decision belongs to; ``template`` when its words were used before (SCR-19)."""
    contact, child, proposal = question.case.contact, question.child, question.proposal
    refused = proposal is not None and proposal.consent.parental_agreement is Agreement.REFUSED
    history, known = child.history, question.known
    contacts_12m = max(history.contacts_12m if history else 0, known.contacts_12m if known else 0)
    found = {
        Stratum.POLICE_DA_NFA: contact.source_code == "6"
        and contact.contact_type == "DOMESTIC_ABUSE"
        and question.decision is Decision.NFA,
        Stratum.EARLY_HELP_REFUSED: refused and question.decision.closes,
        Stratum.THIRD_CONTACT: contacts_12m >= POLICY.repeat_contacts_12m,
        Stratum.UNDER_ONE: is_under_one(child.born_on, contact.received_at),
        Stratum.OUT_OF_HOURS: question.at is not None and not in_service_hours(question.at),
        Stratum.OVERRIDE: question.case.let_past_before
        or any(
            override.child_id in (child.child_id, child.provisional_child_id) for override in question.case.overrides
        ),
        Stratum.TEMPLATE_RATIONALE: template or child.template_rationale,
    }
    return tuple(stratum for stratum, applies in found.items() if applies)
