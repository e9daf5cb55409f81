"""A professional without a system of their own tells us of a child.

Early help asks for a step up of a child that it has in screening, where the answer is owed; this page leads there.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from intake import telephone
from intake.access import PROFESSIONALS, Here
from intake.accounts import account_of
from intake.commands import SubmitAgencyContact
from intake.facts import MISSING, Channel, ContactType
from intake.minimum import has_the_minimum
from intake.pages.contact_form import KINDS, asked, schools_of
from intake.pages.showing import PAGES
from intake.quality import IN_WORDS
from intake.read_models import submissions
from intake.receiving import IF_WORRIED_NOW, receive_typed
from shared.access.actor import Actor, Role
from shared.access.routes import allow
from shared.database import Row
from shared.decider import Refused
from shared.problems import NotFound
from shared.service import Service
from shared.web.forms import Typed, read_form, text
from shared.working_time import due_one_working_day

SYSTEM = "PORTAL"
SOURCES = {
    Role.SCHOOL_DSL: "2A",
    Role.HEALTH_SYSTEM: "3F",
    Role.HEALTH_MASH: "3F",
    Role.EARLY_HELP_WORKER: "5D",
    Role.EARLY_HELP_MANAGER: "5D",
    Role.POLICE_MASH: "6",
}
NOT_AMENDED_HERE = (ContactType.LADO, *MISSING)
"""An allegation is not shown again to a colleague who may be in it; a missing report is another form's."""
EARLY_HELP = (Role.EARLY_HELP_WORKER, Role.EARLY_HELP_MANAGER)

router = APIRouter(include_in_schema=False)
Professional = Annotated[Actor, allow(*PROFESSIONALS)]


@router.get("/send")
async def tell_us(request: Request, service: Here, who: Professional) -> HTMLResponse:
    """What we ask, in the order in which it matters. Nothing is compulsory but something about a child and a worry."""
    return await _form(request, service, who)


@router.post("/send")
async def send(request: Request, service: Here, who: Professional) -> Response:
    typed = await read_form(request)
    try:
        receipt = await _sent(request, service, who, typed)
    except Refused as refusal:
        return await _form(request, service, who, refusal, typed)
    return RedirectResponse(f"/intake/send/{receipt['contact_id']}", 303)


async def _sent(request: Request, service: Service, who: Actor, typed: Typed) -> Any:
    sent = telephone.contact_of(
        typed,
        service.clock.now(),
        await schools_of(service),
        source_system=SYSTEM,
        channel=Channel.PORTAL.value,
        source_code=SOURCES.get(who.role, "8"),
    )
    if not text(typed, "referrer_name"):
        sent.referrer.name = who.name
    telephone.must_say_something(has_the_minimum(account_of(sent, "", who), sent))
    return await receive_typed(
        request, service, who, sent, lambda contact_id: account_of(sent, contact_id, who), SubmitAgencyContact
    )


async def _form(
    request: Request, service: Service, who: Actor, refusal: Refused | None = None, typed: Typed | None = None
) -> HTMLResponse:
    kinds = [(kind, words) for kind, words in KINDS if kind != ContactType.STEP_UP]
    form = await asked(service, refusal, typed, kinds=kinds, asks_police=who.role is Role.POLICE_MASH)
    return PAGES.render(request, "send.html", early_help=who.role in EARLY_HELP, **form)


@router.get("/send/{contact_id}")
async def sent(contact_id: str, request: Request, service: Here, who: Professional) -> HTMLResponse:
    """It is stored: the reference, and what would make it easier to act on."""
    row = await own_submission(service, who, contact_id)
    return PAGES.render(
        request,
        "sent.html",
        contact=row,
        due_at=due_one_working_day(row["received_at"]),
        missing=[IN_WORDS[test] for test in row["failed"]],
        may_amend=row["contact_type"] not in NOT_AMENDED_HERE,
        may_return=row["contact_type"] in MISSING,
        if_worried_now=IF_WORRIED_NOW,
    )


async def own_submission(service: Service, who: Actor, contact_id: str) -> Row:
    """What this person's organisation sent. Another's is not found, whether it exists or not."""
    async with service.pool.acquire() as connection:
        row = await submissions.submission(connection, contact_id)
    if row is None or row["org_id"] != who.org_id:
        raise NotFound("contact")
    return row
