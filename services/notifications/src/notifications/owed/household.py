"""An adult of the family as somebody outside may be told of them."""

from collections.abc import Mapping

from notifications.owed.facts import KnownAdult

LONGEST_LINE = 500
IN_THE_FAMILY = {"PARENT": "Parent", "CARER": "Carer"}


def member(adult: KnownAdult) -> Mapping[str, str]:
    """Who is said to have hurt whom is the police's to tell, so a role that says it is no relationship here."""
    return {
        "name": (adult.name or "Name not known")[:LONGEST_LINE],
        "relationship": IN_THE_FAMILY.get(adult.role, "Adult in the family"),
        "parental_responsibility": adult.pr if adult.pr in ("Y", "N") else "NK",
    }
