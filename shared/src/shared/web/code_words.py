"""What people call the codes that the services share. A code without words here is made into words itself."""

from collections.abc import Mapping

Words = Mapping[str, str]

YES_NO_NOT_KNOWN: Words = {
    "Y": "Yes",
    "N": "No",
    "NK": "Not known",
    "NOT_KNOWN": "Not known",
    "UNKNOWN": "Not known",
}

RAG: Words = {"RED": "Red", "AMBER": "Amber", "GREEN": "Green", "BLUE": "Blue"}

DECISION: Words = {
    "NFA": "No further action",
    "INFO_ADVICE": "Information and advice",
    "SIGNPOST_UNIVERSAL": "Signpost to universal services",
    "EARLY_HELP": "Early help",
    "REFERRAL_S17": "Referral: child in need (section 17)",
    "REFERRAL_STRATEGY": "Referral: strategy discussion",
    "LINK_OPEN_CASE": "Link to the open case",
    "PRIVATE_FOSTERING": "Private fostering",
    "MISSING_PATHWAY": "Missing pathway",
    "OTHER_LA": "Another local authority",
    "LADO": "LADO (allegation against an adult who works with children)",
    "PROCEED_TO_MASH_ENQUIRY": "Holding: go on to a MASH enquiry",
}

PRIMARY_NEED: Words = {
    "N1": "Abuse or neglect, domestic abuse included",
    "N2": "The child's disability or illness",
    "N3": "A parent's disability or illness",
    "N4": "Family in acute stress",
    "N5": "Family dysfunction",
    "N6": "Socially unacceptable behaviour",
    "N7": "Low income",
    "N8": "Absent parenting",
    "N9": "Not a child in need (adoption support)",
    "N0": "Not stated",
}

CONSENT: Words = {
    "YES": "Yes",
    "NO": "No",
    "NOT_SAFE": "Not safe to tell them",
    "UNKNOWN": "Not known",
    "AGREED": "Agreed",
    "REFUSED": "Refused",
    "NOT_SOUGHT": "Not sought",
    "NOT_SAFE_TO_SEEK": "Not safe to seek",
}

SOURCE: Words = {
    "1A": "Family, relative or carer",
    "1B": "Acquaintance (neighbour, childminder)",
    "1C": "Self",
    "1D": "Other individual",
    "2A": "School",
    "2B": "Education service",
    "3A": "GP",
    "3B": "Health visitor",
    "3C": "School nurse",
    "3D": "Other primary health",
    "3E": "A&E",
    "3F": "Other health",
    "4": "Housing",
    "5A": "Local authority social care",
    "5B": "Other local authority department",
    "5C": "Another local authority",
    "5D": "Early help",
    "6": "Police",
    "7": "Other legal (court, probation, prison)",
    "8": "Other",
    "9": "Anonymous",
    "10": "Unknown",
}

SEX: Words = {"F": "Female", "M": "Male", "U": "Not known, or not born yet"}

GENDER: Words = {"02": "Female", "01": "Male", "09": "Describes themselves another way", "00": "Not known"}

ETHNICITY: Words = {
    "WBRI": "White British",
    "WIRI": "White Irish",
    "WIRT": "Traveller of Irish heritage",
    "WROM": "Gypsy or Roma",
    "WOTH": "Any other White background",
    "MWBC": "White and Black Caribbean",
    "MWBA": "White and Black African",
    "MWAS": "White and Asian",
    "MOTH": "Any other mixed background",
    "AIND": "Indian",
    "APKN": "Pakistani",
    "ABAN": "Bangladeshi",
    "AOTH": "Any other Asian background",
    "BCRB": "Black Caribbean",
    "BAFR": "Black African",
    "BOTH": "Any other Black background",
    "CHNE": "Chinese",
    "OOTH": "Any other ethnic group",
    "REFU": "They do not want to say",
    "NOBT": "Not known yet",
}

DISABILITY: Words = {
    "NONE": "None",
    "AUT": "Autism",
    "BEH": "Behaviour",
    "COMM": "Communication",
    "CON": "Consciousness",
    "DDA": "Another disability",
    "HAND": "Hand function",
    "HEAR": "Hearing",
    "INC": "Incontinence",
    "LD": "Learning",
    "MOB": "Mobility",
    "PC": "Personal care",
    "VIS": "Vision",
}

AGENCY: Words = {
    "CSC": "Children's social care",
    "POLICE": "Police",
    "HEALTH": "Health",
    "EDUCATION": "Education",
    "REFERRER": "Referrer",
}

CONCERN: Words = {
    "PHY": "Physical harm",
    "SAB": "Sexual harm",
    "NEG": "Neglect",
    "EMO": "Emotional harm",
    "EXPLOITATION": "Exploitation",
    "FGM": "Female genital mutilation",
    "PREBIRTH": "Harm before birth",
    "FII": "Fabricated or induced illness",
}

EXPLOITATION: Words = {
    "CSE": "Child sexual exploitation",
    "CCE": "Child criminal exploitation",
    "COUNTY_LINES": "County lines",
    "TRAFFICKING": "Trafficking or modern slavery",
}
"""What a missing report flags; a sender's system may flag something else."""

RELATIONSHIP: Words = {
    "MOTHER": "Mother",
    "FATHER": "Father",
    "STEPMOTHER": "Stepmother",
    "STEPFATHER": "Stepfather",
    "PARTNER_OF_PARENT": "Partner of a parent",
    "GRANDPARENT": "Grandparent",
    "AUNT_OR_UNCLE": "Aunt or uncle",
    "BROTHER_OR_SISTER": "Brother or sister",
    "OTHER_RELATIVE": "Other relative",
    "FOSTER_CARER": "Foster carer",
    "FAMILY_FRIEND": "Family friend",
    "NO_RELATION": "No relation",
}
"""What an adult is to a child, as the forms ask it; a sender's system may say something else."""

ROLE: Words = {
    "POLICE_SYSTEM": "police system",
    "POLICE_MASH": "police in the hub",
    "SCHOOL_DSL": "designated safeguarding lead",
    "HEALTH_SYSTEM": "health system",
    "HEALTH_MASH": "safeguarding nurse in the hub",
    "EARLY_HELP_WORKER": "early help worker",
    "EARLY_HELP_MANAGER": "early help manager",
    "CALL_HANDLER": "call handler",
    "SCREENER_SW": "screening social worker",
    "FRONT_DOOR_MANAGER": "front door manager",
    "EDT_WORKER": "out-of-hours social worker",
    "EDT_MANAGER": "out-of-hours manager",
    "ASSESSMENT_SW": "assessment social worker",
    "ASSESSMENT_MANAGER": "assessment manager",
    "OTHER_PROFESSIONAL": "other professional",
    "REFERRER_PUBLIC": "member of the public",
    "LADO": "LADO",
    "MISSING_COORDINATOR": "missing coordinator",
    "QA_AUDITOR": "auditor",
    "PERFORMANCE_ANALYST": "performance analyst",
    "SENIOR_LEADER": "senior leader",
    "IG_OFFICER": "information governance officer",
    "SYSTEM": "the system",
}

CLOCK: Words = {
    "CK_ACK": "Acknowledge the referrer",
    "CK_TRIAGE": "Rate and give direction",
    "CK_RED": "Decide (red)",
    "CK_AMBER": "Decide (amber)",
    "CK_GREEN": "Decide (green or blue)",
    "CK_1WD": "Decide on the type of response",
    "CK_LAG_DA": "Report of domestic abuse reaches us",
    "CK_CLARIFY": "Clarification from the referrer",
    "CK_PARTNER": "Answer from a partner agency",
    "CK_FEEDBACK": "Tell the referrer the outcome",
    "CK_ENC": "Tell the school before the bell",
    "CK_STRAT": "Hold the strategy discussion",
    "CK_STRAT_REC": "Finish and share the strategy record",
    "CK_S47_SEEN": "See the child",
    "CK_ICPC": "Hold the child protection conference",
    "CK_ASSESS": "Finish the assessment",
    "CK_ALLOC": "Allocate a worker",
    "CK_VISIT17": "See the child (section 17)",
    "CK_RHI": "Return home interview",
    "CK_EDT_PUB": "Publish the handover",
    "CK_EDT_ACCEPT": "Accept the handover",
    "CK_EDT_FU": "Follow up the handover",
    "CK_PREP": "Prepare for the closure",
    "CK_S46": "Police protection ends",
    "CK_EPO": "Emergency protection order ends",
    "CK_PF": "Private fostering visit",
    "CK_LADO": "Tell the LADO",
    "CK_MARAC": "Refer to MARAC",
    "CK_STEPDOWN": "Step down to early help",
    "CK_STEPUP": "Answer the step-up",
    "CK_ESC": "Answer the escalation",
    "CK_MISS3": "Consider a strategy discussion (third missing episode)",
}

CLOCK_ENDED_BY: Words = {
    "ContactMarkedNotAboutAChild": "the contact is not about a child",
    "ContactRedirected": "the contact is another authority's",
    "IdentityLinkCorrected": "it was another child",
    "RagAssigned": "it was rated again, with a shorter limit",
    "ScreeningEnded": "the contact was ended",
    "ScreeningClosed": "the screening closed without it",
    "ReferralNFA": "no further action is taken on the referral",
    "ReferralClosed": "the referral was closed",
    "StepDownWithdrawn": "the step-down was withdrawn",
    "EscalationWithdrawn": "the agency withdrew the escalation",
    "StrategyRequestDeclined": "no strategy discussion is needed",
    "ICPCNotRequired": "no conference is needed",
    "NotificationSuppressed": "it is not to be sent",
}
"""Why a clock was cancelled, by the event that ended what it waited for."""

WHOLE_WORDS: Words = {
    "MARAC": "MARAC",
    "LADO": "Allegation (LADO)",
    "UASC": "Unaccompanied child seeking asylum",
    "CPIS_ALERT": "CP-IS alert",
    "CP_TRANSFER_IN": "Child protection plan transferred in",
    "HOMELESS_16_17": "Homeless at 16 or 17",
    "MISSING_RETURN": "Missing child has returned",
    "OTHER_LA": "Another local authority",
}
"""Codes of no set that are not made of words."""

CARE_STATUS: Words = {
    "CP": "On a child protection plan",
    "CIN": "Child in need",
    "CLA": "Looked after",
    "EH": "With early help",
    "CLOSED": "Known before, closed",
    "UNKNOWN": "Not known to us",
}

SETS: Mapping[str, Words] = {
    "yes_no": YES_NO_NOT_KNOWN,
    "rag": RAG,
    "decision": DECISION,
    "primary_need": PRIMARY_NEED,
    "consent": CONSENT,
    "source": SOURCE,
    "sex": SEX,
    "gender": GENDER,
    "ethnicity": ETHNICITY,
    "disability": DISABILITY,
    "agency": AGENCY,
    "concern": CONCERN,
    "exploitation": EXPLOITATION,
    "relationship": RELATIONSHIP,
    "role": ROLE,
    "clock": CLOCK,
    "care_status": CARE_STATUS,
}


def in_words(code: str | None, of: str = "") -> str:
    """The words for a code of the set `of`, else those in the code: SCHOOL_HOLIDAY is "School holiday"."""
    if not code:
        return "Not recorded"
    words = SETS[of].get(code) if of else None
    return words or WHOLE_WORDS.get(code) or code.replace("_", " ").capitalize()


def options(of: str, *codes: str) -> list[tuple[str, str]]:
    """(code, words) pairs for radios, checkboxes and selects: these codes of a set, or the whole set."""
    words = SETS[of]
    return [(code, words[code]) for code in codes or words]
