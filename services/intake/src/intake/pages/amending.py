"""A sender puts its own contact right, or adds to it: another version beside what was sent, never in its place."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from intake import telephone
from intake.access import Here
from intake.accounts import account_of
from intake.amendment import by_their_references, over, typed_of
from intake.commands import SubmitAgencyContact
from intake.contact_now import contact_now
from intake.facts import Account, Channel, ContactType
from intake.pages.contact_form import KINDS, asked, room, schools_of
from intake.pages.sending import NOT_AMENDED_HERE, Professional
from intake.pages.showing import PAGES
from intake.read_models import submissions
from intake.receiving import has_the_minimum, receive_typed
from shared.access.actor import Actor
from shared.audit import looked
from shared.database import Row
from shared.decider import Refused
from shared.problems import NotFound
from shared.service import Service
from shared.web.forms import Typed, read_form, whole

OTHER_FORMS = (ContactType.STEP_UP, *NOT_AMENDED_HERE)

router = APIRouter()


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
        said = overtaken() if refusal.code == "KEY-REUSED" else refusal
        return await _form(request, service, who, contact_id, said, typed)
    return RedirectResponse(f"/intake/send/{contact_id}", 303)


def overtaken() -> Refused:
    """Another version was kept while this one was typed."""
    return Refused(
        "INT-49 OVERTAKEN",
        "Somebody of your organisation has amended this since you opened it. Open it again beside this page to see "
        "what they wrote, then send yours: both are kept",
    )


async def _own(service: Service, who: Actor, contact_id: str) -> tuple[Row, Account]:
    """The contact as it stands. Another organisation's is not found, nor one that is amended elsewhere."""
    async with service.pool.acquire() as connection:
        row = await submissions.submission(connection, contact_id)
    if row is None or row["org_id"] != who.org_id or row["contact_type"] in NOT_AMENDED_HERE:
        raise NotFound("contact")
    contact, _ = await contact_now(service, contact_id)
    if contact.account is None or contact.account.contact_type in NOT_AMENDED_HERE:
        raise NotFound("contact")
    return row, contact.account


async def _amended(request: Request, service: Service, who: Actor, row: Row, before: Account, typed: Typed) -> Any:
    sent = telephone.contact_of(
        typed,
        service.clock.now(),
        await schools_of(service),
        source_system=row["source_system"],
        source_ref=row["source_ref"],
        channel=Channel.PORTAL.value,
        source_code=before.source_code,
    )
    sent.source_version = max(whole(typed, "source_version"), 1)
    sent = by_their_references(sent, before)

    def account(contact_id: str) -> Account:
        return over(before, account_of(sent, contact_id, who))

    telephone.must_say_something(has_the_minimum(account(row["contact_id"]), sent))
    return await receive_typed(request, service, who, sent, account, SubmitAgencyContact)


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
        kinds=[(kind, words) for kind, words in KINDS if kind == before.contact_type or kind not in OTHER_FORMS],
        numbers=room(len(before.children), telephone.CHILDREN),
        adult_numbers=room(len(before.adults), telephone.ADULTS),
        may_be_missing=False,
    )
    if not refusal:
        form["typed"] = typed_of(before, await schools_of(service))
    return PAGES.render(request, "amend.html", contact=row, version=row["source_version"] + 1, **form)
