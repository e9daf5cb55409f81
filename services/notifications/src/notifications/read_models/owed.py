"""What do we owe to whom? One row an event of another service, until the words that it leads to were asked for.

``next_at`` is empty while the event waits for another: a step-down that a second manager must agree, and a referral to
MARAC that was asked for, which is put together again when the contact changes before it has left. ``because`` is the
later event that made it due, if any.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from notifications.codes import Profile
from notifications.notification.events import DuplicateNotSent, NotificationSent, NotificationSuppressed
from notifications.owed.facts import Kind, Owed
from notifications.readings import StepDownAgreed
from shared.contracts import Reading
from shared.database import Connection, Row
from shared.events import Recorded
from shared.subscriptions import Message

AT_ONCE = 100
CAN_BE_ASKED_FOR = f"""next_at <= $1 and contact_id in (
    select c.contact_id from contacts c where owed.kind <> '{Kind.MARAC}'
      or (not c.roles_unclear and coalesce(c.heard_at, c.received_at) >= owed.at))"""
"""The contact is known here. For MARAC the version that reached the grade, and who did what to whom, must be too."""


async def remember(
    connection: Connection,
    kind: Kind,
    message: Message[Any],
    *,
    at: datetime | None = None,
    waits: bool = False,
) -> None:
    """The contact comes on another topic and may come later, so words are asked for once both are here."""
    meta = message.meta
    said: Reading = message.data
    happened_at = at or meta.occurred_at or meta.recorded_at
    await connection.execute(
        """insert into owed (event_id, kind, contact_id, said, at, correlation_id, next_at, child_ids)
           values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing""",
        meta.event_id,
        kind,
        message.data.contact_id,
        said.model_dump(mode="json"),
        happened_at,
        meta.correlation_id,
        None if waits else happened_at,
        list(meta.child_ids),
    )


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    """A referral to MARAC is owed until it has left, or somebody has decided that it does not."""
    for recorded in events:
        match recorded.data:
            case (
                NotificationSent(about=about) | NotificationSuppressed(about=about) | DuplicateNotSent(about=about)
            ) if about.profile is Profile.MARAC_REF:
                await connection.execute("delete from owed where event_id = $1", about.cause_event)
            case _:
                pass


async def settle(connection: Connection, looked_at: Owed) -> None:
    """It is asked for, or leads to nothing: from now on the notification itself is watched. A referral to MARAC rests.
    What has become due anew since we looked stays due."""
    done = "update owed set next_at = null" if looked_at.kind is Kind.MARAC else "delete from owed"
    as_looked_at = "event_id = $1 and because is not distinct from $2"
    await connection.execute(f"{done} where {as_looked_at}", looked_at.event_id, looked_at.because)


async def put_together_again(connection: Connection, message: Message[Any]) -> None:
    """The contact has changed: what MARAC was to be told of it is put together from what is known now."""
    await connection.execute(
        "update owed set next_at = $3, because = $4 where contact_id = $1 and kind = $2",
        message.data.contact_id,
        Kind.MARAC,
        message.meta.recorded_at,
        message.meta.event_id,
    )


async def marac_has_it(connection: Connection, contact_id: str) -> None:
    """MARAC has confirmed the referral before we had put one together."""
    await connection.execute("delete from owed where contact_id = $1 and kind = $2", contact_id, Kind.MARAC)


async def step_down_agreed(connection: Connection, message: Message[StepDownAgreed]) -> None:
    """The second manager has agreed: what was proposed is an offer now."""
    await connection.execute(
        "update owed set next_at = $3, because = $4 where said ->> 'step_down_id' = $1 and kind = $2",
        message.data.step_down_id,
        Kind.STEP_DOWN,
        message.meta.recorded_at,
        message.meta.event_id,
    )


async def due(connection: Connection, now: datetime) -> list[Owed]:
    """The longest owed first, as far as the contact that they are about is known here."""
    rows = await connection.fetch(
        f"""select event_id, kind, contact_id, said, at, correlation_id, child_ids, because from owed
            where {CAN_BE_ASKED_FOR} order by next_at, event_id limit $2""",
        now,
        AT_ONCE,
    )
    return [_owed(row) for row in rows]


async def waiting(connection: Connection, now: datetime) -> int:
    """How many of them could be asked for now."""
    return await connection.fetchval(f"select count(*) from owed where {CAN_BE_ASKED_FOR}", now)


def _owed(row: Row) -> Owed:
    fields: dict[str, Any] = {**dict(row), "kind": Kind(row["kind"]), "child_ids": tuple(row["child_ids"])}
    return Owed(**fields)


async def try_later(connection: Connection, event_id: str, at: datetime) -> None:
    """It could not be asked for; it stays owed."""
    await connection.execute("update owed set next_at = $2 where event_id = $1", event_id, at)
