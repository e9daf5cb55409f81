"""Step-up for people: early help asks social care to take a child up again, and a manager answers."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from screening.authority import STEP_UP_DECIDERS
from screening.case.applicability import Unmet
from screening.case.facts import Consent
from screening.case.seeing import Seeing
from screening.case.tasks import form_address
from screening.case.typed import consent_of, tested_of
from screening.codes import Rag
from screening.early_help import carrying_out, requests
from screening.early_help.reading import step_up_row
from screening.early_help.showing import PAGES, EarlyHelp, Here, episode_page, send_on
from screening.early_help.stepping_up import ANSWERS
from screening.referral.reading import name_of
from shared import people
from shared.access.actor import Actor
from shared.access.routes import allow
from shared.database import Row
from shared.handling import Json
from shared.service import Service
from shared.web.forms import Typed, filled, text

router = APIRouter(include_in_schema=False)

Decider = Annotated[Actor, allow(*STEP_UP_DECIDERS)]

STEP_UP_FORM = "/episodes/{episode_id}/step-up"
STEP_UP = "/step-ups/{step_up_id}"


@router.get(STEP_UP_FORM)
async def step_up_form(request: Request, service: Here, who: EarlyHelp, episode_id: str) -> HTMLResponse:
    return await episode_page(request, service, who, episode_id)


@router.post(STEP_UP_FORM)
async def request_step_up(request: Request, service: Here, who: EarlyHelp, episode_id: str) -> Response:
    async def sent(typed: Typed, key: str | None) -> Json:
        said = {"reason": text(typed, "reason"), "urgent": {"Y": True, "N": False}.get(text(typed, "urgent"))}
        body = filled(requests.StepUpBody, said)
        return await carrying_out.request_step_up(request, service, who, episode_id, body, key)

    async def shown(**again: Any) -> HTMLResponse:
        return await episode_page(request, service, who, episode_id, **again)

    return await send_on(request, sent, shown, lambda _: "/screening/early-help")


@router.get(STEP_UP)
async def step_up_decision_form(request: Request, service: Here, who: Decider, step_up_id: str) -> HTMLResponse:
    return await _decide_page(request, service, who, step_up_id)


async def _decide_page(request: Request, service: Service, who: Actor, step_up_id: str, **again: Any) -> HTMLResponse:
    row = await step_up_row(service, who, step_up_id)
    case, state, wanted = await carrying_out.wanted_for_answers(service, row)
    async with service.pool.acquire() as connection:
        name = await people.namer(connection)
    status = again.pop("status", HTTPStatus.OK)
    return PAGES.render(
        request,
        "step_up.html",
        status=status,
        row=row,
        name=name_of(row),
        answers=[answer.value for answer in ANSWERS],
        wanted={answer.value: [_task(who, row, one) for one in tasks] for answer, tasks in wanted.items()},
        first_manager=name(state.first_manager) if state.first_manager else "",
        was_red=case.rag is Rag.RED,
        consent=Consent(),
        **again,
    )


def _task(who: Actor, row: Row, unmet: Unmet) -> Mapping[str, str]:
    """What another answer here meets has no form of its own; what somebody else does is no link."""
    form = unmet.missing.form
    leads = form != "propose" and Seeing(who.role).opens(form)
    href = form_address(row["contact_id"], form, row["now_child_id"]) if leads else ""
    return {"text": unmet.missing.reason, "href": href}


@router.post(STEP_UP)
async def decide_step_up(request: Request, service: Here, who: Decider, step_up_id: str) -> Response:
    async def sent(typed: Typed, key: str | None) -> Json:
        said = {name: text(typed, name) for name in ("decision", "rationale", "changed_since_red")}
        body = filled(requests.DecideStepUpBody, {**said, "consent": consent_of(typed), **tested_of(typed)})
        return await carrying_out.decide_step_up(request, service, who, step_up_id, body, key)

    async def shown(**again: Any) -> HTMLResponse:
        return await _decide_page(request, service, who, step_up_id, **again)

    return await send_on(request, sent, shown, lambda _: "/screening/early-help")
