"""What a shift and its items do together: adding, handing over and carrying forward commit as one or not at all."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from edt_handover.codes import SIDE_OF_ROLE, Circumstance, Safety, Side
from edt_handover.deadlines import inside_one_closure
from edt_handover.item.commands import AddHandoverItem, CarryForward, PublishItem
from edt_handover.item.decider import ITEM
from edt_handover.item.handover import Handover
from edt_handover.read_models import children, facts, items, shifts
from edt_handover.shift.commands import EnterItem, OnShift, OpenShift, PublishHandover
from edt_handover.shift.decider import SHIFT, Running
from edt_handover.streams import item_stream, shift_stream
from shared.access.actor import Actor
from shared.database import Connection, Row
from shared.handling import Step
from shared.problems import NotFound
from shared.service import Service


async def running_shift(service: Service, shift_id: str) -> Running:
    """The shift as its rules see it now."""
    events = await service.store.load(shift_stream(shift_id))
    state = SHIFT.fold(recorded.data for recorded in events)  # pyright: ignore[reportArgumentType]
    if not isinstance(state, Running):
        raise NotFound("shift")
    return state


def shift_step(shift_id: str, command: object, expected_version: int | None) -> Step:
    return Step(stream=shift_stream(shift_id), decider=SHIFT, command=command, expected_version=expected_version)


async def to_open(service: Service, command: OpenShift) -> list[Step]:
    """Opening a shift takes over what is still open from the one before (EDT-09)."""
    async with service.pool.acquire() as connection:
        carried = await _to_carry(connection, command.opened_at)
    opening = replace(command, carried=tuple(_on_shift(row) for row in carried))
    carrying = CarryForward(shift_id=command.shift_id, at=command.at)
    moves = [Step(stream=item_stream(row["item_id"]), decider=ITEM, command=carrying) for row in carried]
    return [shift_step(command.shift_id, opening, None), *moves]


async def _to_carry(connection: Connection, opened_at: datetime) -> list[Row]:
    """What the duty team owes; and what it handed to a day service that has not opened since."""
    rows = await items.open_before(connection, opened_at)
    return [
        row
        for row in rows
        if row["owner_side"] == Side.EDT
        or (row["accepted_by"] is None and inside_one_closure(row["published_at"] or row["added_at"], opened_at))
    ]


def _on_shift(row: Row) -> OnShift:
    return OnShift(
        item_id=row["item_id"],
        child_ids=tuple(row["child_ids"]),
        is_child_safe_now=Safety(row["is_child_safe_now"]),
    )


async def to_add(
    service: Service,
    shift_id: str,
    item_id: str,
    handover: Handover,
    declared: frozenset[Circumstance],
    by: Actor,
    expected_version: int | None,
) -> list[Step]:
    """The item, and its place on the shift's list."""
    at = service.clock.now()
    async with service.pool.acquire() as connection:
        row = await shifts.shift(connection, shift_id)
        every_id = await children.every_id_of(connection, handover.child_ids)
        known = await facts.circumstances_of(connection, every_id)
    if row is None:
        raise NotFound("shift")
    adding = AddHandoverItem(
        item_id=item_id,
        shift_id=shift_id,
        handover=handover,
        circumstances=declared | known,
        colleagues=tuple(row["workers"]) if SIDE_OF_ROLE.get(by.role) is Side.EDT else (),
        by=by,
        at=at,
    )
    entry = OnShift(item_id=item_id, child_ids=handover.child_ids, is_child_safe_now=handover.is_child_safe_now)
    return [
        Step(stream=item_stream(item_id), decider=ITEM, command=adding),
        shift_step(shift_id, EnterItem(item=entry, at=at), expected_version),
    ]


def to_publish(shift_id: str, command: PublishHandover, expected_version: int | None) -> Sequence[Step]:
    """The shift hands over, and with it each of its items."""
    publishing = PublishItem(shift_id=shift_id, at=command.at)
    return [
        shift_step(shift_id, command, expected_version),
        *(Step(stream=item_stream(item_id), decider=ITEM, command=publishing) for item_id in command.item_ids),
    ]
