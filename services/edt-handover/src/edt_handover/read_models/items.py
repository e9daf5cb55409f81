"""What is owed to which child, by whom, by when? One row a handover item."""

from collections.abc import Sequence
from datetime import datetime

from edt_handover.codes import Safety, Side, owner_side
from edt_handover.item.events import (
    HandoverFollowUpRecorded,
    HandoverItemAccepted,
    HandoverItemAdded,
    HandoverItemCarriedForward,
    HandoverItemClosed,
    HandoverItemPublished,
    HandoverItemRejected,
)
from edt_handover.shift.events import OohVisitMade
from shared.database import Connection, Row
from shared.events import Recorded


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    for recorded in events:
        await _apply(connection, recorded.data)


async def _apply(connection: Connection, event: object) -> None:
    match event:
        case HandoverItemAdded():
            await _add(connection, event)
        case HandoverItemPublished():
            await connection.execute(
                "update items set published_at = $2, accept_by = $3, follow_up_by = $4 where item_id = $1",
                event.item_id,
                event.published_at,
                event.accept_by,
                event.follow_up_by,
            )
        case HandoverItemCarriedForward():
            await connection.execute(
                """update items set shift_id = $2, published_at = null, accepted_by = null, accepted_at = null
                   where item_id = $1""",
                event.item_id,
                event.to_shift_id,
            )
        case HandoverItemClosed():
            await connection.execute(
                "update items set closed_at = $2 where item_id = $1", event.item_id, event.closed_at
            )
        case OohVisitMade():
            await _know_safety(connection, event.child_ids, event.is_child_safe_now)
        case _:
            await _take(connection, event)


async def _take(connection: Connection, event: object) -> None:
    """What the side that owes an item does with it."""
    match event:
        case HandoverItemAccepted():
            await connection.execute(
                "update items set accepted_by = $2, accepted_at = $3 where item_id = $1",
                event.item_id,
                event.by,
                event.accepted_at,
            )
        case HandoverItemRejected():
            await connection.execute(
                """update items set owner_team = $2, owner_side = $3, owner_worker = null, accept_by = $4,
                     rejected_because = $5 where item_id = $1""",
                event.item_id,
                event.owner_team,
                Side.DAY,
                event.accept_by,
                event.reason,
            )
        case HandoverFollowUpRecorded():
            await connection.execute(
                "update items set followed_up_at = $2, follow_up = $3 where item_id = $1",
                event.item_id,
                event.followed_up_at,
                event.what,
            )
            if event.is_child_safe_now:
                await _know_safety(connection, event.child_ids, event.is_child_safe_now)
        case _:
            pass


async def _add(connection: Connection, event: HandoverItemAdded) -> None:
    handed = event.handover
    await connection.execute(
        """insert into items (item_id, shift_id, child_ids, category, rag, is_child_safe_now, action_needed,
             action_due_at, owner_team, owner_side, owner_worker, author, added_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)""",
        event.item_id,
        event.shift_id,
        list(handed.child_ids),
        handed.category,
        handed.rag,
        handed.is_child_safe_now,
        handed.action_needed,
        handed.action_due_at,
        handed.owner_team,
        owner_side(handed.owner_team, handed.direction),
        handed.owner_worker,
        event.author,
        event.added_at,
    )


async def _know_safety(connection: Connection, child_ids: Sequence[str], safe: Safety) -> None:
    """What was found is newer than what the open items said, for those whose children were all seen."""
    await connection.execute(
        "update items set is_child_safe_now = $2 where closed_at is null and child_ids <@ $1", list(child_ids), safe
    )


async def open_items(connection: Connection) -> list[Row]:
    """Every item that nobody has closed, the one that must be accepted first at the top."""
    return await connection.fetch(
        """select * from items where closed_at is null
           order by accept_by nulls first, action_due_at nulls last, item_id"""
    )


async def items_of_shift(connection: Connection, shift_id: str) -> list[Row]:
    """The items that this shift hands over, in the order in which they were added."""
    return await connection.fetch("select * from items where shift_id = $1 order by added_at, item_id", shift_id)


async def open_before(connection: Connection, opened_at: datetime) -> list[Row]:
    """Open items of shifts that end no later than another begins."""
    return await connection.fetch(
        """select items.* from items join shifts using (shift_id)
           where items.closed_at is null and shifts.closes_at <= $1 order by added_at, item_id""",
        opened_at,
    )
