"""What makes a contact urgent (clock register, CK_TRIAGE): facts for the person who rates, never a rating."""

from collections.abc import Iterable
from datetime import date, datetime

from screening.codes import MissingConcern
from shared.working_time import in_london

SAID_URGENT = "SAID_URGENT"
INJURY = "INJURY"
POLICE_GRADE_HIGH = "POLICE_GRADE_HIGH"
POLICE_PROTECTION = "POLICE_PROTECTION"
UNDER_ONE = "UNDER_ONE"
HARM_TOLD = MissingConcern.HARM_TOLD.value
STRATEGY_WANTED = MissingConcern.STRATEGY_WANTED.value

IN_WORDS = {
    SAID_URGENT: "Sender says urgent",
    INJURY: "Somebody is hurt",
    POLICE_GRADE_HIGH: "Police grade high",
    POLICE_PROTECTION: "Police protection",
    UNDER_ONE: "Child under 1",
    HARM_TOLD: "The child told of harm",
    STRATEGY_WANTED: "A strategy discussion is wanted",
}


def urgent_facts(
    *,
    said_urgent: bool,
    injured: bool,
    police_protection: bool,
    police_grade: str | None,
    born_on: Iterable[date | None],
    received_at: datetime,
    harm_told: bool = False,
    strategy_wanted: bool = False,
) -> tuple[str, ...]:
    """The codes of the facts that call for triage within 15 minutes."""
    facts = {
        SAID_URGENT: said_urgent,
        INJURY: injured,
        POLICE_GRADE_HIGH: police_grade == "HIGH",
        POLICE_PROTECTION: police_protection,
        UNDER_ONE: any(is_under_one(born, received_at) for born in born_on),
        HARM_TOLD: harm_told,
        STRATEGY_WANTED: strategy_wanted,
    }
    return tuple(code for code, holds in facts.items() if holds)


def is_under_one(born_on: date | None, at: datetime) -> bool:
    """Also for a child not yet born. An unknown birthday says nothing."""
    if born_on is None:
        return False
    today = in_london(at).date()
    return (today.year - born_on.year) - ((today.month, today.day) < (born_on.month, born_on.day)) < 1
