"""The wrong child: a link is followed by another, also back again, and nothing that was recorded is rewritten."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from intake.access import CONFIRMERS, Here
from intake.acting import act, is_sealed, missing_before, must_be_known, seal
from intake.commands import CorrectIdentityLink
from intake.contact_now import contact_now
from intake.events import ChildIdentified
from intake.pages.looking_up import found_by, is_looking, wants_look_up
from intake.pages.showing import PAGES
from intake.read_models import identities
from intake.read_models.candidates import likely
from intake.sealing import SealIdentity
from shared.access.actor import Actor, Role
from shared.access.routes import allow
from shared.audit import looked
from shared.database import Connection, Row
from shared.decider import Refused
from shared.problems import NotFound
from shared.service import Service
from shared.web.forms import Typed, expected_version, read_form, text

ITSELF = "itself"

router = APIRouter(include_in_schema=False)
Confirmer = Annotated[Actor, allow(*CONFIRMERS)]
Sealer = Annotated[Actor, allow(Role.FRONT_DOOR_MANAGER, Role.IG_OFFICER)]


@router.get("/contacts/{contact_id}/identities/{temp_ref}/correction")
async def correction(contact_id: str, temp_ref: str, request: Request, service: Here, who: Confirmer) -> HTMLResponse:
    """Whom was this child taken for, and which child is it?"""
    return await _shown(request, service, who, contact_id, temp_ref)


@router.post("/contacts/{contact_id}/identities/{temp_ref}/correction")
async def correct(contact_id: str, temp_ref: str, request: Request, service: Here, who: Confirmer) -> Response:
    typed = await read_form(request)
    try:
        if wants_look_up(typed):
            return await _shown(request, service, who, contact_id, temp_ref, typed=typed)
        chosen = text(typed, "child_id")
        if not chosen:
            raise Refused("INT-13 CHOOSE", "Say which child this is", "child_id")
        child_id = None if chosen == ITSELF else chosen
        await must_be_known(service, child_id)
        command = CorrectIdentityLink(
            by=who,
            at=service.clock.now(),
            temp_ref=temp_ref,
            child_id=child_id,
            reason=text(typed, "reason"),
            sealed=await is_sealed(service, child_id),
            missing_before=await missing_before(service, contact_id, child_id),
        )
        await act(request, service, who, contact_id, command, expected_version(typed), text(typed, "idempotency_key"))
    except Refused as refusal:
        return await _shown(request, service, who, contact_id, temp_ref, refusal, typed)
    return RedirectResponse(f"/intake/contacts/{contact_id}/steps", 303)


async def _shown(
    request: Request,
    service: Service,
    who: Actor,
    contact_id: str,
    temp_ref: str,
    refusal: Refused | None = None,
    typed: Typed | None = None,
) -> HTMLResponse:
    contact, version = await contact_now(service, contact_id)
    now = contact.who.get(temp_ref)
    linked = await _linked_before(service, contact_id, temp_ref)
    async with service.pool.acquire() as connection:
        named = await identities.named_as(connection, contact_id, temp_ref)
        if named is None:
            raise NotFound("child")
        current = await identities.identity(connection, now) if now else None
        shown = await _others(connection, named, linked, now)
        offered = [row["child_id"] for row in shown]
        looked_for = await found_by(connection, typed or {}, [named["child_id"], *([now] if now else [])])
    shown += [row for row in looked_for if row["child_id"] not in offered]
    await looked(service, who, "ViewIdentity", (row["child_id"] for row in (named, *shown)), [f"Contact-{contact_id}"])
    back: dict[str, Any] = {"refusal": refusal} if refusal else {}
    return PAGES.render(
        request,
        "correction.html",
        status=422 if refusal else 200,
        contact_id=contact_id,
        version=version,
        named=named,
        current=current,
        is_itself=now == named["child_id"],
        choices=[_choice(row, row["child_id"] in linked) for row in shown],
        itself=ITSELF,
        typed=typed or {},
        found=len(looked_for) if is_looking(typed or {}) else None,
        **back,
    )


async def _others(connection: Connection, named: Row, linked: Sequence[str], now: str | None) -> list[Row]:
    """The children that it may be instead: those it was linked to before, then the likeliest."""
    likeliest = await likely(connection, identities.description_of(named), named["child_id"])
    child_ids = dict.fromkeys([*linked, *(child_id for child_id, _ in likeliest)])
    rows = [await identities.identity(connection, child_id) for child_id in child_ids]
    itself = (now, named["child_id"])
    return [row for row in rows if row is not None and not row["sealed"] and row["child_id"] not in itself]


async def _linked_before(service: Service, contact_id: str, temp_ref: str) -> list[str]:
    """The children that this one was taken for, the newest last: an undoing leads back to one of them."""
    recorded = await service.store.load(f"Contact-{contact_id}")
    return [
        each.data.child_id
        for each in recorded
        if isinstance(each.data, ChildIdentified) and each.data.temp_ref == temp_ref
    ]


def _choice(child: Row, linked_before: bool) -> tuple[str, str, str]:
    born = f", born {child['dob']:%-d %B %Y}" if child["dob"] else ""
    about = child["address"] or "No address"
    return (
        child["child_id"],
        f"{child['first_name']} {child['surname']}{born}",
        f"{about}. Linked before" if linked_before else about,
    )


@router.get("/identities/{child_id}/seal")
async def sealing(child_id: str, request: Request, service: Here, who: Sealer) -> HTMLResponse:
    """After an adoption: what sealing does, and to whom."""
    return await _to_seal(request, service, who, child_id)


@router.post("/identities/{child_id}/seal")
async def seal_record(child_id: str, request: Request, service: Here, who: Sealer) -> Response:
    typed = await read_form(request)
    try:
        command = SealIdentity(by=who, at=service.clock.now(), child_id=child_id, reason=text(typed, "reason"))
        await seal(request, service, who, command, key=text(typed, "idempotency_key"))
    except Refused as refusal:
        return await _to_seal(request, service, who, child_id, refusal, typed)
    return PAGES.render(request, "sealed.html")


async def _to_seal(
    request: Request,
    service: Service,
    who: Actor,
    child_id: str,
    refusal: Refused | None = None,
    typed: Typed | None = None,
) -> HTMLResponse:
    async with service.pool.acquire() as connection:
        child = await identities.identity(connection, child_id)
    if child is None:
        raise NotFound("child")
    await looked(service, who, "ViewIdentity", [child_id])
    back: dict[str, Any] = {"refusal": refusal, "typed": typed or {}} if refusal else {}
    return PAGES.render(request, "seal.html", status=422 if refusal else 200, child=child, **back)
