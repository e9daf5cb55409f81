"""What a clock warns of reaches a person: the roles of the register, by night whoever is awake; until explained."""

from typing import Any

import pytest

from shared.access.actor import Actor, Role
from shared.scheduler import Scheduler
from shared.testing.service import RunningService

from .asking import done, strategy
from .conftest import arrive
from .html import Page
from .people import ADEYEMI, BROOK, LA, LUND, OKAFOR, REYES, may

PATEL = Actor("hos.patel", "Priya Patel", Role.SENIOR_LEADER, LA, registered_sw=True)
AMIN = Actor("ds.amin", "Yusuf Amin", Role.POLICE_MASH, "force-example")
BAINES = Actor("ds.baines", "Kit Baines", Role.POLICE_MASH, "force-next-door")


@pytest.fixture
async def weekend(screening: RunningService) -> dict[str, Any]:
    return await arrive(screening, "police-domestic-abuse-high")


async def wait_until(screening: RunningService, *at: int) -> None:
    """Moves the clock there; whatever is due fires."""
    screening.clock.at = may(*at)
    service = screening.service
    await Scheduler(service.store, service.pool, screening.clock).fire_due()


async def alerts_of(screening: RunningService, who: Actor) -> dict[str, dict[str, Any]]:
    answer = await screening.client(who).get("/api/v1/alerts")
    assert answer.status_code == 200, answer.text
    return {alert["code"]: alert for alert in answer.json()}


async def test_a_warning_reaches_the_roles_of_the_register_and_by_night_those_who_are_awake(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    await done(screening.client(LUND), weekend, "rag", rag="RED")
    await wait_until(screening, 3, 3, 5)
    for who in (REYES, LUND):
        red = (await alerts_of(screening, who))["CK_RED"]
        assert (red["fraction"], red["breached"], red["roles"]) == (0.5, False, ["FRONT_DOOR_MANAGER"])
        assert red["contact_id"] == weekend["contact_id"]
        assert set(red["children"]) == {child["child_id"] for child in weekend["children"]}
    for who in (ADEYEMI, OKAFOR, PATEL):
        assert "CK_RED" not in await alerts_of(screening, who)
    await wait_until(screening, 3, 4, 5)
    assert (await alerts_of(screening, PATEL))["CK_RED"]["fraction"] == 0.75


async def test_what_ran_out_stays_until_it_is_done_and_a_manager_has_said_why(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    lund, okafor = screening.client(LUND), screening.client(OKAFOR)
    await done(lund, weekend, "rag", rag="RED")
    await wait_until(screening, 3, 5, 6)
    assert (await alerts_of(screening, PATEL))["CK_RED"]["breached"]
    for child in weekend["children"]:
        await done(okafor, weekend, "proposals", **strategy(child))
        await done(lund, weekend, "authorisations", child_id=child["child_id"], manager_rationale="At once.")
    red = (await alerts_of(screening, PATEL))["CK_RED"]
    assert red["ended_at"] is not None
    reason = {"code": "CAPACITY", "text": "One worker for two visits."}
    body = {"code": "CK_RED", "subject": red["subject"], "reason": reason}
    await done(lund, weekend, "breach-reasons", **body)
    assert "CK_RED" not in await alerts_of(screening, PATEL)
    again = await lund.post(f"/api/v1/screenings/{weekend['contact_id']}/breach-reasons", json=body)
    assert (again.status_code, again.json()["code"]) == (422, "SCREENING NOT_LATE")


async def test_intakes_clocks_stand_in_the_same_list_and_are_explained_at_the_screening(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    clock = {"code": "CK_MARAC", "subject": f"Contact-{weekend['contact_id']}", "child_ids": ["x"]}
    key = f"Clock-CK_MARAC-{clock['subject']}"
    fired = {"tell": "FRONT_DOOR_MANAGER", "at": may(5, 17), "fired_at": may(5, 17), "late": False}
    await screening.publish("contacts", "frontdoor.ClockBreached.v1", {**clock, **fired}, key=key)
    marac = (await alerts_of(screening, REYES))["CK_MARAC"]
    assert (marac["contact_id"], marac["due_at"][:16]) == (weekend["contact_id"], "2026-05-05T16:00")
    ended = {**clock, "at": may(6, 9), "by_event": "MaracReferralRecorded", "due_at": may(5, 17), "met": False}
    await screening.publish("contacts", "frontdoor.ClockStopped.v1", ended, key=key)
    assert (await alerts_of(screening, REYES))["CK_MARAC"]["ended_at"] is not None
    reason = {"code": "WAITING_FOR_PARTNER", "text": "The coordinator was away."}
    await done(
        screening.client(BROOK), weekend, "breach-reasons", code="CK_MARAC", subject=clock["subject"], reason=reason
    )
    assert "CK_MARAC" not in await alerts_of(screening, REYES)


async def test_a_lag_out_of_band_is_told_on_receipt(screening: RunningService, weekend: dict[str, Any]) -> None:
    lag = {"contact_id": weekend["contact_id"], "lag_hours": 200.0, "band": "STALE"}
    await screening.publish("contacts", "frontdoor.IncidentLagMeasured.v1", lag, key="Contact-1")
    for who in (REYES, AMIN):
        assert (await alerts_of(screening, who))["CK_LAG_DA"]["breached"]


async def test_an_officer_is_told_of_nothing_that_another_force_sent(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    lag = {"contact_id": weekend["contact_id"], "lag_hours": 200.0, "band": "STALE"}
    await screening.publish("contacts", "frontdoor.IncidentLagMeasured.v1", lag, key="Contact-1")
    await done(screening.client(OKAFOR), weekend, "information-requests", agency="POLICE", questions=["Who was there?"])
    await wait_until(screening, 6, 9)
    assert set(await alerts_of(screening, AMIN)) == {"CK_LAG_DA", "CK_PARTNER"}
    assert await alerts_of(screening, BAINES) == {}


async def test_of_what_no_force_sent_the_police_are_told_that_their_own_answer_is_late(
    screening: RunningService,
) -> None:
    contact = await arrive(screening, "school-contact-good")
    lag = {"contact_id": contact["contact_id"], "lag_hours": 200.0, "band": "STALE"}
    await screening.publish("contacts", "frontdoor.IncidentLagMeasured.v1", lag, key="Contact-1")
    await done(screening.client(OKAFOR), contact, "information-requests", agency="POLICE", questions=["Known there?"])
    await wait_until(screening, 6, 9)
    assert set(await alerts_of(screening, AMIN)) == {"CK_PARTNER"}


async def test_a_lag_of_anything_but_domestic_abuse_is_told_to_nobody(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    lag = {"contact_id": weekend["contact_id"], "lag_hours": 200.0, "band": "STALE", "domestic_abuse": False}
    await screening.publish("contacts", "frontdoor.IncidentLagMeasured.v1", lag, key="Contact-1")
    for who in (REYES, AMIN):
        assert "CK_LAG_DA" not in await alerts_of(screening, who)


async def test_whoever_is_told_of_a_lag_finds_the_way_to_the_weeks(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    lag = {"contact_id": weekend["contact_id"], "lag_hours": 200.0, "band": "STALE"}
    await screening.publish("contacts", "frontdoor.IncidentLagMeasured.v1", lag, key="Contact-1")
    assert "/intake/incident-lag" in Page((await screening.browser(AMIN).get("/alerts")).text).links


async def test_the_page_says_what_ran_out_and_leads_to_where_it_is_explained(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    await wait_until(screening, 3, 1, 21)
    page = Page((await screening.browser(LUND).get("/alerts")).text)
    for words in ("Rate and give direction", "Run out", "Maisie Thornbeck, Alfie Thornbeck-Rudd", "1 has run out"):
        assert words in page.text, words
    assert ", 1 min ago" in page.text
    assert ": out-of-hours manager, out-of-hours social worker." in page.text
    assert f"/screening/contacts/{weekend['contact_id']}/late" in page.links
    lund = screening.browser(LUND)
    late = f"/contacts/{weekend['contact_id']}/late"
    form = Page((await lund.get(late)).text).form("/late")
    sent = {**form.fields, "clock": f"CK_TRIAGE Screening-{weekend['contact_id']}", "reason_code": "CAPACITY"}
    assert (await lund.post(late, data=sent)).status_code == 422
    assert (await lund.post(late, data={**sent, "reason_text": "Both out on visits."})).status_code == 303
    nobody = Page((await screening.browser(PATEL).get("/alerts")).text)
    assert "Maisie" not in nobody.text


async def test_a_deadline_of_a_shift_is_about_no_one_child(screening: RunningService) -> None:
    prepare = {"code": "CK_PREP", "subject": "Prep-2026-05-08", "child_ids": [], "tell": "FRONT_DOOR_MANAGER"}
    breached = {**prepare, "at": may(3, 1), "fired_at": may(3, 1), "late": False}
    await screening.publish("handovers", "frontdoor.ClockBreached.v1", breached, key="Clock-CK_PREP")
    for address in ("/alerts", "/morning"):
        page = Page((await screening.browser(REYES).get(address)).text)
        assert "The whole service" in page.text
        assert "No child named" not in page.text


async def test_a_managers_morning_leads_to_where_intakes_clocks_are_met(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    contact, children = weekend["contact_id"], [child["child_id"] for child in weekend["children"]]
    referral = {"code": "CK_MARAC", "subject": f"Contact-{contact}", "child_ids": children}
    breached = {"tell": "FRONT_DOOR_MANAGER", "at": may(5, 17), "fired_at": may(5, 17), "late": False}
    await screening.publish("contacts", "frontdoor.ClockBreached.v1", referral | breached, key="Clock-CK_MARAC")
    page = Page((await screening.browser(REYES).get("/morning")).text)
    assert f"/intake/contacts/{contact}/steps" in page.links
    assert "Told: Front door manager" in page.text
