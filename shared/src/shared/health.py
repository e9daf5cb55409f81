"""What those who run a service ask of it: is it alive, is it ready, how far behind, what is parked."""

import asyncio
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import generate_latest
from pydantic import BaseModel, ConfigDict

from shared.access.actor import Actor, Role
from shared.access.routes import allow, public
from shared.journal.port import JournalUnavailable
from shared.parking import all_parked
from shared.problems import NotFound
from shared.relay import unpublished
from shared.scheduler import unfired
from shared.store import verify_chain
from shared.store.store import UNAVAILABLE

if TYPE_CHECKING:
    from shared.service import Service

LOOK_SECONDS = 3
OPERATORS = (Role.FRONT_DOOR_MANAGER, Role.SENIOR_LEADER, Role.IG_OFFICER)


class ParkedStream(BaseModel):
    """The stream whose parked records are to be taken in again."""

    model_config = ConfigDict(extra="forbid")

    topic: str
    key: str


def health_router() -> APIRouter:
    """The routes that every service has."""
    router = APIRouter()
    router.get("/livez", dependencies=[public()], include_in_schema=False)(livez)
    router.get("/readyz", dependencies=[public()], include_in_schema=False)(readyz)
    router.get("/metrics", dependencies=[public()], include_in_schema=False)(metrics)
    router.get("/api/v1/operations/parked", tags=["operations"])(parked)
    router.post("/api/v1/operations/parked/retry", tags=["operations"])(retry_parked)
    router.get("/api/v1/operations/chain", tags=["operations"])(chain)
    return router


def _service(request: Request) -> "Service":
    return request.app.state.service


async def livez() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


async def readyz(request: Request) -> JSONResponse:
    """The store answers, the workers work; says how far behind the journal this service is."""
    service = _service(request)
    fallen = sorted(name for name, task in service.workers.items() if task.done())
    report: dict[str, Any] = {"service": service.name, "store": "ok", "workers_fallen": fallen}
    try:
        async with asyncio.timeout(LOOK_SECONDS):
            await service.pool.fetchval("select 1")
            report["parked"] = await service.pool.fetchval("select count(*) from parked")
            report["unpublished"] = await unpublished(service.pool)
            report["unfired"] = await unfired(service.pool, service.clock.now())
    except UNAVAILABLE:
        report["store"] = "unavailable"
    report |= await _journal(service)
    ready = report["store"] == "ok" and not fallen
    return JSONResponse({"status": "ready" if ready else "not ready", **report}, 200 if ready else 503)


async def _journal(service: "Service") -> dict[str, Any]:
    if service.subscriber is None:
        return {}
    try:
        async with asyncio.timeout(LOOK_SECONDS):
            return {"journal": "ok", "lag": await service.subscriber.lag()}
    except (JournalUnavailable, *UNAVAILABLE):
        return {"journal": "unavailable", "lag": None}


async def metrics(request: Request) -> Response:
    """The service's metrics in Prometheus' text format."""
    return Response(generate_latest(_service(request).registry), media_type="text/plain; version=0.0.4")


async def parked(request: Request, who: Annotated[Actor, allow(*OPERATORS)]) -> list[dict[str, Any]]:
    """What could not be taken in, and what waits behind it."""
    entries = await all_parked(_service(request).pool)
    return [{name: getattr(entry, name) for name in entry.__slots__} for entry in entries]


async def retry_parked(
    request: Request, stream: ParkedStream, who: Annotated[Actor, allow(*OPERATORS)]
) -> dict[str, int]:
    """Takes a stream's parked records in again, in order, until one fails."""
    subscriber = _service(request).subscriber
    if subscriber is None:
        raise NotFound("parked stream")
    return {"taken": await subscriber.retry(stream.topic, stream.key)}


async def chain(request: Request, who: Annotated[Actor, allow(*OPERATORS)]) -> dict[str, Any]:
    """Whether the store is what was written: reads every event and its hash."""
    async with _service(request).pool.acquire() as connection:
        broken = await verify_chain(connection)
    return {"intact": broken is None} | ({"position": broken.position, "what": broken.what} if broken else {})
