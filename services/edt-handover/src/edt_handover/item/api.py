"""The item and the board for machines and scripts: accept, reject, follow up, close."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import TypeAdapter

from edt_handover.item.commands import (
    AcceptHandoverItem,
    CloseHandoverItem,
    ItemCommand,
    RecordFollowUp,
    RejectHandoverItem,
)
from edt_handover.item.decider import ITEM
from edt_handover.item.reading import Item, the_item
from edt_handover.item.requests import FollowUpBody, OnlyVersion, RejectBody
from edt_handover.read_models import board
from edt_handover.read_models.board import Card
from edt_handover.readers import ON_CALL, SOCIAL_CARE, require_duty, theirs
from edt_handover.streams import item_stream
from shared.access.actor import Actor
from shared.access.routes import allow
from shared.audit import looked
from shared.clocks import clocks_of
from shared.handling import Json, Step, handle
from shared.service import Service, caller_of, service_of

router = APIRouter(prefix="/api/v1", tags=["items"])

Here = Annotated[Service, Depends(service_of)]
Worker = Annotated[Actor, allow(*SOCIAL_CARE)]
Reader = Annotated[Actor, allow(*SOCIAL_CARE, ON_CALL)]

NO_VERSION = OnlyVersion()
_ITEM: TypeAdapter[Item] = TypeAdapter(Item)


@router.get("/board")
async def the_board(service: Here, who: Reader) -> list[dict[str, Any]]:
    """One entry a child, unsafe and unknown first: last known safety and when, what is owed, accepted by whom."""
    return [_entry(card) for card in await board_read_by(service, who)]


async def board_read_by(service: Service, who: Actor) -> list[Card]:
    """The board's cards, with a note that this person saw them."""
    await require_duty(service, who)
    async with service.pool.acquire() as connection:
        cards = theirs(who, await board.cards(connection))
    await looked(service, who, "ViewEdtBoard", [card.child.child_id for card in cards], [])
    return cards


def _entry(card: Card) -> dict[str, Any]:
    return {
        "child_id": card.child.child_id,
        "name": card.child.name,
        "rag": card.rag,
        "is_child_safe_now": card.safe,
        "safety": asdict(card.safety) if card.safety else None,
        "items": [dict(row) for row in card.items],
        "contacts": [dict(row) for row in card.contacts],
        "facts": {fact.question: fact.answer for fact in card.facts},
    }


@router.get("/items/{item_id}")
async def item(item_id: str, service: Here, who: Reader) -> dict[str, Any]:
    """Everything that was handed over, who has it, and what was done."""
    found = await item_read_by(service, who, item_id)
    async with service.pool.acquire() as connection:
        clocks = await clocks_of(connection, item_stream(item_id))
    return {**_ITEM.dump_python(found, mode="json"), "clocks": [asdict(clock) for clock in clocks]}


async def item_read_by(service: Service, who: Actor, item_id: str) -> Item:
    """The item, with a note that this person saw it."""
    await require_duty(service, who)
    found = await the_item(service, item_id)
    await looked(service, who, "ViewHandoverItem", found.handover.child_ids, [item_stream(item_id)])
    return found


async def carry_out(
    request: Request,
    service: Service,
    who: Actor,
    item_id: str,
    command: ItemCommand,
    expected_version: int | None,
    key: str | None = None,
) -> Json:
    """One command for an item that exists."""
    await the_item(service, item_id)
    step = Step(stream=item_stream(item_id), decider=ITEM, command=command, expected_version=expected_version)
    caller = await caller_of(request, who, key)
    return await handle(service.store, caller, step, answer=lambda _: {"item_id": item_id})


@router.post("/items/{item_id}/accept", status_code=201)
async def accept(item_id: str, request: Request, service: Here, who: Worker, body: OnlyVersion = NO_VERSION) -> Json:
    """Whoever asks takes the item: a person, never a team."""
    command = AcceptHandoverItem(by=who, at=service.clock.now())
    return await carry_out(request, service, who, item_id, command, body.expected_version)


@router.post("/items/{item_id}/reject", status_code=201)
async def reject(item_id: str, body: RejectBody, request: Request, service: Here, who: Worker) -> Json:
    """Bounces the item to the front door manager, who has half an hour."""
    command = RejectHandoverItem(reason=body.reason, suggest=body.suggest, by=who, at=service.clock.now())
    return await carry_out(request, service, who, item_id, command, body.expected_version)


@router.post("/items/{item_id}/follow-up", status_code=201)
async def follow_up(item_id: str, body: FollowUpBody, request: Request, service: Here, who: Worker) -> Json:
    command = RecordFollowUp(**body.model_dump(exclude={"expected_version"}), by=who, at=service.clock.now())
    return await carry_out(request, service, who, item_id, command, body.expected_version)


@router.post("/items/{item_id}/close", status_code=201)
async def close(item_id: str, request: Request, service: Here, who: Worker, body: OnlyVersion = NO_VERSION) -> Json:
    command = CloseHandoverItem(by=who, at=service.clock.now())
    return await carry_out(request, service, who, item_id, command, body.expected_version)
