"""The forms of triage: a person rates, a manager directs, somebody takes it."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter

from screening.authority import DIRECTORS, HEARERS, RATERS, SOCIAL_WORKERS
from screening.case import requests
from screening.case.pages.showing import OF_CASE, form
from screening.case.typed import is_new_here
from shared.web.forms import Typed, instant, lines, text, texts

router = APIRouter(include_in_schema=False)


@form(router, OF_CASE + "/rag", requests.AssignRag, RATERS)
@form(router, OF_CASE + "/rag-proposal", requests.ProposeRag, SOCIAL_WORKERS)
def rag(typed: Typed) -> Mapping[str, Any]:
    return {"rag": text(typed, "rag"), "reasons": lines(typed, "reasons")}


@form(router, OF_CASE + "/injury", requests.RecordInjury, HEARERS)
def injury(typed: Typed) -> Mapping[str, Any]:
    hurt = text(typed, "child_id")
    return {"text": text(typed, "text"), "child_id": None if hurt in ("", "ADULT") else hurt}


@form(router, OF_CASE + "/direction", requests.RecordManagementDirection, DIRECTORS)
def direction(typed: Typed) -> Mapping[str, Any]:
    manager, called_at = text(typed, "on_call"), instant(typed, "called_at")
    return {
        "text": text(typed, "text"),
        "questions_to_answer": lines(typed, "questions_to_answer"),
        "checks_required": texts(typed, "checks_required"),
        "people_to_speak_to": lines(typed, "people_to_speak_to"),
        "due_at": instant(typed, "due_at"),
        "screener_id": text(typed, "screener_id") or None,
        "new_here": is_new_here(typed),
        "on_call": {"manager": manager, "called_at": called_at} if manager or called_at else None,
        "on_call_new_here": is_new_here(typed, "on_call_new_here"),
    }


@form(router, OF_CASE + "/screener", requests.AssignScreener, SOCIAL_WORKERS)
def screener(typed: Typed) -> Mapping[str, Any]:
    return {
        "screener_id": text(typed, "screener_id"),
        "handover_note": text(typed, "handover_note"),
        "new_here": is_new_here(typed),
    }
