"""Brings a contact to its authorised decision and a referral to its worker, through the API."""

import asyncio
from typing import Any

import httpx2

from shared.access.actor import Actor
from shared.testing.service import RunningService

from .asking import done, history, strategy
from .people import HALE, LUND, OKAFOR
from .referral_story import NDLOVU


async def decided(
    screening: RunningService, contact: dict[str, Any], number: int = 0, care_status: str = "CLOSED"
) -> dict[str, Any]:
    """A strategy discussion is authorised for one child of the contact; the child is answered."""
    child = contact["children"][number]
    okafor, lund = screening.client(OKAFOR), screening.client(LUND)
    if care_status != "UNKNOWN":
        case = (await okafor.get(f"/api/v1/screenings/{contact['contact_id']}")).json()
        opened = [item["contact_id"] for item in case["children"][number]["history"]]
        review = history(child, care_status=care_status, items_opened=opened)
        await done(okafor, contact, "history-reviews", **review)
    await done(okafor, contact, "proposals", **strategy(child))
    await done(lund, contact, "authorisations", child_id=child["child_id"], manager_rationale="Agreed at once.")
    return child


def accepting(contact: dict[str, Any], child: dict[str, Any]) -> str:
    return f"/api/v1/screenings/{contact['contact_id']}/children/{child['child_id']}/referral"


async def accepted(screening: RunningService, contact: dict[str, Any], child: dict[str, Any], **body: Any) -> str:
    """The id of the referral that was accepted."""
    said = {"primary_need": "N1"} | body
    answer = await screening.client(HALE).post(accepting(contact, child), json=said)
    assert answer.status_code == 201, answer.text
    return answer.json()["referral_id"]


async def allocated(screening: RunningService, referral_id: str, worker: Actor = NDLOVU) -> None:
    body = {"worker": worker.user_id, "team": "CASS-3"}
    answer = await screening.client(HALE).post(f"/api/v1/referrals/{referral_id}/allocation", json=body)
    assert answer.status_code == 201, answer.text


async def until_published(screening: RunningService, contract_type: str, count: int = 1) -> list[dict[str, Any]]:
    """Waits until the scheduler and our own subscriber have done their part."""
    async with asyncio.timeout(20):
        while len(found := await screening.published(contract_type)) < count:
            await asyncio.sleep(0.05)
    return found


def problem(answer: httpx2.Response) -> tuple[int, str, str | None]:
    """Status, guard and field of a refusal."""
    document = answer.json()
    return answer.status_code, document["code"], document.get("field")
