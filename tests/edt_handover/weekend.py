"""The weekend of domain brief §6.5 as commands, taken from the example file and sent as its people would send them."""

from typing import Any

from shared.testing.service import RunningService

from .conftest import example, ok
from .people import LUND, OKAFOR, OPENED, PATEL, PUBLISHED, may

WEEKEND = example("edt-handover-bank-holiday")
SHIFT_ID = WEEKEND["shift"]["id"]
SHIFT = f"/api/v1/shifts/{SHIFT_ID}"
ITEMS = {item["item_id"]: item for item in WEEKEND["items"]}


async def open_shift(edt: RunningService) -> None:
    edt.clock.at = OPENED
    opening = {**WEEKEND["shift"], "shift_id": SHIFT_ID}
    del opening["id"]
    await ok(await edt.client(LUND).post("/api/v1/shifts", json=opening))


def body(item_id: str) -> dict[str, Any]:
    """What the example says of an item, without what a command does not carry."""
    return {name: value for name, value in ITEMS[item_id].items() if name not in {"item_id", "manager_entry"}}


async def add_items(edt: RunningService) -> dict[str, str]:
    """The ids under which the example's items were added."""
    edt.clock.at = may(4, 22)
    added: dict[str, str] = {}
    for name in ITEMS:
        author = LUND if name == "HI-502" else OKAFOR
        added[name] = (await ok(await edt.client(author).post(f"{SHIFT}/items", json=body(name))))["item_id"]
    return added


async def answer_for_the_unknown_child(edt: RunningService, item_id: str) -> None:
    edt.clock.at = may(5, 7, 50)
    entry = {"item_id": item_id, "text": ITEMS["HI-504"]["manager_entry"]["text"]}
    await ok(await edt.client(PATEL).post(f"{SHIFT}/manager-entries", json=entry))


async def publish(edt: RunningService) -> None:
    edt.clock.at = PUBLISHED
    await ok(await edt.client(LUND).post(f"{SHIFT}/publish", json={"meeting_at": WEEKEND["shift"]["meeting_at"]}))


async def handed_over(edt: RunningService) -> dict[str, str]:
    """Everything up to the published handover."""
    await open_shift(edt)
    added = await add_items(edt)
    await answer_for_the_unknown_child(edt, added["HI-504"])
    await publish(edt)
    return added
