"""What a contact says, in the form in which it is said anew: another version beside it, never in its place."""

from typing import Any

from intake import telephone
from intake.amendment import by_their_references, typed_of
from intake.decider.amending import OVERTAKEN
from intake.facts import Account
from intake.pages.contact_form import asked, room, schools_of
from intake.requests import SentContact
from shared.access.actor import Actor
from shared.audit import looked
from shared.database import Row
from shared.decider import Refused
from shared.service import Service
from shared.web.forms import Typed, whole


async def said_anew(service: Service, row: Row, before: Account, typed: Typed, **known: str) -> SentContact:
    """The version that the form comes to, of the contact of this ``row``, which said ``before``."""
    now, schools = service.clock.now(), await schools_of(service)
    source: dict[str, str] = {"source_ref": row["source_ref"], "source_code": before.source_code}
    sent = telephone.contact_of(typed, now, schools, **source, **known)
    sent.source_version = whole(typed, "source_version")
    return by_their_references(sent, before)


def addition_of(typed: Typed) -> int:
    """The how-manieth addition on a page this is, as the form says: the same form twice is one."""
    return max(whole(typed, "addition"), 1)


def refused_anew(refusal: Refused) -> Refused:
    """In words that fit, where another version was kept while this one was typed."""
    if refusal.code != "KEY-REUSED":
        return refusal
    return Refused("INT-49 OVERTAKEN", OVERTAKEN)


async def form_anew(
    service: Service,
    who: Actor,
    row: Row,
    before: Account,
    refusal: Refused | None,
    typed: Typed | None,
    **otherwise: Any,
) -> dict[str, Any]:
    """What the form shows: all that was said, or what was typed where it was refused. The look is written down."""
    contact_id = row["contact_id"]
    await looked(service, who, "ViewOwnContact", (c.child_id for c in before.children), [f"Contact-{contact_id}"])
    form = await asked(
        service,
        refusal,
        typed,
        may_be_missing=False,
        numbers=room(len(before.children), telephone.CHILDREN),
        adult_numbers=room(len(before.adults), telephone.ADULTS),
        contact=row,
        version=row["source_version"],
        addition=row["additions"] + 1,
        **otherwise,
    )
    if not refusal:
        form["typed"] = typed_of(before, await schools_of(service))
    return form
