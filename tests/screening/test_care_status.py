"""Whether a child is open: the queue says what the rules read, in whichever order it became known."""

from dataclasses import replace
from importlib import import_module
from itertools import permutations

import pytest

from shared.testing.service import RunningService

from .asking import done, history
from .conftest import arrive
from .people import ADEYEMI, HALE, MARSH, may
from .referral_story import NDLOVU

TOLD = [("CLOSED", "CIN", "CIN"), ("CP", "CLOSED", "CP"), ("UNKNOWN", "EH", "EH"), ("CP", "CLA", "CP")]
"""What the reviewer reads, what intake records, and what holds: whoever knows of an open case is believed."""


@pytest.mark.parametrize(("reviewed", "at_contact", "holds"), TOLD)
@pytest.mark.parametrize("order", list(permutations(("reviewed", "at_contact"))))
async def test_the_queue_reads_it_as_the_rules_do(
    screening: RunningService, reviewed: str, at_contact: str, holds: str, order: tuple[str, ...]
) -> None:
    screening.clock.at = may(7, 15)
    contact = await arrive(screening, "school-contact-thin")
    child = contact["children"][0]
    for source in order:
        if source == "reviewed":
            await done(screening.client(ADEYEMI), contact, "history-reviews", **history(child, care_status=reviewed))
            continue
        told = {"contact_id": contact["contact_id"], "child_id": child["child_id"], "care_status": at_contact}
        key = f"Contact-{contact['contact_id']}"
        await screening.publish("contacts", "frontdoor.CareStatusAtContactRecorded.v1", told, key=key)
    kept = await screening.service.pool.fetchval(
        "select care_status from queue_children where child_id = $1", child["child_id"]
    )
    assert kept == holds
    queue = (await screening.browser(HALE).get("/queue")).text
    assert (f"/contacts/{contact['contact_id']}" in queue) is (holds in ("CP", "CIN", "CLA"))


async def test_whoever_screens_reads_who_has_an_open_child_and_who_their_manager_is(screening: RunningService) -> None:
    """INT-05: worker and manager have the contact too; whoever screens knows whom to ring."""
    contact = await arrive(screening, "school-contact-thin")
    key, child_id = f"Contact-{contact['contact_id']}", contact["children"][0]["child_id"]
    open_to = {"team": "CASS-3", "allocated_worker": "Sam Carter", "manager": "Jo Brand"}
    told = {"contact_id": contact["contact_id"], "child_id": child_id, "care_status": "CP"} | open_to
    await screening.publish("contacts", "frontdoor.CareStatusAtContactRecorded.v1", told, key=key)
    page, handlers = [
        (await screening.browser(who).get(f"/contacts/{contact['contact_id']}")).text for who in (ADEYEMI, MARSH)
    ]
    assert "CASS-3 · Sam Carter · manager: Jo Brand" in page
    assert "Jo Brand" not in handlers


@pytest.mark.parametrize("worker", [NDLOVU.user_id, "thandi ndlovu"])
async def test_the_social_worker_whom_the_record_names_is_told_of_a_new_contact(
    screening: RunningService, worker: str
) -> None:
    """INT-05, for a child who is open and has no referral here: by sign-in name or by name, until it is long done."""
    contact = await arrive(screening, "school-contact-thin")
    child_id = contact["children"][0]["child_id"]
    told = {"contact_id": contact["contact_id"], "child_id": child_id, "care_status": "CP", "allocated_worker": worker}
    ndlovu, key = screening.client(NDLOVU), f"Contact-{contact['contact_id']}"
    assert (await ndlovu.get("/api/v1/referrals/told")).json() == []
    await screening.publish("contacts", "frontdoor.CareStatusAtContactRecorded.v1", told, key=key)
    [line] = (await ndlovu.get("/api/v1/referrals/told")).json()
    assert (line["contact_id"], line["child_id"], line["decision"]) == (contact["contact_id"], child_id, None)
    page = (await screening.browser(NDLOVU).get("/referrals")).text
    assert "Told of children whom you have: 1" in page
    assert contact["worries"][:40] in page
    other = replace(NDLOVU, user_id="sw.moss", name="Ida Moss")
    assert (await screening.client(other).get("/api/v1/referrals/told")).json() == []
    assert "Told of children whom you have" not in (await screening.browser(other).get("/referrals")).text
    closed = told | {"care_status": "CLOSED"}
    await screening.publish("contacts", "frontdoor.CareStatusAtContactRecorded.v1", closed, key=key)
    assert (await ndlovu.get("/api/v1/referrals/told")).json() == []


async def test_of_two_who_have_one_name_nobody_is_told_of_the_others_child(screening: RunningService) -> None:
    contact = await arrive(screening, "school-contact-thin")
    open_to = {"care_status": "CP", "allocated_worker": NDLOVU.name}
    told = {"contact_id": contact["contact_id"], "child_id": contact["children"][0]["child_id"]} | open_to
    key = f"Contact-{contact['contact_id']}"
    await screening.publish("contacts", "frontdoor.CareStatusAtContactRecorded.v1", told, key=key)
    both = (NDLOVU, replace(NDLOVU, user_id="sw.other"))
    listed = [(who.user_id, who.name, who.role.value) for who in both]
    await screening.service.pool.executemany("insert into people values ($1, $2, $3) on conflict do nothing", listed)
    for who in both:
        assert (await screening.client(who).get("/api/v1/referrals/told")).json() == []


async def test_what_was_kept_before_is_read_so_too(screening: RunningService) -> None:
    screening.clock.at = may(7, 15)
    contact = await arrive(screening, "school-contact-thin")
    child = contact["children"][0]
    told = {"contact_id": contact["contact_id"], "child_id": child["child_id"], "care_status": "CLA"}
    key = f"Contact-{contact['contact_id']}"
    await screening.publish("contacts", "frontdoor.CareStatusAtContactRecorded.v1", told, key=key)
    await done(screening.client(ADEYEMI), contact, "history-reviews", **history(child, care_status="CLOSED"))
    async with screening.service.pool.acquire() as connection, connection.transaction():
        await connection.execute(
            """alter table queue_children drop column care_status, drop column status_at_contact,
                 drop column status_reviewed, add column care_status text default 'CLOSED'"""
        )
        for step in import_module("screening.migrations.versions.0014_care_status").STEPS:
            await connection.execute(step)
        row = await connection.fetchrow(
            "select status_at_contact, status_reviewed, care_status from queue_children where child_id = $1",
            child["child_id"],
        )
    assert row is not None
    assert tuple(row.values()) == ("CLA", "CLOSED", "CLA")
