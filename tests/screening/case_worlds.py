"""Where the guards of a screening itself refuse: rated, proposed, challenged, decided, told, closed, ended."""

from typing import Any

from shared.testing.service import RunningService

from .asking import done, strategy
from .guarded_worlds import Parts, authorise_each, looked_into, of, police, propose_for_each, school
from .people import ADEYEMI, BROOK, LUND, REYES, may
from .referring import until_published
from .story import WORDS
from .test_alerts import wait_until
from .test_guards_over_http import offending, proposing

ADVICE = {"decision": "INFO_ADVICE", "need_level": 1}


async def came_where_staff_are_listed(screening: RunningService) -> Parts:
    """The same, in an authority whose staff directory has been read."""
    screening.service.lists_staff = True
    return await came(screening)


async def came(screening: RunningService) -> Parts:
    return of(await school(screening))


async def came_at_night(screening: RunningService) -> Parts:
    return of(await police(screening))


async def rated(screening: RunningService) -> Parts:
    contact = await school(screening)
    await done(screening.client(REYES), contact, "rag", rag="AMBER")
    return of(contact)


async def ready(screening: RunningService) -> Parts:
    """Everything that a decision asks for is there, and none has been proposed."""
    return of(await looked_into(screening))


async def _proposed(screening: RunningService) -> dict[str, Any]:
    contact = await looked_into(screening)
    await propose_for_each(screening, contact, **ADVICE)
    return contact


async def proposed(screening: RunningService) -> Parts:
    return of(await _proposed(screening))


async def proposed_too_late(screening: RunningService) -> Parts:
    contact = await _proposed(screening)
    screening.clock.at = may(15, 9)
    return of(contact)


async def challenged(screening: RunningService) -> Parts:
    contact = await _proposed(screening)
    about = contact["children"][0]["child_id"]
    await done(screening.client(REYES), contact, "challenges", child_id=about, points=["Who has seen the baby?"])
    return of(contact)


async def let_past(screening: RunningService) -> Parts:
    """Brook has let the decision past one guard, and nobody has looked at that yet."""
    contact = await school(screening)
    override = {"guard": "SCR-02", "reason": WORDS, "review_by": "2026-06-01"}
    await done(screening.client(BROOK), contact, "overrides", child_id=contact["children"][0]["child_id"], **override)
    return of(contact)


async def agreed_to_by_one_manager(screening: RunningService) -> Parts:
    """High-risk domestic abuse would close: the first of two managers has agreed."""
    world = await offending(screening, "SCR-10")
    await world.done(ADEYEMI, "information", agency="MARAC", summary="Heard on 2 May; plan in place.")
    assert (await proposing()(world)).status_code == 201
    await world.done(BROOK, "authorisations", child_id=world.child["child_id"], manager_rationale="Agreed.")
    return of(world.contact)


async def decided_alone(screening: RunningService) -> Parts:
    """The manager on call proposed at night, and agreed with herself."""
    contact = await police(screening)
    for child in contact["children"]:
        await done(screening.client(LUND), contact, "proposals", **strategy(child))
        body = {"child_id": child["child_id"], "manager_rationale": "At once."}
        await done(screening.client(LUND), contact, "authorisations", **body)
    return of(contact)


async def _decided(screening: RunningService) -> dict[str, Any]:
    contact = await _proposed(screening)
    await done(screening.client(REYES), contact, "rag", rag="AMBER")
    await authorise_each(screening, contact)
    return contact


async def decided(screening: RunningService) -> Parts:
    return of(await _decided(screening))


async def closed(screening: RunningService) -> Parts:
    contact = await _decided(screening)
    await done(screening.client(ADEYEMI), contact, "outcome-feedback", told_whom="Anita Osei", method="PHONE")
    await done(screening.client(ADEYEMI), contact, "closure")
    return of(contact)


async def ended(screening: RunningService) -> Parts:
    """Intake's manager has said that it is about no child."""
    contact = await school(screening)
    said = {"contact_id": contact["contact_id"], "reason": "Two adults", "by": "fdm.reyes"}
    key = f"Contact-{contact['contact_id']}"
    await screening.publish("contacts", "frontdoor.ContactMarkedNotAboutAChild.v1", said, key=key)
    return of(contact)


async def told_late(screening: RunningService) -> Parts:
    """Decided in time, and its referrer told a week later; no manager has said why."""
    contact = await _decided(screening)
    screening.clock.at = may(20, 9)
    await done(screening.client(ADEYEMI), contact, "outcome-feedback", told_whom="Anita Osei", method="PHONE")
    return of(contact)


async def sender_silent(screening: RunningService) -> Parts:
    """The sender did not answer in time; the decision fell all the same, and was told."""
    contact = await looked_into(screening)
    adeyemi = screening.client(ADEYEMI)
    await done(screening.client(REYES), contact, "rag", rag="AMBER")
    await done(adeyemi, contact, "clarifications", questions=["Which days?"], method="PHONE")
    await wait_until(screening, 13, 13, 41)
    await until_published(screening, "frontdoor.ClarificationMissed.v1")
    await propose_for_each(screening, contact, **ADVICE)
    await authorise_each(screening, contact)
    await done(adeyemi, contact, "outcome-feedback", told_whom="Anita Osei", method="PHONE")
    return of(contact)


async def nobody_named(screening: RunningService) -> Parts:
    contact = await school(screening, children=[])
    return {"contact_id": contact["contact_id"]}


async def known_already(screening: RunningService) -> Parts:
    """An earlier contact was about the same child: somebody has said so."""
    earlier = await school(screening, contact_id="019df6a0-0000-7000-8000-00000000aaaa")
    later = await school(screening)
    [known, *_], [child, *_] = earlier["children"], later["children"]
    linked = {
        "contact_id": later["contact_id"],
        "temp_ref": child["temp_ref"],
        "provisional_child_id": child["child_id"],
        "child_id": known["child_id"],
        "method": "LINKED",
        "by": "sw.adeyemi",
    }
    key = f"Contact-{later['contact_id']}"
    await screening.publish("contacts", "frontdoor.ChildIdentified.v1", linked, key=key)
    return of(later) | {"child_id": known["child_id"]}
