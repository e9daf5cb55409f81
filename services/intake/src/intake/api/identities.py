"""Who a child is, over the API: proposals with their weights, confirmation, correction, sealing."""

from dataclasses import asdict, replace
from typing import Annotated, Any

from fastapi import APIRouter, Request

from intake.access import CONFIRMERS, Here
from intake.acting import act, is_sealed, missing_before, must_be_known, seal
from intake.commands import ConfirmIdentity, CorrectIdentityLink, Details
from intake.matching.descriptions import Description, number
from intake.people_requests import Correction, Describing, Identity, IdentityDetails
from intake.people_requests import Seal as SealAsked
from intake.read_models import identities
from intake.read_models.candidates import likely
from intake.sealing import SealIdentity
from shared.access.actor import Actor, Role
from shared.access.routes import allow
from shared.audit import looked
from shared.handling import Json

router = APIRouter(prefix="/api/v1")
Confirmer = Annotated[Actor, allow(*CONFIRMERS)]


@router.get("/identity-checks")
async def identity_checks(
    service: Here, who: Annotated[Actor, allow(*CONFIRMERS, Role.CALL_HANDLER)]
) -> list[dict[str, Any]]:
    """Named children of whom a person must say who they are, each candidate with what every field weighs."""
    async with service.pool.acquire() as connection:
        return [dict(row) for row in await identities.checks_waiting(connection)]


@router.post("/identity-matches")
async def propose_identity_match(
    described: Describing, service: Here, who: Annotated[Actor, allow(*CONFIRMERS, Role.CALL_HANDLER)]
) -> list[dict[str, Any]]:
    """Whom a description may be, the likeliest first, field by field. It decides nothing and keeps nothing."""
    async with service.pool.acquire() as connection:
        found = await likely(connection, _description(described))
    await looked(service, who, "ProposeIdentityMatch", [child_id for child_id, _ in found])
    return [
        {
            "child_id": child_id,
            "score": comparison.score,
            "weight": comparison.weight,
            "evidence": [asdict(finding) for finding in comparison.findings],
            "cautions": comparison.cautions,
        }
        for child_id, comparison in found
    ]


def _description(described: Describing) -> Description:
    numbers = {"nhs": number(described.nhs), "upn": number(described.upn)}
    return replace(Description(**described.model_dump(exclude=set(numbers))), **numbers)


@router.post("/contacts/{contact_id}/identities", status_code=201)
async def confirm_identity(
    contact_id: str, identity: Identity, request: Request, service: Here, who: Confirmer
) -> Json:
    """Says who a named child is: one that we know, or a child new to us."""
    await must_be_known(service, identity.child_id)
    command = ConfirmIdentity(
        by=who,
        at=service.clock.now(),
        temp_ref=identity.temp_ref,
        child_id=identity.child_id,
        sealed=await is_sealed(service, identity.child_id),
        missing_before=await missing_before(service, contact_id, identity.child_id),
        details=_details(identity.details),
    )
    return await act(request, service, who, contact_id, command, identity.expected_version)


def _details(given: IdentityDetails | None) -> Details | None:
    return Details(**given.model_dump()) if given else None


@router.post("/contacts/{contact_id}/identity-corrections", status_code=201)
async def correct_identity_link(
    contact_id: str, correction: Correction, request: Request, service: Here, who: Confirmer
) -> Json:
    """The child had been taken for another: its history moves by a new link, and nothing is rewritten."""
    await must_be_known(service, correction.child_id)
    command = CorrectIdentityLink(
        by=who,
        at=service.clock.now(),
        temp_ref=correction.temp_ref,
        child_id=correction.child_id,
        reason=correction.reason,
        sealed=await is_sealed(service, correction.child_id),
        missing_before=await missing_before(service, contact_id, correction.child_id),
    )
    return await act(request, service, who, contact_id, command, correction.expected_version)


@router.post("/identities/{child_id}/seal", status_code=201)
async def seal_identity(
    child_id: str,
    asked: SealAsked,
    request: Request,
    service: Here,
    who: Annotated[Actor, allow(Role.FRONT_DOOR_MANAGER, Role.IG_OFFICER)],
) -> Json:
    """After an adoption the earlier record is sealed: never proposed again, and no link may lead to it."""
    command = SealIdentity(by=who, at=service.clock.now(), child_id=child_id, reason=asked.reason)
    return await seal(request, service, who, command, asked.expected_version)
