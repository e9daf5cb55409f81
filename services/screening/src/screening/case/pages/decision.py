"""The forms of a decision: propose, test, authorise or challenge, override, tell and close."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from screening.case import requests
from screening.case.pages.enquiry import OF_CASE, OF_CHILD, consent_of
from screening.case.pages.showing import Here, Manager, SocialWorker, record, show
from screening.codes import Decision
from shared.web.forms import Typed, day, instant, lines, text, texts, whole

router = APIRouter(include_in_schema=False)


@router.get(OF_CHILD + "/propose")
async def propose(request: Request, service: Here, who: SocialWorker, contact_id: str, child_id: str) -> HTMLResponse:
    return await show(request, service, who, contact_id, "propose.html", child_id)


@router.post(OF_CHILD + "/propose")
async def propose_decision(
    request: Request, service: Here, who: SocialWorker, contact_id: str, child_id: str
) -> Response:
    return await record(
        request, service, who, contact_id, "propose.html", requests.ProposeDecision, _proposal, child_id
    )


def _proposal(typed: Typed) -> Mapping[str, Any]:
    return {
        "decision": text(typed, "decision"),
        "need_level": whole(typed, "need_level"),
        "rationale": text(typed, "rationale"),
        "harm_analysis": text(typed, "harm_analysis"),
        "what_if_wrong": text(typed, "what_if_wrong"),
        "assumptions_tested": lines(typed, "assumptions_tested"),
        "info_gaps": gaps_of(typed),
        "consent": consent_of(typed),
        "plain_reason": text(typed, "plain_reason"),
        "relies_on_safety_plan": text(typed, "relies_on_safety_plan") == "Y",
        "safety_plan": safety_plan_of(typed),
        "why_not_level_4": text(typed, "why_not_level_4"),
        "strategy": _strategy(typed),
    }


def gaps_of(typed: Typed) -> list[Mapping[str, str]]:
    """Each line is what is not known and, after a colon of its own, how that is tolerated."""
    gaps: list[Mapping[str, str]] = []
    for line in lines(typed, "info_gaps"):
        gap, _, tolerated = line.partition(":")
        gaps.append({"gap": gap.strip() or line, "how_tolerated": tolerated.strip()})
    return gaps


def safety_plan_of(typed: Typed) -> Mapping[str, Any]:
    return {
        "who_monitors": text(typed, "who_monitors"),
        "how_tested": text(typed, "how_tested"),
        "contingency": text(typed, "contingency"),
        "review_on": day(typed, "review_on"),
    }


def _strategy(typed: Typed) -> Mapping[str, Any] | None:
    """Asked for with a strategy discussion only; what was typed beside another decision is left."""
    if Decision.REFERRAL_STRATEGY not in (text(typed, "decision"), text(typed, "change_to")):
        return None
    return {
        "grounds": text(typed, "grounds"),
        "concern": texts(typed, "concern"),
        "immediacy": text(typed, "immediacy") or "IMMEDIATE",
    }


@router.get(OF_CHILD + "/assumptions")
async def assumptions(
    request: Request, service: Here, who: SocialWorker, contact_id: str, child_id: str
) -> HTMLResponse:
    return await show(request, service, who, contact_id, "assumptions.html", child_id)


@router.post(OF_CHILD + "/assumptions")
async def record_assumptions(
    request: Request, service: Here, who: SocialWorker, contact_id: str, child_id: str
) -> Response:
    return await record(
        request, service, who, contact_id, "assumptions.html", requests.RecordAssumptionsTested, _tested, child_id
    )


def _tested(typed: Typed) -> Mapping[str, Any]:
    return {"assumptions_tested": lines(typed, "assumptions_tested"), "info_gaps": gaps_of(typed)}


@router.get(OF_CHILD + "/authorise")
async def authorise(request: Request, service: Here, who: Manager, contact_id: str, child_id: str) -> HTMLResponse:
    return await show(request, service, who, contact_id, "authorise.html", child_id)


@router.post(OF_CHILD + "/authorise")
async def authorise_decision(request: Request, service: Here, who: Manager, contact_id: str, child_id: str) -> Response:
    return await record(
        request, service, who, contact_id, "authorise.html", requests.AuthoriseDecision, _authorisation, child_id
    )


def _authorisation(typed: Typed) -> Mapping[str, Any]:
    code, why = text(typed, "late_reason"), text(typed, "late_text")
    return {
        "manager_rationale": text(typed, "manager_rationale"),
        "change_to": text(typed, "change_to") or None,
        "plain_reason": text(typed, "plain_reason"),
        "strategy": _strategy(typed),
        "late_reason": {"code": code, "text": why} if code else None,
    }


@router.post(OF_CHILD + "/challenge")
async def challenge_decision(request: Request, service: Here, who: Manager, contact_id: str, child_id: str) -> Response:
    return await record(
        request, service, who, contact_id, "authorise.html", requests.ChallengeDecision, _challenge, child_id
    )


def _challenge(typed: Typed) -> Mapping[str, Any]:
    return {"points": lines(typed, "points"), "due_at": instant(typed, "due_at")}


@router.post(OF_CHILD + "/override")
async def override_guard(request: Request, service: Here, who: Manager, contact_id: str, child_id: str) -> Response:
    return await record(
        request, service, who, contact_id, "authorise.html", requests.OverrideGuard, _override, child_id
    )


def _override(typed: Typed) -> Mapping[str, Any]:
    return {"guard": text(typed, "guard"), "reason": text(typed, "reason"), "review_by": day(typed, "review_by")}


@router.get(OF_CHILD + "/review")
async def review(request: Request, service: Here, who: Manager, contact_id: str, child_id: str) -> HTMLResponse:
    return await show(request, service, who, contact_id, "review.html", child_id)


@router.post(OF_CHILD + "/review")
async def review_authorisation(
    request: Request, service: Here, who: Manager, contact_id: str, child_id: str
) -> Response:
    return await record(
        request, service, who, contact_id, "review.html", requests.ReviewAuthorisation, _review, child_id
    )


def _review(typed: Typed) -> Mapping[str, Any]:
    return {"agrees": {"Y": True, "N": False}.get(text(typed, "agrees")), "text": text(typed, "text")}


@router.get(OF_CASE + "/feedback")
async def feedback(request: Request, service: Here, who: SocialWorker, contact_id: str) -> HTMLResponse:
    return await show(request, service, who, contact_id, "feedback.html")


@router.post(OF_CASE + "/feedback")
async def send_feedback(request: Request, service: Here, who: SocialWorker, contact_id: str) -> Response:
    return await record(request, service, who, contact_id, "feedback.html", requests.SendOutcomeFeedback, _feedback)


def _feedback(typed: Typed) -> Mapping[str, Any]:
    return {
        "told_whom": text(typed, "told_whom"),
        "method": text(typed, "method") or None,
        "not_told_because": text(typed, "not_told_because"),
    }


@router.post(OF_CASE + "/close")
async def close_screening(request: Request, service: Here, who: SocialWorker, contact_id: str) -> Response:
    return await record(request, service, who, contact_id, "feedback.html", requests.CloseScreening, lambda _: {})


@router.get(OF_CASE + "/reopen")
async def reopen(request: Request, service: Here, who: SocialWorker, contact_id: str) -> HTMLResponse:
    return await show(request, service, who, contact_id, "reopen.html")


@router.post(OF_CASE + "/reopen")
async def reopen_screening(request: Request, service: Here, who: SocialWorker, contact_id: str) -> Response:
    return await record(request, service, who, contact_id, "reopen.html", requests.ReopenScreening, _reopening)


def _reopening(typed: Typed) -> Mapping[str, Any]:
    return {"reason": text(typed, "reason"), "child_ids": texts(typed, "child_ids")}
