"""The old mailboxes: a message found in one is brought into the one queue by hand, until none comes there any more."""

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from intake import telephone
from intake.access import FRONT_DOOR, Here
from intake.accounts import account_of, public_account_of
from intake.commands import ImportLegacyInboxItem
from intake.facts import Channel
from intake.minimum import has_the_minimum
from intake.pages.contact_form import asked, schools_of
from intake.pages.showing import PAGES
from intake.read_models import submissions
from intake.receiving import receive_typed
from intake.requests import INBOX
from shared.access.actor import Actor
from shared.access.routes import allow
from shared.decider import Refused
from shared.service import Service
from shared.web.forms import Typed, needed, read_form

LONGEST_NAME, LONGEST_REF = 80, 100

router = APIRouter(include_in_schema=False)
FrontDoor = Annotated[Actor, allow(*FRONT_DOOR)]


@router.get("/inbox")
async def message(request: Request, service: Here, who: FrontDoor) -> HTMLResponse:
    """What the message says, in the order of every contact; and how many came from which mailbox, month by month."""
    return await _form(request, service)


@router.post("/inbox")
async def bring_in(request: Request, service: Here, who: FrontDoor) -> Response:
    typed = await read_form(request)
    try:
        receipt = await _brought(request, service, who, typed)
    except Refused as refusal:
        return await _form(request, service, refusal, typed)
    return RedirectResponse(f"/intake/contacts/{receipt['contact_id']}/steps", 303)


async def _brought(request: Request, service: Service, who: Actor, typed: Typed) -> Any:
    inbox = needed(typed, "inbox_id", "Say in which mailbox the message was")[:LONGEST_NAME]
    ref = needed(typed, "message_ref", "Give the day and subject of the message, so that nobody brings it in twice")
    sent = telephone.contact_of(
        typed,
        service.clock.now(),
        await schools_of(service),
        source_system=f"{INBOX}{inbox}",
        source_ref=ref[:LONGEST_REF],
        channel=Channel.EMAIL_IMPORT.value,
    )
    account = partial(public_account_of if telephone.is_public(typed) else account_of, sent, who=who)
    telephone.must_say_something(has_the_minimum(account(contact_id=""), sent))
    return await receive_typed(
        request, service, who, sent, lambda contact_id: account(contact_id=contact_id), ImportLegacyInboxItem
    )


async def _form(
    request: Request, service: Service, refusal: Refused | None = None, typed: Typed | None = None
) -> HTMLResponse:
    form = await asked(service, refusal, typed, by_message=True)
    async with service.pool.acquire() as connection:
        counted = await submissions.items_by_inbox(connection)
    return PAGES.render(request, "inbox.html", counted=counted, **form)
