"""Nobody is left to a misspelt name: whom the staff directory does not list is refused, or said to be new. Pure."""

from shared.decider import Refused


def refuse_unlisted(field: str, *, unlisted: bool, new_here: bool) -> None:
    """Raises ``Refused`` for somebody whom the directory does not list, unless they are said to be new."""
    if unlisted and not new_here:
        raise Refused(
            "SCREENING UNKNOWN_PERSON",
            "Nobody here has this sign-in name and may have it. Check how it is spelt; if they are new, say so.",
            field,
        )
