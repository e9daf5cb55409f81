"""The board and the item for people: what is owed to which child, by whom, by when; and the forms to take it on."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from edt_handover.codes import SIDE_OF_ROLE, owner_side
from edt_handover.item import typed as from_form
from edt_handover.item.api import board_read_by, carry_out, item_read_by
from edt_handover.item.commands import AcceptHandoverItem, CloseHandoverItem, ItemCommand
from edt_handover.read_models import children, shifts
from edt_handover.read_models.board import Card
from edt_handover.readers import DUTY_TEAM, ON_CALL, SOCIAL_CARE
from edt_handover.streams import item_stream, shift_stream
from edt_handover.words import CATEGORY_WORDS, DIRECTION_WORDS, LEGAL_WORDS, SAFETY_COLOURS, SAFETY_WORDS, team_words
from shared import people
from shared.access.actor import Actor
from shared.access.routes import allow
from shared.clocks import clocks_of, clocks_running
from shared.decider import Refused
from shared.service import Service, service_of
from shared.web import Pages
from shared.web.forms import Typed, expected_version, read_form, text

PAGES = Pages("edt_handover")
router = APIRouter(include_in_schema=False)

Here = Annotated[Service, Depends(service_of)]
Worker = Annotated[Actor, allow(*SOCIAL_CARE)]
Reader = Annotated[Actor, allow(*SOCIAL_CARE, ON_CALL)]

FromForm = Callable[[Typed, Actor, datetime], ItemCommand]
WORDS: dict[str, Any] = {
    "safety_words": SAFETY_WORDS,
    "safety_colours": SAFETY_COLOURS,
    "category_words": CATEGORY_WORDS,
    "direction_words": DIRECTION_WORDS,
    "legal_words": LEGAL_WORDS,
    "team_words": team_words,
}
SHOWN: dict[str, Callable[[Any], bool]] = {
    "unaccepted": lambda row: row["published_at"] is not None and row["accepted_by"] is None,
    "to-follow-up": lambda row: row["accepted_by"] is not None and row["followed_up_at"] is None,
    "to-hand-over": lambda row: row["published_at"] is None,
}


@router.get("/board")
async def board_page(request: Request, service: Here, who: Reader, show: str = "") -> HTMLResponse:
    """One card a child, unsafe and unknown first."""
    cards = await board_read_by(service, who)
    rows = {row["item_id"]: row for card in cards for row in card.items}
    async with service.pool.acquire() as connection:
        running = await shifts.open_shifts(connection)
        clocks = await clocks_running(connection, [item_stream(item_id) for item_id in rows])
        named = await people.namer(connection)
    return PAGES.render(
        request,
        "board.html",
        cards=[card for card in cards if _is_shown(card, show)],
        unaccepted=_named(cards, SHOWN["unaccepted"]),
        counts=_counts(cards, show),
        shifts=running,
        named=named,
        clocks={view.subject: view for view in reversed(clocks)},
        subject=item_stream,
        on_duty=who.role in DUTY_TEAM,
        **WORDS,
    )


def _named(cards: Sequence[Card], wanted: Callable[[Any], bool]) -> list[tuple[Any, str]]:
    """The items that are wanted, each once, with the names of its children."""
    names: dict[str, list[str]] = {}
    rows: dict[str, Any] = {}
    for card in cards:
        for row in card.items:
            if wanted(row):
                rows[row["item_id"]] = row
                names.setdefault(row["item_id"], []).append(card.child.name)
    ordered = sorted(rows.values(), key=lambda row: (row["accept_by"], row["item_id"]))
    return [(row, " and ".join(names[row["item_id"]])) for row in ordered]


def _is_shown(card: Card, show: str) -> bool:
    return show not in SHOWN or any(SHOWN[show](row) for row in card.items)


def _counts(cards: Sequence[Card], show: str) -> list[dict[str, Any]]:
    """How many children each filter leaves on the board."""
    words = {"": "All", "unaccepted": "Not accepted", "to-follow-up": "To follow up", "to-hand-over": "To hand over"}
    return [
        {
            "text": words[name],
            "count": sum(_is_shown(card, name) for card in cards),
            "href": f"/edt-handover/board?show={name}" if name else "/edt-handover/board",
            "current": show == name,
        }
        for name in words
    ]


@router.get("/items/{item_id}")
async def item_page(item_id: str, request: Request, service: Here, who: Reader) -> HTMLResponse:
    return await _item(request, service, who, item_id)


async def _item(request: Request, service: Service, who: Actor, item_id: str, **more: Any) -> HTMLResponse:
    item = await item_read_by(service, who, item_id)
    async with service.pool.acquire() as connection:
        known = await children.children_of(connection, item.handover.child_ids)
        clocks = await clocks_of(connection, item_stream(item_id))
        shift = await shifts.shift(connection, item.shift_id)
        named = await people.namer(connection)
    owner = owner_side(item.owner_team, item.handover.direction)
    return PAGES.render(
        request,
        "item.html",
        item=item,
        known=known,
        clocks=clocks,
        shift=shift,
        named=named,
        shift_version=len(await service.store.load(shift_stream(item.shift_id))),
        owns=SIDE_OF_ROLE.get(who.role) is owner,
        on_call=shift is not None and shift["closed_at"] is None and who.user_id == shift["manager_on_call"],
        **WORDS,
        **more,
    )


async def _posted(request: Request, service: Service, who: Actor, item_id: str, command_from: FromForm) -> Response:
    """Carries out what was typed; a refusal shows the item again with the rule in words."""
    typed = await read_form(request)
    try:
        command = command_from(typed, who, service.clock.now())
        key = text(typed, "idempotency_key") or None
        await carry_out(request, service, who, item_id, command, expected_version(typed), key)
    except Refused as refusal:
        return await _item(request, service, who, item_id, refusal=refusal, typed=typed, status=422)
    return RedirectResponse(f"/edt-handover/items/{item_id}", 303)


@router.post("/items/{item_id}/accept")
async def accept(item_id: str, request: Request, service: Here, who: Worker) -> Response:
    return await _posted(request, service, who, item_id, lambda _, by, at: AcceptHandoverItem(by=by, at=at))


@router.post("/items/{item_id}/reject")
async def reject(item_id: str, request: Request, service: Here, who: Worker) -> Response:
    return await _posted(request, service, who, item_id, from_form.rejecting)


@router.post("/items/{item_id}/follow-up")
async def follow_up(item_id: str, request: Request, service: Here, who: Worker) -> Response:
    return await _posted(request, service, who, item_id, from_form.following_up)


@router.post("/items/{item_id}/close")
async def close(item_id: str, request: Request, service: Here, who: Worker) -> Response:
    return await _posted(request, service, who, item_id, lambda _, by, at: CloseHandoverItem(by=by, at=at))
