"""Nobody is left to a misspelt name: whoever has a child or a contact is somebody whom the staff directory lists."""

import json
from pathlib import Path
from typing import Any

import pytest

from shared.access.actor import Actor
from shared.people import take_directory
from shared.testing.service import RunningService

from .asking import done, post
from .conftest import arrive
from .people import ADEYEMI, HALE, LUND, MARSH, OKAFOR, REYES, may
from .referral_story import NDLOVU
from .referring import accepted, allocated, decided, problem
from .test_pages import fill_in, open_page

MISSPELT = "sw.ndlvou"
HANDED_OVER = {"to_team": "CASS-1", "reason": "She leaves", "handover_note": "Her aunt is trusted."}
ALLOCATED, TRANSFERRED = "frontdoor.WorkerAllocated.v1", "frontdoor.CaseTransferred.v1"


@pytest.fixture
async def contact(screening: RunningService, tmp_path: Path) -> dict[str, Any]:
    """The contact of the weekend, in an authority whose directory lists a social worker and a call handler."""
    directory = tmp_path / "staff.json"
    directory.write_text(json.dumps([{**one.to_dict(), "role": one.role.value} for one in (NDLOVU, ADEYEMI, MARSH)]))
    screening.service.lists_staff = await take_directory(screening.service.pool, directory)
    contact = await arrive(screening, "police-domestic-abuse-high")
    screening.clock.at = may(3, 2)
    return contact


@pytest.fixture
async def referral_id(screening: RunningService, contact: dict[str, Any]) -> str:
    return await accepted(screening, contact, await decided(screening, contact))


async def ask(screening: RunningService, referral_id: str, what: str, who: Actor = HALE, **body: Any) -> Any:
    return await screening.client(who).post(f"/api/v1/referrals/{referral_id}/{what}", json=body)


@pytest.mark.parametrize("name", [MISSPELT, "Thandi Ndlovu", MARSH.user_id])
async def test_a_child_is_allocated_to_nobody_whom_the_directory_does_not_list_as_a_social_worker(
    screening: RunningService, referral_id: str, name: str
) -> None:
    refused = await ask(screening, referral_id, "allocation", worker=name, team="CASS-3")
    assert problem(refused) == (422, "SCREENING UNKNOWN_PERSON", "worker")
    assert await screening.published(ALLOCATED) == []
    await allocated(screening, referral_id)
    [told] = await screening.published(ALLOCATED)
    assert told["worker"] == NDLOVU.user_id


async def test_a_child_is_handed_over_to_nobody_whom_it_does_not_list(
    screening: RunningService, referral_id: str
) -> None:
    await allocated(screening, referral_id)
    over: dict[str, Any] = HANDED_OVER | {"introduced_to_family": "N"}
    refused = await ask(screening, referral_id, "transfers", to_worker=MISSPELT, **over)
    assert problem(refused) == (422, "SCREENING UNKNOWN_PERSON", "to_worker")
    taken = await ask(screening, referral_id, "transfers", to_worker="sw.new", new_here=True, **over)
    assert taken.status_code == 201, taken.text
    [told] = await screening.published(TRANSFERRED)
    assert told["to_worker"] == "sw.new"


async def test_the_page_asks_whether_somebody_is_new(screening: RunningService, referral_id: str) -> None:
    form = f"/referrals/{referral_id}/allocate"
    assert "new_here" not in (await open_page(screening, HALE, form)).text
    refused = await fill_in(screening, HALE, form, worker="sw.new", team="CASS-3")
    assert refused.status_code == 422
    assert "They are new, and not in the staff directory yet" in refused.text
    assert (await fill_in(screening, HALE, form, worker="sw.new", team="CASS-3", new_here="Y")).status_code == 303
    assert len(await screening.published(ALLOCATED)) == 1


@pytest.mark.parametrize(
    ("what", "body"),
    [("screener", {"screener_id": MISSPELT}), ("direction", {"screener_id": MISSPELT, "text": "Visit tonight."})],
)
async def test_a_contact_is_given_to_nobody_whom_it_does_not_list(
    screening: RunningService, contact: dict[str, Any], what: str, body: dict[str, Any]
) -> None:
    refused = await post(screening.client(LUND), contact, what, **body)
    assert problem(refused) == (422, "SCREENING UNKNOWN_PERSON", "screener_id")
    page = await fill_in(screening, LUND, f"/contacts/{contact['contact_id']}/{what}", **body)
    assert page.status_code == 422
    assert "They are new, and not in the staff directory yet" in page.text
    await done(screening.client(LUND), contact, what, **body, new_here=True)


async def test_scr_01_nobody_is_rung_whom_the_directory_does_not_list_as_a_manager(
    screening: RunningService, contact: dict[str, Any]
) -> None:
    called = {"called_at": may(3, 1, 30).isoformat()}
    okafor = screening.client(OKAFOR)
    for name in (MISSPELT, ADEYEMI.user_id):
        refused = await post(okafor, contact, "direction", text="Visit.", on_call=called | {"manager": name})
        assert problem(refused) == (422, "SCREENING UNKNOWN_PERSON", "on_call")
    typed = {"text": "Visit.", "on_call": MISSPELT, "called_at": "2026-05-03T01:30"}
    page = await fill_in(screening, OKAFOR, f"/contacts/{contact['contact_id']}/direction", **typed)
    assert page.text.index("Which on-call manager") < page.text.index("They are new, and not in the staff directory")
    assert page.text.count('name="on_call_new_here"') == 1
    await done(screening.client(LUND), contact, "rag", rag="RED", reasons=["Strangulation"])
    await done(okafor, contact, "direction", text="Visit.", on_call=called | {"manager": LUND.user_id})


async def test_each_person_of_a_direction_is_said_to_be_new_by_a_tick_of_their_own(
    screening: RunningService, contact: dict[str, Any]
) -> None:
    await done(screening.client(LUND), contact, "rag", rag="RED", reasons=["Strangulation"])
    okafor, new = screening.client(OKAFOR), {"screener_id": "sw.new", "new_here": True}
    rung = {"manager": MISSPELT, "called_at": may(3, 1, 30).isoformat()}
    refused = await post(okafor, contact, "direction", text="Visit.", on_call=rung, **new)
    assert problem(refused) == (422, "SCREENING UNKNOWN_PERSON", "on_call")
    form = f"/contacts/{contact['contact_id']}/direction"
    typed = {"text": "Visit.", "on_call": "edt.new", "called_at": "2026-05-03T01:30", "on_call_new_here": "Y"}
    page = await fill_in(screening, OKAFOR, form, screener_id=MISSPELT, **typed)
    assert page.status_code == 422
    assert 'value="Y" checked' in page.text.partition("on_call_new_here")[2]
    assert (await fill_in(screening, OKAFOR, form, screener_id=ADEYEMI.user_id, **typed)).status_code == 303


async def test_whoever_takes_a_contact_is_known(screening: RunningService, contact: dict[str, Any]) -> None:
    await done(screening.client(REYES), contact, "screener", screener_id=REYES.user_id)
