"""The caller is still on the line: whoever took the call adds what was still to ask, as another version.

Nobody else opens it again here: it shows all that one person has typed, also what their role reads of no record.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from intake import telephone
from intake.access import FRONT_DOOR, Here
from intake.accounts import PUBLIC, account_of
from intake.amendment import by_their_references, over, typed_of
from intake.commands import RecordPublicContact, RecordTelephoneContact
from intake.contact_now import contact_now
from intake.facts import Account, ContactType
from intake.pages.amending import overtaken
from intake.pages.contact_form import asked, room, schools_of
from intake.pages.showing import PAGES
from intake.quality import IN_WORDS
from intake.read_models import submissions
from intake.receiving import receive_typed
from shared.access.actor import Actor
from shared.access.routes import allow
from shared.audit import looked
from shared.database import Row
from shared.decider import Refused
from shared.problems import NotFound
from shared.service import Service
from shared.web.forms import Typed, read_form, whole

router = APIRouter()
FrontDoor = Annotated[Actor, allow(*FRONT_DOOR)]


async def took_the_call(service: Service, who: Actor, contact_id: str) -> bool:
    """Has this person recorded the contact on the telephone form?"""
    recorded = await service.store.load(f"Contact-{contact_id}")
    async with service.pool.acquire() as connection:
        row = await submissions.submission(connection, contact_id)
    if row is None or row["source_system"] != telephone.SYSTEM or row["contact_type"] == ContactType.LADO:
        return False
    return recorded[0].meta.actor.user_id == who.user_id


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
        said = overtaken() if refusal.code == "KEY-REUSED" else refusal
        return await _form(request, service, who, contact_id, said, typed)
    return RedirectResponse(f"/intake/telephone/{contact_id}", 303)


async def _own(service: Service, who: Actor, contact_id: str) -> tuple[Row, Account]:
    """The contact as it stands. Raises ``NotFound`` for a call that somebody else took."""
    if not await took_the_call(service, who, contact_id):
        raise NotFound("contact")
    async with service.pool.acquire() as connection:
        row = await submissions.submission(connection, contact_id)
    contact, _ = await contact_now(service, contact_id)
    if row is None or contact.account is None or contact.account.contact_type is ContactType.LADO:
        raise NotFound("contact")
    return row, contact.account


async def _added(request: Request, service: Service, who: Actor, row: Row, before: Account, typed: Typed) -> Any:
    sent = telephone.contact_of(
        typed,
        service.clock.now(),
        await schools_of(service),
        source_ref=row["source_ref"],
        source_code=before.source_code,
    )
    sent.source_version = max(whole(typed, "source_version"), 1)
    sent = by_their_references(sent, before)
    command = RecordPublicContact if before.agency.org_id == PUBLIC else RecordTelephoneContact

    def account(contact_id: str) -> Account:
        return over(before, account_of(sent, contact_id, who), sender_again=False)

    return await receive_typed(request, service, who, sent, account, command)


async def _form(
    request: Request,
    service: Service,
    who: Actor,
    contact_id: str,
    refusal: Refused | None = None,
    typed: Typed | None = None,
) -> HTMLResponse:
    row, before = await _own(service, who, contact_id)
    await looked(service, who, "ViewOwnContact", (c.child_id for c in before.children), [f"Contact-{contact_id}"])
    form = await asked(
        service,
        refusal,
        typed,
        on_the_telephone=True,
        may_be_missing=False,
        numbers=room(len(before.children), telephone.CHILDREN),
        adult_numbers=room(len(before.adults), telephone.ADULTS),
    )
    if not refusal:
        form["typed"] = typed_of(before, await schools_of(service))
    missing = [IN_WORDS[test] for test in row["failed"]]
    version = row["source_version"] + 1
    return PAGES.render(request, "telephone-more.html", contact=row, version=version, still_missing=missing, **form)
