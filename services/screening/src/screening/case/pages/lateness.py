"""The form where a manager says why something was late."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from screening.case import requests
from screening.case.pages.enquiry import OF_CASE
from screening.case.pages.showing import Here, Manager, record, show
from shared.web.forms import Typed, text

router = APIRouter(include_in_schema=False)


@router.get(OF_CASE + "/late")
async def late(request: Request, service: Here, who: Manager, contact_id: str) -> HTMLResponse:
    return await show(request, service, who, contact_id, "late.html")


@router.post(OF_CASE + "/late")
async def record_breach_reason(request: Request, service: Here, who: Manager, contact_id: str) -> Response:
    return await record(request, service, who, contact_id, "late.html", requests.RecordBreachReason, _reason)


def _reason(typed: Typed) -> Mapping[str, Any]:
    code, _, subject = text(typed, "clock").partition(" ")
    return {
        "code": code,
        "subject": subject,
        "reason": {"code": text(typed, "reason_code"), "text": text(typed, "reason_text")},
    }
