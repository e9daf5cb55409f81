"""A sender puts its own contact right, or adds to it: another version beside what was sent, never in its place."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from intake import telephone
from intake.access import Here
from intake.accounts import account_of
from intake.amendment import over, without_emptied
from intake.commands import SubmitAgencyContact
from intake.contact_now import contact_now
from intake.facts import Account, Channel, ContactType
from intake.minimum import has_the_minimum
from intake.pages.anew import addition_of, form_anew, refused_anew, said_anew
from intake.pages.contact_form import KINDS
from intake.pages.sending import NOT_AMENDED_HERE, Professional, own_submission
from intake.pages.showing import PAGES
from intake.receiving import receive_typed
from shared.access.actor import Actor, Role
from shared.database import Row
from shared.decider import Refused
from shared.problems import NotFound
from shared.service import Service
from shared.web.forms import Typed, read_form

OTHER_FORMS = (ContactType.STEP_UP, *NOT_AMENDED_HERE)

router = APIRouter(include_in_schema=False)


@router.get("/send/{contact_id}/amend")
async def own_words(contact_id: str, request: Request, service: Here, who: Professional) -> HTMLResponse:
    """What you sent, in the form in which you can say it anew."""
    return await _form(request, service, who, contact_id)


@router.post("/send/{contact_id}/amend")
async def amend(contact_id: str, request: Request, service: Here, who: Professional) -> Response:
    typed = await read_form(request)
    row, before = await _own(service, who, contact_id)
    try:
        await _amended(request, service, who, row, before, typed)
    except Refused as refusal:
        return await _form(request, service, who, contact_id, refused_anew(refusal), typed)
    return RedirectResponse(f"/intake/send/{contact_id}", 303)


async def _own(service: Service, who: Actor, contact_id: str) -> tuple[Row, Account]:
    """The contact as it stands. Another organisation's is not found, nor one that is amended elsewhere."""
    row = await own_submission(service, who, contact_id)
    if row["contact_type"] in NOT_AMENDED_HERE:
        raise NotFound("contact")
    contact, _ = await contact_now(service, contact_id)
    if contact.account is None or contact.account.contact_type in NOT_AMENDED_HERE:
        raise NotFound("contact")
    return row, contact.account


async def _amended(request: Request, service: Service, who: Actor, row: Row, before: Account, typed: Typed) -> Any:
    known = {"source_system": row["source_system"], "channel": Channel.PORTAL.value}
    sent = await said_anew(service, row, before, typed, **known)

    def account(contact_id: str) -> Account:
        return over(without_emptied(before, typed), account_of(sent, contact_id, who))

    telephone.must_say_something(has_the_minimum(account(row["contact_id"]), sent))
    return await receive_typed(request, service, who, sent, account, SubmitAgencyContact, addition_of(typed))


async def _form(
    request: Request,
    service: Service,
    who: Actor,
    contact_id: str,
    refusal: Refused | None = None,
    typed: Typed | None = None,
) -> HTMLResponse:
    row, before = await _own(service, who, contact_id)
    kinds = [(kind, words) for kind, words in KINDS if kind == before.contact_type or kind not in OTHER_FORMS]
    form = await form_anew(
        service, who, row, before, refusal, typed, kinds=kinds, asks_police=who.role is Role.POLICE_MASH
    )
    return PAGES.render(request, "amend.html", **form)
