"""The enquiry for machines and scripts: every command as JSON, and where the enquiry stands."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request

from shared.access.actor import Actor
from shared.access.routes import allow
from shared.audit import looked
from shared.clocks import clocks_of
from shared.handling import Json, Step, handle
from shared.ids import new_id
from shared.inputs import Asked
from shared.problems import NotFound
from shared.service import Service, caller_of, service_of
from strategy.codes import S47Outcome
from strategy.read_models import children
from strategy.readers import MANAGERS, SERVICE_MANAGER, SOCIAL_CARE
from strategy.reading import basis_of, enquiry_events, enquiry_state, outstanding_of
from strategy.register.commands import CloseEnquiry, OpenEnquiry
from strategy.register.decider import REGISTER
from strategy.s47.commands import (
    BookICPC,
    RecordChildSeen,
    RecordICPC,
    RecordICPCNotRequired,
    RecordS47Outcome,
    S47Command,
    StartS47,
)
from strategy.s47.decider import S47, Enquiring
from strategy.s47.requests import (
    BookingBody,
    ChildSeenBody,
    ConferenceBody,
    NotRequiredBody,
    OutcomeBody,
    StartBody,
)
from strategy.streams import register_stream, s47_stream

router = APIRouter(prefix="/api/v1", tags=["s47"])

Here = Annotated[Service, Depends(service_of)]
Worker = Annotated[Actor, allow(*SOCIAL_CARE)]
Manager = Annotated[Actor, allow(*MANAGERS)]
Authoriser = Annotated[Actor, allow(*MANAGERS, SERVICE_MANAGER)]


@router.post("/discussions/{strategy_id}/s47", status_code=201)
async def start(strategy_id: str, body: StartBody, request: Request, service: Here, who: Manager) -> Json:
    """Starts the enquiry for one child of the discussion; a child has at most one that is open."""
    return await start_enquiry(request, service, who, strategy_id, body)


async def start_enquiry(
    request: Request, service: Service, who: Actor, strategy_id: str, body: StartBody, key: str | None = None
) -> Json:
    basis = await basis_of(service, strategy_id, body.child_id)
    s47_id = new_id()
    command = StartS47(
        s47_id=s47_id,
        basis=basis,
        **body.model_dump(exclude={"expected_version"}),
        by=who,
        at=service.clock.now(),
    )
    child_id = await own_id(service, body.child_id)
    return await handle(
        service.store,
        await caller_of(request, who, key),
        Step(stream=s47_stream(s47_id), decider=S47, command=command),
        Step(
            stream=register_stream(child_id),
            decider=REGISTER,
            command=OpenEnquiry(child_id=child_id, s47_id=s47_id),
        ),
        answer=lambda _: {"s47_id": s47_id, "strategy_id": strategy_id},
    )


async def own_id(service: Service, child_id: str) -> str:
    """The child's own id, so that two provisional ids of one child meet in one register."""
    async with service.pool.acquire() as connection:
        return (await children.children_of(connection, [child_id]))[child_id].child_id


@router.get("/s47/{s47_id}")
async def enquiry(s47_id: str, service: Here, who: Worker) -> dict[str, Any]:
    """What has happened in the enquiry, and its clocks."""
    events = await enquiry_events(service, s47_id)
    await looked(service, who, "ViewS47Enquiry", events[0].meta.child_ids, [s47_stream(s47_id)])
    async with service.pool.acquire() as connection:
        clocks = await clocks_of(connection, s47_stream(s47_id))
    return {
        "s47_id": s47_id,
        "version": len(events),
        "events": [{"type": recorded.type, **asdict(recorded.data)} for recorded in events],  # pyright: ignore[reportArgumentType]
        "clocks": [asdict(clock) for clock in clocks],
    }


async def carry_out(
    request: Request,
    service: Service,
    who: Actor,
    s47_id: str,
    command: S47Command,
    asked: Asked,
    key: str | None = None,
) -> Json:
    """One command for an enquiry that exists. What closes the enquiry frees the child's register with it."""
    state = enquiry_state(await enquiry_events(service, s47_id))
    steps = [Step(stream=s47_stream(s47_id), decider=S47, command=command, expected_version=asked.expected_version)]
    if isinstance(state, Enquiring) and _closes(command):
        child_id = await own_id(service, state.child_id)
        closing = CloseEnquiry(child_id=child_id, s47_id=s47_id)
        steps.append(Step(stream=register_stream(child_id), decider=REGISTER, command=closing))
    return await handle(service.store, await caller_of(request, who, key), *steps, answer=lambda _: {"s47_id": s47_id})


def _closes(command: S47Command) -> bool:
    match command:
        case RecordS47Outcome():
            return command.outcome is not S47Outcome.ICPC
        case RecordICPC() | RecordICPCNotRequired():
            return True
        case StartS47() | RecordChildSeen() | BookICPC():
            return False


@router.post("/s47/{s47_id}/child-seen", status_code=201)
async def record_child_seen(s47_id: str, body: ChildSeenBody, request: Request, service: Here, who: Worker) -> Json:
    command = RecordChildSeen(
        seen_at=body.seen_at,
        seen_by=body.seen_by or who.user_id,
        alone=body.alone,
        home_seen=body.home_seen,
        bedroom_seen=body.bedroom_seen,
        words=body.words,
        by=who,
        at=service.clock.now(),
    )
    return await carry_out(request, service, who, s47_id, command, body)


@router.post("/s47/{s47_id}/outcome", status_code=201)
async def record_outcome(s47_id: str, body: OutcomeBody, request: Request, service: Here, who: Authoriser) -> Json:
    """The outcome, authorised by the manager who records it."""
    state = enquiry_state(await enquiry_events(service, s47_id))
    if not isinstance(state, Enquiring):
        raise NotFound("open enquiry")
    command = RecordS47Outcome(
        **body.model_dump(exclude={"expected_version"}),
        outstanding=await outstanding_of(service, state.strategy_id),
        by=who,
        at=service.clock.now(),
    )
    return await carry_out(request, service, who, s47_id, command, body)


@router.post("/s47/{s47_id}/icpc-booking", status_code=201)
async def book_icpc(s47_id: str, body: BookingBody, request: Request, service: Here, who: Worker) -> Json:
    command = BookICPC(date=body.date, by=who, at=service.clock.now())
    return await carry_out(request, service, who, s47_id, command, body)


@router.post("/s47/{s47_id}/icpc", status_code=201)
async def record_icpc(s47_id: str, body: ConferenceBody, request: Request, service: Here, who: Manager) -> Json:
    command = RecordICPC(
        date=body.date,
        plan=body.plan,
        category=body.category,
        plan_start_date=body.plan_start_date,
        by=who,
        at=service.clock.now(),
    )
    return await carry_out(request, service, who, s47_id, command, body)


@router.post("/s47/{s47_id}/icpc-not-required", status_code=201)
async def record_icpc_not_required(
    s47_id: str, body: NotRequiredBody, request: Request, service: Here, who: Authoriser
) -> Json:
    command = RecordICPCNotRequired(reason=body.reason, by=who, at=service.clock.now())
    return await carry_out(request, service, who, s47_id, command, body)
