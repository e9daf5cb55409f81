"""What is to be sent now? One row a notification that has not left.

``next_at`` is when the sender looks next; it is empty while a person, a register or a roll has to answer first.
``because`` is our own event that made it look again: a notification that is held once more says why (decision 25).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from notifications.codes import Guard
from notifications.notification.commands import RELEASED_BY_FACTS
from notifications.notification.events import (
    NotificationApproved,
    NotificationFailed,
    NotificationHeld,
    NotificationReleased,
    NotificationRequested,
    NotificationSent,
    NotificationSuppressed,
)
from notifications.recipient.events import RecipientRegistered, RecipientVerified, RollRecorded
from shared.database import Connection, Row
from shared.events import Recorded

AT_ONCE = 100
ONCE_MORE = timedelta(seconds=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outstanding:
    notification_id: str
    recipient_urn: str | None
    recipient_org: str | None
    pupil_keys: tuple[str, ...]
    correlation_id: str
    cause_event: str
    next_at: datetime
    because: str | None = None
    roles_unclear: bool = False


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    for recorded in events:
        await _apply(connection, recorded)


async def _apply(connection: Connection, recorded: Recorded[object]) -> None:
    at, because = recorded.meta.recorded_at, recorded.event_id
    match recorded.data:
        case NotificationRequested() as event if event.about.recipient_urn or event.about.recipient_org:
            await _ask(connection, recorded, event)
        case NotificationHeld() as event:
            await _look_again(connection, event.about.notification_id, _once_more(event, at), because)
        case NotificationReleased() | NotificationApproved() as event:
            await _look_again(connection, event.about.notification_id, at, because)
        case NotificationSent() | NotificationFailed() | NotificationSuppressed() as event:
            await connection.execute("delete from outstanding where notification_id = $1", event.about.notification_id)
        case RecipientRegistered(urn=str(urn)) | RecipientVerified(urn=str(urn)) | RollRecorded(urn=urn):
            await _look_again_at_those_for(connection, urn, at, because)
        case _:
            pass


async def _ask(connection: Connection, recorded: Recorded[object], event: NotificationRequested) -> None:
    about = event.about
    await connection.execute(
        """insert into outstanding (notification_id, profile, recipient_urn, recipient_org, pupil_keys, correlation_id,
             cause_event, next_at) values ($1, $2, $3, $4, $5, $6, $7, $8)""",
        about.notification_id,
        about.profile,
        about.recipient_urn,
        about.recipient_org,
        list(event.pupil_keys),
        recorded.meta.correlation_id,
        about.cause_event,
        recorded.meta.recorded_at,
    )


def _once_more(event: NotificationHeld, at: datetime) -> datetime | None:
    """The register may have changed between the sender's look at it and this event: it looks once more."""
    return at + ONCE_MORE if event.guard in RELEASED_BY_FACTS else event.until


async def _look_again(connection: Connection, notification_id: str, at: datetime | None, because: str) -> None:
    await connection.execute(
        "update outstanding set next_at = $2, because = $3 where notification_id = $1", notification_id, at, because
    )


async def _look_again_at_those_for(connection: Connection, urn: str, at: datetime, because: str) -> None:
    """The register or the roll has changed: what waited for it may leave; what waits for a person still waits."""
    await connection.execute(
        """update outstanding o set next_at = $2, because = $3 from sent s
           where s.notification_id = o.notification_id and o.recipient_urn = $1
             and s.hold_reason = 'RECIPIENT_UNVERIFIED'""",
        urn,
        at,
        because,
    )


async def look_again_at_those_of(connection: Connection, contact_id: str, at: datetime) -> None:
    """The police have said who did what to whom in this contact."""
    await connection.execute(
        """update outstanding o set next_at = $2 from sent s
           where s.notification_id = o.notification_id and s.contact_id = $1 and s.guard = $3""",
        contact_id,
        at,
        Guard.ROLES_UNCLEAR,
    )


async def due(connection: Connection, now: datetime) -> list[Outstanding]:
    """What the sender should look at, the longest waiting first."""
    rows = await connection.fetch(
        """select o.notification_id, o.recipient_urn, o.recipient_org, o.pupil_keys, o.correlation_id, o.cause_event,
             o.next_at, o.because, coalesce(c.roles_unclear, false) as roles_unclear
           from outstanding o join sent s using (notification_id) left join contacts c using (contact_id)
           where o.next_at <= $1 order by o.next_at limit $2""",
        now,
        AT_ONCE,
    )
    return [_outstanding(row) for row in rows]


async def waiting(connection: Connection, now: datetime) -> int:
    """How many could leave now, as far as one knows before looking at them."""
    return await connection.fetchval("select count(*) from outstanding where next_at <= $1", now)


def _outstanding(row: Row) -> Outstanding:
    fields: dict[str, Any] = {**dict(row), "pupil_keys": tuple(row["pupil_keys"])}
    return Outstanding(**fields)


async def rest(connection: Connection, looked_at: Outstanding) -> None:
    """Nothing has changed for this one: it rests until something does, unless that has happened meanwhile."""
    await connection.execute(
        "update outstanding set next_at = null where notification_id = $1 and next_at = $2",
        looked_at.notification_id,
        looked_at.next_at,
    )
