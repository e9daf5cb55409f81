"""The shift for machines and scripts: every command as JSON, and the shift with what it owes."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request

from edt_handover.deadlines import last_working_day_before
from edt_handover.item.requests import ItemBody
from edt_handover.prep.commands import HoldPreClosurePrep
from edt_handover.prep.decider import PRE_CLOSURE_PREP
from edt_handover.read_models import items, shifts
from edt_handover.readers import DUTY_TEAM, MANAGERS, ON_CALL, SOCIAL_CARE, require_duty
from edt_handover.requests import PrepBody
from edt_handover.shift.commands import (
    CloseShift,
    HoldHandoverMeeting,
    OpenShift,
    PublishHandover,
    RecordManagerEntry,
    RecordOohDecision,
    RecordOohVisit,
    ShiftCommand,
)
from edt_handover.shift.requests import (
    CloseBody,
    DecisionBody,
    ManagerEntryBody,
    MeetingBody,
    OpenBody,
    PublishBody,
    VisitBody,
)
from edt_handover.shift.steps import running_shift, shift_step, to_add, to_open, to_publish
from edt_handover.streams import prep_stream, shift_stream
from shared.access.actor import Actor
from shared.access.routes import allow
from shared.audit import looked
from shared.clocks import clocks_of
from shared.handling import Json, Step, handle
from shared.ids import new_id
from shared.problems import NotFound
from shared.service import Service, caller_of, service_of
from shared.working_time import in_london

router = APIRouter(prefix="/api/v1", tags=["shifts"])

Here = Annotated[Service, Depends(service_of)]
Duty = Annotated[Actor, allow(*DUTY_TEAM)]
Worker = Annotated[Actor, allow(*SOCIAL_CARE)]
Manager = Annotated[Actor, allow(*MANAGERS)]
OnCall = Annotated[Actor, allow(*DUTY_TEAM, ON_CALL)]
Reader = Annotated[Actor, allow(*SOCIAL_CARE, ON_CALL)]


@router.post("/pre-closure-preps", status_code=201)
async def hold_prep(body: PrepBody, request: Request, service: Here, who: Manager) -> Json:
    """The meeting of day and duty managers before a closure of two or more days."""
    command = HoldPreClosurePrep(**body.model_dump(), by=who, at=service.clock.now())
    stream = prep_stream(last_working_day_before(body.closure_from))
    step = Step(stream=stream, decider=PRE_CLOSURE_PREP, command=command)
    return await handle(service.store, await caller_of(request, who), step)


@router.post("/shifts", status_code=201)
async def open_shift(body: OpenBody, request: Request, service: Here, who: Duty) -> Json:
    """Opens a shift. What is still open from the shift before comes along by itself."""
    return await open_for(request, service, who, body)


async def open_for(request: Request, service: Service, who: Actor, body: OpenBody, key: str | None = None) -> Json:
    async with service.pool.acquire() as connection:
        numbered = await shifts.next_shift_id(connection, in_london(body.opened_at).date())
    shift_id = body.shift_id or numbered
    command = OpenShift(
        shift_id=shift_id,
        **body.model_dump(exclude={"expected_version", "shift_id"}),
        by=who,
        at=service.clock.now(),
    )
    steps = await to_open(service, command)
    caller = await caller_of(request, who, key)
    return await handle(service.store, caller, *steps, answer=lambda _: {"shift_id": shift_id})


@router.get("/shifts")
async def open_shifts(service: Here, who: Worker) -> list[dict[str, Any]]:
    """Shifts that are not closed, the latest first."""
    async with service.pool.acquire() as connection:
        return [dict(row) for row in await shifts.open_shifts(connection)]


@router.get("/shifts/{shift_id}")
async def shift(shift_id: str, service: Here, who: Reader) -> dict[str, Any]:
    """One shift with its items and clocks, and the version to send with a command."""
    await require_duty(service, who)
    version = len(await service.store.load(shift_stream(shift_id)))
    async with service.pool.acquire() as connection:
        row = await shifts.shift(connection, shift_id)
        owed = await items.items_of_shift(connection, shift_id)
        clocks = await clocks_of(connection, shift_stream(shift_id))
    if row is None:
        raise NotFound("shift")
    children = [child_id for item in owed for child_id in item["child_ids"]]
    await looked(service, who, "ViewEdtShift", children, [shift_stream(shift_id)])
    return {
        **dict(row),
        "version": version,
        "items": [dict(item) for item in owed],
        "clocks": [asdict(clock) for clock in clocks],
    }


@router.post("/shifts/{shift_id}/items", status_code=201)
async def add_item(shift_id: str, body: ItemBody, request: Request, service: Here, who: Worker) -> Json:
    """Adds what is owed to a child. The day service adds to the duty team's shift what it asks of it."""
    return await add_for(request, service, who, shift_id, body)


async def add_for(
    request: Request, service: Service, who: Actor, shift_id: str, body: ItemBody, key: str | None = None
) -> Json:
    item_id = new_id()
    steps = await to_add(service, shift_id, item_id, body.handover(), body.circumstances, who, body.expected_version)
    caller = await caller_of(request, who, key)
    return await handle(service.store, caller, *steps, answer=lambda _: {"item_id": item_id, "shift_id": shift_id})


async def carry_out(
    request: Request,
    service: Service,
    who: Actor,
    shift_id: str,
    command: ShiftCommand,
    expected_version: int | None,
    key: str | None = None,
) -> Json:
    """One command for a shift that exists."""
    await running_shift(service, shift_id)
    step = shift_step(shift_id, command, expected_version)
    caller = await caller_of(request, who, key)
    return await handle(service.store, caller, step, answer=lambda _: {"shift_id": shift_id})


@router.post("/shifts/{shift_id}/manager-entries", status_code=201)
async def record_manager_entry(
    shift_id: str, body: ManagerEntryBody, request: Request, service: Here, who: OnCall
) -> Json:
    """The manager on call answers for a child who is not known to be safe."""
    command = RecordManagerEntry(item_id=body.item_id, text=body.text, by=who, at=service.clock.now())
    return await carry_out(request, service, who, shift_id, command, body.expected_version)


@router.post("/shifts/{shift_id}/visits", status_code=201)
async def record_visit(shift_id: str, body: VisitBody, request: Request, service: Here, who: Duty) -> Json:
    command = RecordOohVisit(**body.model_dump(exclude={"expected_version"}), by=who, at=service.clock.now())
    return await carry_out(request, service, who, shift_id, command, body.expected_version)


@router.post("/shifts/{shift_id}/decisions", status_code=201)
async def record_decision(shift_id: str, body: DecisionBody, request: Request, service: Here, who: Duty) -> Json:
    """What the duty team decides until the day service takes over. No threshold is decided here."""
    command = RecordOohDecision(**body.model_dump(exclude={"expected_version"}), by=who, at=service.clock.now())
    return await carry_out(request, service, who, shift_id, command, body.expected_version)


@router.post("/shifts/{shift_id}/publish", status_code=201)
async def publish(shift_id: str, body: PublishBody, request: Request, service: Here, who: Duty) -> Json:
    """Hands over everything on the shift's list that was not handed over yet."""
    return await publish_for(request, service, who, shift_id, body)


async def publish_for(
    request: Request, service: Service, who: Actor, shift_id: str, body: PublishBody, key: str | None = None
) -> Json:
    state = await running_shift(service, shift_id)
    item_ids = state.unpublished if body.item_ids is None else body.item_ids
    command = PublishHandover(item_ids=item_ids, meeting_at=body.meeting_at, by=who, at=service.clock.now())
    steps = to_publish(shift_id, command, body.expected_version)
    caller = await caller_of(request, who, key)
    told = {"shift_id": shift_id, "item_ids": list(item_ids)}
    return await handle(service.store, caller, *steps, answer=lambda _: told)


@router.post("/shifts/{shift_id}/meetings", status_code=201)
async def hold_meeting(shift_id: str, body: MeetingBody, request: Request, service: Here, who: Worker) -> Json:
    command = HoldHandoverMeeting(**body.model_dump(exclude={"expected_version"}), by=who, at=service.clock.now())
    return await carry_out(request, service, who, shift_id, command, body.expected_version)


@router.post("/shifts/{shift_id}/close", status_code=201)
async def close_shift(shift_id: str, body: CloseBody, request: Request, service: Here, who: Duty) -> Json:
    command = CloseShift(safety_statement=body.safety_statement, by=who, at=service.clock.now())
    return await carry_out(request, service, who, shift_id, command, body.expected_version)
