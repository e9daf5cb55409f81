"""The forms of finding out: history, patterns, the sender, other agencies, the family, the child, thinking together."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter

from screening.authority import MANAGERS, OPEN_CASE_MANAGERS, SOCIAL_WORKERS
from screening.case import requests
from screening.case.pages.showing import OF_CASE, OF_CHILD, form
from screening.case.typed import consent_of
from shared.web.forms import Typed, day, instant, lines, text, texts, whole

router = APIRouter(include_in_schema=False)


@form(router, OF_CHILD + "/history", requests.ReviewHistory, SOCIAL_WORKERS)
def history(typed: Typed) -> Mapping[str, Any]:
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


@form(router, OF_CHILD + "/cumulative", requests.AnalyseCumulative, SOCIAL_WORKERS)
def cumulative(typed: Typed) -> Mapping[str, Any]:
    return {
        "window_months": whole(typed, "window_months") or None,
        "incidents": lines(typed, "incidents"),
        "themes": texts(typed, "themes"),
        "trajectory": text(typed, "trajectory"),
        "so_what": text(typed, "so_what"),
        "neglect_tool_used": text(typed, "neglect_tool_used") or None,
    }


@form(router, OF_CASE + "/clarification", requests.RequestClarification, SOCIAL_WORKERS)
def clarification(typed: Typed) -> Mapping[str, Any]:
    return {"questions": lines(typed, "questions"), "method": text(typed, "method")}


@form(router, OF_CASE + "/clarification-attempt", requests.RecordClarificationAttempt, SOCIAL_WORKERS)
def clarification_attempt(typed: Typed) -> Mapping[str, Any]:
    return {"method": text(typed, "method"), "outcome": text(typed, "outcome")}


@form(router, OF_CASE + "/clarification-answer", requests.RecordClarification, SOCIAL_WORKERS)
def clarification_answer(typed: Typed) -> Mapping[str, Any]:
    return {"text": text(typed, "text"), "from_whom": text(typed, "from_whom")}


@form(router, OF_CASE + "/information", requests.RequestInformation, SOCIAL_WORKERS)
def information(typed: Typed) -> Mapping[str, Any]:
    return {
        "agency": text(typed, "agency"),
        "questions": lines(typed, "questions"),
        "lawful_basis": text(typed, "lawful_basis"),
    }


@form(router, OF_CASE + "/information-answer", requests.RecordInformation, SOCIAL_WORKERS)
def information_answer(typed: Typed) -> Mapping[str, Any]:
    return {
        "agency": text(typed, "agency"),
        "summary": text(typed, "summary"),
        "from_whom": text(typed, "from_whom"),
    }


@form(router, OF_CASE + "/information-refusal", requests.RecordInformationDeclined, SOCIAL_WORKERS)
def information_refusal(typed: Typed) -> Mapping[str, Any]:
    return {
        "agency": text(typed, "agency"),
        "reason": text(typed, "reason"),
        "from_whom": text(typed, "from_whom"),
    }


@form(router, OF_CASE + "/information-without", requests.ProceedWithoutCheck, MANAGERS)
def no_information(typed: Typed) -> Mapping[str, Any]:
    return {"agency": text(typed, "agency"), "reason": text(typed, "reason")}


@form(router, OF_CASE + "/conversation", requests.RecordConversation, SOCIAL_WORKERS)
def conversation(typed: Typed) -> Mapping[str, Any]:
    return {
        "who": text(typed, "who"),
        "spoken_at": instant(typed, "spoken_at"),
        "views": text(typed, "views"),
        "consent": consent_of(typed),
    }


@form(router, OF_CHILD + "/voice", requests.RecordChildVoice, SOCIAL_WORKERS)
def voice(typed: Typed) -> Mapping[str, Any]:
    return {
        "source": text(typed, "source"),
        "words": text(typed, "words"),
        "interpreted_by": text(typed, "interpreted_by") or None,
    }


@form(router, OF_CASE + "/discussion", requests.RecordCaseDiscussion, SOCIAL_WORKERS)
def discussion(typed: Typed) -> Mapping[str, Any]:
    return {
        "held_at": instant(typed, "held_at"),
        "took_part": lines(typed, "took_part"),
        "history": text(typed, "history"),
        "complicating_factors": lines(typed, "complicating_factors"),
        "what_follows": text(typed, "what_follows"),
    }


@form(router, OF_CHILD + "/acknowledge", requests.AcknowledgeOpenCase, OPEN_CASE_MANAGERS)
def acknowledge(typed: Typed) -> Mapping[str, Any]:
    return {"team": text(typed, "team")}
