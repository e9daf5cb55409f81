"""Intake for machines: submit, amend, ask what became of it; and for people, say who a child is."""

import base64
from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends, Request

from intake.accounts import OWN_STAFF, account_of, missing_account_of
from intake.commands import (
    ConfirmIdentity,
    DealWithUnreadable,
    RecordTelephoneContact,
    SubmitAgencyContact,
    SubmitContact,
    SubmitPoliceNotification,
)
from intake.decider import CONTACT
from intake.events import UnreadableSubmissionKept
from intake.read_models import identities, submissions, unreadable
from intake.receiving import read, receive
from intake.requests import Done, Identity, SentContact, SentMissing
from intake.unreadable import UNREADABLE
from shared.access.actor import Actor, Role
from shared.access.routes import allow
from shared.handling import Json, Step, handle
from shared.problems import NotFound
from shared.service import Service, caller_of, service_of

router = APIRouter(prefix="/api/v1")
RAW_ROUTES = (
    "/api/v1/police-notifications",
    "/api/v1/contacts",
    "/api/v1/missing-reports",
    "/api/v1/telephone-contacts",
)

PROFESSIONALS = (
    Role.SCHOOL_DSL,
    Role.HEALTH_SYSTEM,
    Role.HEALTH_MASH,
    Role.EARLY_HELP_WORKER,
    Role.EARLY_HELP_MANAGER,
    Role.OTHER_PROFESSIONAL,
    Role.POLICE_MASH,
)
SENDERS = (Role.POLICE_SYSTEM, *PROFESSIONALS)
FRONT_DOOR = OWN_STAFF
CONFIRMERS = (Role.SCREENER_SW, Role.FRONT_DOOR_MANAGER, Role.EDT_WORKER, Role.EDT_MANAGER)

Here = Annotated[Service, Depends(service_of)]


def _body(schema: type[SentContact] | type[SentMissing]) -> dict[str, Any]:
    """The OpenAPI description of a body that the route reads by itself, whole, with nothing to look up elsewhere."""
    document = schema.model_json_schema()
    content = {"application/json": {"schema": _inlined(document, document.pop("$defs"))}}
    return {"requestBody": {"required": True, "content": content}}


def _inlined(node: Any, definitions: dict[str, Any]) -> Any:
    if isinstance(node, list):
        return [_inlined(member, definitions) for member in cast(list[Any], node)]
    if not isinstance(node, dict):
        return node
    fields = cast(dict[str, Any], node)
    if "$ref" in fields:
        return _inlined(definitions[fields["$ref"].rpartition("/")[2]], definitions)
    return {name: _inlined(value, definitions) for name, value in fields.items()}


@router.post("/police-notifications", status_code=202, openapi_extra=_body(SentContact))
async def submit_police_notification(
    request: Request,
    service: Here,
    who: Annotated[Actor, allow(Role.POLICE_SYSTEM, Role.POLICE_MASH, scope="contacts:submit")],
) -> Json:
    """A police notification, or a later version of one (same ``source_ref``, higher ``source_version``)."""
    return await _submit(request, service, who, SubmitPoliceNotification)


@router.post("/contacts", status_code=202, openapi_extra=_body(SentContact))
async def submit_agency_contact(
    request: Request, service: Here, who: Annotated[Actor, allow(*PROFESSIONALS, scope="contacts:submit")]
) -> Json:
    """A professional's contact about one child or several. A thin one is accepted, and told what is missing."""
    return await _submit(request, service, who, SubmitAgencyContact)


@router.post("/telephone-contacts", status_code=202, openapi_extra=_body(SentContact))
async def record_telephone_contact(request: Request, service: Here, who: Annotated[Actor, allow(*FRONT_DOOR)]) -> Json:
    """What a caller said, recorded by whoever took the call."""
    return await _submit(request, service, who, RecordTelephoneContact)


async def _submit(request: Request, service: Service, who: Actor, command: type[SubmitContact]) -> Json:
    sent = await read(request, service, who, SentContact)
    return await receive(request, service, who, sent, lambda contact_id: account_of(sent, contact_id, who), command)


@router.post("/missing-reports", status_code=202, openapi_extra=_body(SentMissing))
async def report_child_missing_or_returned(
    request: Request, service: Here, who: Annotated[Actor, allow(Role.POLICE_SYSTEM, scope="contacts:submit")]
) -> Json:
    """A missing child, or (a later version with ``found_at``) the child's return."""
    sent = await read(request, service, who, SentMissing)
    return await receive(
        request,
        service,
        who,
        sent,
        lambda contact_id: missing_account_of(sent, contact_id, who),
        SubmitPoliceNotification,
    )


@router.get("/submissions")
async def own_submissions(
    service: Here, who: Annotated[Actor, allow(*SENDERS, scope="contacts:read")]
) -> list[dict[str, Any]]:
    """What your organisation has sent, the newest first."""
    async with service.pool.acquire() as connection:
        return [dict(row) for row in await submissions.submissions_of(connection, who.org_id)]


@router.get("/submissions/{contact_id}")
async def own_submission(
    contact_id: str, service: Here, who: Annotated[Actor, allow(*SENDERS, scope="contacts:read")]
) -> dict[str, Any]:
    """One of your organisation's submissions. Another organisation's is not found."""
    async with service.pool.acquire() as connection:
        row = await submissions.submission(connection, contact_id)
    if row is None or row["org_id"] != who.org_id:
        raise NotFound("submission")
    return dict(row)


@router.post("/contacts/{contact_id}/identities", status_code=201)
async def confirm_identity(
    contact_id: str,
    identity: Identity,
    request: Request,
    service: Here,
    who: Annotated[Actor, allow(*CONFIRMERS)],
) -> Json:
    """Says who a named child is: one that we know, or a child new to us."""
    async with service.pool.acquire() as connection:
        if await submissions.submission(connection, contact_id) is None:
            raise NotFound("contact")
        if identity.child_id and await identities.identity(connection, identity.child_id) is None:
            raise NotFound("child")
    step = Step(
        stream=f"Contact-{contact_id}",
        decider=CONTACT,
        command=ConfirmIdentity(by=who, at=service.clock.now(), temp_ref=identity.temp_ref, child_id=identity.child_id),
        expected_version=identity.expected_version,
    )
    return await handle(service.store, await caller_of(request, who), step)


@router.get("/identity-checks")
async def identity_checks(
    service: Here, who: Annotated[Actor, allow(*CONFIRMERS, Role.CALL_HANDLER)]
) -> list[dict[str, Any]]:
    """Named children of whom a person must say who they are."""
    async with service.pool.acquire() as connection:
        return [dict(row) for row in await identities.checks_waiting(connection)]


@router.get("/unreadable")
async def unreadable_submissions(service: Here, who: Annotated[Actor, allow(*FRONT_DOOR)]) -> list[dict[str, Any]]:
    """Submissions that nobody could read: tasks for a person."""
    async with service.pool.acquire() as connection:
        return [dict(row) for row in await unreadable.unreadable_tasks(connection)]


@router.get("/unreadable/{task_id}")
async def unreadable_submission(
    task_id: str, service: Here, who: Annotated[Actor, allow(*FRONT_DOOR)]
) -> dict[str, Any]:
    """One of them with its bytes, as text with anything undecodable replaced."""
    kept = await kept_submission(service, task_id)
    return {"task_id": task_id, "code": kept.code, "field": kept.field, "text": text_of(kept)}


@router.post("/unreadable/{task_id}/done", status_code=201)
async def deal_with_unreadable(
    task_id: str, done: Done, request: Request, service: Here, who: Annotated[Actor, allow(*FRONT_DOOR)]
) -> Json:
    """Records what was done about it: telephoned the sender, recorded the contact by hand."""
    await kept_submission(service, task_id)
    command = DealWithUnreadable(by=who, at=service.clock.now(), what_was_done=done.what_was_done)
    step = Step(stream=f"Unreadable-{task_id}", decider=UNREADABLE, command=command)
    return await handle(service.store, await caller_of(request, who), step)


async def kept_submission(service: Service, task_id: str) -> UnreadableSubmissionKept:
    """The submission of this task. Raises ``NotFound``."""
    events = await service.store.load(f"Unreadable-{task_id}")
    if not events or not isinstance(events[0].data, UnreadableSubmissionKept):
        raise NotFound("task")
    return events[0].data


def text_of(kept: UnreadableSubmissionKept) -> str:
    """The kept bytes for a person to read."""
    return base64.b64decode(kept.body).decode("utf-8", "replace")
