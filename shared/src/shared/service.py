"""The defaults of every service in one call: store, workers, health, problems, limits, traces, metrics."""

import asyncio
import contextlib
import os
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

import structlog
from fastapi import APIRouter, FastAPI, Request
from fastapi.routing import APIRoute
from opentelemetry.exporter.prometheus import PrometheusMetricReader
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.trace import Tracer
from prometheus_client import CollectorRegistry
from starlette.types import Lifespan

from shared import people
from shared.access.actor import Actor
from shared.access.login import login_router
from shared.answers import answer_problems
from shared.database import Pool, open_pool
from shared.handling import Caller
from shared.health import health_router
from shared.journal import Journal, open_journal
from shared.logs import log_as_json
from shared.problems import PROBLEM_ANSWERS, Problem
from shared.relay import Relay
from shared.scheduler import Scheduler
from shared.schema import history_of, migrate
from shared.settings import Settings, Worker
from shared.store import EventStore, StoreDefinition
from shared.strict_bodies import BODY_HASH, StrictBodies
from shared.subscriber import Subscriber
from shared.subscriptions import Subscriptions
from shared.telemetry import trace_to, traceparent
from shared.time import Clock, clock_for
from shared.web.api_page import api_router
from shared.web.rooms import room_router
from shared.web.static import static_app

AGAIN_SECONDS = 1
CLOSE_SECONDS = 1
LONGEST_KEY = 200
STALLED = 70
"""The exit code of a process whose subscriber has silently stopped; whatever runs it starts it again."""

log = structlog.get_logger("service")


@dataclass(kw_only=True)
class Service:
    """One running service, as its routes and workers see it."""

    name: str
    settings: Settings
    clock: Clock
    tracer: Tracer | None
    """None where no collector is: nothing is traced then, and the trace ids that came in are passed on."""
    registry: CollectorRegistry
    pool: Pool = field(init=False)
    store: EventStore = field(init=False)
    journal: Journal = field(init=False)
    subscriber: Subscriber | None = None
    workers: dict[str, asyncio.Task[None]] = field(default_factory=dict[str, asyncio.Task[None]])
    stopping: bool = False
    lists_staff: bool = False
    """Whether the authority's staff directory was read when the service started."""


async def service_of(request: Request) -> Service:
    """The dependency by which a route gets at its service."""
    service = request.app.state.service
    assert isinstance(service, Service)  # noqa: S101 - build_service sets it
    return service


async def caller_of(request: Request, who: Actor, key: str | None = None) -> Caller:
    """Who asks for this request, by which idempotency key: the one given, else the ``Idempotency-Key`` header's."""
    key = key or request.headers.get("idempotency-key")
    if key and len(key) > LONGEST_KEY:
        raise Problem(400, "Key too long", f"A key has at most {LONGEST_KEY} characters.", "KEY-TOO-LONG")
    return Caller(
        actor=who,
        client=f"{who.org_id}/{who.user_id}",
        key=key or None,
        body_hash=request.scope.get(BODY_HASH, b""),
        traceparent=traceparent(),
    )


Work = Callable[[Service], Awaitable[None]]


def build_service(
    settings: Settings,
    *,
    definition: StoreDefinition,
    package: str,
    routers: Sequence[APIRouter],
    subscriptions: Subscriptions | None = None,
    reads_raw: Collection[str] = (),
    sender: Work | None = None,
    rebuilder: Work | None = None,
) -> FastAPI:
    """The app of one service.

    ``package`` is the Python package whose ``migrations`` are its tables; ``reads_raw`` are paths whose routes read
    the raw bytes themselves. ``sender`` and ``rebuilder`` are workers of the service's own; the rebuilder runs where
    the subscriber does.
    """
    provider = trace_to(definition.service, settings.otlp_endpoint)
    registry = CollectorRegistry()
    meters = MeterProvider([PrometheusMetricReader(registry=registry)], resource=provider.resource)
    service = Service(
        name=definition.service,
        settings=settings,
        clock=clock_for(settings.clock_file),
        tracer=provider.get_tracer("frontdoor") if settings.otlp_endpoint else None,
        registry=registry,
    )
    app = FastAPI(
        title=definition.service,
        lifespan=_lifespan(service, definition, package, subscriptions, {"sender": sender, "rebuilder": rebuilder}),
        telemetry={
            "tracer_provider": provider,
            "meter_provider": meters,
            "logs": False,
            "operation_spans": False,
        },
        docs_url=None,
        openapi_url="/api/openapi.json",
        redoc_url=None,
    )
    app.state.service = service
    app.add_middleware(StrictBodies, limit_bytes=settings.body_limit_bytes, except_for=reads_raw)
    answer_problems(app)
    own = (health_router(), api_router(), login_router(settings), room_router(definition.service))
    for router in (*routers, *own):
        _take_in(app, router)
    app.mount("/static", static_app())
    return app


def _take_in(app: FastAPI, router: APIRouter) -> None:
    """The routes themselves: including makes each a second time, a quarter of a second before the first answer."""
    for route in router.routes:
        if isinstance(route, APIRoute):
            route.responses = PROBLEM_ANSWERS | route.responses
        app.router.routes.append(route)


def _lifespan(
    service: Service,
    definition: StoreDefinition,
    package: str,
    subscriptions: Subscriptions | None,
    own: Mapping[str, Work | None],
) -> Lifespan[FastAPI]:
    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
        log_as_json()
        settings = service.settings
        await asyncio.to_thread(migrate, settings.database_url, history_of(package))
        service.pool = await open_pool(settings.database_url)
        service.journal = open_journal(settings.journal_url, definition.service)
        service.store = EventStore(definition, settings.database_url, service.pool, service.clock)
        await service.store.open()
        if people.project in definition.read_models:
            service.lists_staff = await people.take_directory(service.pool, settings.staff_directory)
        _start_workers(service, definition, subscriptions, own)
        try:
            yield
        finally:
            await _stop(service)

    return lifespan


def _start_workers(
    service: Service, definition: StoreDefinition, subscriptions: Subscriptions | None, own: Mapping[str, Work | None]
) -> None:
    relay = Relay(service.settings.database_url, service.journal, [definition.topic])
    scheduler = Scheduler(service.store, service.pool, service.clock)
    _keep(service, "relay", relay.run)
    _keep(service, "scheduler", scheduler.run)
    if subscriptions is not None:
        subscriber = Subscriber(
            subscriptions, service.store, service.pool, service.journal, service.clock, service.tracer
        )
        service.subscriber = subscriber
        _keep(service, "subscriber", subscriber.run)
        _keep(service, "subscriber", lambda: subscriber.watch(_stalled), name="watchdog")
    if (sender := own["sender"]) is not None:
        _keep(service, "sender", lambda: sender(service))
    if (rebuilder := own["rebuilder"]) is not None:
        _keep(service, "subscriber", lambda: rebuilder(service), name="rebuilder")


def _keep(service: Service, worker: Worker, work: Callable[[], Awaitable[None]], name: str | None = None) -> None:
    if service.settings.runs(worker):
        name = name or worker
        service.workers[name] = asyncio.create_task(_keep_going(service, name, work), name=name)


async def _keep_going(service: Service, worker: str, work: Callable[[], Awaitable[None]]) -> None:
    """Puts a worker that fell on its feet, and says so; also one that a library's own cancelling has taken down."""
    while True:
        try:
            await work()
        except (Exception, asyncio.CancelledError) as error:
            if service.stopping:
                raise
            log.error("worker_fell", service=service.name, worker=worker, error=type(error).__name__)
        await asyncio.sleep(AGAIN_SECONDS)


def _stalled() -> None:
    os._exit(STALLED)


async def _stop(service: Service) -> None:
    service.stopping = True
    await _end(set(service.workers.values()))
    await service.store.close()
    await service.journal.close()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(CLOSE_SECONDS):
            await service.pool.close()


async def _end(tasks: set[asyncio.Task[None]]) -> None:
    """Ends the workers. A cancellation can get lost in a library's own waiting, so it is said again."""
    while tasks:
        for task in tasks:
            task.cancel()
        _, tasks = await asyncio.wait(tasks, timeout=AGAIN_SECONDS)
