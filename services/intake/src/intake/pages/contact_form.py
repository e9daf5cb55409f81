"""What every form needs that asks what a contact says: the same questions, from the telephone to an amendment."""

from collections.abc import Mapping
from typing import Any

from intake import telephone
from intake.facts import ContactType
from intake.read_models.schools import all_schools
from intake.schools import offered
from shared.decider import Refused
from shared.service import Service
from shared.web.code_words import in_words
from shared.web.forms import Typed

KINDS = [(kind.value, in_words(kind)) for kind in ContactType]


async def schools_of(service: Service) -> Mapping[str, str]:
    """The schools whose names a person may give."""
    async with service.pool.acquire() as connection:
        return await all_schools(connection)


async def asked(service: Service, refusal: Refused | None, typed: Typed | None, **otherwise: Any) -> dict[str, Any]:
    """The choices of the form, what was typed where it comes back, and what one page has ``otherwise``."""
    back: dict[str, Any] = {"refusal": refusal, "typed": typed or {}} if refusal else {}
    return {
        "kind": ContactType.CHILD_CONCERN.value,
        "kinds": KINDS,
        "schools": offered(await schools_of(service)),
        "numbers": telephone.CHILDREN,
        "adult_numbers": telephone.ADULTS,
        "on_the_telephone": False,
        "by_message": False,
        "asks_police": False,
        "may_be_missing": True,
        "status": 422 if refusal else 200,
        **back,
        **otherwise,
    }


def room(named: int, usual: tuple[int, ...]) -> range:
    """The numbers of everybody who is named, and room for one more."""
    return range(1, max(named + 1, len(usual)) + 1)
