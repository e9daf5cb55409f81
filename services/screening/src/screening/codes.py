"""The closed sets of words that screening speaks in, as the domain brief spells them (§1, §3.0, §3.2)."""

from enum import StrEnum


class Rag(StrEnum):
    RED = "RED"
    AMBER = "AMBER"
    GREEN = "GREEN"
    BLUE = "BLUE"


class Decision(StrEnum):
    NFA = "NFA"
    INFO_ADVICE = "INFO_ADVICE"
    SIGNPOST_UNIVERSAL = "SIGNPOST_UNIVERSAL"
    EARLY_HELP = "EARLY_HELP"
    REFERRAL_S17 = "REFERRAL_S17"
    REFERRAL_STRATEGY = "REFERRAL_STRATEGY"
    LINK_OPEN_CASE = "LINK_OPEN_CASE"
    PRIVATE_FOSTERING = "PRIVATE_FOSTERING"
    MISSING_PATHWAY = "MISSING_PATHWAY"
    OTHER_LA = "OTHER_LA"
    LADO = "LADO"
    PROCEED_TO_MASH_ENQUIRY = "PROCEED_TO_MASH_ENQUIRY"

    @property
    def closes(self) -> bool:
        """Ends social care's interest, so every guard stands before it."""
        return self in _CLOSING

    @property
    def goes_up(self) -> bool:
        """Asks for statutory protection or help, so as little as possible may stand before it."""
        return self in (Decision.REFERRAL_S17, Decision.REFERRAL_STRATEGY)

    @property
    def holds(self) -> bool:
        """A type of response, but not yet the decision."""
        return self is Decision.PROCEED_TO_MASH_ENQUIRY

    @property
    def need_levels(self) -> tuple[int, ...]:
        """Levels of need (§3.2 outcome table) that this decision can stand on."""
        return _NEED_LEVELS.get(self, (1, 2, 3, 4))


_CLOSING = frozenset({Decision.NFA, Decision.INFO_ADVICE, Decision.SIGNPOST_UNIVERSAL, Decision.EARLY_HELP})
_NEED_LEVELS = {
    Decision.NFA: (1,),
    Decision.INFO_ADVICE: (1, 2),
    Decision.SIGNPOST_UNIVERSAL: (1, 2),
    Decision.EARLY_HELP: (2, 3),
    Decision.REFERRAL_S17: (4,),
    Decision.REFERRAL_STRATEGY: (4,),
}


class ParentsInformed(StrEnum):
    YES = "YES"
    NO = "NO"
    NOT_SAFE = "NOT_SAFE"
    UNKNOWN = "UNKNOWN"


class Agreement(StrEnum):
    AGREED = "AGREED"
    REFUSED = "REFUSED"
    NOT_SOUGHT = "NOT_SOUGHT"
    NOT_SAFE_TO_SEEK = "NOT_SAFE_TO_SEEK"
    UNKNOWN = "UNKNOWN"


class CareStatus(StrEnum):
    CP = "CP"
    CIN = "CIN"
    CLA = "CLA"
    EH = "EH"
    CLOSED = "CLOSED"
    UNKNOWN = "UNKNOWN"

    @property
    def is_open(self) -> bool:
        """Open to social care: the child has, or should have, an allocated worker."""
        return self in (CareStatus.CP, CareStatus.CIN, CareStatus.CLA)


class HistorySource(StrEnum):
    LCS = "LCS"
    EHM = "EHM"
    POLICE = "POLICE"
    EDU = "EDU"
    OTHER_LA = "OTHER_LA"


class Theme(StrEnum):
    NEGLECT = "NEGLECT"
    DA = "DA"
    SUBSTANCE = "SUBSTANCE"
    MH = "MH"
    EXPLOITATION = "EXPLOITATION"


class Trajectory(StrEnum):
    IMPROVING = "IMPROVING"
    STATIC = "STATIC"
    WORSENING = "WORSENING"


class LawfulBasis(StrEnum):
    """On what an agency is asked. Agreement to a service is none of them."""

    PUBLIC_TASK_SAFEGUARDING = "PUBLIC_TASK_SAFEGUARDING"
    CA2004_S16LA = "CA2004_S16LA"
    COURT_ORDER = "COURT_ORDER"
    VITAL_INTERESTS = "VITAL_INTERESTS"


class CheckedAgency(StrEnum):
    """Whom a manager can direct the screener to ask before a decision."""

    POLICE = "POLICE"
    HEALTH = "HEALTH"
    EDUCATION = "EDUCATION"
    EARLY_HELP = "EARLY_HELP"
    HOUSING = "HOUSING"
    PROBATION = "PROBATION"
    ADULT_SERVICES = "ADULT_SERVICES"
    OTHER_LA = "OTHER_LA"
    MARAC = "MARAC"


class Method(StrEnum):
    PHONE = "PHONE"
    EMAIL = "EMAIL"
    PORTAL = "PORTAL"
    IN_PERSON = "IN_PERSON"


class Immediacy(StrEnum):
    IMMEDIATE = "IMMEDIATE"
    SAME_DAY = "SAME_DAY"
    ONE_WD = "ONE_WD"


class Concern(StrEnum):
    PHY = "PHY"
    SAB = "SAB"
    NEG = "NEG"
    EMO = "EMO"
    EXPLOITATION = "EXPLOITATION"
    FGM = "FGM"
    PREBIRTH = "PREBIRTH"
    FII = "FII"


class BreachReason(StrEnum):
    """Why a decision came late: a reason is recorded, the clock is never paused."""

    WAITING_FOR_PARTNER = "WAITING_FOR_PARTNER"
    FAMILY_NOT_REACHED = "FAMILY_NOT_REACHED"
    INFORMATION_CAME_LATE = "INFORMATION_CAME_LATE"
    CAPACITY = "CAPACITY"
    SYSTEM_FAULT = "SYSTEM_FAULT"
    OTHER = "OTHER"


class VoiceSource(StrEnum):
    """Who heard the child."""

    SEEN_BY_US = "SEEN_BY_US"
    REFERRER = "REFERRER"
    SCHOOL = "SCHOOL"
    FAMILY = "FAMILY"
    OBSERVED = "OBSERVED"


class Upheld(StrEnum):
    """What became of a professional disagreement."""

    Y = "Y"
    N = "N"
    PART = "PART"


class MissingConcern(StrEnum):
    """Why the front door looks again at a child who was missing."""

    HARM_TOLD = "HARM_TOLD"
    STRATEGY_WANTED = "STRATEGY_WANTED"


class Ending(StrEnum):
    """Why a contact ended without a decision, the only two ways there are (INT-01)."""

    NOT_ABOUT_A_CHILD = "NOT_ABOUT_A_CHILD"
    REDIRECTED = "REDIRECTED"


class Stratum(StrEnum):
    """Why a decision may be in a dip sample, in the order in which the strata take their turn."""

    POLICE_DA_NFA = "POLICE_DA_NFA"
    EARLY_HELP_REFUSED = "EARLY_HELP_REFUSED"
    STEP_DOWN = "STEP_DOWN"
    STEP_UP_LEFT = "STEP_UP_LEFT"
    THIRD_CONTACT = "THIRD_CONTACT"
    UNDER_ONE = "UNDER_ONE"
    OUT_OF_HOURS = "OUT_OF_HOURS"
    OVERRIDE = "OVERRIDE"
    TEMPLATE_RATIONALE = "TEMPLATE_RATIONALE"
    RANDOM_CONTROL = "RANDOM_CONTROL"


class AuditGrade(StrEnum):
    OUTSTANDING = "OUTSTANDING"
    GOOD = "GOOD"
    REQUIRES_IMPROVEMENT = "REQUIRES_IMPROVEMENT"
    INADEQUATE = "INADEQUATE"


class AuditAnswer(StrEnum):
    YES = "YES"
    NO = "NO"
    PARTLY = "PARTLY"


RATED_HIGH_BY_THE_SENDER = "RATED_HIGH_BY_THE_SENDER"
"""Beside the police's high-risk factors: somebody else grades the adult victim's risk as high, or ticks as much."""
