"""What has warned and what has run out, for whoever the clock register tells: as JSON and as a page."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from screening.authority import CASE_READERS, EXPLAINERS, MANAGERS, SOCIAL_WORKERS, TOLD
from screening.case.request_parts import LateReasonBody, values_of
from screening.case.words import whom
from screening.codes import BreachReason
from screening.escalation.view import TIER_WORDS
from screening.late_clock.commands import ExplainLateClock
from screening.late_clock.decider import LATE_CLOCK
from screening.read_models import alerts, contacts
from screening.read_models.alerts import Alert
from screening.referral.forms import carried_out_or_shown_again
from screening.streams import late_clock_of
from shared.access.actor import Actor
from shared.access.routes import allow
from shared.audit import looked
from shared.handling import Json, Step, handle
from shared.inputs import Closed, Id
from shared.problems import NotFound
from shared.service import Service, caller_of, service_of
from shared.web import Pages
from shared.web.code_words import in_words
from shared.web.forms import filled, read_form, text

router = APIRouter()
PAGES = Pages("screening")

Here = Annotated[Service, Depends(service_of)]
Told = Annotated[Actor, allow(*TOLD)]
Explainer = Annotated[Actor, allow(*EXPLAINERS)]


class ExplainBody(Closed):
    """Which clock of the list, and why it was late."""

    code: Id
    subject: Id
    reason: LateReasonBody


@router.get("/api/v1/alerts")
async def my_alerts(service: Here, who: Told) -> list[dict[str, Any]]:
    """The clocks, of this service and of the others, that have warned or run out and that concern your role.

    What ran out stays until it is done and a manager has said why it was late.
    """
    return [asdict(alert) for alert in await _alerts(service, who)]


@router.post("/api/v1/alerts/reasons", status_code=201)
async def explain_late_clock(request: Request, service: Here, who: Explainer, body: ExplainBody) -> Json:
    """Why a clock of the list ran out; one about a screening is explained there (``breach-reasons``)."""
    return await _explain(request, service, who, body)


async def _explain(request: Request, service: Service, who: Actor, body: ExplainBody, key: str | None = None) -> Json:
    alert = await _alert(service, who, body.code, body.subject)
    command = ExplainLateClock(
        by=who,
        at=service.clock.now(),
        code=alert.code,
        subject=alert.subject,
        child_ids=alert.children,
        due_at=alert.due_at if alert.wants_reason else None,
        reason=values_of(body)["reason"],
    )
    step = Step(stream=late_clock_of(alert.code, alert.subject), decider=LATE_CLOCK, command=command)
    caller = await caller_of(request, who, key)
    return await handle(service.store, caller, step, answer=lambda _: {"code": alert.code, "subject": alert.subject})


@router.get("/alerts", include_in_schema=False)
async def alerts_page(request: Request, service: Here, who: Told) -> HTMLResponse:
    """Names stand here for those alone who may open the contact; everybody else sees what is owed, and by when."""
    found = await _alerts(service, who)
    names = await _names(service, who, found)

    def whom_of(alert: Alert) -> str:
        return whom(alert, names)

    def explained_at(alert: Alert) -> str | None:
        """The form where this reader says why it is late."""
        if not alert.wants_reason:
            return None
        if alert.contact_id:
            return f"/screening/contacts/{alert.contact_id}/late" if who.role in MANAGERS else None
        asked = urlencode({"code": alert.code, "subject": alert.subject})
        return f"/screening/alerts/late?{asked}" if who.role in EXPLAINERS else None

    return PAGES.render(
        request,
        "alerts.html",
        alerts=found,
        whom_of=whom_of,
        told_words=_told_words,
        explained_at=explained_at,
        opens=_opens(who),
    )


@router.get("/alerts/late", include_in_schema=False)
async def late_clock(request: Request, service: Here, who: Explainer, code: str, subject: str) -> HTMLResponse:
    return await _late_page(request, service, who, code, subject)


async def _late_page(
    request: Request, service: Service, who: Actor, code: str, subject: str, **again: Any
) -> HTMLResponse:
    alert = await _alert(service, who, code, subject)
    names = await _names(service, who, [alert])
    return PAGES.render(
        request,
        "late_clock.html",
        status=again.pop("status", HTTPStatus.OK),
        alert=alert,
        whom=whom(alert, names),
        reasons=[(reason.value, in_words(reason)) for reason in BreachReason],
        **again,
    )


@router.post("/alerts/late", include_in_schema=False)
async def explain_on_the_page(request: Request, service: Here, who: Explainer) -> Response:
    typed = await read_form(request)
    code, subject = text(typed, "code"), text(typed, "subject")

    async def carried_out() -> str:
        reason = {"code": text(typed, "reason_code"), "text": text(typed, "reason_text")}
        body = filled(ExplainBody, {"code": code, "subject": subject, "reason": reason})
        await _explain(request, service, who, body, text(typed, "idempotency_key") or None)
        return "/screening/alerts"

    async def shown_again(**again: Any) -> HTMLResponse:
        return await _late_page(request, service, who, code, subject, typed=typed, **again)

    return await carried_out_or_shown_again(carried_out, shown_again)


async def _alerts(service: Service, who: Actor) -> list[Alert]:
    async with service.pool.acquire() as connection:
        found = await alerts.alerts_for(connection, who)
    subjects = [alert.subject for alert in found]
    await looked(service, who, "ViewAlerts", (child for alert in found for child in alert.children), subjects)
    return found


async def _alert(service: Service, who: Actor, code: str, subject: str) -> Alert:
    """Raises ``NotFound`` for a clock that this reader was not told of; a screening has a form of its own."""
    for alert in await _alerts(service, who):
        if (alert.code, alert.subject) == (code, subject) and alert.contact_id is None:
            return alert
    raise NotFound("deadline that ran out")


def _told_words(alert: Alert) -> str:
    return ", ".join(TIER_WORDS.get(role) or in_words(role, "role") for role in alert.roles)


def _opens(who: Actor) -> bool:
    """Whether a name and a link lead anywhere for this reader."""
    return who.role in {*SOCIAL_WORKERS, *CASE_READERS}


async def _names(service: Service, who: Actor, found: Sequence[Alert]) -> Mapping[str, str]:
    if not _opens(who):
        return {}
    async with service.pool.acquire() as connection:
        return await contacts.names_of(connection, {child for alert in found for child in alert.children})
