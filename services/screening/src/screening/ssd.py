"""What each outcome of a contact counts as in the standard safeguarding dataset: the flags of its contact outcomes.

One table (domain brief §3.2). Its law: a child who is open has no new referral, whatever is decided.
"""

from collections.abc import Mapping
from enum import StrEnum

from screening.codes import Decision


class ContactFlag(StrEnum):
    """The names in ``cont_contact_outcome_json`` of the SSD. Adoption by no agency is none of our outcomes."""

    NEW_REFERRAL = "NEW_REFERRAL_FLAG"
    EXISTING_REFERRAL = "EXISTING_REFERRAL_FLAG"
    CP_ENQUIRY = "CP_ENQUIRY_FLAG"
    NFA = "NFA_FLAG"
    PRIVATE_FOSTERING = "PRIVATE_FOSTERING_FLAG"
    ADVICE = "ADVICE_FLAG"
    MISSING = "MISSING_FLAG"
    OLA_CP = "OLA_CP_FLAG"
    OTHER = "OTHER_OUTCOMES_EXIST_FLAG"


FLAGS: Mapping[Decision, tuple[ContactFlag, ...]] = {
    Decision.NFA: (ContactFlag.NFA,),
    Decision.INFO_ADVICE: (ContactFlag.ADVICE,),
    Decision.SIGNPOST_UNIVERSAL: (ContactFlag.ADVICE,),
    Decision.EARLY_HELP: (ContactFlag.OTHER,),
    Decision.REFERRAL_S17: (ContactFlag.NEW_REFERRAL,),
    Decision.REFERRAL_STRATEGY: (ContactFlag.NEW_REFERRAL, ContactFlag.CP_ENQUIRY),
    Decision.LINK_OPEN_CASE: (ContactFlag.EXISTING_REFERRAL,),
    Decision.PRIVATE_FOSTERING: (ContactFlag.PRIVATE_FOSTERING,),
    Decision.MISSING_PATHWAY: (ContactFlag.MISSING,),
    Decision.OTHER_LA: (ContactFlag.OLA_CP,),
    Decision.LADO: (ContactFlag.OTHER,),
    Decision.PROCEED_TO_MASH_ENQUIRY: (),
}
OF_AN_OPEN_CHILD: Mapping[Decision, tuple[ContactFlag, ...]] = {
    Decision.REFERRAL_S17: (ContactFlag.EXISTING_REFERRAL,),
    Decision.REFERRAL_STRATEGY: (ContactFlag.CP_ENQUIRY,),
}
"""The brief says it of a strategy discussion; of section 17 it follows from the register, which accepts none (§8)."""


def contact_flags(decision: Decision, *, is_open: bool) -> tuple[ContactFlag, ...]:
    """The flags of this outcome, for a child who was open to social care when it was decided, or wasn't."""
    return OF_AN_OPEN_CHILD.get(decision, FLAGS[decision]) if is_open else FLAGS[decision]
