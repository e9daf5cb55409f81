"""The list of what else a contact asks for, the form of each step, and what is owed across all contacts."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from intake.access import CONFIRMERS, FRONT_DOOR, Here
from intake.acting import act, is_screened
from intake.contact_now import contact_now
from intake.decider import Contact
from intake.facts import Account
from intake.flags import GUARDS_IN_WORDS, NOTICED
from intake.pages.contact_form import schools_of
from intake.pages.showing import PAGES
from intake.pages.steps.form import Asking, StepForm, must_be_theirs
from intake.pages.steps.forms import ANYBODY, CLOCK_FORMS, FORMS, GROUPS, to_pass
from intake.read_models import identities, owed, submissions
from intake.reporting import may_know_of, may_read_words, whose_reports
from intake.schools import offered
from shared.access.actor import Actor, Role
from shared.access.routes import allow
from shared.audit import looked
from shared.clocks import clocks_of
from shared.decider import Refused
from shared.disclosure import Sensitivity
from shared.disclosure.matrix import may_read
from shared.service import Service
from shared.web.forms import Typed, expected_version, read_form, text

READS_WORRIES = (*FRONT_DOOR, Role.LADO)

router = APIRouter(include_in_schema=False)
Anybody = Annotated[Actor, allow(*ANYBODY)]


@router.get("/owed")
async def what_is_owed(request: Request, service: Here, who: Anybody) -> HTMLResponse:
    """Every deadline beside the screening that somebody in this role can meet, the one that runs out first on top."""
    return PAGES.render(request, "owed.html", owed=await owed_to(service, who))


async def owed_to(service: Service, who: Actor) -> list[dict[str, Any]]:
    """The running and breached deadlines that this person can meet, each with its form."""
    codes = [code for code, form in CLOCK_FORMS.items() if who.role in form.roles]
    async with service.pool.acquire() as connection:
        rows = await owed.running(connection, codes, whose_reports(who))
    await looked(service, who, "ViewOwed", (child_id for row in rows for child_id in row.clock.child_ids))
    return [{"row": row, "form": CLOCK_FORMS[row.clock.code]} for row in rows]


@router.get("/contacts/{contact_id}/steps")
async def steps(contact_id: str, request: Request, service: Here, who: Anybody) -> HTMLResponse:
    """What else has to be done with this contact: what it calls for first, then what else can be recorded."""
    contact, _ = await contact_now(service, contact_id)
    account = must_be_theirs(who, contact)
    around = await _around(service, who, contact, account)
    groups = [
        (title, [_line(form, contact_id, around) for form in forms if _is_for(form, who, contact)])
        for title, forms in GROUPS
    ]
    return PAGES.render(
        request,
        "steps.html",
        groups=[(title, forms) for title, forms in groups if forms],
        may_confirm=who.role in CONFIRMERS,
        **around,
    )


def _is_for(form: StepForm, who: Actor, contact: Contact) -> bool:
    return who.role in form.roles and form.called_for(contact)


def _line(form: StepForm, contact_id: str, around: dict[str, Any]) -> dict[str, Any]:
    running = {clock.code: clock for clock in around["clocks"]}
    return {
        "text": form.words,
        "href": f"/intake/contacts/{contact_id}/{form.name}",
        "clock": running.get(form.clock) if form.clock else None,
    }


async def _around(service: Service, who: Actor, contact: Contact, account: Account) -> dict[str, Any]:
    """What every page about a contact shows beside its form; the look at it is written down first."""
    stream = f"Contact-{contact.contact_id}"
    await looked(service, who, "ViewContact", (*contact.child_ids, *contact.who.values()), [stream])
    async with service.pool.acquire() as connection:
        children = await identities.children_of(connection, contact.contact_id)
        clocks = await clocks_of(connection, stream)
        others = await submissions.about_the_same_children(connection, contact.contact_id)
        linked = [await submissions.submission(connection, other) for other in sorted(contact.linked_to)]
    return {
        "contact": contact,
        "account": account,
        "children": children,
        "clocks": [clock for clock in clocks if clock.status in ("RUNNING", "BREACHED")],
        "others": others,
        "linked": [other for other in linked if other is not None],
        "reads_worries": who.role in READS_WORRIES and may_read_words(who, account),
        "reads_police": may_read(who.role, Sensitivity.POL, may_know_of(who, account.agency.org_id)),
        "is_front_door": who.role in FRONT_DOOR,
        "noticed": [NOTICED.get(flag, flag) for flag in contact.flags] if who.role in FRONT_DOOR else [],
        "besides": contact.said_besides if who.role in CONFIRMERS and may_read_words(who, account) else {},
    }


def _declare(form: StepForm) -> None:
    """Two routes for one step: the form, and what becomes of it."""
    who_may = allow(*form.roles)

    async def show(contact_id: str, request: Request, service: Here, who: Annotated[Actor, who_may]) -> HTMLResponse:
        return await _form(request, service, who, contact_id, form)

    async def take(contact_id: str, request: Request, service: Here, who: Annotated[Actor, who_may]) -> Response:
        return await _taken(request, service, who, contact_id, form)

    address = f"/contacts/{{contact_id}}/{form.name}"
    router.add_api_route(address, show, methods=["GET"], response_model=None, name=f"{form.name} form")
    router.add_api_route(address, take, methods=["POST"], response_model=None, name=form.name)


for _step in FORMS:
    _declare(_step)


async def _form(
    request: Request,
    service: Service,
    who: Actor,
    contact_id: str,
    form: StepForm,
    refusal: Refused | None = None,
    typed: Typed | None = None,
) -> HTMLResponse:
    contact, version = await contact_now(service, contact_id)
    account = must_be_theirs(who, contact)
    back: dict[str, Any] = {"refusal": refusal, "typed": typed or {}} if refusal else {}
    around = await _around(service, who, contact, account)
    return PAGES.render(
        request,
        f"steps/{form.name}.html",
        status=422 if refusal else 200,
        step=form,
        version=version,
        called_for=form.called_for(contact),
        guards=GUARDS_IN_WORDS,
        to_pass=to_pass(contact, screened=await is_screened(service, contact_id)),
        schools=offered(await schools_of(service)),
        **around,
        **back,
    )


async def _taken(request: Request, service: Service, who: Actor, contact_id: str, form: StepForm) -> Response:
    typed = await read_form(request)
    contact, _ = await contact_now(service, contact_id)
    must_be_theirs(who, contact)
    asking = Asking(
        by=who,
        at=service.clock.now(),
        typed=typed,
        screened=await is_screened(service, contact_id),
        schools=await schools_of(service),
    )
    try:
        if form.name == "duplicate":
            meant = await _contact_meant(service, text(typed, "other_reference") or text(typed, "primary_contact_id"))
            asking = replace(asking, typed={**typed, "primary_contact_id": meant})
        key = text(typed, "idempotency_key")
        await act(request, service, who, contact_id, form.command(asking), expected_version(typed), key)
    except Refused as refusal:
        return await _form(request, service, who, contact_id, form, refusal, typed)
    return RedirectResponse(f"/intake/contacts/{contact_id}/steps", 303)


async def _contact_meant(service: Service, ref: str) -> str:
    """The id of the contact that is chosen, or that goes by this reference alone."""
    async with service.pool.acquire() as connection:
        ids = [row["contact_id"] for row in await submissions.found(connection, ref)]
    if ref in ids:
        return ref
    if len(ids) != 1:
        words = "Several contacts share this reference: open the one you mean, and link it from there"
        raise Refused("INT-42 NO_SUCH_CONTACT", words if ids else "Choose a contact that we have", "primary_contact_id")
    return ids[0]
