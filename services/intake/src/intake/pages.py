"""Intake for people: what came in that somebody must sort out before the work can go on."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from intake.api import CONFIRMERS, FRONT_DOOR, kept_submission, text_of
from intake.commands import ConfirmIdentity, DealWithUnreadable
from intake.decider import CONTACT
from intake.read_models import identities, unreadable
from intake.unreadable import UNREADABLE
from shared.access.actor import Actor
from shared.access.routes import allow
from shared.decider import Refused
from shared.handling import Step, handle
from shared.problems import NotFound
from shared.service import Service, caller_of, service_of
from shared.web import Pages
from shared.web.forms import read_form, text

PAGES = Pages("intake")
NEW_CHILD = "new"
LEAST_WORDS = 10

router = APIRouter(include_in_schema=False)
Here = Annotated[Service, Depends(service_of)]
FrontDoor = Annotated[Actor, allow(*FRONT_DOOR)]
Confirmer = Annotated[Actor, allow(*CONFIRMERS)]


@router.get("/contacts/{contact_id}")
async def contact(contact_id: str, who: FrontDoor) -> RedirectResponse:
    """A contact is looked at where it is screened."""
    return RedirectResponse(f"/screening/contacts/{contact_id}", 303)


@router.get("/to-sort-out")
async def to_sort_out(request: Request, service: Here, who: FrontDoor) -> HTMLResponse:
    """Children whose identity is in doubt, and submissions that nobody could read."""
    async with service.pool.acquire() as connection:
        checks = await identities.checks_waiting(connection)
        tasks = await unreadable.unreadable_tasks(connection)
    return PAGES.render(
        request,
        "to-sort-out.html",
        checks=checks,
        waiting=[task for task in tasks if task["dealt_with_at"] is None],
        done=[task for task in tasks if task["dealt_with_at"] is not None],
        may_confirm=who.role in CONFIRMERS,
    )


@router.get("/contacts/{contact_id}/identities/{temp_ref}")
async def identity(contact_id: str, temp_ref: str, request: Request, service: Here, who: Confirmer) -> HTMLResponse:
    """Who is this child? The named child beside the children whom we know."""
    return PAGES.render(request, "identity.html", **await _choice(service, contact_id, temp_ref))


@router.post("/contacts/{contact_id}/identities/{temp_ref}")
async def confirm_identity(contact_id: str, temp_ref: str, request: Request, service: Here, who: Confirmer) -> Response:
    typed = await read_form(request)
    choice = await _choice(service, contact_id, temp_ref)
    try:
        chosen = text(typed, "child_id")
        if chosen != NEW_CHILD and chosen not in {known["child_id"] for known in choice["known"]}:
            raise Refused("INT-13 CHOOSE", "Say which child this is, or that it is a child new to us", "child_id")
        command = ConfirmIdentity(
            by=who, at=service.clock.now(), temp_ref=temp_ref, child_id=None if chosen == NEW_CHILD else chosen
        )
        step = Step(stream=f"Contact-{contact_id}", decider=CONTACT, command=command)
        await handle(service.store, await caller_of(request, who, text(typed, "idempotency_key")), step)
    except Refused as refusal:
        return PAGES.render(request, "identity.html", status=422, refusal=refusal, typed=typed, **choice)
    return RedirectResponse("/intake/to-sort-out", 303)


async def _choice(service: Service, contact_id: str, temp_ref: str) -> dict[str, Any]:
    async with service.pool.acquire() as connection:
        named = [row for row in await identities.children_of(connection, contact_id) if row["temp_ref"] == temp_ref]
        candidates = await identities.candidates_for(connection, contact_id, temp_ref)
        if not named:
            raise NotFound("child")
        known = [row for each in candidates if (row := await identities.identity(connection, each["child_id"]))]
    agreeing = {each["child_id"]: each["fields"] for each in candidates}
    return {"contact_id": contact_id, "named": named[0], "known": known, "agreeing": agreeing}


@router.get("/unreadable/{task_id}")
async def unreadable_submission(task_id: str, request: Request, service: Here, who: FrontDoor) -> HTMLResponse:
    """The bytes that somebody sent, and why we could not read them."""
    return await _unreadable(request, service, task_id)


async def _unreadable(request: Request, service: Service, task_id: str, **context: Any) -> HTMLResponse:
    kept = await kept_submission(service, task_id)
    return PAGES.render(request, "unreadable.html", task=kept, body=text_of(kept), **context)


@router.post("/unreadable/{task_id}")
async def deal_with_unreadable(task_id: str, request: Request, service: Here, who: FrontDoor) -> Response:
    typed = await read_form(request)
    try:
        what_was_done = text(typed, "what_was_done")
        if len(what_was_done) < LEAST_WORDS:
            raise Refused("INT-14 SAY_WHAT", "Say what was done, in a sentence", "what_was_done")
        command = DealWithUnreadable(by=who, at=service.clock.now(), what_was_done=what_was_done)
        step = Step(stream=f"Unreadable-{task_id}", decider=UNREADABLE, command=command)
        await handle(service.store, await caller_of(request, who, text(typed, "idempotency_key")), step)
    except Refused as refusal:
        return await _unreadable(request, service, task_id, status=422, refusal=refusal, typed=typed)
    return RedirectResponse("/intake/to-sort-out", 303)
