"""Intake for senders: submit, amend, try it out, ask what became of it. Each sees its own submissions only."""

from typing import Annotated, Any, cast

from fastapi import APIRouter, Query, Request, Response

from intake.access import FRONT_DOOR, PROFESSIONALS, SENDERS, Here
from intake.accounts import account_of, missing_account_of, public_account_of
from intake.commands import (
    ImportLegacyInboxItem,
    RecordPublicContact,
    RecordTelephoneContact,
    SubmitAgencyContact,
    SubmitContact,
    SubmitPoliceNotification,
)
from intake.read_models import submissions
from intake.receiving import IF_WORRIED_NOW, read, receive
from intake.requests import INBOX, Identified, SentContact, SentInboxItem, SentMissing
from shared.access.actor import Actor, Role
from shared.access.routes import allow
from shared.database import Row
from shared.handling import Json
from shared.problems import NotFound
from shared.service import Service
from shared.working_time import due_one_working_day

router = APIRouter(prefix="/api/v1")
MOST = 50
ENDED = {
    "ContactRedirected": "WITH_ANOTHER_AUTHORITY",
    "ContactMarkedNotAboutAChild": "NOT_ABOUT_A_CHILD",
}
SHOWN = (
    "contact_id",
    "reference",
    "org_id",
    "source_system",
    "source_ref",
    "source_version",
    "contact_type",
    "received_at",
    "last_version_at",
    "quality",
    "failed",
    "children",
)


def _body(schema: type[Identified]) -> dict[str, Any]:
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


@router.post("/public-contacts", status_code=202, openapi_extra=_body(SentContact))
async def record_public_contact(request: Request, service: Here, who: Annotated[Actor, allow(*FRONT_DOOR)]) -> Json:
    """What a member of the public said. Who they are is kept apart; one who stays anonymous is not written down."""
    sent = await read(request, service, who, SentContact)
    return await receive(
        request, service, who, sent, lambda contact_id: public_account_of(sent, contact_id, who), RecordPublicContact
    )


@router.post("/inbox-items", status_code=202, openapi_extra=_body(SentInboxItem))
async def import_legacy_inbox_item(request: Request, service: Here, who: Annotated[Actor, allow(*FRONT_DOOR)]) -> Json:
    """A message from an old mailbox, named by ``inbox_id``: every mailbox feeds the one queue."""
    sent = await read(request, service, who, SentInboxItem)
    sent.source_system = f"{INBOX}{sent.inbox_id}"
    return await receive(
        request, service, who, sent, lambda contact_id: account_of(sent, contact_id, who), ImportLegacyInboxItem
    )


@router.get("/inboxes")
async def items_by_inbox(service: Here, who: Annotated[Actor, allow(*FRONT_DOOR)]) -> list[dict[str, Any]]:
    """How many items came from each old mailbox, by month: they should trend to none."""
    async with service.pool.acquire() as connection:
        return [dict(row) for row in await submissions.items_by_inbox(connection)]


async def _submit(request: Request, service: Service, who: Actor, command: type[SubmitContact]) -> Json:
    sent = await read(request, service, who, SentContact)
    return await receive(request, service, who, sent, lambda contact_id: account_of(sent, contact_id, who), command)


@router.post("/missing-reports", status_code=202, openapi_extra=_body(SentMissing))
async def report_child_missing_or_returned(
    request: Request,
    service: Here,
    who: Annotated[Actor, allow(Role.POLICE_SYSTEM, Role.OTHER_PROFESSIONAL, *FRONT_DOOR, scope="contacts:submit")],
) -> Json:
    """A missing child, or (a later version with ``found_at``) the child's return: from a force, a child's home, or our
    own staff for a carer on the telephone."""
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
    request: Request,
    response: Response,
    service: Here,
    who: Annotated[Actor, allow(*SENDERS, scope="contacts:read")],
    before: Annotated[str | None, Query(max_length=100)] = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = MOST,
) -> list[dict[str, Any]]:
    """What your organisation has sent, the newest first.

    Where there is more, the header ``Link`` has the address of the next page (``rel="next"``): what came ``before`` the
    last ``contact_id`` of this one.
    """
    async with service.pool.acquire() as connection:
        rows = await submissions.submissions_of(connection, who.org_id, before, limit + 1)
    if len(rows) > limit:
        following = request.url.include_query_params(before=rows[limit - 1]["contact_id"])
        response.headers["link"] = f'<?{following.query}>; rel="next"'
    return [_as_sent(row) for row in rows[:limit]]


@router.get("/submissions/{contact_id}")
async def own_submission(
    contact_id: str, service: Here, who: Annotated[Actor, allow(*SENDERS, scope="contacts:read")]
) -> dict[str, Any]:
    """One of your organisation's submissions. Another organisation's is not found."""
    async with service.pool.acquire() as connection:
        row = await submissions.submission(connection, contact_id)
    if row is None or row["org_id"] != who.org_id:
        raise NotFound("submission")
    return _as_sent(row)


@router.get("/contacts/{ref}")
async def state_of_own_contact(
    ref: str, service: Here, who: Annotated[Actor, allow(*SENDERS, scope="contacts:read")]
) -> dict[str, Any]:
    """How far one of your organisation's contacts is, by our reference or by yours. Nobody else's is found."""
    async with service.pool.acquire() as connection:
        row = await submissions.own_submission(connection, who.org_id, ref)
        if row is None:
            raise NotFound("contact")
        outcomes = await submissions.own_outcomes(connection, row["contact_id"])
        event_hash = await submissions.hash_of(connection, row["contact_id"])
    return _as_sent(row) | {
        "state": _state(row, decided=bool(outcomes)),
        "decision_due_at": due_one_working_day(row["received_at"]),
        "outcomes": [dict(outcome) for outcome in outcomes],
        "if_worried_now": IF_WORRIED_NOW,
        "event_hash": event_hash,
    }


def _state(row: Row, *, decided: bool) -> str:
    if row["ended"]:
        return ENDED[row["ended"]]
    return "DECIDED" if decided else "BEING_SCREENED" if row["screening_opened_at"] else "RECEIVED"


def _as_sent(row: Row) -> dict[str, Any]:
    """What a sender may know of its submission: nothing of who its children turned out to be."""
    return {name: row[name] for name in SHOWN}
