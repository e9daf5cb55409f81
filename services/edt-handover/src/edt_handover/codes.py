"""The code sets of out-of-hours work, as the field uses them (domain brief §3.4). Stored and published
verbatim."""

from enum import StrEnum

from shared.access.actor import Role


class Direction(StrEnum):
    EDT_TO_DAY = "EDT_TO_DAY"
    DAY_TO_EDT = "DAY_TO_EDT"
    EDT_TO_EDT = "EDT_TO_EDT"


class Category(StrEnum):
    NEW_CONTACT = "NEW_CONTACT"
    OPEN_CASE = "OPEN_CASE"
    S47 = "S47"
    S46 = "S46"
    PLACEMENT = "PLACEMENT"
    MISSING = "MISSING"
    DA = "DA"
    WELFARE_CHECK = "WELFARE_CHECK"
    INFO_ONLY = "INFO_ONLY"


class Rag(StrEnum):
    RED = "RED"
    AMBER = "AMBER"
    GREEN = "GREEN"
    BLUE = "BLUE"


class Safety(StrEnum):
    """Whether the child is safe now. Not knowing is an answer of its own, and never the same as safe."""

    Y = "Y"
    N = "N"
    NOT_KNOWN = "NOT_KNOWN"


class YesNo(StrEnum):
    Y = "Y"
    N = "N"


class LegalStatus(StrEnum):
    NONE = "NONE"
    S20 = "S20"
    S46 = "S46"
    EPO = "EPO"
    S38 = "S38"
    S31 = "S31"


class Circumstance(StrEnum):
    """What may never be passed on as mere information (EDT-03)."""

    S46 = "S46"
    PLACEMENT = "PLACEMENT"
    MISSING_NOT_FOUND = "MISSING_NOT_FOUND"
    S47 = "S47"
    HIGH_DA = "HIGH_DA"


class OohDecision(StrEnum):
    """What the duty team decides until the day service takes over. None of these is a threshold decision."""

    PASS_TO_DAY = "PASS_TO_DAY"  # noqa: S105 - nobody's password
    WELFARE_CALL = "WELFARE_CALL"
    VISIT = "VISIT"
    SAFETY_PLAN = "SAFETY_PLAN"
    EMERGENCY_PLACEMENT = "EMERGENCY_PLACEMENT"
    STRATEGY_DISCUSSION = "STRATEGY_DISCUSSION"
    NFA = "NFA"


class Side(StrEnum):
    """The two halves of the week."""

    EDT = "EDT"
    DAY = "DAY"


FRONT_DOOR = "FRONT_DOOR"

SIDE_OF_ROLE = {
    Role.EDT_WORKER: Side.EDT,
    Role.EDT_MANAGER: Side.EDT,
    Role.SCREENER_SW: Side.DAY,
    Role.FRONT_DOOR_MANAGER: Side.DAY,
    Role.ASSESSMENT_SW: Side.DAY,
    Role.ASSESSMENT_MANAGER: Side.DAY,
}

_DESTINATION = {
    Direction.EDT_TO_DAY: Side.DAY,
    Direction.DAY_TO_EDT: Side.EDT,
    Direction.EDT_TO_EDT: Side.EDT,
}


def owner_side(owner_team: str | None, direction: Direction) -> Side:
    """Who owes the action. The team says it; where no team is named (information only) the direction does."""
    if not owner_team:
        return _DESTINATION[direction]
    return Side.EDT if owner_team.upper().startswith("EDT") else Side.DAY
