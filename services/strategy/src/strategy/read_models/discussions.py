"""Which discussions are open, and who was asked to each? One row a discussion."""

from collections.abc import Sequence
from dataclasses import asdict

from shared.access.actor import Actor
from shared.database import Connection, Row
from shared.events import Recorded
from strategy.discussion.events import (
    ChildAddedToDiscussion,
    StrategyAskedForAgain,
    StrategyDecisionRecorded,
    StrategyDiscussionConvened,
    StrategyDiscussionHastened,
    StrategyDiscussionReconvened,
    StrategyRecordFinalised,
    StrategyRequestDeclined,
    StrategyThresholdMet,
)
from strategy.discussion.guards import is_invited
from strategy.discussion.record import Invitee

OPEN = ("REQUESTED", "CONVENED", "DECIDED", "PROVISIONAL")


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    for recorded in events:
        await _apply(connection, recorded.data)


async def _apply(connection: Connection, event: object) -> None:
    match event:
        case StrategyThresholdMet():
            await _request(connection, event)
        case ChildAddedToDiscussion():
            await connection.execute(
                """update discussions set child_ids = array_append(child_ids, $2),
                     status = case when status = 'FINAL' then 'DECIDED' else status end where strategy_id =
                     $1""",
                event.strategy_id,
                event.child_id,
            )
        case StrategyAskedForAgain():
            await connection.execute(
                "update discussions set status = 'DECIDED' where strategy_id = $1 and status = 'FINAL'",
                event.strategy_id,
            )
        case StrategyDiscussionHastened():
            await connection.execute(
                "update discussions set due_at = $2, immediacy = $3 where strategy_id = $1",
                event.strategy_id,
                event.due_at,
                event.immediacy,
            )
        case StrategyDiscussionConvened() | StrategyDiscussionReconvened():
            await _convene(connection, event)
        case StrategyDecisionRecorded():
            status = "PROVISIONAL" if event.provisional else "DECIDED"
            await _set_status(connection, event.strategy_id, status)
        case StrategyRequestDeclined():
            await _set_status(connection, event.strategy_id, "DECLINED")
        case StrategyRecordFinalised():
            await _set_status(connection, event.strategy_id, "FINAL")
        case _:
            pass


async def _request(connection: Connection, event: StrategyThresholdMet) -> None:
    await connection.execute(
        """insert into discussions (strategy_id, contact_id, child_ids, status, immediacy, requested_at,
        due_at) values ($1, $2, $3, 'REQUESTED', $4, $5, $6)
           on conflict (strategy_id) do update set child_ids = excluded.child_ids, status = 'REQUESTED',
             immediacy = excluded.immediacy, requested_at = excluded.requested_at, due_at =
             excluded.due_at""",
        event.strategy_id,
        event.contact_id,
        list(event.child_ids),
        event.immediacy,
        event.requested_at,
        event.due_at,
    )


async def _convene(connection: Connection, event: StrategyDiscussionConvened | StrategyDiscussionReconvened) -> None:
    await connection.execute(
        """update discussions set status = 'CONVENED', held_at = $2, chair = $3, invitees = invitees || $4
           where strategy_id = $1""",
        event.strategy_id,
        event.held_at,
        event.chair,
        [asdict(invitee) for invitee in event.invitees],
    )


async def _set_status(connection: Connection, strategy_id: str, status: str) -> None:
    await connection.execute("update discussions set status = $2 where strategy_id = $1", strategy_id, status)


async def open_discussions(connection: Connection) -> list[Row]:
    """Discussions whose record is not final, in the order in which they are, or were, due to be held."""
    return await connection.fetch(
        "select * from discussions where status = any($1) order by due_at, strategy_id", list(OPEN)
    )


async def owing(connection: Connection) -> list[Row]:
    """Discussions whose record is not final, then those that have led to what is not done yet; in the order in which
    they are, or were, due."""
    return await connection.fetch(
        """select * from discussions where status = any($1) or (status = 'FINAL' and (
             exists (select from actions where actions.strategy_id = discussions.strategy_id and outcome is null)
             or exists (select from enquiries where enquiries.strategy_id = discussions.strategy_id
                        and enquiries.status = 'OPEN')))
           order by status = 'FINAL', due_at, strategy_id""",
        list(OPEN),
    )


async def discussions_of_contact(connection: Connection, contact_id: str) -> list[Row]:
    """The discussions to which a contact led, whatever has become of them."""
    return await connection.fetch("select * from discussions where contact_id = $1 order by requested_at", contact_id)


def asks(row: Row, reader: Actor) -> bool:
    """Whether the reader's agency was asked to any sitting of the discussion."""
    return is_invited([Invitee(**invitee) for invitee in row["invitees"]], reader)
