"""The forms of a decision: propose, test, authorise or challenge, override, tell and close."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter

from screening.authority import MANAGERS, SOCIAL_WORKERS
from screening.case import requests
from screening.case.pages.showing import OF_CASE, OF_CHILD, form
from screening.case.typed import consent_of, gaps_of, tested_of
from screening.codes import Decision
from shared.web.forms import Typed, day, instant, lines, text, texts, whole

router = APIRouter(include_in_schema=False)


@form(router, OF_CHILD + "/propose", requests.ProposeDecision, SOCIAL_WORKERS)
def propose(typed: Typed) -> Mapping[str, Any]:
    return {
        "decision": text(typed, "decision"),
        "need_level": whole(typed, "need_level"),
        "rationale": text(typed, "rationale"),
        "harm_analysis": text(typed, "harm_analysis"),
        "what_if_wrong": text(typed, "what_if_wrong"),
        **tested_of(typed),
        "consent": consent_of(typed),
        "plain_reason": text(typed, "plain_reason"),
        "why_not_level_4": text(typed, "why_not_level_4"),
        "strategy": _strategy(typed),
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


@form(router, OF_CHILD + "/assumptions", requests.RecordAssumptionsTested, SOCIAL_WORKERS)
def assumptions(typed: Typed) -> Mapping[str, Any]:
    return {"assumptions_tested": lines(typed, "assumptions_tested"), "info_gaps": gaps_of(typed)}


@form(router, OF_CHILD + "/authorise", requests.AuthoriseDecision, MANAGERS)
def authorise(typed: Typed) -> Mapping[str, Any]:
    code, why = text(typed, "late_reason"), text(typed, "late_text")
    return {
        "manager_rationale": text(typed, "manager_rationale"),
        "change_to": text(typed, "change_to") or None,
        "plain_reason": text(typed, "plain_reason"),
        "strategy": _strategy(typed),
        "late_reason": {"code": code, "text": why} if code else None,
    }


@form(router, OF_CHILD + "/challenge", requests.ChallengeDecision, MANAGERS, on="authorise")
def challenge(typed: Typed) -> Mapping[str, Any]:
    return {"points": lines(typed, "points"), "due_at": instant(typed, "due_at")}


@form(router, OF_CHILD + "/override", requests.OverrideGuard, MANAGERS)
def override(typed: Typed) -> Mapping[str, Any]:
    return {"guard": text(typed, "guard"), "reason": text(typed, "reason"), "review_by": day(typed, "review_by")}


@form(router, OF_CHILD + "/override-review", requests.ReviewOverride, MANAGERS)
def override_review(typed: Typed) -> Mapping[str, Any]:
    return {"guard": text(typed, "guard"), "agrees": _agrees(typed), "text": text(typed, "text")}


@form(router, OF_CHILD + "/review", requests.ReviewAuthorisation, MANAGERS)
def review(typed: Typed) -> Mapping[str, Any]:
    return {"agrees": _agrees(typed), "text": text(typed, "text")}


def _agrees(typed: Typed) -> bool | None:
    return {"Y": True, "N": False}.get(text(typed, "agrees"))


@form(router, OF_CASE + "/late", requests.RecordBreachReason, MANAGERS)
def late(typed: Typed) -> Mapping[str, Any]:
    code, _, subject = text(typed, "clock").partition(" ")
    return {
        "code": code,
        "subject": subject,
        "reason": {"code": text(typed, "reason_code"), "text": text(typed, "reason_text")},
    }


@form(router, OF_CASE + "/feedback", requests.SendOutcomeFeedback, SOCIAL_WORKERS)
def feedback(typed: Typed) -> Mapping[str, Any]:
    return {
        "told_whom": text(typed, "told_whom"),
        "method": text(typed, "method") or None,
        "not_told_because": text(typed, "not_told_because"),
    }


@form(router, OF_CASE + "/close", requests.CloseScreening, SOCIAL_WORKERS, on="feedback")
def close(_: Typed) -> Mapping[str, Any]:
    return {}


@form(router, OF_CASE + "/reopen", requests.ReopenScreening, SOCIAL_WORKERS)
def reopen(typed: Typed) -> Mapping[str, Any]:
    return {"reason": text(typed, "reason"), "child_ids": texts(typed, "child_ids")}
