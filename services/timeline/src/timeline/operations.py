"""What those who run the timeline ask of it: the digest of all that is kept, and to make it anew.

Nothing here says anything about a child but the service's own ids.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from shared.access.actor import Actor
from shared.access.routes import allow
from shared.health import OPERATORS
from shared.problems import NotFound
from shared.rebuilding import OwnReadModels, last_request, request_rebuild
from shared.service import Service, service_of
from timeline.events import EVENTS
from timeline.read_models import access_log, digests

router = APIRouter(prefix="/api/v1/operations", tags=["operations"])

OWN = OwnReadModels(events=EVENTS, read_models=(access_log.project,), tables=("access_log",))
MOST_CHILDREN = 10_000

Here = Annotated[Service, Depends(service_of)]
Operator = Annotated[Actor, allow(*OPERATORS)]


@router.get("/digest")
async def digest(service: Here, who: Operator) -> dict[str, Any]:
    """One number for every child's facts: equal numbers, equal timelines. Reads everything."""
    async with service.pool.acquire() as connection:
        whole = await digests.of_all(connection)
    return {"sha256": whole.sha256, "children": whole.children, "facts": whole.facts}


@router.get("/digest/children")
async def digest_of_children(
    service: Here,
    who: Operator,
    after: Annotated[str, Query(max_length=100)] = "",
    limit: Annotated[int, Query(ge=1, le=MOST_CHILDREN)] = MOST_CHILDREN,
) -> dict[str, str]:
    """The digest of each child's facts, in order of their ids, from the one after this id on."""
    async with service.pool.acquire() as connection:
        return {each.child_id: each.sha256 async for each in digests.of_children(connection, after, limit)}


@router.post("/rebuild", status_code=202)
async def rebuild(service: Here, who: Operator) -> dict[str, str]:
    """Makes everything that is kept anew from the journal, beside what is there. Reads go on meanwhile."""
    started = await request_rebuild(service.pool, who.user_id, service.clock.now())
    return {"outcome": "WAITING", "detail": "" if started else "It was asked for before and is not finished."}


@router.get("/rebuild")
async def last_rebuild(service: Here, who: Operator) -> dict[str, Any]:
    """What became of the last request."""
    asked = await last_request(service.pool)
    if asked is None:
        raise NotFound("rebuild")
    return {name: getattr(asked, name) for name in asked.__slots__}
