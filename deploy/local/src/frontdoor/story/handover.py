"""Tuesday morning: what the duty team owes to children is handed to the day service, item by item and by name."""

from typing import Any

from frontdoor.story.telling import Telling, london

SHIFTS = "/edt-handover/api/v1/shifts"
ITEMS = "/edt-handover/api/v1/items"
CHILDREN = {
    "child-maisie": "maisie",
    "child-alfie": "alfie",
    "child-corey": "corey",
    "child-ellis": "ellis",
    "child-anon-1": "neighbour",
}
AUTHORS = {"HI-501": "edt.okafor", "HI-502": "edt.lund", "HI-503": "edt.lund", "HI-504": "edt.okafor"}


async def to_the_day(telling: Telling) -> None:
    """Items written, one answered for by the manager on call, published, accepted; one is left unaccepted."""
    items = {item["item_id"]: item for item in telling.example("edt-handover-bank-holiday")["items"]}
    shift = f"{SHIFTS}/{telling.places['shift']}"
    await telling.teller.at(london("5", "07:20"))
    for name, item in items.items():
        await _add(telling, shift, name, item)
    telling.places["maisie_item"] = telling.places["HI-501"]
    await telling.teller.at(london("5", "07:50"))
    entry = {"item_id": telling.places["HI-504"], "text": items["HI-504"]["manager_entry"]["text"]}
    await telling.teller.post("hos.patel", f"{shift}/manager-entries", entry)
    await telling.teller.at(london("5", "08:00"))
    await telling.teller.post("edt.lund", f"{shift}/publish", {"meeting_at": london("5", "08:45").isoformat()})
    await _school_reads_its_alert(telling)
    await _close(telling, shift)
    await _accept(telling)


async def _add(telling: Telling, shift: str, name: str, item: dict[str, Any]) -> None:
    body = {key: value for key, value in item.items() if key not in ("item_id", "manager_entry")}
    body["child_ids"] = [telling.places[CHILDREN[child]] for child in item["child_ids"]]
    receipt = await telling.teller.post(AUTHORS[name], f"{shift}/items", body, name)
    telling.places[name] = receipt["item_id"]


async def _school_reads_its_alert(telling: Telling) -> None:
    """The safeguarding lead opens her inbox before the bell."""
    await telling.teller.at(london("5", "08:10"))
    inbox = await telling.teller.get("dsl.osei", "/notifications/api/v1/inbox")
    for message in inbox["messages"]:
        if message["profile"] == "ENC_MIN":
            address = f"/notifications/api/v1/notifications/{message['notification_id']}/acknowledge"
            await telling.teller.post("dsl.osei", address)


async def _close(telling: Telling, shift: str) -> None:
    await telling.teller.at(london("5", "08:30"))
    statement = (
        "Four children's items handed over. One child not known to be safe, answered for by the manager on call."
    )
    await telling.teller.post("edt.lund", f"{shift}/close", {"safety_statement": statement})


async def _accept(telling: Telling) -> None:
    post, places = telling.teller.post, telling.places
    await telling.teller.at(london("5", "08:55"))
    for who, name in (("sw.ndlovu", "HI-501"), ("cass.tm1", "HI-502"), ("sw.ndlovu", "HI-503")):
        await post(who, f"{ITEMS}/{places[name]}/accept")


async def followed_up(telling: Telling) -> None:
    """Who took the items says what became of them; what Sunday's discussions agreed is done."""
    post, places = telling.teller.post, telling.places
    await telling.teller.at(london("5", "11:40"))
    for who, name, what in (
        (
            "sw.ndlovu",
            "HI-501",
            "Visited before the aunt left. Maisie and Alfie seen, Maisie alone. Bail conditions confirmed.",
        ),
        ("cass.tm1", "HI-502", "Legal planning meeting held; Corey seen in placement, settled."),
    ):
        body = {
            "followed_up_at": london("5", "11:20").isoformat(),
            "what": what,
            "child_seen": "Y",
            "outcome": "Plan holds",
            "is_child_safe_now": "Y",
        }
        await post(who, f"{ITEMS}/{places[name]}/follow-up", body)
    await _what_was_agreed(telling)


async def _what_was_agreed(telling: Telling) -> None:
    """What Sunday's discussions agreed is done, but for one action: to meet again with the school is late."""
    places = telling.places
    for who, about, action, note in (
        ("sw.ndlovu", "maisie", "maisie_action_0", "Bailed with conditions: no contact, not to come to the address"),
        ("cass.tm1", "maisie", "maisie_action_2", "Kian's home authority told by telephone and in writing"),
        ("cass.tm1", "corey", "corey_action", "Legal planning meeting held"),
    ):
        discussion = f"/strategy/api/v1/discussions/{places[f'{about}_strategy']}"
        await telling.teller.post(who, f"{discussion}/actions/{places[action]}/complete", {"note": note})
