"""Who was told what, when, and did they see it? One row a recipient, read by the front door."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from notifications.notification.commands import RELEASED_BY_POLICE
from notifications.notification.events import (
    AlertLeftToPolice,
    NotificationAcknowledged,
    NotificationApproved,
    NotificationBuilt,
    NotificationDelivered,
    NotificationEvent,
    NotificationFailed,
    NotificationHeld,
    NotificationReleased,
    NotificationRequested,
    NotificationSent,
    NotificationSuppressed,
    OfNotification,
)
from notifications.notification.facts import About
from shared.database import Connection, Row
from shared.events import Recorded

STATES = (
    "HELD",
    "FAILED",
    "READY",
    "SENT",
    "DELIVERED",
    "ACKNOWLEDGED",
    "SUPPRESSED",
    "LEFT_TO_POLICE",
)
"""In the order in which somebody has to do something about them."""

Fields = dict[str, object]
SHOWN_AT_MOST = 200


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    for recorded in events:
        event = recorded.data
        if isinstance(event, NotificationRequested | AlertLeftToPolice):
            await _begin(connection, recorded, event.about)
        if isinstance(event, OfNotification):
            fields = _fields(event)  # pyright: ignore[reportArgumentType] - the union is closed
            await _set(connection, event.about.notification_id, fields | {"version": recorded.version})


async def _begin(connection: Connection, recorded: Recorded[object], about: About) -> None:
    await connection.execute(
        """insert into sent (notification_id, profile, recipient_role, recipient_urn, recipient_org,
             recipient_name, child_id, child_ids, contact_id, state, requested_at, version, position)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'READY', $10, $11, $12)""",
        about.notification_id,
        about.profile,
        about.recipient_role,
        about.recipient_urn,
        about.recipient_org,
        about.recipient_name,
        about.child_id,
        list(about.whom),
        about.contact_id,
        recorded.meta.recorded_at,
        recorded.version,
        recorded.position,
    )


def _fields(event: NotificationEvent) -> Fields:
    match event:
        case NotificationRequested():
            return {"due_at": event.due_at}
        case NotificationBuilt():
            return {"payload": event.payload}
        case NotificationHeld():
            return {
                "state": "HELD",
                "hold_reason": event.reason,
                "guard": event.guard,
                "explanation": event.explanation,
                "held_until": event.until,
            }
        case NotificationReleased() | NotificationApproved():
            return {"state": "READY", **_HELD_NO_MORE}
        case NotificationSuppressed():
            return {**_HELD_NO_MORE, "state": "SUPPRESSED", "explanation": event.reason, "review_on": event.review_on}
        case NotificationSent():
            return {"state": "SENT", **_HELD_NO_MORE, **_to(event.about), **_departure(event)}
        case NotificationDelivered():
            return _arrival(event)
        case NotificationAcknowledged():
            return {
                "state": "ACKNOWLEDGED",
                "acknowledged_at": event.acknowledged_at,
                "acknowledged_by": event.acknowledged_by,
            }
        case NotificationFailed():
            failed: Fields = {"state": "FAILED", "transport": event.transport, "explanation": event.reason}
            return {**_HELD_NO_MORE, **failed, **_to(event.about)}
        case AlertLeftToPolice():
            return {"state": "LEFT_TO_POLICE"}
        case _:
            return {}


_HELD_NO_MORE: Fields = {"hold_reason": None, "guard": None, "explanation": None, "held_until": None}


def _to(about: About) -> Fields:
    return {"recipient_org": about.recipient_org, "recipient_name": about.recipient_name}


def _departure(event: NotificationSent) -> Fields:
    return {"transport": event.transport, "sent_at": event.sent_at, "late": event.late}


def _arrival(event: NotificationDelivered) -> Fields:
    return {
        "state": "DELIVERED",
        "transport": event.transport,
        "delivered_at": event.delivered_at,
        "delivered_to": event.delivered_to,
        "late": event.late,
    }


async def _set(connection: Connection, notification_id: str, fields: Fields) -> None:
    columns = ", ".join(f"{name} = ${number}" for number, name in enumerate(fields, 2))
    await connection.execute(f"update sent set {columns} where notification_id = $1", notification_id, *fields.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class SentRow:
    """``child_ids``: all whom it is about; ``child_id`` the child where it is about one alone."""

    notification_id: str
    profile: str
    recipient_role: str
    recipient_urn: str | None
    recipient_org: str | None
    recipient_name: str | None
    child_id: str | None
    child_ids: tuple[str, ...]
    contact_id: str
    state: str
    hold_reason: str | None
    guard: str | None
    explanation: str | None
    held_until: datetime | None
    payload: dict[str, Any] | None
    transport: str | None
    requested_at: datetime
    due_at: datetime | None
    sent_at: datetime | None
    delivered_at: datetime | None
    delivered_to: str | None
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    late: bool
    review_on: date | None
    version: int


async def sent(
    connection: Connection,
    *,
    state: str | None = None,
    contact_id: str | None = None,
    child_id: str | None = None,
    before: int | None = None,
    waiting_first: bool = False,
    limit: int = SHOWN_AT_MOST,
) -> list[tuple[int, SentRow]]:
    """The newest first, each with its position, from which ``before`` goes on.

    ``waiting_first``: what waits for somebody stands above what does not.
    """
    rows = await connection.fetch(
        """select * from sent where ($1::text is null or state = $1) and ($2::text is null or contact_id = $2)
             and ($3::text is null or child_ids @> array[$3::text]) and ($4::bigint is null or position < $4)
           order by ($6 and state in ('HELD', 'FAILED', 'READY')) desc, position desc limit $5""",
        state,
        contact_id,
        child_id,
        before,
        limit,
        waiting_first,
    )
    return [(row["position"], _row(row)) for row in rows]


async def how_many(
    connection: Connection, *, state: str | None = None, contact_id: str | None = None, child_id: str | None = None
) -> int:
    """How many notifications these filters leave."""
    return await connection.fetchval(
        """select count(*) from sent where ($1::text is null or state = $1)
             and ($2::text is null or contact_id = $2) and ($3::text is null or child_ids @> array[$3::text])""",
        state,
        contact_id,
        child_id,
    )


async def one(connection: Connection, notification_id: str) -> SentRow | None:
    row = await connection.fetchrow("select * from sent where notification_id = $1", notification_id)
    return _row(row) if row else None


async def counts(connection: Connection) -> dict[str, int]:
    """How many stand where, in the order in which they need somebody."""
    rows = await connection.fetch("select state, count(*) as number from sent group by state")
    found = {row["state"]: row["number"] for row in rows}
    return {state: found[state] for state in STATES if state in found}


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingForPolice:
    """An alert that the force's own notification led to and that only the police in the hub can let go."""

    notification_id: str
    source_ref: str | None
    recipient_urn: str | None
    explanation: str
    requested_at: datetime
    version: int


async def follows_from(connection: Connection, notification_id: str, org_id: str) -> bool:
    """Whether this organisation sent the contact that the notification is about."""
    found = await connection.fetchval(
        "select exists (select from sent join contacts using (contact_id) where notification_id = $1 and org_id = $2)",
        notification_id,
        org_id,
    )
    return bool(found)


async def waiting_for_police(connection: Connection, org_id: str) -> list[WaitingForPolice]:
    """What waits for this force, the longest waiting first."""
    rows = await connection.fetch(
        """select notification_id, source_ref, recipient_urn, explanation, requested_at, version
           from sent join contacts using (contact_id)
           where state = 'HELD' and guard = any($1) and org_id = $2 order by position""",
        list(RELEASED_BY_POLICE),
        org_id,
    )
    return [WaitingForPolice(**dict(row)) for row in rows]


def _row(row: Row) -> SentRow:
    fields: dict[str, Any] = {name: value for name, value in row.items() if name != "position"}
    fields["child_ids"] = tuple(row["child_ids"])
    return SentRow(**fields)
