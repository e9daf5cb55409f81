"""An organisation's own page: what it sent us, what became of it, what we sent it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from notifications import asked, words
from notifications import inbox as inboxes
from notifications.carrying_out import act
from notifications.codes import INBOX_ROLES, OUTCOMES, OWN_SPECIALISTS, Profile
from notifications.ending import ON_ONE_PAGE, Shown, more_of
from notifications.notification.commands import ReleaseNotification
from notifications.read_models import contacts, inbox, sent
from notifications.read_models.contacts import OwnContact
from notifications.read_models.inbox import InboxMessage
from shared.access.actor import Actor, Role
from shared.access.routes import allow
from shared.audit import looked
from shared.decider import Refused
from shared.problems import NotFound
from shared.service import Service, caller_of, service_of
from shared.web import Pages
from shared.web.forms import expected_version, read_form, text

PAGES = Pages("notifications")
router = APIRouter(include_in_schema=False)

Here = Annotated[Service, Depends(service_of)]
Agency = Annotated[Actor, allow(*sorted(INBOX_ROLES))]
AGENCY = "/notifications/agency"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRow:
    """One contact in its sender's eyes: what was sent back about it."""

    contact: OwnContact
    receipt: InboxMessage | None
    outcomes: Sequence[InboxMessage]

    @property
    def due_at(self) -> datetime | None:
        due = self.receipt.payload["decision_due_at"] if self.receipt else None
        return datetime.fromisoformat(due) if due else None


@router.get("/agency")
async def own_page(
    request: Request,
    service: Here,
    who: Agency,
    messages_shown: Shown = ON_ONE_PAGE,
    contacts_shown: Shown = ON_ONE_PAGE,
) -> HTMLResponse:
    """What did we send, what became of it, what have you sent us?"""
    is_ours = who.role in OWN_SPECIALISTS
    async with service.pool.acquire() as connection:
        own = [] if is_ours else await contacts.contacts_of(connection, who.org_id, contacts_shown)
        sent_us = 0 if is_ours else await contacts.how_many_of(connection, who.org_id)
        messages = await inbox.newest(connection, who, messages_shown)
        sent_them = await inbox.how_many(connection, who)
        answers = await inbox.about(connection, who, [contact.contact_id for contact in own])
        waiting = await sent.waiting_for_police(connection, who.org_id) if who.role is Role.POLICE_MASH else []
    await looked(service, who, "ViewOwnPage", inbox.whom([*messages, *answers]))
    caller = await caller_of(request, who)
    shown = await inboxes.show(service, caller, [*messages, *answers])
    return PAGES.render(
        request,
        "agency.html",
        messages=shown[: len(messages)],
        rows=_rows(own, shown[len(messages) :]),
        waiting=waiting,
        more_messages=more_of(request, "messages_shown", len(messages), sent_them),
        more_contacts=more_of(request, "contacts_shown", len(own), sent_us),
        is_ours=is_ours,
        say=words,
    )


def _rows(own: Sequence[OwnContact], answers: Sequence[InboxMessage]) -> list[OwnRow]:
    receipts = {answer.contact_id: answer for answer in answers if answer.profile is Profile.ACK_PRO}
    return [
        OwnRow(
            contact=contact,
            receipt=receipts.get(contact.contact_id),
            outcomes=[
                answer for answer in answers if answer.profile in OUTCOMES and answer.contact_id == contact.contact_id
            ],
        )
        for contact in own
    ]


@router.post("/agency/messages/{notification_id}/acknowledge")
async def acknowledge(request: Request, service: Here, who: Agency, notification_id: str) -> Response:
    typed = await read_form(request)
    caller = await caller_of(request, who, text(typed, "idempotency_key") or None)
    await inboxes.acknowledge(service, caller, notification_id, expected_version(typed))
    return RedirectResponse(AGENCY, 303)


@router.get("/agency/requests/{notification_id}")
async def request_page(request: Request, service: Here, who: Agency, notification_id: str) -> HTMLResponse:
    """What are we asked about this child, and what have we said?"""
    return await _request_page(request, service, who, notification_id)


@router.post("/agency/requests/{notification_id}/answers")
async def answer_request(request: Request, service: Here, who: Agency, notification_id: str) -> Response:
    typed = await read_form(request)
    declined = text(typed, "shares") == "N"
    said = text(typed, "declined_because" if declined else "answer")
    caller = await caller_of(request, who, text(typed, "idempotency_key") or None)
    try:
        await asked.answer(service, caller, notification_id, words=said, declined=declined)
    except Refused as refusal:
        return await _request_page(request, service, who, notification_id, status=422, refusal=refusal, typed=typed)
    return RedirectResponse(f"{AGENCY}/requests/{notification_id}", 303)


async def _request_page(
    request: Request, service: Service, who: Actor, notification_id: str, **said: Any
) -> HTMLResponse:
    message, answers = await asked.request_to(service, await caller_of(request, who), notification_id)
    due = datetime.fromisoformat(message.payload["answer_by"])
    return PAGES.render(request, "request.html", message=message, answers=answers, due=due, say=words, **said)


@router.post("/agency/alerts/{notification_id}/confirm")
async def confirm(
    request: Request, service: Here, who: Annotated[Actor, allow(Role.POLICE_MASH)], notification_id: str
) -> Response:
    """The police confirm what only they can: an old incident, or who did what to whom."""
    typed = await read_form(request)
    async with service.pool.acquire() as connection:
        waiting = await sent.waiting_for_police(connection, who.org_id)
    if notification_id not in {row.notification_id for row in waiting}:
        raise NotFound("alert")
    reason = text(typed, f"reason-{notification_id}")
    command = ReleaseNotification(reason=reason, by=who, at=service.clock.now())
    key = text(typed, "idempotency_key") or None
    await act(request, service, who, notification_id, command, expected_version(typed), key)
    return RedirectResponse(AGENCY, 303)
