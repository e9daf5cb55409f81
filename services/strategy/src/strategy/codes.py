"""The code sets of strategy work, as the field uses them (domain brief §3.3). Stored and published
verbatim."""

from enum import StrEnum

from shared.access.actor import Role


class Agency(StrEnum):
    CSC = "CSC"
    POLICE = "POLICE"
    HEALTH = "HEALTH"
    EDUCATION = "EDUCATION"
    EARLY_HELP = "EARLY_HELP"
    PROBATION = "PROBATION"
    HOUSING = "HOUSING"
    OTHER = "OTHER"


class Concern(StrEnum):
    PHY = "PHY"
    SAB = "SAB"
    NEG = "NEG"
    EMO = "EMO"
    EXPLOITATION = "EXPLOITATION"
    FGM = "FGM"
    PREBIRTH = "PREBIRTH"
    FII = "FII"


class Immediacy(StrEnum):
    """How soon the discussion must be held; the first two for recent sexual abuse, serious injury, s46 or a
    baby."""

    IMMEDIATE = "IMMEDIATE"
    SAME_DAY = "SAME_DAY"
    ONE_WD = "ONE_WD"


class Mode(StrEnum):
    MEETING = "MEETING"
    VIDEO = "VIDEO"
    PHONE = "PHONE"


class YesNo(StrEnum):
    Y = "Y"
    N = "N"


class YesNoNotKnown(StrEnum):
    Y = "Y"
    N = "N"
    NK = "NK"


class Decision(StrEnum):
    S47_JOINT = "S47_JOINT"
    S47_SINGLE = "S47_SINGLE"
    S17_ASSESSMENT = "S17_ASSESSMENT"
    CONTINUE_PLAN = "CONTINUE_PLAN"
    POLICE_ONLY = "POLICE_ONLY"
    NFA_CP = "NFA_CP"


class EnquiryMode(StrEnum):
    JOINT = "JOINT"
    SINGLE = "SINGLE"


class ActionOutcome(StrEnum):
    COMPLETED = "COMPLETED"
    TRANSFERRED = "TRANSFERRED"


class S47Outcome(StrEnum):
    ICPC = "ICPC"
    LEGAL_ACTION = "LEGAL_ACTION"
    S17_SERVICES = "S17_SERVICES"
    CONTINUE_ASSESSMENT = "CONTINUE_ASSESSMENT"
    MONITOR_OTHER_AGENCY = "MONITOR_OTHER_AGENCY"
    NFA = "NFA"
    OTHER = "OTHER"


class AbuseCategory(StrEnum):
    NEG = "NEG"
    PHY = "PHY"
    SAB = "SAB"
    EMO = "EMO"
    MUL = "MUL"


ENQUIRY_MODES = {Decision.S47_JOINT: EnquiryMode.JOINT, Decision.S47_SINGLE: EnquiryMode.SINGLE}

SOCIAL_CARE_MANAGERS = frozenset(
    {Role.FRONT_DOOR_MANAGER, Role.EDT_MANAGER, Role.ASSESSMENT_MANAGER, Role.SENIOR_LEADER}
)
OUT_OF_HOURS = frozenset({Role.EDT_WORKER, Role.EDT_MANAGER})

RECORD_TEMPLATE = "STRAT-1"
