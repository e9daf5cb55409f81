"""The enquiry for people: has the child been seen, what is owed, by when; and the forms for it."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from shared import people
from shared.access.actor import Actor
from shared.access.routes import allow
from shared.audit import looked
from shared.clocks import clocks_of
from shared.decider import Refused
from shared.inputs import Asked
from shared.problems import NotFound
from shared.service import Service, service_of
from shared.web import Pages
from shared.web.forms import expected_version, read_form, text
from strategy.discussion.pages import record_facts
from strategy.read_models import children
from strategy.readers import MANAGERS, SERVICE_MANAGER, SOCIAL_CARE
from strategy.reading import enquiry_events, enquiry_state, outstanding_of
from strategy.s47 import typed as from_form
from strategy.s47.api import carry_out, start_enquiry
from strategy.s47.commands import S47Command
from strategy.s47.decider import Enquiring
from strategy.s47.events import S47Started
from strategy.streams import s47_stream
from strategy.words import OUTCOME_WORDS

PAGES = Pages("strategy")
router = APIRouter(include_in_schema=False)

Here = Annotated[Service, Depends(service_of)]
Worker = Annotated[Actor, allow(*SOCIAL_CARE)]
Manager = Annotated[Actor, allow(*MANAGERS)]
Authoriser = Annotated[Actor, allow(*MANAGERS, SERVICE_MANAGER)]


@router.get("/discussions/{strategy_id}/s47")
async def start_form(strategy_id: str, request: Request, service: Here, who: Manager, child: str = "") -> HTMLResponse:
    facts = await record_facts(service, who, strategy_id)
    return PAGES.render(request, "start_s47.html", **facts, child=child)


@router.post("/discussions/{strategy_id}/s47")
async def start(strategy_id: str, request: Request, service: Here, who: Manager) -> Response:
    typed = await read_form(request)
    try:
        body, key = from_form.starting(typed), text(typed, "idempotency_key") or None
        receipt = await start_enquiry(request, service, who, strategy_id, body, key)
    except Refused as refusal:
        facts = await record_facts(service, who, strategy_id)
        return PAGES.render(
            request,
            "start_s47.html",
            status=422,
            refusal=refusal,
            typed=typed,
            child=text(typed, "child_id"),
            **facts,
        )
    return RedirectResponse(f"/strategy/s47/{receipt['s47_id']}", 303)


@router.get("/s47/{s47_id}")
async def enquiry_page(s47_id: str, request: Request, service: Here, who: Worker) -> HTMLResponse:
    return PAGES.render(request, "enquiry.html", **await _facts(service, who, s47_id))


async def _facts(service: Service, who: Actor, s47_id: str) -> dict[str, Any]:
    """What the enquiry's page and its forms show."""
    events = await enquiry_events(service, s47_id)
    started = events[0].data
    if not isinstance(started, S47Started):
        raise NotFound("enquiry")
    await looked(service, who, "ViewS47Enquiry", [started.child_id], [s47_stream(s47_id)])
    async with service.pool.acquire() as connection:
        known = await children.children_of(connection, [started.child_id])
        clocks = await clocks_of(connection, s47_stream(s47_id))
        named = await people.namer(connection)
    return {
        "started": started,
        "events": events,
        "version": len(events),
        "state": enquiry_state(events),
        "open": isinstance(enquiry_state(events), Enquiring),
        "outstanding": await outstanding_of(service, started.strategy_id),
        "child": known[started.child_id],
        "named": named,
        "clocks": clocks,
        "outcome_words": OUTCOME_WORDS,
    }


async def _form(
    request: Request, service: Service, who: Actor, s47_id: str, template: str, **more: Any
) -> HTMLResponse:
    return PAGES.render(request, template, **await _facts(service, who, s47_id), **more)


@router.get("/s47/{s47_id}/child-seen")
async def child_seen_form(s47_id: str, request: Request, service: Here, who: Worker) -> HTMLResponse:
    return await _form(request, service, who, s47_id, "child_seen.html")


@router.post("/s47/{s47_id}/child-seen")
async def record_child_seen(s47_id: str, request: Request, service: Here, who: Worker) -> Response:
    typed = await read_form(request)
    try:
        command = from_form.seeing(typed, who, service.clock.now())
        return await _carried_out(request, service, who, s47_id, command)
    except Refused as refusal:
        return await _form(request, service, who, s47_id, "child_seen.html", refusal=refusal, typed=typed, status=422)


@router.get("/s47/{s47_id}/outcome")
async def outcome_form(s47_id: str, request: Request, service: Here, who: Manager) -> HTMLResponse:
    return await _form(request, service, who, s47_id, "outcome.html")


@router.post("/s47/{s47_id}/outcome")
async def record_outcome(s47_id: str, request: Request, service: Here, who: Manager) -> Response:
    typed = await read_form(request)
    try:
        facts = await _facts(service, who, s47_id)
        command = from_form.concluding(typed, facts["outstanding"], who, service.clock.now())
        return await _carried_out(request, service, who, s47_id, command)
    except Refused as refusal:
        return await _form(request, service, who, s47_id, "outcome.html", refusal=refusal, typed=typed, status=422)


async def _carried_out(request: Request, service: Service, who: Actor, s47_id: str, command: S47Command) -> Response:
    typed = await read_form(request)
    asked = Asked(expected_version=expected_version(typed))
    await carry_out(request, service, who, s47_id, command, asked, text(typed, "idempotency_key") or None)
    return RedirectResponse(f"/strategy/s47/{s47_id}", 303)
