"""How good is this contact? The system has answered the tests; a screener confirms, or answers otherwise."""

from typing import Annotated, Any, cast

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from intake.access import CONFIRMERS, Here
from intake.acting import act
from intake.commands import ConfirmContactQuality
from intake.decider import CONTACT
from intake.events import ContactEvent
from intake.facts import Account
from intake.pages.showing import PAGES
from intake.quality import IN_WORDS, answers_of
from intake.reporting import may_read_words
from shared.access.actor import Actor
from shared.access.routes import allow
from shared.audit import looked
from shared.decider import Refused
from shared.problems import NotFound
from shared.service import Service
from shared.web.forms import Typed, read_form, text, texts

router = APIRouter(include_in_schema=False)
Confirmer = Annotated[Actor, allow(*CONFIRMERS)]


@router.get("/contacts/{contact_id}/quality")
async def quality(contact_id: str, request: Request, service: Here, who: Confirmer) -> HTMLResponse:
    """The ten tests as the system answered them, for a screener to confirm."""
    return await _quality(request, service, who, contact_id)


@router.post("/contacts/{contact_id}/quality")
async def confirm_quality(contact_id: str, request: Request, service: Here, who: Confirmer) -> Response:
    typed = await read_form(request)
    try:
        answers = dict.fromkeys(texts(typed, "asked"), False) | dict.fromkeys(texts(typed, "tests"), True)
        command = ConfirmContactQuality(by=who, at=service.clock.now(), tests=answers, reason=text(typed, "reason"))
        await act(request, service, who, contact_id, command, key=text(typed, "idempotency_key"))
    except Refused as refusal:
        return await _quality(request, service, who, contact_id, refusal, typed)
    return RedirectResponse(f"/screening/contacts/{contact_id}", 303)


async def _quality(
    request: Request,
    service: Service,
    who: Actor,
    contact_id: str,
    refusal: Refused | None = None,
    typed: Typed | None = None,
) -> HTMLResponse:
    account, child_ids = await _account(service, contact_id)
    await looked(service, who, "ViewContact", child_ids, [f"Contact-{contact_id}"])
    back: dict[str, Any] = {"refusal": refusal, "typed": typed or {}} if refusal else {}
    return PAGES.render(
        request,
        "quality.html",
        status=422 if refusal else 200,
        contact_id=contact_id,
        account=account,
        reads_words=may_read_words(who, account),
        answers=answers_of(account),
        quality_words=IN_WORDS,
        **back,
    )


async def _account(service: Service, contact_id: str) -> tuple[Account, tuple[str, ...]]:
    """The newest version of what the contact says, and whom it names."""
    recorded = await service.store.load(f"Contact-{contact_id}")
    contact = CONTACT.fold(cast(list[ContactEvent], [entry.data for entry in recorded]))
    if contact.account is None:
        raise NotFound("contact")
    return contact.account, (*contact.child_ids, *contact.who.values())
