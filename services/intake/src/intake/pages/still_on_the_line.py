"""The caller is still on the line: whoever took the call adds what was still to ask, as another version.

Nobody else opens it again here: it shows all that one person has typed, also what their role reads of no record.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from intake import telephone
from intake.access import FRONT_DOOR, Here
from intake.accounts import PUBLIC, account_of
from intake.amendment import over, without_emptied
from intake.commands import RecordPublicContact, RecordTelephoneContact
from intake.contact_now import contact_now
from intake.facts import Account, ContactType
from intake.pages.anew import addition_of, form_anew, refused_anew, said_anew
from intake.pages.showing import PAGES
from intake.quality import IN_WORDS
from intake.read_models import submissions
from intake.receiving import receive_typed
from shared.access.actor import Actor
from shared.access.routes import allow
from shared.database import Row
from shared.decider import Refused
from shared.problems import NotFound
from shared.service import Service
from shared.web.forms import Typed, read_form

router = APIRouter(include_in_schema=False)
FrontDoor = Annotated[Actor, allow(*FRONT_DOOR)]


async def took_the_call(service: Service, who: Actor, contact_id: str) -> bool:
    """Has this person recorded the contact on the telephone form?"""
    return await _call(service, who, contact_id) is not None


async def _call(service: Service, who: Actor, contact_id: str) -> Row | None:
    async with service.pool.acquire() as connection:
        row = await submissions.submission(connection, contact_id)
    if row is None or row["source_system"] != telephone.SYSTEM or row["contact_type"] == ContactType.LADO:
        return None
    recorded = await service.store.load(f"Contact-{contact_id}")
    return row if recorded[0].meta.actor.user_id == who.user_id else None


@router.get("/telephone/{contact_id}/more")
async def more(contact_id: str, request: Request, service: Here, who: FrontDoor) -> HTMLResponse:
    """What they have said so far, in the form in which the rest can be asked."""
    return await _form(request, service, who, contact_id)


@router.post("/telephone/{contact_id}/more")
async def add_more(contact_id: str, request: Request, service: Here, who: FrontDoor) -> Response:
    typed = await read_form(request)
    row, before = await _own(service, who, contact_id)
    try:
        await _added(request, service, who, row, before, typed)
    except Refused as refusal:
        return await _form(request, service, who, contact_id, refused_anew(refusal), typed)
    return RedirectResponse(f"/intake/telephone/{contact_id}", 303)


async def _own(service: Service, who: Actor, contact_id: str) -> tuple[Row, Account]:
    """The contact as it stands. Raises ``NotFound`` for a call that somebody else took."""
    row = await _call(service, who, contact_id)
    if row is None:
        raise NotFound("contact")
    contact, _ = await contact_now(service, contact_id)
    if contact.account is None or contact.account.contact_type is ContactType.LADO:
        raise NotFound("contact")
    return row, contact.account


async def _added(request: Request, service: Service, who: Actor, row: Row, before: Account, typed: Typed) -> Any:
    sent = await said_anew(service, row, before, typed)
    command = RecordPublicContact if before.agency.org_id == PUBLIC else RecordTelephoneContact

    def account(contact_id: str) -> Account:
        return over(without_emptied(before, typed), account_of(sent, contact_id, who), sender_again=False)

    return await receive_typed(request, service, who, sent, account, command, addition_of(typed))


async def _form(
    request: Request,
    service: Service,
    who: Actor,
    contact_id: str,
    refusal: Refused | None = None,
    typed: Typed | None = None,
) -> HTMLResponse:
    row, before = await _own(service, who, contact_id)
    missing = [IN_WORDS[test] for test in row["failed"]]
    form = await form_anew(service, who, row, before, refusal, typed, on_the_telephone=True, still_missing=missing)
    return PAGES.render(request, "telephone-more.html", **form)
