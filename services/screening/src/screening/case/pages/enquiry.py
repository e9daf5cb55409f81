"""The forms of finding out: history, patterns, the sender, other agencies, the family, the child."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from screening.case import requests
from screening.case.pages.showing import Here, Manager, OpenCaseManager, SocialWorker, record, show
from shared.web.forms import Typed, day, instant, lines, text, texts, whole

router = APIRouter(include_in_schema=False)

OF_CHILD = "/contacts/{contact_id}/children/{child_id}"
OF_CASE = "/contacts/{contact_id}"


@router.get(OF_CHILD + "/history")
async def history(request: Request, service: Here, who: SocialWorker, contact_id: str, child_id: str) -> HTMLResponse:
    return await show(request, service, who, contact_id, "history.html", child_id)


@router.post(OF_CHILD + "/history")
async def review_history(
    request: Request, service: Here, who: SocialWorker, contact_id: str, child_id: str
) -> Response:
    return await record(request, service, who, contact_id, "history.html", requests.ReviewHistory, _history, child_id)


def _history(typed: Typed) -> Mapping[str, Any]:
    closed_on, closed_because = day(typed, "last_closed_on"), text(typed, "last_closed_because")
    closure = {"closed_on": closed_on, "reason": closed_because} if closed_on or closed_because else None
    return {
        "sources": texts(typed, "sources"),
        "summary": text(typed, "summary"),
        "items_opened": texts(typed, "items_opened"),
        "contacts_elsewhere_12m": whole(typed, "contacts_elsewhere_12m"),
        "referrals_ever": whole(typed, "referrals_ever"),
        "last_closure": closure,
        "cp_plans_prior": whole(typed, "cp_plans_prior"),
        "care_status": text(typed, "care_status"),
        "siblings_reviewed": lines(typed, "siblings_reviewed"),
        "adults_reviewed": lines(typed, "adults_reviewed"),
        "patterns": texts(typed, "patterns"),
        "timeline_read_at": text(typed, "shown_at") if texts(typed, "timeline") else None,
    }


@router.get(OF_CHILD + "/cumulative")
async def cumulative(
    request: Request, service: Here, who: SocialWorker, contact_id: str, child_id: str
) -> HTMLResponse:
    return await show(request, service, who, contact_id, "cumulative.html", child_id)


@router.post(OF_CHILD + "/cumulative")
async def analyse_cumulative(
    request: Request, service: Here, who: SocialWorker, contact_id: str, child_id: str
) -> Response:
    return await record(
        request, service, who, contact_id, "cumulative.html", requests.AnalyseCumulative, _cumulative, child_id
    )


def _cumulative(typed: Typed) -> Mapping[str, Any]:
    return {
        "window_months": whole(typed, "window_months") or None,
        "incidents": lines(typed, "incidents"),
        "themes": texts(typed, "themes"),
        "trajectory": text(typed, "trajectory"),
        "so_what": text(typed, "so_what"),
        "neglect_tool_used": text(typed, "neglect_tool_used") or None,
    }


@router.get(OF_CASE + "/clarification")
async def clarification(request: Request, service: Here, who: SocialWorker, contact_id: str) -> HTMLResponse:
    return await show(request, service, who, contact_id, "clarification.html")


@router.post(OF_CASE + "/clarification")
async def request_clarification(request: Request, service: Here, who: SocialWorker, contact_id: str) -> Response:
    return await record(
        request, service, who, contact_id, "clarification.html", requests.RequestClarification, _questions
    )


def _questions(typed: Typed) -> Mapping[str, Any]:
    return {"questions": lines(typed, "questions"), "method": text(typed, "method")}


@router.get(OF_CASE + "/clarification-attempt")
async def attempt(request: Request, service: Here, who: SocialWorker, contact_id: str) -> HTMLResponse:
    return await show(request, service, who, contact_id, "clarification_attempt.html")


@router.post(OF_CASE + "/clarification-attempt")
async def record_attempt(request: Request, service: Here, who: SocialWorker, contact_id: str) -> Response:
    return await record(
        request, service, who, contact_id, "clarification_attempt.html", requests.RecordClarificationAttempt, _attempt
    )


def _attempt(typed: Typed) -> Mapping[str, Any]:
    return {"method": text(typed, "method"), "outcome": text(typed, "outcome")}


@router.get(OF_CASE + "/clarification-answer")
async def clarified(request: Request, service: Here, who: SocialWorker, contact_id: str) -> HTMLResponse:
    return await show(request, service, who, contact_id, "clarification_answer.html")


@router.post(OF_CASE + "/clarification-answer")
async def record_clarification(request: Request, service: Here, who: SocialWorker, contact_id: str) -> Response:
    return await record(
        request, service, who, contact_id, "clarification_answer.html", requests.RecordClarification, _clarified
    )


def _clarified(typed: Typed) -> Mapping[str, Any]:
    return {"text": text(typed, "text"), "from_whom": text(typed, "from_whom")}


@router.get(OF_CASE + "/information")
async def information(request: Request, service: Here, who: SocialWorker, contact_id: str) -> HTMLResponse:
    return await show(request, service, who, contact_id, "information.html")


@router.post(OF_CASE + "/information")
async def request_information(request: Request, service: Here, who: SocialWorker, contact_id: str) -> Response:
    return await record(request, service, who, contact_id, "information.html", requests.RequestInformation, _asked)


def _asked(typed: Typed) -> Mapping[str, Any]:
    return {"agency": text(typed, "agency"), "questions": lines(typed, "questions")}


@router.get(OF_CASE + "/information-answer")
async def answer(request: Request, service: Here, who: SocialWorker, contact_id: str) -> HTMLResponse:
    return await show(request, service, who, contact_id, "information_answer.html")


@router.post(OF_CASE + "/information-answer")
async def record_information(request: Request, service: Here, who: SocialWorker, contact_id: str) -> Response:
    return await record(
        request, service, who, contact_id, "information_answer.html", requests.RecordInformation, _answered
    )


def _answered(typed: Typed) -> Mapping[str, Any]:
    return {"agency": text(typed, "agency"), "summary": text(typed, "summary")}


@router.get(OF_CASE + "/information-refusal")
async def refusal(request: Request, service: Here, who: SocialWorker, contact_id: str) -> HTMLResponse:
    return await show(request, service, who, contact_id, "information_refusal.html")


@router.post(OF_CASE + "/information-refusal")
async def record_refusal(request: Request, service: Here, who: SocialWorker, contact_id: str) -> Response:
    return await record(
        request, service, who, contact_id, "information_refusal.html", requests.RecordInformationDeclined, _because
    )


@router.get(OF_CASE + "/information-without")
async def without(request: Request, service: Here, who: Manager, contact_id: str) -> HTMLResponse:
    return await show(request, service, who, contact_id, "information_without.html")


@router.post(OF_CASE + "/information-without")
async def proceed_without(request: Request, service: Here, who: Manager, contact_id: str) -> Response:
    return await record(
        request, service, who, contact_id, "information_without.html", requests.ProceedWithoutCheck, _because
    )


def _because(typed: Typed) -> Mapping[str, Any]:
    return {"agency": text(typed, "agency"), "reason": text(typed, "reason")}


@router.get(OF_CASE + "/conversation")
async def conversation(request: Request, service: Here, who: SocialWorker, contact_id: str) -> HTMLResponse:
    return await show(request, service, who, contact_id, "conversation.html")


@router.post(OF_CASE + "/conversation")
async def record_conversation(request: Request, service: Here, who: SocialWorker, contact_id: str) -> Response:
    return await record(
        request, service, who, contact_id, "conversation.html", requests.RecordConversation, _conversation
    )


def consent_of(typed: Typed) -> Mapping[str, Any]:
    """The consent trio as the forms ask for it."""
    return {
        "parents_informed": text(typed, "consent.parents_informed"),
        "parental_agreement": text(typed, "consent.parental_agreement"),
        "child_view": text(typed, "consent.child_view"),
    }


def _conversation(typed: Typed) -> Mapping[str, Any]:
    return {
        "who": text(typed, "who"),
        "spoken_at": instant(typed, "spoken_at"),
        "views": text(typed, "views"),
        "consent": consent_of(typed),
    }


@router.get(OF_CHILD + "/voice")
async def voice(request: Request, service: Here, who: SocialWorker, contact_id: str, child_id: str) -> HTMLResponse:
    return await show(request, service, who, contact_id, "voice.html", child_id)


@router.post(OF_CHILD + "/voice")
async def record_voice(request: Request, service: Here, who: SocialWorker, contact_id: str, child_id: str) -> Response:
    return await record(request, service, who, contact_id, "voice.html", requests.RecordChildVoice, _voice, child_id)


def _voice(typed: Typed) -> Mapping[str, Any]:
    return {
        "source": text(typed, "source"),
        "words": text(typed, "words"),
        "interpreted_by": text(typed, "interpreted_by") or None,
    }


@router.get(OF_CHILD + "/acknowledge")
async def acknowledge(
    request: Request, service: Here, who: OpenCaseManager, contact_id: str, child_id: str
) -> HTMLResponse:
    return await show(request, service, who, contact_id, "acknowledge.html", child_id)


@router.post(OF_CHILD + "/acknowledge")
async def acknowledge_open_case(
    request: Request, service: Here, who: OpenCaseManager, contact_id: str, child_id: str
) -> Response:
    return await record(
        request, service, who, contact_id, "acknowledge.html", requests.AcknowledgeOpenCase, _team, child_id
    )


def _team(typed: Typed) -> Mapping[str, Any]:
    return {"team": text(typed, "team")}
