"""A later version of a police contact says that it is domestic abuse, or whose pupil a child is: its school is told."""

from typing import Any

from shared.access.actor import Actor
from shared.testing.service import RunningService

from .conftest import sent, told_of
from .people import ADEYEMI, FORCE, OSEI
from .telling import police_contact


async def alerts(service: RunningService) -> list[dict[str, Any]]:
    rows = (await service.client(ADEYEMI).get("/api/v1/sent")).json()["sent"]
    return [row for row in rows if row["profile"] == "ENC_MIN"]


async def amended(service: RunningService, contact: dict[str, Any], *anew: str, by: Actor = FORCE) -> None:
    await service.publish(
        "contacts",
        "frontdoor.ContactAmended.v1",
        contact | {"source_version": 2, "told_anew": anew},
        key=f"Contact-{contact['contact_id']}",
        actor=by,
        received_at=service.clock.now(),
    )
    await sent(service)


async def test_an_alert_leaves_for_the_school_of_a_child_whose_contact_has_become_one_of_abuse(
    registered: RunningService,
) -> None:
    contact = police_contact()
    await told_of(registered, contact | {"contact_type": "CHILD_CONCERN"})
    assert await alerts(registered) == []
    await amended(registered, contact, "c1", "c2")
    [row] = await alerts(registered)
    assert (row["state"], row["contact_id"]) == ("SENT", contact["contact_id"])
    [message] = (await registered.client(OSEI, "contacts:read").get("/api/v1/inbox")).json()["messages"]
    assert message["payload"]["child"]["first_name"] == "Maisie"


async def test_the_same_alert_is_never_sent_twice(registered: RunningService) -> None:
    contact = police_contact()
    await told_of(registered, contact)
    await amended(registered, contact)
    await amended(registered, contact, "c1", "c2")
    assert len(await alerts(registered)) == 1


async def test_what_no_police_say_and_what_is_no_abuse_is_told_to_no_school(registered: RunningService) -> None:
    contact = police_contact()
    await told_of(registered, contact | {"contact_type": "CHILD_CONCERN"}, OSEI)
    await amended(registered, contact, "c1", "c2", by=OSEI)
    await amended(registered, contact | {"contact_type": "CHILD_CONCERN"}, "c1", "c2")
    assert await alerts(registered) == []


async def test_the_senders_own_page_calls_it_what_it_is_now(registered: RunningService) -> None:
    contact = police_contact()
    await told_of(registered, contact | {"contact_type": "CHILD_CONCERN"})
    await amended(registered, contact, "c1", "c2")
    assert await registered.service.pool.fetchval("select contact_type from contacts") == "DOMESTIC_ABUSE"


async def test_a_version_that_came_late_changes_no_name_that_is_newer(registered: RunningService) -> None:
    contact = police_contact()
    await told_of(registered, contact)
    older = [child | {"surname": "Older"} for child in contact["children"]]
    await amended(registered, contact | {"children": older, "superseded": True})
    people = await registered.service.pool.fetchval("select people from contacts")
    assert {child["surname"] for child in people["children"].values()} == {
        child["surname"] for child in contact["children"]
    }
