"""A child whom matching does not propose is looked up, on whichever page asks who a child is."""

from collections.abc import Collection

from intake.matching.descriptions import Description, number
from intake.read_models.looking_up import looked_up
from shared.database import Connection, Row
from shared.decider import Refused
from shared.web.forms import Typed, day, text

FIELDS = ("look_first_name", "look_surname", "look_born", "look_number", "look_ref")


def is_looking(typed: Typed) -> bool:
    """Has anything been typed to look a child up by?"""
    return any(text(typed, field) for field in FIELDS)


def said_of(typed: Typed) -> Description:
    """What was typed of the child. One field takes either number; they cannot be taken for each other.

    Raises Refused for a birthday that is no day.
    """
    given = number(text(typed, "look_number"))
    return Description(
        first_name=text(typed, "look_first_name"),
        surname=text(typed, "look_surname"),
        dob=day(typed, "look_born"),
        nhs=given,
        upn=given,
    )


def wants_look_up(typed: Typed) -> bool:
    """Was it the look-up's own button? Raises Refused where there is nothing to look up by, or no such day."""
    if not text(typed, "look"):
        return False
    if not is_looking(typed):
        raise Refused("INT-56 LOOK_UP", "Say a name, a birthday, a number or a reference to look up", "look_surname")
    said_of(typed)
    return True


async def found_by(connection: Connection, typed: Typed, but: Collection[str]) -> list[Row]:
    """Whom the typed fields may mean; nobody while nothing is looked up, or what was typed is no day."""
    if not is_looking(typed):
        return []
    try:
        said = said_of(typed)
    except Refused:
        return []
    return await looked_up(connection, said, text(typed, "look_ref"), but)
