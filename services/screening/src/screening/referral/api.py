"""Referrals for programs: what waits to be accepted, each referral, and who has nobody."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request

from screening.authority import CASE_MANAGERS, CASE_READERS, WATCHERS
from screening.read_models import open_children, referrals
from screening.referral import requests
from screening.referral.carrying_out import accept, carry_out
from screening.referral.documents import referral_document, referral_line, to_accept_line, told_line
from screening.referral.reading import may_see, referral_view, the_unallocated, unallocated_document
from shared.access.actor import Actor
from shared.access.routes import allow
from shared.audit import looked
from shared.handling import Json
from shared.service import Service, service_of

router = APIRouter(prefix="/api/v1", tags=["referral"])

Here = Annotated[Service, Depends(service_of)]
Reader = Annotated[Actor, allow(*CASE_READERS)]
Manager = Annotated[Actor, allow(*CASE_MANAGERS)]
Watcher = Annotated[Actor, allow(*WATCHERS)]
ONE = "/referrals/{referral_id}"


@router.get("/referrals")
async def open_referrals(service: Here, who: Reader) -> list[dict[str, Any]]:
    """Every open referral that the reader may see, those without a worker first."""
    async with service.pool.acquire() as connection:
        rows = [row for row in await referrals.open_referrals(connection) if may_see(who, row)]
    await looked(service, who, "ViewReferrals", [row["now_child_id"] for row in rows])
    return [referral_line(row) for row in rows]


@router.get("/referrals/to-accept")
async def to_accept(service: Here, who: Manager) -> list[dict[str, Any]]:
    """Decisions for a referral that nobody has accepted yet; a child who is open already is not among them."""
    async with service.pool.acquire() as connection:
        rows = await referrals.to_accept(connection)
    await looked(service, who, "ViewReferralsToAccept", [row["child_id"] for row in rows])
    return [to_accept_line(row) for row in rows]


@router.get("/referrals/told")
async def told(service: Here, who: Reader) -> list[dict[str, Any]]:
    """New contacts about children whom the reader has, by what was recorded when they came, and no referral here tells.

    ``decision`` is none while the contact is being screened.
    """
    async with service.pool.acquire() as connection:
        rows = await open_children.told_of(connection, who, service.clock.now())
    await looked(service, who, "ViewToldOfChildren", [row["child_id"] for row in rows])
    return [told_line(row) for row in rows]


@router.get("/referrals/unallocated")
async def unallocated(service: Here, who: Watcher) -> dict[str, Any]:
    """How many children have nobody and for how long; the limit is none beyond their deadline."""
    return unallocated_document(await the_unallocated(service, who), who)


@router.post("/screenings/{contact_id}/children/{child_id}/referral", status_code=201)
async def accept_referral(
    contact_id: str, child_id: str, body: requests.AcceptBody, request: Request, service: Here, who: Manager
) -> Json:
    """Accepts the referral that the authorised decision for this child asks for."""
    return await accept(request, service, who, contact_id, child_id, body)


@router.get(ONE)
async def one_referral(referral_id: str, service: Here, who: Reader) -> dict[str, Any]:
    """Where the referral stands, its clocks, and what has happened."""
    return referral_document(await referral_view(service, who, referral_id))


@router.post(ONE + "/allocation", status_code=201)
async def allocate(
    referral_id: str, body: requests.AllocateBody, request: Request, service: Here, who: Manager
) -> Json:
    return await carry_out(request, service, who, referral_id, body)


@router.post(ONE + "/transfers", status_code=201)
async def transfer(
    referral_id: str, body: requests.TransferBody, request: Request, service: Here, who: Manager
) -> Json:
    """Changes the worker, with a handover note. No clock hears of it."""
    return await carry_out(request, service, who, referral_id, body)


@router.post(ONE + "/visits", status_code=201)
async def record_child_seen(
    referral_id: str, body: requests.ChildSeenBody, request: Request, service: Here, who: Reader
) -> Json:
    """A social worker has seen the child. What a section 47 enquiry tells of its visits counts by itself."""
    return await carry_out(request, service, who, referral_id, body)


@router.post(ONE + "/visit-attempts", status_code=201)
async def record_child_not_seen(
    referral_id: str, body: requests.ChildNotSeenBody, request: Request, service: Here, who: Reader
) -> Json:
    """A social worker went, and did not see the child: CK_VISIT17 runs on."""
    return await carry_out(request, service, who, referral_id, body)


@router.post(ONE + "/assessment", status_code=201)
async def authorise_assessment(
    referral_id: str, body: requests.AssessmentBody, request: Request, service: Here, who: Manager
) -> Json:
    return await carry_out(request, service, who, referral_id, body)


@router.post(ONE + "/no-further-action", status_code=201)
async def no_further_action(
    referral_id: str, body: requests.NoFurtherActionBody, request: Request, service: Here, who: Manager
) -> Json:
    """Accepted, and then no assessment (the census flag)."""
    return await carry_out(request, service, who, referral_id, body)


@router.post(ONE + "/closure", status_code=201)
async def close(referral_id: str, body: requests.CloseBody, request: Request, service: Here, who: Manager) -> Json:
    return await carry_out(request, service, who, referral_id, body)
