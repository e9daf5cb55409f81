"""Audits for people: the samples, one sample with its strata, one case with its form, and what is owed."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from screening.audit import carrying_out
from screening.audit.questions import GROUPS, QUESTIONS
from screening.audit.reading import SHUT
from screening.audit.requests import AgreeBody, CompleteBody, ModerateBody, RecordBody, SelectBody
from screening.audit.showing import PAGES, key_of
from screening.audit.view import STRATUM_WORDS, sample_view, sampled_view
from screening.authority import ACTION_OWNERS, AUDIT_WATCHERS, AUDITORS
from screening.case.pages.saying import SAYINGS
from screening.case.seeing import Seeing
from screening.codes import AuditAnswer, AuditGrade
from screening.read_models import audits
from screening.shown_again import what_stands_in_the_way
from shared import people
from shared.access.actor import Actor, Role
from shared.access.routes import allow
from shared.audit import looked
from shared.decider import Conflict, Refused
from shared.service import Service, service_of
from shared.web.forms import Typed, day, expected_version, filled, instant, read_form, text, whole

router = APIRouter(include_in_schema=False)

Here = Annotated[Service, Depends(service_of)]
Auditor = Annotated[Actor, allow(*AUDITORS)]
Watcher = Annotated[Actor, allow(*AUDIT_WATCHERS)]
Owner = Annotated[Actor, allow(*ACTION_OWNERS)]

GRADES = [
    (grade.value, words)
    for grade, words in zip(AuditGrade, ("Outstanding", "Good", "Requires improvement", "Inadequate"), strict=True)
]
ANSWERS = [(answer.value, words) for answer, words in zip(AuditAnswer, ("Yes", "No", "Partly"), strict=True)]
CASE = "/audits/{audit_id}/cases/{case}"


@router.get("/audits")
async def the_audits(request: Request, service: Here, who: Watcher) -> HTMLResponse:
    """Every sample with how far it is: counts alone."""
    async with service.pool.acquire() as connection:
        rows = await audits.samples(connection)
        names = await people.names(connection)
    return PAGES.render(
        request, "audits.html", rows=rows, names=names, audits_them=who.role in AUDITORS, owns=who.role in ACTION_OWNERS
    )


@router.get("/audits/draw")
async def draw_form(request: Request, who: Auditor) -> HTMLResponse:
    return PAGES.render(request, "audit_draw.html", strata=STRATUM_WORDS)


@router.post("/audits/draw")
async def draw(request: Request, service: Here, who: Auditor) -> Response:
    typed = await read_form(request)
    try:
        body = filled(SelectBody, _selection(typed))
        receipt = await carrying_out.select(request, service, who, body, key_of(typed))
    except Refused as refusal:
        status, refusal = what_stands_in_the_way(refusal)
        return PAGES.render(
            request, "audit_draw.html", status=status, refusal=refusal, typed=typed, strata=STRATUM_WORDS
        )
    return RedirectResponse(f"/screening/audits/{receipt['audit_id']}", HTTPStatus.SEE_OTHER)


def _selection(typed: Typed) -> Mapping[str, Any]:
    return {
        "question": text(typed, "question"),
        "since": day(typed, "since"),
        "until": day(typed, "until"),
        "size": whole(typed, "size") or 20,
        "per_stratum": whole(typed, "per_stratum") or 3,
        "seed": text(typed, "seed"),
    }


@router.get("/audits/{audit_id}")
async def one_audit(request: Request, service: Here, who: Auditor, audit_id: str, again: bool = False) -> HTMLResponse:
    """The sample. With ``again`` it is drawn once more, and the page says whether it is equal."""
    return await _sample(request, service, who, audit_id, again=again)


async def _sample(
    request: Request,
    service: Service,
    who: Actor,
    audit_id: str,
    template: str = "audit.html",
    *,
    again: bool = False,
    status: int = HTTPStatus.OK,
    refusal: Refused | None = None,
    typed: Typed | None = None,
) -> HTMLResponse:
    view = await sample_view(service, who, audit_id)
    drawn_again = await carrying_out.drawn_again(service, audit_id) if again else None
    return PAGES.render(
        request,
        template,
        status=status,
        refusal=refusal,
        typed=typed or {},
        view=view,
        drawn_again=drawn_again,
        strata=STRATUM_WORDS,
        grades=dict(GRADES),
        case_choices=[(str(case["number"]), f"{case['number']}: {view.child(case)}") for case in view.cases],
    )


@router.get(CASE)
async def sampled_case(request: Request, service: Here, who: Auditor, audit_id: str, case: int) -> HTMLResponse:
    return await _case(request, service, who, audit_id, case)


async def _case(
    request: Request,
    service: Service,
    who: Actor,
    audit_id: str,
    case: int,
    *,
    status: int = HTTPStatus.OK,
    refusal: Refused | None = None,
    typed: Typed | None = None,
) -> HTMLResponse:
    sampled = await sampled_view(service, who, audit_id, case)
    return PAGES.render(
        request,
        "audit_case.html",
        status=status,
        refusal=refusal,
        typed=typed or {},
        sampled=sampled,
        view=sampled.record,
        child=sampled.child,
        seeing=Seeing(Role.QA_AUDITOR),
        groups=GROUPS,
        grades=GRADES,
        answers=ANSWERS,
        strata=STRATUM_WORDS,
        may_moderate=sampled.completed is not None and sampled.completed.audited_by != who.user_id,
        **SAYINGS,
    )


async def _case_again(
    request: Request, service: Service, who: Actor, audit_id: str, case: int, no: Refused | Conflict, typed: Typed
) -> HTMLResponse:
    """The form with what was typed; where its record is shut by now, the sample with the words that were written."""
    status, refusal = what_stands_in_the_way(no)
    if refusal.code in SHUT:
        return await _sample(request, service, who, audit_id, status=status, refusal=refusal, typed=typed)
    return await _case(request, service, who, audit_id, case, status=status, refusal=refusal, typed=typed)


@router.post(CASE + "/audit")
async def record_audit(request: Request, service: Here, who: Auditor, audit_id: str, case: int) -> Response:
    typed = await read_form(request)
    try:
        body = filled(RecordBody, _findings(typed))
        await carrying_out.record(request, service, who, audit_id, case, body, key_of(typed))
    except (Refused, Conflict) as no:
        return await _case_again(request, service, who, audit_id, case, no, typed)
    return RedirectResponse(f"/screening/audits/{audit_id}", HTTPStatus.SEE_OTHER)


def _findings(typed: Typed) -> Mapping[str, Any]:
    """A question without an answer is left out, so that the rule about it is what the page says."""
    answered = {
        question: {"answer": text(typed, question), "evidence": text(typed, f"{question}_evidence")}
        for question in QUESTIONS
        if text(typed, question)
    }
    said = {name: text(typed, f"action_{name}") for name in ("what", "owner")}
    due_at = instant(typed, "action_due_at")
    return {
        "answers": answered,
        "grade": text(typed, "grade"),
        "own_child": text(typed, "own_child"),
        "child_at_risk": {"Y": True, "N": False}.get(text(typed, "child_at_risk")),
        "summary": text(typed, "summary"),
        "action": {**said, "due_at": due_at} if any(said.values()) or due_at else None,
        "expected_version": expected_version(typed),
    }


@router.post(CASE + "/moderate")
async def moderate(request: Request, service: Here, who: Auditor, audit_id: str, case: int) -> Response:
    typed = await read_form(request)
    try:
        body = filled(
            ModerateBody,
            {
                "grade": text(typed, "grade"),
                "reason": text(typed, "reason"),
                "expected_version": expected_version(typed),
            },
        )
        await carrying_out.moderate(request, service, who, audit_id, case, body, key_of(typed))
    except (Refused, Conflict) as no:
        return await _case_again(request, service, who, audit_id, case, no, typed)
    return RedirectResponse(f"/screening/audits/{audit_id}", HTTPStatus.SEE_OTHER)


@router.get("/audits/{audit_id}/action")
async def action_form(request: Request, service: Here, who: Auditor, audit_id: str) -> HTMLResponse:
    return await _sample(request, service, who, audit_id, "audit_action.html")


@router.post("/audits/{audit_id}/action")
async def agree_action(request: Request, service: Here, who: Auditor, audit_id: str) -> Response:
    typed = await read_form(request)
    try:
        body = filled(
            AgreeBody,
            {
                "what": text(typed, "what"),
                "owner": text(typed, "owner"),
                "due_at": instant(typed, "due_at"),
                "case": whole(typed, "case") or None,
            },
        )
        await carrying_out.agree(request, service, who, audit_id, body, key_of(typed))
    except (Refused, Conflict) as no:
        status, refusal = what_stands_in_the_way(no)
        return await _sample(
            request, service, who, audit_id, "audit_action.html", status=status, refusal=refusal, typed=typed
        )
    return RedirectResponse(f"/screening/audits/{audit_id}", HTTPStatus.SEE_OTHER)


@router.get("/audit-actions")
async def the_actions(request: Request, service: Here, who: Owner) -> HTMLResponse:
    return await _actions(request, service, who)


async def _actions(
    request: Request,
    service: Service,
    who: Actor,
    *,
    status: int = HTTPStatus.OK,
    refusal: Refused | None = None,
    typed: Typed | None = None,
) -> HTMLResponse:
    async with service.pool.acquire() as connection:
        rows = await audits.actions(connection)
        names = await people.names(connection)
    await looked(service, who, "ViewAuditActions", (child for row in rows for child in row["child_ids"]))
    return PAGES.render(
        request,
        "audit_actions.html",
        status=status,
        refusal=refusal,
        typed=typed or {},
        owed=[row for row in rows if row["completed_at"] is None],
        done=[row for row in rows if row["completed_at"] is not None],
        names=names,
        audits_them=who.role in AUDITORS,
    )


@router.post("/audit-actions/{action_id}/complete")
async def complete_action(request: Request, service: Here, who: Owner, action_id: str) -> Response:
    typed = await read_form(request)
    try:
        body = CompleteBody(outcome=text(typed, f"outcome-{action_id}"))
        await carrying_out.complete(request, service, who, action_id, body, key_of(typed))
    except (Refused, Conflict) as no:
        status, refusal = what_stands_in_the_way(no)
        here = Refused(refusal.code, refusal.reason, f"outcome-{action_id}" if refusal.field == "outcome" else None)
        return await _actions(request, service, who, status=status, refusal=here, typed=typed)
    return RedirectResponse("/screening/audit-actions", HTTPStatus.SEE_OTHER)
