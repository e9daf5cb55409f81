"""What several forms of a screening, a referral and early help ask for, as it was typed."""

from collections.abc import Mapping
from typing import Any

from shared.web.forms import Typed, day, lines, text


def consent_of(typed: Typed) -> Mapping[str, Any]:
    """The consent trio as the forms ask for it."""
    return {
        "parents_informed": text(typed, "consent.parents_informed"),
        "parental_agreement": text(typed, "consent.parental_agreement"),
        "child_view": text(typed, "consent.child_view"),
    }


def is_new_here(typed: Typed, tick: str = "new_here") -> bool:
    """Whether somebody whom the staff directory lacks is said to be right all the same."""
    return text(typed, tick) == "Y"


def tested_of(typed: Typed) -> Mapping[str, Any]:
    """What was tested, what is not known, and the safety plan that it rests on."""
    return {
        "assumptions_tested": lines(typed, "assumptions_tested"),
        "info_gaps": gaps_of(typed),
        "relies_on_safety_plan": text(typed, "relies_on_safety_plan") == "Y",
        "safety_plan": safety_plan_of(typed),
    }


def gaps_of(typed: Typed) -> list[Mapping[str, str]]:
    """Each line is what is not known and, after a colon of its own, how that is tolerated."""
    gaps: list[Mapping[str, str]] = []
    for line in lines(typed, "info_gaps"):
        gap, _, tolerated = line.partition(":")
        gaps.append({"gap": gap.strip() or line, "how_tolerated": tolerated.strip()})
    return gaps


def safety_plan_of(typed: Typed) -> Mapping[str, Any]:
    return {
        "who_monitors": text(typed, "who_monitors"),
        "how_tested": text(typed, "how_tested"),
        "contingency": text(typed, "contingency"),
        "review_on": day(typed, "review_on"),
    }
