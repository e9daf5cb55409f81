"""The timeline for machines: one child in either order, as known at any moment; who has read it."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from shared.access.actor import Actor, Role
from shared.access.routes import allow
from shared.inputs import InstantWithOffset
from shared.problems import NotFound
from shared.service import Service, service_of
from timeline.answers import digest_answer, timeline_answer
from timeline.disclosure import ASSESSMENT, OUT_OF_HOURS, READERS
from timeline.entries.making import AGENCY_ROLES
from timeline.identities import Identities
from timeline.read_models import access_log, children
from timeline.reading import Listed, break_glass, list_children, read_child
from timeline.views import Asked, Order

router = APIRouter(prefix="/api/v1")

SCOPE = "contacts:read"

ChildId = Annotated[str, Path(max_length=100)]
Purpose = Annotated[str | None, Query(max_length=100, pattern=r"^[A-Z][A-Z_0-9]*$")]
Here = Annotated[Service, Depends(service_of)]
AnyReader = Annotated[Actor, allow(*sorted(READERS), scope=SCOPE)]
OwnReader = Annotated[Actor, allow(*sorted(AGENCY_ROLES), scope=SCOPE)]
STAFF = sorted(READERS - AGENCY_ROLES | {Role.POLICE_MASH, Role.HEALTH_MASH})
GLASS_BREAKERS = sorted(ASSESSMENT | OUT_OF_HOURS | {Role.SENIOR_LEADER})


class Glass(BaseModel):
    """Why somebody looks at a record that is not theirs to open."""

    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, Field(max_length=2000)]


@router.get("/children/{child_id}/timeline")
async def timeline(
    child_id: ChildId,
    service: Here,
    who: AnyReader,
    order: Order = Order.WORLD,
    as_known_at: Annotated[InstantWithOffset | None, Query()] = None,
    as_at: Annotated[InstantWithOffset | None, Query()] = None,
    purpose: Purpose = None,
) -> dict[str, Any]:
    """What happened to the child, as far as you may know it. ``as_known_at``: as it stood then."""
    asked = Asked(order=order, as_at=as_at, as_known_at=as_known_at)
    return timeline_answer(await read_child(service, who, child_id, asked, purpose))


@router.get("/children/{child_id}/digest")
async def digest(
    child_id: ChildId,
    service: Here,
    who: AnyReader,
    as_known_at: Annotated[InstantWithOffset | None, Query()] = None,
) -> dict[str, Any]:
    """One number for all that you see of the child: equal numbers, equal timelines."""
    asked = Asked(as_known_at=as_known_at)
    return digest_answer(await read_child(service, who, child_id, asked, "DIGEST"))


@router.get("/children")
async def search_children(
    service: Here,
    who: Annotated[Actor, allow(*STAFF)],
    q: Annotated[str, Query(max_length=100)] = "",
) -> list[dict[str, Any]]:
    """Children by name, the newest told first, 100 at most. Whoever is not among them is found by more of the name."""
    return [_listed(each) for each in (await list_children(service, who, q)).rows]


@router.get("/agency/children")
async def own_children(
    service: Here, who: OwnReader, q: Annotated[str, Query(max_length=100)] = ""
) -> list[dict[str, Any]]:
    """The children that your organisation wrote about or was told of, the newest told first, 100 at most.

    Whoever is not among them is found by name (``q``).
    """
    return [_listed(each) for each in (await list_children(service, who, q)).rows]


def _listed(each: Listed) -> dict[str, Any]:
    return {"child_id": each.child_id, "name": each.name, "born_on": each.born_on, "told_at": each.told_at}


@router.post("/children/{child_id}/break-glass", status_code=201)
async def use_break_glass(
    child_id: ChildId, glass: Glass, service: Here, who: Annotated[Actor, allow(*GLASS_BREAKERS)]
) -> dict[str, str]:
    """Opens the record to you until the end of the day. The reason is reviewed within one working day."""
    await break_glass(service, who, child_id, glass.reason)
    return {"opened": child_id}


@router.get("/children/{child_id}/access-log")
async def readings(
    child_id: ChildId, service: Here, who: Annotated[Actor, allow(Role.IG_OFFICER)]
) -> list[dict[str, Any]]:
    """Who has looked at the child's record and why, the newest first; nothing of what it holds."""
    async with service.pool.acquire() as connection:
        links = await children.links_around(connection, [child_id])
        found = await access_log.readings_of(connection, sorted(Identities(links).of_child(child_id)))
    if not found:
        raise NotFound("child")
    return found
