"""The forms of triage: a person rates, a manager directs."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from screening.case.pages.showing import Director, Hearer, Here, Rater, SocialWorker, record, show
from screening.case.requests import AssignRag, ProposeRag, RecordInjury, RecordManagementDirection
from shared.web.forms import Typed, instant, lines, text, texts

router = APIRouter(include_in_schema=False)


@router.get("/contacts/{contact_id}/rag")
async def rag(request: Request, service: Here, who: Rater, contact_id: str) -> HTMLResponse:
    return await show(request, service, who, contact_id, "rag.html")


@router.post("/contacts/{contact_id}/rag")
async def assign_rag(request: Request, service: Here, who: Rater, contact_id: str) -> Response:
    return await record(request, service, who, contact_id, "rag.html", AssignRag, _rag)


def _rag(typed: Typed) -> Mapping[str, Any]:
    return {"rag": text(typed, "rag"), "reasons": lines(typed, "reasons")}


@router.get("/contacts/{contact_id}/injury")
async def injury(request: Request, service: Here, who: Hearer, contact_id: str) -> HTMLResponse:
    return await show(request, service, who, contact_id, "injury.html")


@router.post("/contacts/{contact_id}/injury")
async def record_injury(request: Request, service: Here, who: Hearer, contact_id: str) -> Response:
    return await record(request, service, who, contact_id, "injury.html", RecordInjury, _injury)


def _injury(typed: Typed) -> Mapping[str, Any]:
    hurt = text(typed, "child_id")
    return {"text": text(typed, "text"), "child_id": None if hurt in ("", "ADULT") else hurt}


@router.get("/contacts/{contact_id}/rag-proposal")
async def rag_proposal(request: Request, service: Here, who: SocialWorker, contact_id: str) -> HTMLResponse:
    return await show(request, service, who, contact_id, "rag_proposal.html")


@router.post("/contacts/{contact_id}/rag-proposal")
async def propose_rag(request: Request, service: Here, who: SocialWorker, contact_id: str) -> Response:
    return await record(request, service, who, contact_id, "rag_proposal.html", ProposeRag, _rag)


@router.get("/contacts/{contact_id}/direction")
async def direction(request: Request, service: Here, who: Director, contact_id: str) -> HTMLResponse:
    return await show(request, service, who, contact_id, "direction.html")


@router.post("/contacts/{contact_id}/direction")
async def record_direction(request: Request, service: Here, who: Director, contact_id: str) -> Response:
    return await record(request, service, who, contact_id, "direction.html", RecordManagementDirection, _direction)


def _direction(typed: Typed) -> Mapping[str, Any]:
    manager, called_at = text(typed, "on_call"), instant(typed, "called_at")
    return {
        "text": text(typed, "text"),
        "questions_to_answer": lines(typed, "questions_to_answer"),
        "checks_required": texts(typed, "checks_required"),
        "people_to_speak_to": lines(typed, "people_to_speak_to"),
        "due_at": instant(typed, "due_at"),
        "screener_id": text(typed, "screener_id") or None,
        "on_call": {"manager": manager, "called_at": called_at} if manager or called_at else None,
    }
