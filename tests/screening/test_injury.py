"""An injury is a fact that makes triage urgent, whoever hears of it (clock register, CK_TRIAGE)."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from screening.case.clocks import clocks
from screening.case.commands import NoteAmendment, RecordInjury
from screening.case.events import InjuryRecorded
from screening.case.urgency import INJURY
from shared.access.actor import SYSTEM
from shared.clocks import RebaseClock
from shared.testing.service import RunningService

from .asking import post
from .conftest import arrive
from .people import HALE, MARSH, may
from .spec import after, recorded, refused, the, when
from .story import AMBER, CONTACT, DIRECTION, JAY, JAYS_CONTACT, THE_WEEKEND
from .test_pages import fill_in, open_page

HURT = RecordInjury(by=MARSH, at=may(7, 16, 20), text="A bruise on his cheek; the school nurse saw it.", child_id=JAY)


def test_an_injury_leaves_fifteen_minutes_for_triage() -> None:
    injury = the(InjuryRecorded, when(HURT, given=[JAYS_CONTACT]))
    assert (injury.injured_child_id, injury.urgent_facts) == (JAY, (INJURY,))
    assert clocks(recorded(f"Screening-{CONTACT}", injury)) == [
        RebaseClock(
            code="CK_TRIAGE",
            subject=f"Screening-{CONTACT}",
            reason="The contact has become urgent",
            new_due_at=may(7, 16, 35),
        )
    ]


def test_an_injury_hurries_nobody_who_was_quick_already() -> None:
    for given in ([THE_WEEKEND], [JAYS_CONTACT, AMBER, DIRECTION]):
        injury = the(InjuryRecorded, when(replace(HURT, child_id=None), given=given))
        assert injury.urgent_until is None
        assert INJURY in injury.urgent_facts


def test_a_later_version_of_the_contact_does_not_heal_it() -> None:
    amended = NoteAmendment(
        by=SYSTEM,
        at=may(7, 17),
        contact_id=CONTACT,
        source_version=2,
        superseded=False,
        children=(),
        says_police=False,
        police_grade=None,
        high_risk_factors=(),
        previous_incidents_12m=0,
    )
    assert INJURY in after(JAYS_CONTACT, HURT, amended).contact.urgent_facts


def test_an_injury_is_said_in_words_by_a_person_about_a_child_of_the_contact() -> None:
    assert refused(replace(HURT, text=""), given=[JAYS_CONTACT]) == "SCREENING"
    assert refused(replace(HURT, by=SYSTEM), given=[JAYS_CONTACT]) == "SCR-20"
    assert refused(replace(HURT, child_id="nobody"), given=[JAYS_CONTACT]) == "SCREENING"


async def test_a_call_handler_writes_it_down_and_the_queue_says_why_it_is_urgent(screening: RunningService) -> None:
    screening.clock.at = may(7, 16, 5)
    contact = await arrive(screening, "school-contact-thin")
    address = f"/contacts/{contact['contact_id']}/injury"
    assert f"/screening{address}" in (await open_page(screening, MARSH, address.removesuffix("/injury"))).links
    assert (await fill_in(screening, MARSH, address, child_id="ADULT")).status_code == 422
    taken = await fill_in(screening, MARSH, address, child_id="ADULT", text="His mother has a cut lip.")
    assert taken.status_code == 303
    due_at = await screening.service.pool.fetchval("select due_at from clocks where code = 'CK_TRIAGE'")
    assert due_at == may(7, 16, 20)
    assert "Somebody is hurt" in (await open_page(screening, MARSH, "/queue")).text
    assert (await post(screening.client(HALE), contact, "injuries", text="Hurt")).status_code == 403


async def test_an_injury_that_the_sender_tells_of_leaves_fifteen_minutes(screening: RunningService) -> None:
    screening.clock.at = may(7, 16, 5)
    hurt = {"injury_seen": "Y", "injury_note": "A cut lip, seen at registration."}
    contact = await arrive(screening, "school-contact-thin", **hurt)
    assert await triage_due_at(screening) == may(7, 16, 20)
    page = await open_page(screening, MARSH, f"/contacts/{contact['contact_id']}")
    assert "A cut lip, seen at registration." in page.text
    assert f"/screening/contacts/{contact['contact_id']}/injury" not in page.links


async def test_a_later_version_that_tells_of_an_injury_shortens_triage_and_nothing_lengthens_it(
    screening: RunningService,
) -> None:
    screening.clock.at = may(7, 15, 0)
    contact = await arrive(screening, "school-contact-thin", injury_seen="NK")
    screening.clock.at = may(7, 15, 10)
    await amended(screening, contact, injury_seen="Y", injury_note="A cut lip.")
    assert await triage_due_at(screening) == may(7, 15, 25)
    await amended(screening, contact, injury_seen="N")
    assert await triage_due_at(screening) == may(7, 15, 25)


async def triage_due_at(screening: RunningService) -> datetime:
    return await screening.service.pool.fetchval("select due_at from clocks where code = 'CK_TRIAGE'")


async def amended(screening: RunningService, contact: dict[str, Any], **said: Any) -> None:
    await screening.publish(
        "contacts",
        "frontdoor.ContactAmended.v1",
        {"contact_id": contact["contact_id"], "source_version": 2, "children": contact["children"]} | said,
        key=f"Contact-{contact['contact_id']}",
    )
