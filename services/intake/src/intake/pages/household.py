"""Brothers and sisters whom a contact does not name: each joins it, or stays out for a reason (INT-04)."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from intake import matching_words
from intake.access import CONFIRMERS, Here
from intake.acting import act
from intake.adding import sibling_of
from intake.commands import AddSibling, ExcludeSibling
from intake.pages.showing import PAGES, SORTED
from intake.read_models import household, identities
from shared.access.actor import Actor
from shared.access.routes import allow
from shared.audit import looked
from shared.decider import Refused
from shared.service import Service
from shared.web.forms import Typed, read_form, text

router = APIRouter(include_in_schema=False)
Confirmer = Annotated[Actor, allow(*CONFIRMERS)]


@router.get("/contacts/{contact_id}/siblings")
async def siblings(contact_id: str, request: Request, service: Here, who: Confirmer) -> HTMLResponse:
    """Who else lives there? One child at a time, the rest waits below."""
    return await _shown(request, service, who, contact_id)


@router.post("/contacts/{contact_id}/siblings")
async def decide_on_sibling(contact_id: str, request: Request, service: Here, who: Confirmer) -> Response:
    typed = await read_form(request)
    try:
        command = await _asked(service, who, contact_id, typed)
        await act(request, service, who, contact_id, command, key=text(typed, "idempotency_key"))
    except Refused as refusal:
        return await _shown(request, service, who, contact_id, refusal, typed)
    return RedirectResponse(f"/intake/contacts/{contact_id}/siblings", 303)


async def _asked(service: Service, who: Actor, contact_id: str, typed: Typed) -> AddSibling | ExcludeSibling:
    child_id, chosen = text(typed, "child_id"), text(typed, "belongs")
    if chosen == "add":
        child = await sibling_of(service, contact_id, child_id)
        return AddSibling(by=who, at=service.clock.now(), child=child)
    if chosen == "exclude":
        return ExcludeSibling(by=who, at=service.clock.now(), child_id=child_id, reason=text(typed, "reason"))
    raise Refused("INT-04 SIBLINGS", "Say whether this child is part of the contact", "belongs")


async def _shown(
    request: Request,
    service: Service,
    who: Actor,
    contact_id: str,
    refusal: Refused | None = None,
    typed: Typed | None = None,
) -> HTMLResponse:
    back: dict[str, Any] = {"refusal": refusal, "typed": typed or {}} if refusal else {}
    async with service.pool.acquire() as connection:
        waiting = await household.undecided_siblings(connection, contact_id)
        named = await identities.children_of(connection, contact_id)
    shown = (row["child_id"] for row in (*named, *waiting))
    await looked(service, who, "ViewHousehold", shown, [f"Contact-{contact_id}"])
    return PAGES.render(
        request,
        "siblings.html",
        status=422 if refusal else 200,
        contact_id=contact_id,
        named=named,
        waiting=waiting,
        known_by={
            row["child_id"]: " and ".join(matching_words.WHY_HOUSEHOLD[why] for why in row["why"]) for row in waiting
        },
        sorted_at=SORTED,
        **back,
    )
