"""Handovers: what is owed to a child is on the board until it is closed, with whoever took it on; and what the night
still owes when the next shift begins is carried to it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.campaign.checker.identities import Identities
from tests.campaign.checker.run import Event, Run
from tests.campaign.checker.verdict import Kind, Violation

RULE = "handovers"
SERVICE = "edt-handover"
ITEM = "HandoverItem-"
UNSAFE_FIRST = ("N", "NOT_KNOWN", "Y")


@dataclass(slots=True, kw_only=True)
class Item:
    """What is owed, as the events so far have it."""

    children: Sequence[str]
    by_night: bool
    shift: str
    taken_by: str | None = None


def check(run: Run) -> Iterator[Violation]:
    if SERVICE not in run.stores:
        return
    owed: dict[str, Item] = {}
    ends: dict[str, datetime] = {}
    for event in run.stores[SERVICE].events:
        if event.type == "EdtShiftOpened":
            ends[event.data["shift_id"]] = datetime.fromisoformat(event.data["closes_at"])
            yield from _carried(run, event, owed, ends)
        elif event.stream.startswith(ITEM):
            _follow(owed, event)
    if (board := run.lists.get("the board")) is not None:
        yield from _on_the_board(run, owed, board)


def _follow(owed: dict[str, Item], event: Event) -> None:
    said, item_id = event.data, event.data["item_id"]
    match event.type:
        case "HandoverItemAdded":
            handed = said["handover"]
            by_night = (handed["owner_team"] or handed["direction"].rpartition("_")[2]).upper().startswith("EDT")
            owed[item_id] = Item(children=handed["child_ids"], by_night=by_night, shift=said["shift_id"])
        case "HandoverItemCarriedForward":
            owed[item_id].shift, owed[item_id].taken_by = said["to_shift_id"], None
        case "HandoverItemAccepted":
            owed[item_id].taken_by = said["by"]
        case "HandoverItemRejected":
            owed[item_id].by_night = False
        case "HandoverItemClosed":
            del owed[item_id]
        case _:
            pass


def _carried(run: Run, opened: Event, owed: Mapping[str, Item], ends: Mapping[str, datetime]) -> Iterator[Violation]:
    """What follows the opening in its own transaction: every item of the night whose shift is over."""
    begins = datetime.fromisoformat(opened.data["opened_at"])
    with_it = {
        event.data["item_id"]
        for event in run.units[SERVICE, opened.correlation_id]
        if event.type == "HandoverItemCarriedForward"
    }
    for item_id, item in owed.items():
        if item.by_night and ends[item.shift] <= begins and item_id not in with_it:
            yield Violation(Kind.LOST, RULE, f"{opened} left {item_id} behind, which {item.shift} still owed.")


def _on_the_board(run: Run, owed: Mapping[str, Item], board: Sequence[Mapping[str, Any]]) -> Iterator[Violation]:
    same = Identities(run.of("intake", "ChildIdentified"))
    wanted = {(item_id, same.child_of(child)) for item_id, item in owed.items() for child in item.children}
    shown = {(item["item_id"], same.child_of(card["child_id"])) for card in board for item in card["items"]}
    for item_id, child in sorted(wanted - shown):
        yield Violation(Kind.LOST, RULE, f"{item_id} is owed to child {child}, and not on the board.")
    for item_id, child in sorted(shown - wanted):
        yield Violation(Kind.PHANTOM, RULE, f"{item_id} of child {child} is on the board, and nobody owes it.")
    for item in (item for card in board for item in card["items"]):
        taken_by = owed[item["item_id"]].taken_by if item["item_id"] in owed else item["accepted_by"]
        if item["accepted_by"] != taken_by:
            text = f"{item['item_id']} is with {item['accepted_by']} on the board, and was taken on by {taken_by} last."
            yield Violation(Kind.BROKEN, RULE, text)
    order = [UNSAFE_FIRST.index(card["is_child_safe_now"]) for card in board]
    if order != sorted(order):
        yield Violation(Kind.REORDERED, RULE, "The board does not begin with whoever is not known to be safe.")
