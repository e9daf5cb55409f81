"""What people call this service's codes."""

from edt_handover.codes import Category, Circumstance, Direction, LegalStatus, Safety

SAFETY_WORDS = {
    Safety.N: "Not safe",
    Safety.NOT_KNOWN: "Not known to be safe",
    Safety.Y: "Safe",
}
SAFETY_COLOURS = {Safety.N: "red", Safety.NOT_KNOWN: "purple", Safety.Y: "green"}

CATEGORY_WORDS = {
    Category.NEW_CONTACT: "New contact",
    Category.OPEN_CASE: "Open case",
    Category.S47: "Section 47 enquiry",
    Category.S46: "Police protection (section 46)",
    Category.PLACEMENT: "Placement",
    Category.MISSING: "Missing",
    Category.DA: "Domestic abuse",
    Category.WELFARE_CHECK: "Welfare check",
    Category.INFO_ONLY: "Information only",
}

DIRECTION_WORDS = {
    Direction.EDT_TO_DAY: "From the duty team to the day service",
    Direction.DAY_TO_EDT: "From the day service to the duty team",
    Direction.EDT_TO_EDT: "From one duty shift to the next",
}

LEGAL_WORDS = {
    LegalStatus.NONE: "None",
    LegalStatus.S20: "Accommodated (section 20)",
    LegalStatus.S46: "Police protection (section 46)",
    LegalStatus.EPO: "Emergency protection order",
    LegalStatus.S38: "Interim care order (section 38)",
    LegalStatus.S31: "Care order (section 31)",
}

CIRCUMSTANCE_WORDS = {
    Circumstance.S46: "Under police protection",
    Circumstance.PLACEMENT: "In an emergency placement",
    Circumstance.MISSING_NOT_FOUND: "Missing and not found",
    Circumstance.S47: "In a section 47 enquiry",
    Circumstance.HIGH_DA: "Domestic abuse graded high",
}

TEAMS = {"FRONT_DOOR": "Front door", "CASS-DUTY": "Assessment duty team (CASS)"}


def team_words(team: str) -> str:
    """What to call a team: people name it in their own words, other systems by its code."""
    return TEAMS.get(team, team)
