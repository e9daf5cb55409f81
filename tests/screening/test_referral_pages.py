"""Referrals for people: who waits, who has nobody, and forms that keep what was typed."""

from typing import Any

import pytest

from shared.testing.service import RunningService

from .asking import done
from .conftest import arrive
from .html import Page
from .people import HALE, REYES, may
from .referral_story import NDLOVU, PATEL
from .referring import accepted, allocated, decided
from .test_pages import fill_in, open_page


def form_of(contact: dict[str, Any], child: dict[str, Any]) -> str:
    return f"/contacts/{contact['contact_id']}/children/{child['child_id']}/referral"


async def test_a_decision_stands_on_the_list_and_leads_to_its_form(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    child = await decided(screening, weekend)
    page = await open_page(screening, HALE, "/referrals")
    assert "To be accepted: 1" in page.text
    assert "Maisie Thornbeck" in page.text
    assert "/screening" + form_of(weekend, child) in page.links


async def test_a_form_that_is_not_the_one_leads_to_the_one_that_is(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    referral_id = await accepted(screening, weekend, await decided(screening, weekend))
    over, first = f"/referrals/{referral_id}/transfer", f"/referrals/{referral_id}/allocate"
    nobody = await open_page(screening, HALE, over)
    assert "Nobody has Maisie Thornbeck yet" in nobody.text
    assert f"/screening{first}" in nobody.links
    assert f"/screening{over}" not in (await open_page(screening, HALE, first)).links
    await allocated(screening, referral_id)
    taken = await open_page(screening, HALE, first)
    assert f"{NDLOVU.user_id} has Maisie Thornbeck already" in taken.text
    assert f"/screening{over}" in taken.links
    assert f"/screening{first}" not in (await open_page(screening, HALE, over)).links


async def test_whoever_has_the_child_sees_that_the_decision_is_open_again(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    child = await decided(screening, weekend)
    referral_id = await accepted(screening, weekend, child)
    await allocated(screening, referral_id)
    address = f"/referrals/{referral_id}"

    async def said() -> tuple[bool, bool, bool]:
        line = (await screening.client(NDLOVU).get(f"/api/v1{address}")).json()
        on_list = "Decision open again" in (await open_page(screening, NDLOVU, "/referrals")).text
        page = (await open_page(screening, NDLOVU, address)).text
        return line["opened_again"], on_list, "The decision that led here is open again" in page

    assert await said() == (False, False, False)
    again = {"reason": "He is back at the address", "child_ids": [child["child_id"]]}
    await done(screening.client(REYES), weekend, "reopening", **again)
    assert await said() == (True, True, True)
    await decided(screening, weekend)
    assert await said() == (False, False, False)


async def test_empty_lists_say_what_would_stand_there(screening: RunningService) -> None:
    page = await open_page(screening, HALE, "/referrals")
    assert "Decisions for a referral would stand here" in page.text
    assert "Children whose referral was accepted" in (await open_page(screening, PATEL, "/unallocated")).text


async def test_the_form_shows_the_facts_and_keeps_what_was_typed(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    child = await decided(screening, weekend, care_status="UNKNOWN")
    address = form_of(weekend, child)
    page = await open_page(screening, HALE, address)
    for words in ("Nobody has looked yet", "None is known here", "Sun 3 May", "N1 Abuse or neglect"):
        assert words in page.text
    answer = await fill_in(screening, HALE, address, primary_need="N1")
    again = Page(answer.text)
    assert answer.status_code == 422
    assert "REFERRAL CARE_STATUS" in again.text
    assert again.form(address).fields["primary_need"] == ["N1"]
    taken = await fill_in(screening, HALE, address, primary_need="N1", care_status="CLOSED")
    assert taken.status_code == 303
    assert taken.headers["location"].startswith("/screening/referrals/")


async def test_an_open_childs_form_says_that_there_is_no_new_referral(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    child = await decided(screening, weekend, care_status="CP")
    page = await open_page(screening, HALE, form_of(weekend, child))
    assert "Maisie Thornbeck is open to social care already" in page.text
    assert not [form for form in page.forms if form.action.endswith("/referral")]


async def test_a_childs_referral_says_who_has_them_and_what_is_owed(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    child = await decided(screening, weekend)
    referral_id = await accepted(screening, weekend, child)
    page = await open_page(screening, HALE, f"/referrals/{referral_id}")
    for words in ("Accepted, with nobody", "Name the social worker who has this child", "Allocate a worker"):
        assert words in page.text
    assert f"/screening/referrals/{referral_id}/allocate" in page.links
    allocate = f"/referrals/{referral_id}/allocate"
    assert (await fill_in(screening, HALE, allocate, worker="sw.ndlovu", team="CASS-3")).status_code == 303
    page = await open_page(screening, HALE, f"/referrals/{referral_id}")
    assert "sw.ndlovu, CASS-3" in page.text
    assert "Being assessed" in page.text


async def test_a_handover_without_a_note_comes_back_with_what_was_typed(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    child = await decided(screening, weekend)
    referral_id = await accepted(screening, weekend, child)
    await allocated(screening, referral_id)
    address = f"/referrals/{referral_id}/transfer"
    typed = {"to_worker": "sw.moss", "to_team": "CASS-1", "reason": "Thandi leaves", "introduced_to_family": "N"}
    answer = await fill_in(screening, HALE, address, **typed)
    again = Page(answer.text)
    assert answer.status_code == 422
    assert "so that the family does not have to tell it again" in again.text
    assert again.form(address).fields["to_worker"] == ["sw.moss"]
    taken = await fill_in(screening, HALE, address, **typed, handover_note="Maisie trusts her aunt.")
    assert taken.status_code == 303
    page = await open_page(screening, HALE, f"/referrals/{referral_id}")
    assert "From sw.ndlovu (CASS-3) to sw.moss (CASS-1), not yet introduced" in page.text


async def test_the_end_of_a_referral_is_one_of_the_censuss_reasons_or_no_further_action(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    maisie, alfie = await decided(screening, weekend), await decided(screening, weekend, 1)
    first, second = await accepted(screening, weekend, maisie), await accepted(screening, weekend, alfie)
    unsaid = await fill_in(screening, HALE, f"/referrals/{first}/end", form=f"/referrals/{first}/close", reason="")
    assert unsaid.status_code == 422
    closed = await fill_in(
        screening,
        HALE,
        f"/referrals/{first}/end",
        form=f"/referrals/{first}/close",
        closure_reason="RC5",
        reason="Moved to another authority, which has the facts",
    )
    assert closed.status_code == 303
    nothing_more = await fill_in(screening, HALE, f"/referrals/{second}/no-further-action", reason="")
    assert nothing_more.status_code == 422
    assert "Say why this child is not assessed after all" in nothing_more.text
    page = await open_page(screening, HALE, f"/referrals/{first}")
    assert "Transferred to another local authority" in page.text
    assert (await screening.browser(HALE).get(f"/referrals/{second}/end")).status_code == 200
    for form in ("end", "transfer", "no-further-action"):
        ended = await open_page(screening, HALE, f"/referrals/{first}/{form}")
        assert "This referral has ended" in ended.text
        assert not [each for each in ended.forms if "/referrals/" in each.action]


async def test_an_assessment_that_is_authorised_is_recorded(screening: RunningService, weekend: dict[str, Any]) -> None:
    child = await decided(screening, weekend)
    referral_id = await accepted(screening, weekend, child)
    await allocated(screening, referral_id)
    screening.clock.at = may(29, 10)
    address = f"/referrals/{referral_id}/assessment"
    assert (await fill_in(screening, HALE, address, authorised_on="")).status_code == 422
    found = {"authorised_on": "2026-05-28", "factors": ["16A", "7A"]}
    assert (await fill_in(screening, HALE, address, **found)).status_code == 303
    page = (await open_page(screening, HALE, f"/referrals/{referral_id}")).text
    assert [words for words in ("Assessed", "16A Neglect", "7A Young carer") if words not in page] == []


async def test_the_list_of_the_unallocated_has_a_number_a_limit_and_the_longest_wait(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    child = await decided(screening, weekend)
    await accepted(screening, weekend, child)
    screening.clock.at = may(5, 12)
    page = await open_page(screening, REYES, "/unallocated")
    for words in ("1 (limit 0)", "58 hours", "Maisie Thornbeck", "Late"):
        assert words in page.text
    leader = await open_page(screening, PATEL, "/unallocated")
    assert "1 (limit 0)" in leader.text
    assert "Maisie" not in leader.text


async def test_a_social_worker_finds_no_form_that_only_managers_use(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    child = await decided(screening, weekend)
    referral_id = await accepted(screening, weekend, child)
    await allocated(screening, referral_id)
    page = await open_page(screening, NDLOVU, f"/referrals/{referral_id}")
    assert not [link for link in page.links if link.endswith(("/transfer", "/end", "/assessment"))]
    assert (await screening.browser(NDLOVU).get(f"/referrals/{referral_id}/transfer")).status_code == 403


async def test_the_social_worker_who_has_the_child_is_told_of_a_new_contact(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    """INT-05: whoever holds the case hears of it when it comes, and not when the front door has decided."""
    child = await decided(screening, weekend)
    referral_id = await accepted(screening, weekend, child)
    await allocated(screening, referral_id)
    assert "New contact" not in (await open_page(screening, NDLOVU, "/referrals")).text
    screening.clock.at = may(5, 10)
    again = {"contact_id": "019df6a0-0000-7000-8000-00000000bbbb", "worries": "He was at the gate again"}
    await arrive(screening, "police-domestic-abuse-high", children=[child], **again)
    assert "New contact" in (await open_page(screening, NDLOVU, "/referrals")).text
    page = (await open_page(screening, NDLOVU, f"/referrals/{referral_id}")).text
    said = ("A new contact is being screened", "Told of since", "He was at the gate again", "Being screened")
    assert [words for words in said if words not in page] == []
    document = (await screening.client(NDLOVU).get(f"/api/v1/referrals/{referral_id}")).json()
    assert [one["contact_id"] for one in document["contacts_since"]] == [again["contact_id"]]


@pytest.mark.parametrize("form", ["allocate", "transfer"])
async def test_the_social_workers_whom_we_know_are_suggested(
    screening: RunningService, weekend: dict[str, Any], form: str
) -> None:
    child = await decided(screening, weekend)
    referral_id = await accepted(screening, weekend, child)
    await allocated(screening, referral_id)
    html = (await screening.browser(HALE).get(f"/referrals/{referral_id}/{form}")).text
    assert 'value="edt.okafor"' in html


async def test_whoever_rings_or_visits_reads_how_not_to_reach_the_victim(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    child = await decided(screening, weekend)
    referral_id = await accepted(screening, weekend, child)
    await allocated(screening, referral_id)
    for address in (f"/referrals/{referral_id}", f"/referrals/{referral_id}/visit"):
        text = (await open_page(screening, NDLOVU, address)).text
        said = ("Safe contact only", "Safe contact with Kerry Thornbeck", "No texts, voicemail or letters")
        assert [words for words in said if words not in text] == []
