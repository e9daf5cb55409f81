"""The telephone: questions in the order in which they matter, and at the end what is still to ask before hanging up."""

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from intake import telephone
from intake.access import FRONT_DOOR, Here
from intake.accounts import account_of, public_account_of
from intake.commands import RecordPublicContact, RecordTelephoneContact
from intake.minimum import has_the_minimum
from intake.pages.contact_form import asked, schools_of
from intake.pages.showing import PAGES
from intake.pages.still_on_the_line import took_the_call
from intake.quality import IN_WORDS
from intake.read_models import submissions
from intake.receiving import IF_WORRIED_NOW, receive_typed
from shared.access.actor import Actor
from shared.access.routes import allow
from shared.decider import Refused
from shared.problems import NotFound
from shared.service import Service
from shared.web.forms import Typed, read_form
from shared.working_time import due_one_working_day

router = APIRouter(include_in_schema=False)
FrontDoor = Annotated[Actor, allow(*FRONT_DOOR)]


@router.get("/telephone")
async def telephone_contact(request: Request, service: Here, who: FrontDoor) -> HTMLResponse:
    """What to ask, in order. Nothing is compulsory but something about a child or a place, and why they ring."""
    return await _form(request, service)


@router.post("/telephone")
async def record_telephone_contact(request: Request, service: Here, who: FrontDoor) -> Response:
    typed = await read_form(request)
    try:
        receipt = await _record(request, service, who, typed)
    except Refused as refusal:
        return await _form(request, service, refusal, typed)
    return RedirectResponse(f"/intake/telephone/{receipt['contact_id']}", 303)


async def _record(request: Request, service: Service, who: Actor, typed: Typed) -> Any:
    sent = telephone.contact_of(typed, service.clock.now(), await schools_of(service))
    public = telephone.is_public(typed)
    account = partial((public_account_of if public else account_of), sent, who=who)
    telephone.must_say_something(has_the_minimum(account(contact_id=""), sent))
    command = RecordPublicContact if public else RecordTelephoneContact
    return await receive_typed(request, service, who, sent, lambda contact_id: account(contact_id=contact_id), command)


async def _form(
    request: Request, service: Service, refusal: Refused | None = None, typed: Typed | None = None
) -> HTMLResponse:
    form = await asked(service, refusal, typed, on_the_telephone=True)
    return PAGES.render(request, "telephone.html", **form)


@router.get("/telephone/{contact_id}")
async def recorded(contact_id: str, request: Request, service: Here, who: FrontDoor) -> HTMLResponse:
    """It is stored: the reference to read out, and what is still missing while they are on the line."""
    async with service.pool.acquire() as connection:
        row = await submissions.submission(connection, contact_id)
    if row is None:
        raise NotFound("contact")
    return PAGES.render(
        request,
        "telephone-recorded.html",
        contact=row,
        due_at=due_one_working_day(row["received_at"]),
        missing=[IN_WORDS[test] for test in row["failed"]],
        if_worried_now=IF_WORRIED_NOW,
        may_add=await took_the_call(service, who, contact_id),
    )
