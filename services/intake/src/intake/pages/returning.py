"""A missing child is back: whoever reported it says so on a page, beside the report.

A police force and a children's home say the same over the API (``/missing-reports`` with ``found_at``).
"""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError

from intake.access import Here
from intake.accounts import missing_account_of
from intake.commands import SubmitPoliceNotification
from intake.contact_now import contact_now
from intake.decider import Contact
from intake.facts import MISSING, Account, Channel, ContactType
from intake.flags import SKEW
from intake.pages.anew import addition_of, refused_anew
from intake.pages.sending import Professional, own_submission
from intake.pages.showing import PAGES
from intake.receiving import receive_typed
from intake.requests import SentMissing
from intake.telephone import refused_as_typed
from shared.access.actor import Actor
from shared.audit import looked
from shared.database import Row
from shared.decider import Refused
from shared.problems import NotFound
from shared.service import Service
from shared.web.forms import Typed, instant, read_form, text, whole
from shared.web.words import for_picker

router = APIRouter(include_in_schema=False)


@router.get("/send/{contact_id}/return")
async def what_is_asked(contact_id: str, request: Request, service: Here, who: Professional) -> HTMLResponse:
    """When and how the child came back, and whether it is safe."""
    return await _form(request, service, who, contact_id)


@router.post("/send/{contact_id}/return")
async def say_who_is_back(contact_id: str, request: Request, service: Here, who: Professional) -> Response:
    typed = await read_form(request)
    row, _, before = await _own(service, who, contact_id)
    try:
        sent = _return_of(typed, row, before, service)
        await receive_typed(
            request,
            service,
            who,
            sent,
            lambda id_: missing_account_of(sent, id_, who),
            SubmitPoliceNotification,
            addition_of(typed),
        )
    except Refused as refusal:
        return await _form(request, service, who, contact_id, refused_anew(refusal), typed)
    return RedirectResponse(f"/intake/send/{contact_id}", 303)


async def _own(service: Service, who: Actor, contact_id: str) -> tuple[Row, Contact, Account]:
    """The report. Another organisation's is not found, nor what reports nobody missing."""
    row = await own_submission(service, who, contact_id)
    if row["contact_type"] not in MISSING:
        raise NotFound("missing report")
    contact, _ = await contact_now(service, contact_id)
    if contact.account is None:
        raise NotFound("missing report")
    return row, contact, contact.account


def _return_of(typed: Typed, row: Row, before: Account, service: Service) -> SentMissing:
    """The same body as over the API. What cannot have been, by the report (INT-03), is refused."""
    found_at = instant(typed, "found_at")
    if found_at is None:
        raise Refused("INT-34 TYPED", "Say when the child came back, or was found", "found_at")
    if found_at > service.clock.now() + SKEW:
        raise Refused("INT-03 TIME_ORDER", "A return cannot be recorded before it has happened", "found_at")
    last_seen_at = before.absence.last_seen_at if before.absence else None
    if last_seen_at and found_at < last_seen_at:
        raise Refused("INT-03 TIME_ORDER", "The child was last seen after that", "found_at")
    said = {
        "source_system": row["source_system"],
        "source_ref": row["source_ref"],
        "source_version": max(whole(typed, "source_version"), 1),
        "source_code": before.source_code,
        "channel": Channel.PORTAL.value,
        "contact_type": ContactType.MISSING_RETURN.value,
        "found_at": found_at,
        "immediate_safety": {
            "is_child_safe_now": text(typed, "is_child_safe_now") or "NK",
            "where": text(typed, "where"),
            "with_whom": text(typed, "with_whom"),
        },
    }
    chosen = ("found_how", "found_where_type", "prevention_interview_done", "injury_seen")
    said |= {name: text(typed, name) or None for name in chosen} | {"injury_note": text(typed, "injury_note")}
    try:
        return SentMissing.model_validate(said)
    except ValidationError as error:
        raise refused_as_typed(error) from None


async def _form(
    request: Request,
    service: Service,
    who: Actor,
    contact_id: str,
    refusal: Refused | None = None,
    typed: Typed | None = None,
) -> HTMLResponse:
    row, contact, before = await _own(service, who, contact_id)
    await looked(service, who, "ViewOwnContact", (c.child_id for c in before.children), [f"Contact-{contact_id}"])
    said: dict[str, Any] = {"typed": _said(before)} if contact.returned else {}
    if refusal:
        said = {"refusal": refusal, "typed": typed or {}, "status": 422}
    return PAGES.render(
        request,
        "return.html",
        contact=row,
        version=row["source_version"],
        addition=row["additions"] + 1,
        names=[f"{child.first_name or ''} {child.surname or ''}".strip() for child in before.children],
        gone_at=before.absence.last_seen_at if before.absence else None,
        returned=contact.returned,
        **said,
    )


def _said(before: Account) -> Typed:
    """What was said of the return before, to be put right."""
    found = before.found
    if found is None:
        return {}
    return {
        "found_at": for_picker(found.found_at) if found.found_at else "",
        "found_how": found.found_how or "",
        "found_where_type": found.found_where_type or "",
        "prevention_interview_done": found.prevention_interview_done or "",
        "injury_seen": before.injury_seen or "",
        "injury_note": before.injury_note,
        "is_child_safe_now": before.immediate_safety.is_child_safe_now,
        "where": before.immediate_safety.where,
        "with_whom": before.immediate_safety.with_whom,
    }
