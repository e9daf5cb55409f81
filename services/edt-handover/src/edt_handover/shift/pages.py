"""The shift for people: open it, add what is owed, hand it over, answer for a child, close it."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from edt_handover.item import typed as item_form
from edt_handover.item.pages import PAGES, WORDS
from edt_handover.read_models import board, children, items, shifts
from edt_handover.readers import DUTY_TEAM, ON_CALL, SOCIAL_CARE, require_duty, theirs
from edt_handover.shift.api import add_for, carry_out, open_for, publish_for
from edt_handover.shift.commands import CloseShift, RecordManagerEntry
from edt_handover.shift.decider import Running
from edt_handover.shift.requests import OpenBody, PublishBody
from edt_handover.shift.steps import running_shift
from edt_handover.streams import shift_stream
from edt_handover.words import CIRCUMSTANCE_WORDS
from shared import people
from shared.access.actor import Actor
from shared.access.routes import allow
from shared.audit import looked
from shared.clocks import clocks_of
from shared.decider import Refused
from shared.problems import NotFound
from shared.service import Service, service_of
from shared.web.forms import Typed, expected_version, instant, lines, needed, read_form, text
from shared.working_time import next_opening

router = APIRouter(prefix="/shifts", include_in_schema=False)

Here = Annotated[Service, Depends(service_of)]
Duty = Annotated[Actor, allow(*DUTY_TEAM)]
Worker = Annotated[Actor, allow(*SOCIAL_CARE)]
OnCall = Annotated[Actor, allow(*DUTY_TEAM, ON_CALL)]
Reader = Annotated[Actor, allow(*SOCIAL_CARE, ON_CALL)]


@router.get("/new")
async def open_form(request: Request, service: Here, who: Duty) -> HTMLResponse:
    return PAGES.render(request, "open_shift.html", closes_at=next_opening(service.clock.now()))


@router.post("/new")
async def open_shift(request: Request, service: Here, who: Duty) -> Response:
    typed = await read_form(request)
    try:
        receipt = await open_for(request, service, who, _opening(typed), text(typed, "idempotency_key") or None)
    except Refused as refusal:
        closes_at = next_opening(service.clock.now())
        return PAGES.render(request, "open_shift.html", status=422, refusal=refusal, typed=typed, closes_at=closes_at)
    return RedirectResponse(f"/edt-handover/shifts/{receipt['shift_id']}", 303)


def _opening(typed: Typed) -> OpenBody:
    opened_at, closes_at = instant(typed, "opened_at"), instant(typed, "closes_at")
    if opened_at is None or closes_at is None:
        raise Refused("FORM-06 NEEDED", "Say when the shift begins and ends", "opened_at")
    workers = tuple(lines(typed, "workers"))
    if not workers:
        raise Refused("FORM-06 NEEDED", "Say who is on", "workers")
    return OpenBody(
        opened_at=opened_at,
        closes_at=closes_at,
        workers=workers,
        manager_on_call=needed(typed, "manager_on_call", "Name the manager on call"),
        meeting_at=instant(typed, "meeting_at"),
    )


@router.get("/{shift_id}")
async def shift_page(shift_id: str, request: Request, service: Here, who: Reader) -> HTMLResponse:
    return await _shift(request, service, who, shift_id)


async def _shift(request: Request, service: Service, who: Actor, shift_id: str, **more: Any) -> HTMLResponse:
    await require_duty(service, who)
    facts, state = await _facts(service, shift_id)
    await looked(service, who, "ViewEdtShift", list(facts["known"]), [shift_stream(shift_id)])
    return PAGES.render(
        request,
        "shift.html",
        **facts,
        state=state,
        people_on=[facts["named"](worker) for worker in facts["shift"]["workers"]],
        on_duty=who.role in DUTY_TEAM,
        works_here=who.role in SOCIAL_CARE,
        answers=who.user_id == state.manager_on_call or who.role in DUTY_TEAM[1:],
        **WORDS,
        **more,
    )


async def _facts(service: Service, shift_id: str) -> tuple[dict[str, Any], Running]:
    """What the shift's page and its forms show."""
    version = len(await service.store.load(shift_stream(shift_id)))
    state = await running_shift(service, shift_id)
    async with service.pool.acquire() as connection:
        row = await shifts.shift(connection, shift_id)
        owed = await items.items_of_shift(connection, shift_id)
        known = await children.children_of(connection, [child for item in owed for child in item["child_ids"]])
        clocks = await clocks_of(connection, shift_stream(shift_id))
        named = await people.namer(connection)
    if row is None:
        raise NotFound("shift")
    return {"shift": row, "items": owed, "known": known, "clocks": clocks, "named": named, "version": version}, state


async def _posted(
    request: Request,
    service: Service,
    who: Actor,
    shift_id: str,
    carry: Callable[[Typed, str | None], Awaitable[object]],
) -> Response:
    """Carries out what was typed; a refusal shows the shift again with the rule in words."""
    typed = await read_form(request)
    try:
        await carry(typed, text(typed, "idempotency_key") or None)
    except Refused as refusal:
        return await _shift(request, service, who, shift_id, refusal=refusal, typed=typed, status=422)
    return RedirectResponse(f"/edt-handover/shifts/{shift_id}", 303)


@router.post("/{shift_id}/publish")
async def publish(shift_id: str, request: Request, service: Here, who: Duty) -> Response:
    async def carry(typed: Typed, key: str | None) -> None:
        body = PublishBody(
            expected_version=expected_version(typed),
            item_ids=tuple(lines(typed, "item_ids")),
            meeting_at=instant(typed, "meeting_at"),
        )
        await publish_for(request, service, who, shift_id, body, key)

    return await _posted(request, service, who, shift_id, carry)


@router.post("/{shift_id}/manager-entries")
async def record_manager_entry(shift_id: str, request: Request, service: Here, who: OnCall) -> Response:
    async def carry(typed: Typed, key: str | None) -> None:
        command = RecordManagerEntry(
            item_id=text(typed, "item_id"),
            text=needed(typed, "entry", "Say what you decide for this child"),
            by=who,
            at=service.clock.now(),
        )
        await carry_out(request, service, who, shift_id, command, expected_version(typed), key)

    return await _posted(request, service, who, shift_id, carry)


@router.post("/{shift_id}/close")
async def close_shift(shift_id: str, request: Request, service: Here, who: Duty) -> Response:
    async def carry(typed: Typed, key: str | None) -> None:
        statement = needed(typed, "safety_statement", "Say where every child of this shift stands")
        command = CloseShift(safety_statement=statement, by=who, at=service.clock.now())
        await carry_out(request, service, who, shift_id, command, expected_version(typed), key)

    return await _posted(request, service, who, shift_id, carry)


@router.get("/{shift_id}/items/new")
async def add_form(shift_id: str, request: Request, service: Here, who: Worker, child: str = "") -> HTMLResponse:
    return await _add_form(request, service, who, shift_id, child)


@router.post("/{shift_id}/items/new")
async def add_item(shift_id: str, request: Request, service: Here, who: Worker) -> Response:
    typed = await read_form(request)
    try:
        body, key = item_form.adding(typed), text(typed, "idempotency_key") or None
        receipt = await add_for(request, service, who, shift_id, body, key)
    except Refused as refusal:
        return await _add_form(request, service, who, shift_id, "", refusal=refusal, typed=typed, status=422)
    return RedirectResponse(f"/edt-handover/items/{receipt['item_id']}", 303)


async def _add_form(
    request: Request, service: Service, who: Actor, shift_id: str, child: str, **more: Any
) -> HTMLResponse:
    """The children on the board can be chosen; another one is named by its id."""
    facts, state = await _facts(service, shift_id)
    async with service.pool.acquire() as connection:
        cards = theirs(who, await board.cards(connection))
    return PAGES.render(
        request,
        "add_item.html",
        **facts,
        state=state,
        cards=cards,
        child=child,
        circumstance_words=CIRCUMSTANCE_WORDS,
        **WORDS,
        **more,
    )
