"""Outbound words for machines and for the front door's own programs: inbox, what was sent, register and rolls."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request

from notifications import asked
from notifications import inbox as inboxes
from notifications.bodies import (
    Acknowledgement,
    Answer,
    Approval,
    Hold,
    ReadOut,
    Recipient,
    Release,
    Roll,
    Suppression,
    Verification,
)
from notifications.carrying_out import act
from notifications.codes import INBOX_ROLES
from notifications.notification.commands import (
    ApproveNotification,
    HoldNotification,
    RecordPhoneDelivery,
    ReleaseNotification,
    SuppressNotification,
)
from notifications.pupils import pupil_keys
from notifications.read_models import inbox, outstanding, owed, recipients, sent
from notifications.readers import KEEP_THE_REGISTER, MANAGERS, READ_OUT, SEE_THAT_IT_WAS_SENT, as_seen_by
from notifications.recipient.commands import RecordRoll, RegisterRecipient, VerifyRecipient
from notifications.recipient.decider import RECIPIENT, recipient_id_of, recipient_stream
from shared.access.actor import Actor, Role
from shared.access.routes import allow
from shared.audit import looked
from shared.handling import Json, Step, handle
from shared.health import OPERATORS
from shared.problems import NotFound
from shared.service import Service, caller_of, service_of

router = APIRouter(prefix="/api/v1")

Here = Annotated[Service, Depends(service_of)]
Agency = Annotated[Actor, allow(*sorted(INBOX_ROLES), scope="contacts:read")]
Answering = Annotated[Actor, allow(*sorted(INBOX_ROLES), scope="contacts:submit")]
Manager = Annotated[Actor, allow(*MANAGERS)]
Registrar = Annotated[Actor, allow(*KEEP_THE_REGISTER)]
MOST = 100


@router.get("/inbox")
async def own_inbox(
    request: Request,
    service: Here,
    who: Agency,
    after: Annotated[int, Query(ge=0, le=2**62)] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST)] = MOST,
) -> dict[str, Any]:
    """What we sent your organisation, the oldest first. Ask again with ``next_after`` for what came later.

    Being answered counts as delivered.
    """
    async with service.pool.acquire() as connection:
        messages = await inbox.feed(connection, who, after, limit)
    await looked(service, who, "FetchInbox", inbox.whom(messages))
    shown = await inboxes.show(service, await caller_of(request, who), messages)
    return {
        "messages": [message.shown() for message in shown],
        "next_after": shown[-1].position if shown else after,
    }


@router.post("/notifications/{notification_id}/acknowledge", status_code=201)
async def acknowledge(
    notification_id: str,
    request: Request,
    service: Here,
    who: Answering,
    body: Acknowledgement = Acknowledgement(),
) -> Json:
    """Says that your organisation has read a message."""
    caller = await caller_of(request, who)
    return await inboxes.acknowledge(service, caller, notification_id, body.expected_version)


@router.get("/requests/{notification_id}")
async def what_was_asked(notification_id: str, request: Request, service: Here, who: Agency) -> dict[str, Any]:
    """What we asked your organisation, word for word, and what it has answered.

    404 for whatever did not ask your organisation.
    """
    message, answers = await asked.request_to(service, await caller_of(request, who), notification_id)
    return {**message.shown(), "answers": [asdict(answer) for answer in answers]}


@router.post("/requests/{notification_id}/answers", status_code=201)
async def answer_request(notification_id: str, body: Answer, request: Request, service: Here, who: Answering) -> Json:
    """Answers what we asked your organisation, or says why it does not share (Children Act 2004 s16LA).

    A late answer is taken too. Say more, or put it right, with a further answer: all of them are kept. The same words
    again change nothing.
    """
    return await asked.answer(
        service,
        await caller_of(request, who),
        notification_id,
        words=body.answer or body.declined_because or "",
        declined=body.answer is None,
        answered_by=body.answered_by or "",
    )


@router.get("/sent")
async def what_was_sent(
    service: Here,
    who: Annotated[Actor, allow(*SEE_THAT_IT_WAS_SENT)],
    contact_id: str | None = None,
    child_id: str | None = None,
    state: str | None = None,
    before: Annotated[int | None, Query(ge=0, le=2**62)] = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = MOST,
) -> dict[str, Any]:
    """Who was told what, the newest first. Ask again with ``next_before`` for what is older."""
    async with service.pool.acquire() as connection:
        found = await sent.sent(
            connection, state=state, contact_id=contact_id, child_id=child_id, before=before, limit=limit
        )
    rows = [as_seen_by(who, row) for _, row in found]
    await looked(service, who, "ViewSent", (child_id for row in rows for child_id in row.child_ids))
    return {"sent": [asdict(row) for row in rows], "next_before": found[-1][0] if found else None}


@router.get("/operations/to-send", tags=["operations"])
async def to_send(service: Here, who: Annotated[Actor, allow(*OPERATORS)]) -> dict[str, int]:
    """How many words the sender has still to put together, and how many to send. Both are 0 a moment after a look."""
    now = service.clock.now()
    async with service.pool.acquire() as connection:
        return {"owed": await owed.waiting(connection, now), "outstanding": await outstanding.waiting(connection, now)}


@router.post("/notifications/{notification_id}/hold", status_code=201)
async def hold(notification_id: str, body: Hold, request: Request, service: Here, who: Manager) -> Json:
    """Holds back what has not left."""
    command = HoldNotification(reason=body.reason, by=who, at=service.clock.now())
    return await act(request, service, who, notification_id, command, body.expected_version)


@router.post("/notifications/{notification_id}/approve", status_code=201)
async def approve(notification_id: str, body: Approval, request: Request, service: Here, who: Manager) -> Json:
    """Lets words leave that a person must have read first; ``GET /sent`` shows them, word for word."""
    command = ApproveNotification(by=who, at=service.clock.now())
    return await act(request, service, who, notification_id, command, body.expected_version)


@router.post("/notifications/{notification_id}/release", status_code=201)
async def release(
    notification_id: str,
    body: Release,
    request: Request,
    service: Here,
    who: Annotated[Actor, allow(*MANAGERS, Role.POLICE_MASH)],
) -> Json:
    """Answers the doubt for which a notification is held: a manager's, or the police's own to confirm."""
    command = ReleaseNotification(
        reason=body.reason, staff_at_recipient=body.staff_at_recipient, by=who, at=service.clock.now()
    )
    return await act(request, service, who, notification_id, command, body.expected_version)


@router.post("/notifications/{notification_id}/suppress", status_code=201)
async def suppress(notification_id: str, body: Suppression, request: Request, service: Here, who: Manager) -> Json:
    """Decides that this is not told, for a reason, until it is reviewed."""
    command = SuppressNotification(reason=body.reason, review_on=body.review_on, by=who, at=service.clock.now())
    return await act(request, service, who, notification_id, command, body.expected_version)


@router.post("/notifications/{notification_id}/read-out", status_code=201)
async def read_out(
    notification_id: str,
    body: ReadOut,
    request: Request,
    service: Here,
    who: Annotated[Actor, allow(*READ_OUT)],
) -> Json:
    """Records that the words were read to a named person on the phone."""
    command = RecordPhoneDelivery(spoken_to=body.spoken_to, by=who, at=service.clock.now())
    return await act(request, service, who, notification_id, command, body.expected_version)


@router.get("/recipients")
async def register_of_recipients(service: Here, who: Registrar) -> list[dict[str, Any]]:
    """Who may be told, by which way, and when that was verified."""
    async with service.pool.acquire() as connection:
        return [asdict(row) for row in await recipients.all_recipients(connection)]


@router.post("/recipients", status_code=201)
async def register_recipient(body: Recipient, request: Request, service: Here, who: Registrar) -> Json:
    """Registers who answers for a school or an organisation; it is told nothing until it is verified."""
    recipient_id = recipient_id_of(body.urn, body.org_id)
    command = RegisterRecipient(**dict(body), recipient_id=recipient_id, by=who, at=service.clock.now())
    return await _keep(request, service, who, recipient_id, command)


@router.post("/recipients/{recipient_id}/verification", status_code=201)
async def verify_recipient(
    recipient_id: str, body: Verification, request: Request, service: Here, who: Registrar
) -> Json:
    """Records that somebody spoke to the registered safeguarding lead or deputy."""
    async with service.pool.acquire() as connection:
        if await recipients.recipient(connection, recipient_id) is None:
            raise NotFound("recipient")
    command = VerifyRecipient(
        recipient_id=recipient_id,
        spoken_to=body.spoken_to,
        valid_to=body.valid_to,
        by=who,
        at=service.clock.now(),
    )
    return await _keep(request, service, who, recipient_id, command)


@router.post("/rolls", status_code=201)
async def record_roll(
    body: Roll,
    request: Request,
    service: Here,
    who: Annotated[Actor, allow(*KEEP_THE_REGISTER, Role.SCHOOL_DSL, scope="contacts:submit")],
) -> Json:
    """A school's whole roll of today. Only keys of it are kept (see ``notifications.pupils``)."""
    async with service.pool.acquire() as connection:
        school = await recipients.registered(connection, body.urn, None)
    if school is None or (who.role is Role.SCHOOL_DSL and school.org_id != who.org_id):
        raise NotFound("registered school")
    keys = {key for each in body.pupils for key in pupil_keys(each.first_name, each.surname, each.dob, each.upn)}
    command = RecordRoll(
        recipient_id=school.recipient_id,
        urn=body.urn,
        pupil_keys=tuple(sorted(keys)),
        pupils=len(body.pupils),
        by=who,
        at=service.clock.now(),
    )
    return await _keep(request, service, who, school.recipient_id, command)


async def _keep(
    request: Request,
    service: Service,
    who: Actor,
    recipient_id: str,
    command: RegisterRecipient | VerifyRecipient | RecordRoll,
) -> Json:
    step = Step(stream=recipient_stream(recipient_id), decider=RECIPIENT, command=command)
    return await handle(
        service.store,
        await caller_of(request, who),
        step,
        answer=lambda _: {"recipient_id": recipient_id},
    )
