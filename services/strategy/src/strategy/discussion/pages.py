"""The discussion for people: what is owed, the record, and a form for each thing that the record still needs."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from shared import people
from shared.access.actor import Actor
from shared.access.routes import allow
from shared.clocks import clocks_of
from shared.decider import Refused
from shared.handling import Step, handle
from shared.problems import NotFound
from shared.service import Service, caller_of, service_of
from shared.web import Pages
from shared.web.forms import Typed, expected_version, read_form, text
from strategy.discussion import typed as from_form
from strategy.discussion.commands import CompleteAction, DiscussionCommand
from strategy.discussion.decider import DISCUSSION
from strategy.discussion.guards import SECTION_OF_ROLE
from strategy.discussion.invitation import invitation_of
from strategy.discussion.listing import listed
from strategy.discussion.showing import invitation_choices, seats_of, seats_to_fill
from strategy.discussion.state import Convened
from strategy.discussion.tasks import tasks
from strategy.read_models import children, enquiries
from strategy.readers import AGENCIES, MANAGERS, SERVICE_MANAGER, SOCIAL_CARE, is_social_care
from strategy.reading import discussion_state, record_read_by
from strategy.streams import discussion_stream
from strategy.words import DECISION_WORDS

PAGES = Pages("strategy")
router = APIRouter(prefix="/discussions", include_in_schema=False)

Here = Annotated[Service, Depends(service_of)]
Lister = Annotated[Actor, allow(*SOCIAL_CARE, *AGENCIES, SERVICE_MANAGER)]
Reader = Annotated[Actor, allow(*SOCIAL_CARE, *AGENCIES)]
Worker = Annotated[Actor, allow(*SOCIAL_CARE)]
Manager = Annotated[Actor, allow(*MANAGERS)]

FromForm = Callable[[Typed, Actor, datetime], DiscussionCommand]


@router.get("")
async def discussion_list(request: Request, service: Here, who: Lister) -> HTMLResponse:
    """What there is to hold, to write down and to do, the one that runs out first at the top."""
    async with service.pool.acquire() as connection:
        entries = await listed(connection, who)
        named = await people.namer(connection)
    return PAGES.render(
        request,
        "discussions.html",
        entries=entries,
        named=named,
        shows_children=who.role is not SERVICE_MANAGER,
        works_here=is_social_care(who),
    )


@router.get("/{strategy_id}")
async def record_page(strategy_id: str, request: Request, service: Here, who: Reader) -> HTMLResponse:
    facts = await record_facts(service, who, strategy_id)
    if not facts["whole"]:
        known = list(facts["known"].values())
        return PAGES.render(request, "invitation.html", invitation=invitation_of(facts["record"], known, who), **facts)
    return PAGES.render(request, "record.html", **facts)


async def record_facts(service: Service, who: Actor, strategy_id: str) -> dict[str, Any]:
    """Everything that the record's page and the forms beside it show."""
    record, whole = await record_read_by(service, who, strategy_id)
    state = await discussion_state(service, strategy_id)
    async with service.pool.acquire() as connection:
        known = await children.children_of(connection, record.child_ids)
        started = await enquiries.enquiries_of(connection, strategy_id)
        clocks = await clocks_of(connection, discussion_stream(strategy_id))
        named = await people.namer(connection)
    names = {child_id: child.name for child_id, child in known.items()}
    return {
        "record": record,
        "whole": whole,
        "known": known,
        "names": names,
        "named": named,
        "enquiries": started,
        "clocks": clocks,
        "seats": seats_of(record, named),
        "tasks": tasks(state, {row["child_id"] for row in started}, names) if is_social_care(who) else [],
        "quorate": isinstance(state, Convened) and state.quorate,
        "own_section": SECTION_OF_ROLE.get(who.role),
        "works_here": is_social_care(who),
        "decision_words": DECISION_WORDS,
    }


async def _form(
    request: Request, service: Service, who: Actor, strategy_id: str, template: str, **more: Any
) -> HTMLResponse:
    facts = await record_facts(service, who, strategy_id)
    if not facts["whole"] and template != "information.html":
        raise NotFound("discussion")
    record, known = facts["record"], facts["known"]
    return PAGES.render(
        request,
        template,
        **facts,
        choices=invitation_choices(record, list(known.values())),
        rows=seats_to_fill(record, who),
        views=from_form.VIEWS,
        **more,
    )


async def _posted(
    request: Request, service: Service, who: Actor, strategy_id: str, template: str, command_from: FromForm
) -> Response:
    """Carries out what was typed; a refusal shows the form again with the rule in words."""
    await record_read_by(service, who, strategy_id)
    typed = await read_form(request)
    try:
        step = Step(
            stream=discussion_stream(strategy_id),
            decider=DISCUSSION,
            command=command_from(typed, who, service.clock.now()),
            expected_version=expected_version(typed),
        )
        key = text(typed, "idempotency_key") or None
        await handle(service.store, await caller_of(request, who, key), step)
    except Refused as refusal:
        return await _form(request, service, who, strategy_id, template, refusal=refusal, typed=typed, status=422)
    return RedirectResponse(f"/strategy/discussions/{strategy_id}", 303)


@router.get("/{strategy_id}/convene")
async def convene_form(strategy_id: str, request: Request, service: Here, who: Manager) -> HTMLResponse:
    return await _form(request, service, who, strategy_id, "convene.html")


@router.post("/{strategy_id}/convene")
async def convene(strategy_id: str, request: Request, service: Here, who: Manager) -> Response:
    return await _posted(request, service, who, strategy_id, "convene.html", from_form.convening)


@router.get("/{strategy_id}/reconvene")
async def reconvene_form(strategy_id: str, request: Request, service: Here, who: Manager) -> HTMLResponse:
    return await _form(request, service, who, strategy_id, "convene.html")


@router.post("/{strategy_id}/reconvene")
async def reconvene(strategy_id: str, request: Request, service: Here, who: Manager) -> Response:
    return await _posted(request, service, who, strategy_id, "convene.html", from_form.reconvening)


@router.get("/{strategy_id}/attendance")
async def attendance_form(strategy_id: str, request: Request, service: Here, who: Worker) -> HTMLResponse:
    return await _form(request, service, who, strategy_id, "attendance.html")


@router.post("/{strategy_id}/attendance")
async def record_attendance(strategy_id: str, request: Request, service: Here, who: Worker) -> Response:
    return await _posted(request, service, who, strategy_id, "attendance.html", from_form.attending)


@router.get("/{strategy_id}/information")
async def information_form(strategy_id: str, request: Request, service: Here, who: Reader) -> HTMLResponse:
    return await _form(request, service, who, strategy_id, "information.html")


@router.post("/{strategy_id}/information")
async def share_information(strategy_id: str, request: Request, service: Here, who: Reader) -> Response:
    return await _posted(request, service, who, strategy_id, "information.html", from_form.sharing)


@router.get("/{strategy_id}/decision")
async def decision_form(strategy_id: str, request: Request, service: Here, who: Manager) -> HTMLResponse:
    return await _form(request, service, who, strategy_id, "decision.html")


@router.post("/{strategy_id}/decision")
async def record_decision(strategy_id: str, request: Request, service: Here, who: Manager) -> Response:
    return await _posted(request, service, who, strategy_id, "decision.html", from_form.deciding)


@router.get("/{strategy_id}/action")
async def action_form(strategy_id: str, request: Request, service: Here, who: Worker) -> HTMLResponse:
    return await _form(request, service, who, strategy_id, "action.html")


@router.post("/{strategy_id}/action")
async def agree_action(strategy_id: str, request: Request, service: Here, who: Worker) -> Response:
    return await _posted(request, service, who, strategy_id, "action.html", from_form.agreeing)


@router.post("/{strategy_id}/actions/{action_id}/complete")
async def complete_action(strategy_id: str, action_id: str, request: Request, service: Here, who: Worker) -> Response:
    def done(typed: Typed, by: Actor, at: datetime) -> CompleteAction:
        return CompleteAction(action_id=action_id, note=text(typed, "note"), by=by, at=at)

    return await _posted(request, service, who, strategy_id, "record.html", done)


@router.get("/{strategy_id}/finalise")
async def finalise_form(strategy_id: str, request: Request, service: Here, who: Manager) -> HTMLResponse:
    return await _form(request, service, who, strategy_id, "finalise.html")


@router.post("/{strategy_id}/finalise")
async def finalise(strategy_id: str, request: Request, service: Here, who: Manager) -> Response:
    return await _posted(request, service, who, strategy_id, "finalise.html", from_form.finalising)
