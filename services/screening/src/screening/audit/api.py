"""Audits for programs: samples drawn and drawn again, findings, moderation, actions, briefings."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request

from screening.audit import carrying_out
from screening.audit.requests import (
    AcknowledgeBody,
    AgreeBody,
    BriefingBody,
    CompleteBody,
    ModerateBody,
    RecordBody,
    SelectBody,
)
from screening.audit.view import sample_document, sample_view, sampled_document, sampled_view, samples_document
from screening.authority import ACTION_OWNERS, AUDIT_WATCHERS, AUDITORS, BRIEFED
from screening.read_models import audits, briefings
from shared.access.actor import Actor
from shared.access.routes import allow
from shared.audit import looked
from shared.handling import Json
from shared.service import Service, service_of

router = APIRouter(prefix="/api/v1", tags=["audits"])

Here = Annotated[Service, Depends(service_of)]
Auditor = Annotated[Actor, allow(*AUDITORS)]
Watcher = Annotated[Actor, allow(*AUDIT_WATCHERS)]
Owner = Annotated[Actor, allow(*ACTION_OWNERS)]
Reader = Annotated[Actor, allow(*BRIEFED)]
CASE = "/audits/{audit_id}/cases/{case}"


@router.post("/audits", status_code=201)
async def select_dip_sample(body: SelectBody, request: Request, service: Here, who: Auditor) -> Json:
    """Draws a sample by seed, stratum by stratum, none of it the auditor's own decisions."""
    return await carrying_out.select(request, service, who, body)


@router.get("/audits")
async def the_audits(service: Here, who: Watcher) -> list[dict[str, Any]]:
    """Every sample with how far it is: counts alone."""
    async with service.pool.acquire() as connection:
        return samples_document(await audits.samples(connection))


@router.get("/audits/{audit_id}")
async def one_audit(audit_id: str, service: Here, who: Auditor) -> dict[str, Any]:
    return sample_document(await sample_view(service, who, audit_id))


@router.get("/audits/{audit_id}/draw")
async def drawn_again(audit_id: str, service: Here, who: Auditor) -> dict[str, Any]:
    """Draws it again, from the same seed and the population as it stood, and says whether it is equal."""
    again = await carrying_out.drawn_again(service, audit_id)
    await looked(service, who, "ViewDipSample", [case["child_id"] for case in again["cases"]])
    return again


@router.get(CASE)
async def sampled_case(audit_id: str, case: int, service: Here, who: Auditor) -> dict[str, Any]:
    """The record of a sampled case, while the audit is open. That it was read is kept."""
    return sampled_document(await sampled_view(service, who, audit_id, case))


@router.post(CASE + "/audit", status_code=201)
async def record_audit(
    audit_id: str, case: int, body: RecordBody, request: Request, service: Here, who: Auditor
) -> Json:
    """Fourteen answers, each with its evidence. A child at risk needs an action that is owned, and due, today."""
    return await carrying_out.record(request, service, who, audit_id, case, body)


@router.post(CASE + "/moderation", status_code=201)
async def moderate_audit(
    audit_id: str, case: int, body: ModerateBody, request: Request, service: Here, who: Auditor
) -> Json:
    """By another auditor than the one who graded it."""
    return await carrying_out.moderate(request, service, who, audit_id, case, body)


@router.post("/audits/{audit_id}/actions", status_code=201)
async def agree_audit_action(audit_id: str, body: AgreeBody, request: Request, service: Here, who: Auditor) -> Json:
    return await carrying_out.agree(request, service, who, audit_id, body)


@router.get("/audit-actions")
async def the_actions(service: Here, who: Owner) -> list[dict[str, Any]]:
    """What is owed after audits, what is due first at the top."""
    async with service.pool.acquire() as connection:
        rows = await audits.actions(connection)
    await looked(service, who, "ViewAuditActions", (child for row in rows for child in row["child_ids"]))
    return [dict(row) for row in rows]


@router.post("/audit-actions/{action_id}/completion", status_code=201)
async def complete_audit_action(
    action_id: str, body: CompleteBody, request: Request, service: Here, who: Owner
) -> Json:
    return await carrying_out.complete(request, service, who, action_id, body)


@router.post("/audits/{audit_id}/briefings", status_code=201)
async def publish_briefing(audit_id: str, body: BriefingBody, request: Request, service: Here, who: Auditor) -> Json:
    """At most 300 words, three expectations, nobody named."""
    return await carrying_out.publish(request, service, who, audit_id, body)


@router.get("/briefings")
async def the_briefings(service: Here, who: Reader) -> list[dict[str, Any]]:
    async with service.pool.acquire() as connection:
        return [dict(row) for row in await briefings.published(connection, who.user_id)]


@router.post("/briefings/{briefing_id}/acknowledgement", status_code=201)
async def acknowledge_briefing(
    briefing_id: str, request: Request, service: Here, who: Reader, body: AcknowledgeBody | None = None
) -> Json:
    return await carrying_out.acknowledge(request, service, who, briefing_id, body or AcknowledgeBody())
