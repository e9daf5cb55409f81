"""Referrals for people: who waits, who has nobody, one child's referral, and the forms that move it on."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from screening.authority import CASE_MANAGERS, CASE_READERS, WATCHERS
from screening.case.pages.saying import SAYINGS
from screening.case.seeing import Seeing
from screening.case.typed import consent_of
from screening.case.view import case_view
from screening.read_models import open_children, referrals
from screening.referral import requests, words
from screening.referral.carrying_out import Body, accept, carry_out
from screening.referral.codes import CLOSURE_WORDS, NOT_SEEN_WORDS, ClosureReason
from screening.referral.factors import FACTOR_WORDS
from screening.referral.forms import Fields, carried_out_or_shown_again, named, person
from screening.referral.reading import (
    deciding,
    hours_between,
    may_see,
    name_of,
    referral_view,
    the_unallocated,
)
from screening.safe_contact import ways_to_reach
from shared import people
from shared.access.actor import Actor
from shared.access.routes import allow
from shared.audit import looked
from shared.service import Service, service_of
from shared.web import Pages
from shared.web.code_words import options
from shared.web.forms import Typed, day, expected_version, filled, instant, read_form, text, texts

PAGES = Pages("screening")
router = APIRouter(include_in_schema=False)

Here = Annotated[Service, Depends(service_of)]
Reader = Annotated[Actor, allow(*CASE_READERS)]
Manager = Annotated[Actor, allow(*CASE_MANAGERS)]
Watcher = Annotated[Actor, allow(*WATCHERS)]

ONE = "/referrals/{referral_id}"
OF_CHILD = "/contacts/{contact_id}/children/{child_id}/referral"


@router.get("/referrals")
async def the_referrals(request: Request, service: Here, who: Reader) -> HTMLResponse:
    """What waits to be accepted, who has nobody, and who has whom."""
    async with service.pool.acquire() as connection:
        waiting = await referrals.to_accept(connection) if who.role in CASE_MANAGERS else ()
        rows = [row for row in await referrals.open_referrals(connection) if may_see(who, row)]
        names = await people.names(connection)
        told = await open_children.told_of(connection, who, service.clock.now())
    child_ids = [row["child_id"] for row in (*waiting, *told)] + [row["now_child_id"] for row in rows]
    await looked(service, who, "ViewReferrals", child_ids)
    return PAGES.render(
        request,
        "referrals.html",
        waiting=waiting,
        told=told,
        rows=rows,
        names=names,
        name_of=name_of,
        hours_between=hours_between,
        manages=who.role in CASE_MANAGERS,
    )


@router.get("/unallocated")
async def the_unallocated_page(request: Request, service: Here, who: Watcher) -> HTMLResponse:
    """How many children have nobody, and for how long."""
    found = await the_unallocated(service, who)
    return PAGES.render(
        request,
        "unallocated.html",
        found=found,
        name_of=name_of,
        knows=who.role in CASE_READERS,
        manages=who.role in CASE_MANAGERS,
    )


@router.get(OF_CHILD)
async def accept_form(
    request: Request, service: Here, who: Manager, contact_id: str, child_id: str, step_up: str | None = None
) -> HTMLResponse:
    return await _accept_page(request, service, who, contact_id, child_id, step_up)


async def _accept_page(
    request: Request,
    service: Service,
    who: Actor,
    contact_id: str,
    child_id: str,
    step_up: str | None,
    **again: Any,
) -> HTMLResponse:
    known = await deciding(service, contact_id, child_id, step_up)
    view = await case_view(service, contact_id)
    await looked(service, who, "ViewReferralToAccept", [known.child_id])
    return PAGES.render(
        request,
        "accept_referral.html",
        status=again.pop("status", HTTPStatus.OK),
        known=known,
        view=view,
        child=view.child(child_id),
        needs=[(code, f"{code} {said}") for code, said in options("primary_need")],
        seeing=Seeing(who.role),
        **SAYINGS,
        **again,
    )


@router.post(OF_CHILD)
async def accept_referral(request: Request, service: Here, who: Manager, contact_id: str, child_id: str) -> Response:
    typed = await read_form(request)
    step_up = text(typed, "step_up_id") or None

    async def carried_out() -> str:
        body = filled(
            requests.AcceptBody,
            {
                "primary_need": text(typed, "primary_need") or None,
                "care_status": text(typed, "care_status") or None,
                "step_up_id": step_up,
            },
        )
        key = text(typed, "idempotency_key") or None
        receipt = await accept(request, service, who, contact_id, child_id, body, key)
        return f"/screening/referrals/{receipt['referral_id']}"

    async def shown_again(**again: Any) -> HTMLResponse:
        return await _accept_page(request, service, who, contact_id, child_id, step_up, typed=typed, **again)

    return await carried_out_or_shown_again(carried_out, shown_again)


@router.get(ONE)
async def one_referral(request: Request, service: Here, who: Reader, referral_id: str) -> HTMLResponse:
    return await referral_page(request, service, who, referral_id, "referral.html")


async def referral_page(
    request: Request, service: Service, who: Actor, referral_id: str, template: str, **again: Any
) -> HTMLResponse:
    view = await referral_view(service, who, referral_id)
    return PAGES.render(
        request,
        template,
        status=again.pop("status", HTTPStatus.OK),
        view=view,
        referral_status=words.status_of(view),
        alerts=words.alerts_of(view),
        re_referral=words.re_referral_words(view),
        seen_words=words.seen_words,
        tasks=words.tasks_of(view, who.role),
        title_of=words.title_of,
        said_in=words.said_in,
        known_consent=words.consent_of(view),
        not_seen_choices=list(NOT_SEEN_WORDS.items()),
        factor_choices=[(code.value, f"{code} {said}") for code, said in FACTOR_WORDS.items()],
        closures=[pair for pair in CLOSURE_WORDS.items() if pair[0] is not ClosureReason.RC9],
        manages=who.role in CASE_MANAGERS,
        worker_choices=words.worker_choices(view),
        safe_contacts=ways_to_reach(view.adults),
        **again,
    )


async def _record(
    request: Request,
    service: Service,
    who: Actor,
    referral_id: str,
    template: str,
    body: type[Body],
    fields: Fields,
) -> Response:
    typed = await read_form(request)

    async def carried_out() -> str:
        asked = filled(body, {**fields(typed), "expected_version": expected_version(typed)})
        await carry_out(request, service, who, referral_id, asked, text(typed, "idempotency_key") or None)
        return f"/screening/referrals/{referral_id}"

    async def shown_again(**again: Any) -> HTMLResponse:
        return await referral_page(request, service, who, referral_id, template, typed=typed, **again)

    return await carried_out_or_shown_again(carried_out, shown_again)


@router.get(ONE + "/allocate")
async def allocate_form(request: Request, service: Here, who: Manager, referral_id: str) -> HTMLResponse:
    return await referral_page(request, service, who, referral_id, "allocate.html")


@router.post(ONE + "/allocate")
async def allocate(request: Request, service: Here, who: Manager, referral_id: str) -> Response:
    return await _record(
        request, service, who, referral_id, "allocate.html", requests.AllocateBody, person("worker", "team")
    )


@router.get(ONE + "/transfer")
async def transfer_form(request: Request, service: Here, who: Manager, referral_id: str) -> HTMLResponse:
    return await referral_page(request, service, who, referral_id, "transfer.html")


@router.post(ONE + "/transfer")
async def transfer(request: Request, service: Here, who: Manager, referral_id: str) -> Response:
    fields = person("to_worker", "to_team", "reason", "handover_note", "introduced_to_family")
    return await _record(request, service, who, referral_id, "transfer.html", requests.TransferBody, fields)


@router.get(ONE + "/visit")
async def visit_form(request: Request, service: Here, who: Reader, referral_id: str) -> HTMLResponse:
    return await referral_page(request, service, who, referral_id, "visit.html")


@router.post(ONE + "/visit")
async def record_child_seen(request: Request, service: Here, who: Reader, referral_id: str) -> Response:
    return await _record(request, service, who, referral_id, "visit.html", requests.ChildSeenBody, _visit)


def _visit(typed: Typed) -> Mapping[str, Any]:
    names = ("alone", "why_not_alone", "home_seen", "bedroom_seen", "words")
    return {**named(*names)(typed), "seen_at": instant(typed, "seen_at"), "consent": consent_of(typed)}


@router.get(ONE + "/visit-attempt")
async def attempt_form(request: Request, service: Here, who: Reader, referral_id: str) -> HTMLResponse:
    return await referral_page(request, service, who, referral_id, "visit_attempt.html")


@router.post(ONE + "/visit-attempt")
async def record_child_not_seen(request: Request, service: Here, who: Reader, referral_id: str) -> Response:
    return await _record(request, service, who, referral_id, "visit_attempt.html", requests.ChildNotSeenBody, _attempt)


def _attempt(typed: Typed) -> Mapping[str, Any]:
    return {**named("because", "found", "next_step")(typed), "attempted_at": instant(typed, "attempted_at")}


@router.get(ONE + "/assessment")
async def assessment_form(request: Request, service: Here, who: Manager, referral_id: str) -> HTMLResponse:
    return await referral_page(request, service, who, referral_id, "assessment.html")


@router.post(ONE + "/assessment")
async def authorise_assessment(request: Request, service: Here, who: Manager, referral_id: str) -> Response:
    return await _record(
        request,
        service,
        who,
        referral_id,
        "assessment.html",
        requests.AssessmentBody,
        lambda typed: {"authorised_on": day(typed, "authorised_on"), "factors": texts(typed, "factors")},
    )


@router.get(ONE + "/end")
async def end_form(request: Request, service: Here, who: Manager, referral_id: str) -> HTMLResponse:
    return await referral_page(request, service, who, referral_id, "end_referral.html")


@router.get(ONE + "/no-further-action")
async def no_further_action_form(request: Request, service: Here, who: Manager, referral_id: str) -> HTMLResponse:
    return await referral_page(request, service, who, referral_id, "no_further_action.html")


@router.post(ONE + "/no-further-action")
async def no_further_action(request: Request, service: Here, who: Manager, referral_id: str) -> Response:
    fields = named("reason", "why_unseen")
    return await _record(
        request, service, who, referral_id, "no_further_action.html", requests.NoFurtherActionBody, fields
    )


@router.post(ONE + "/close")
async def close(request: Request, service: Here, who: Manager, referral_id: str) -> Response:
    fields = named("closure_reason", "reason", "why_unseen")
    return await _record(request, service, who, referral_id, "end_referral.html", requests.CloseBody, fields)
