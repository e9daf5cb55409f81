"""Pages of the front door: what was sent to whom, and what may be decided about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from notifications import inbox as inboxes
from notifications import words
from notifications.carrying_out import act
from notifications.codes import ALERTS, INBOX_ROLES, Guard, YesNoNotKnown
from notifications.ending import ON_ONE_PAGE, Shown, more_of
from notifications.notification.commands import (
    ApproveNotification,
    NotificationCommand,
    RecordPhoneDelivery,
    ReleaseNotification,
    SuppressNotification,
)
from notifications.read_models import sent
from notifications.read_models.sent import SentRow
from notifications.readers import MANAGERS, READ_OUT, SEE_THAT_IT_WAS_SENT, as_seen_by
from shared.access.actor import Actor
from shared.access.routes import allow
from shared.audit import looked
from shared.clocks import clocks_of, clocks_running
from shared.decider import Refused
from shared.problems import NotFound
from shared.service import Service, service_of
from shared.web import Pages
from shared.web.forms import Typed, day, expected_version, read_form, text

PAGES = Pages("notifications")
router = APIRouter(include_in_schema=False)

Here = Annotated[Service, Depends(service_of)]
Reader = Annotated[Actor, allow(*SEE_THAT_IT_WAS_SENT)]
Agency = Annotated[Actor, allow(*sorted(INBOX_ROLES))]
SENT = "/notifications/sent"
AGENCY = "/notifications/agency"


@router.get("/sent")
async def what_was_sent(
    request: Request,
    service: Here,
    who: Reader,
    state: str | None = None,
    contact_id: str | None = None,
    child_id: str | None = None,
    shown: Shown = ON_ONE_PAGE,
) -> HTMLResponse:
    """Who was told what, when, and did they see it?"""
    state = state if state in sent.STATES else None
    async with service.pool.acquire() as connection:
        found = await sent.sent(
            connection,
            state=state,
            contact_id=contact_id,
            child_id=child_id,
            waiting_first=True,
            limit=shown,
        )
        there_are = await sent.how_many(connection, state=state, contact_id=contact_id, child_id=child_id)
        numbers = await sent.counts(connection)
        rows = [as_seen_by(who, row) for _, row in found]
        running = await clocks_running(connection, [inboxes.stream_of(row.notification_id) for row in rows])
    await looked(service, who, "ViewSent", (child_id for row in rows for child_id in row.child_ids))
    return PAGES.render(
        request,
        "sent.html",
        rows=rows,
        clocks={clock.subject.removeprefix("Notification-"): clock for clock in running},
        counts=_filters(numbers, state),
        numbers=numbers,
        there_are=there_are,
        more=more_of(request, "shown", len(rows), there_are),
        say=words,
    )


def _filters(numbers: Mapping[str, int], state: str | None) -> Sequence[Mapping[str, object]]:
    everything: dict[str, object] = {
        "text": "All",
        "count": sum(numbers.values()),
        "href": SENT,
        "current": state is None,
    }
    return [everything] + [
        {
            "text": words.STATE[name],
            "count": number,
            "href": f"{SENT}?{urlencode({'state': name})}",
            "current": name == state,
        }
        for name, number in numbers.items()
    ]


@router.get("/sent/{notification_id}")
async def one_notification(request: Request, service: Here, who: Reader, notification_id: str) -> HTMLResponse:
    """One notification: its words, where it stands, and what may be decided about it."""
    return await _one(request, service, who, notification_id)


async def _one(
    request: Request,
    service: Service,
    who: Actor,
    notification_id: str,
    refusal: Refused | None = None,
    typed: Typed | None = None,
) -> HTMLResponse:
    async with service.pool.acquire() as connection:
        row = await sent.one(connection, notification_id)
        clocks = await clocks_of(connection, inboxes.stream_of(notification_id))
    if row is None:
        raise NotFound("notification")
    row = as_seen_by(who, row)
    await looked(service, who, "ViewNotification", row.child_ids)
    return PAGES.render(
        request,
        "notification.html",
        status=422 if refusal else 200,
        refusal=refusal,
        typed=typed or {},
        row=row,
        clocks=clocks,
        may=_may(who, row),
        say=words,
        now_on=service.clock.now().date(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class May:
    """What this reader may do about a notification as it stands."""

    approve: bool
    release: bool
    suppress: bool
    read_out: bool


def _may(who: Actor, row: SentRow) -> May:
    is_manager = who.role in MANAGERS
    waits_for_manager = row.guard in {"NOT-05", "MANAGER", "SCHOOL-CLOSED"}
    is_unsent = row.state in {"FAILED", "SENT"} or (row.state == "READY" and row.profile not in ALERTS)
    return May(
        approve=is_manager and row.state == "HELD" and row.guard == Guard.WANTS_APPROVAL,
        release=is_manager and row.state == "HELD" and waits_for_manager,
        suppress=is_manager and row.state in {"HELD", "READY", "FAILED"},
        read_out=who.role in READ_OUT and row.payload is not None and is_unsent,
    )


@router.post("/sent/{notification_id}/approve")
async def approve(
    request: Request, service: Here, who: Annotated[Actor, allow(*MANAGERS)], notification_id: str
) -> Response:
    typed = await read_form(request)
    command = ApproveNotification(by=who, at=service.clock.now())
    return await _decide(request, service, who, notification_id, command, typed)


@router.post("/sent/{notification_id}/release")
async def release(
    request: Request, service: Here, who: Annotated[Actor, allow(*MANAGERS)], notification_id: str
) -> Response:
    typed = await read_form(request)
    answer = text(typed, "staff_at_recipient")
    command = ReleaseNotification(
        reason=text(typed, "reason"),
        staff_at_recipient=YesNoNotKnown(answer) if answer in set(YesNoNotKnown) else None,
        by=who,
        at=service.clock.now(),
    )
    return await _decide(request, service, who, notification_id, command, typed)


@router.post("/sent/{notification_id}/suppress")
async def suppress(
    request: Request, service: Here, who: Annotated[Actor, allow(*MANAGERS)], notification_id: str
) -> Response:
    typed = await read_form(request)
    try:
        review_on = day(typed, "review_on")
    except Refused as refusal:
        return await _one(request, service, who, notification_id, refusal, typed)
    reason = text(typed, "not_told_because")
    command = SuppressNotification(reason=reason, review_on=review_on, by=who, at=service.clock.now())
    return await _decide(request, service, who, notification_id, command, typed)


@router.post("/sent/{notification_id}/read-out")
async def read_out(
    request: Request, service: Here, who: Annotated[Actor, allow(*READ_OUT)], notification_id: str
) -> Response:
    typed = await read_form(request)
    command = RecordPhoneDelivery(spoken_to=text(typed, "spoken_to"), by=who, at=service.clock.now())
    return await _decide(request, service, who, notification_id, command, typed)


async def _decide(
    request: Request,
    service: Service,
    who: Actor,
    notification_id: str,
    command: NotificationCommand,
    typed: Typed,
) -> Response:
    key = text(typed, "idempotency_key") or None
    try:
        await act(request, service, who, notification_id, command, expected_version(typed), key)
    except Refused as refusal:
        return await _one(request, service, who, notification_id, _at_its_field(refusal, command), typed)
    return RedirectResponse(f"{SENT}/{notification_id}", 303)


def _at_its_field(refusal: Refused, command: NotificationCommand) -> Refused:
    """Two forms of the page ask for a reason; only one of the fields can have that name."""
    if isinstance(command, SuppressNotification) and refusal.field == "reason":
        return Refused(refusal.code, refusal.reason, "not_told_because")
    return refusal
