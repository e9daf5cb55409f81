"""What have you sent us? One row a message, read only by the organisation to which it was sent.

The position of the sending is the cursor of its feed: it only grows, so nothing is skipped and nothing comes twice.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from notifications.codes import READERS, REPLIES, Profile, Transport
from notifications.notification.events import (
    InformationRequestAnswered,
    NotificationAcknowledged,
    NotificationDelivered,
    NotificationSent,
)
from shared.access.actor import Actor
from shared.database import Connection, Row
from shared.events import Recorded

FEED_AT_MOST = 100


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    for recorded in events:
        match recorded.data:
            case NotificationSent() as event if event.transport is not Transport.PHONE:
                await _arrive(connection, recorded, event)
            case NotificationDelivered() as event:
                await connection.execute(
                    "update inbox_messages set delivered_at = $2, version = $3 where notification_id = $1",
                    event.about.notification_id,
                    event.delivered_at,
                    recorded.version,
                )
            case NotificationAcknowledged() as event:
                await connection.execute(
                    "update inbox_messages set acknowledged_at = $2, version = $3 where notification_id = $1",
                    event.about.notification_id,
                    event.acknowledged_at,
                    recorded.version,
                )
            case InformationRequestAnswered() as event:
                await _answered(connection, recorded, event)
            case _:
                pass


async def _answered(connection: Connection, recorded: Recorded[object], event: InformationRequestAnswered) -> None:
    await connection.execute(
        """insert into request_answers (event_id, notification_id, position, words, declined, answered_by, answered_at,
             late) values ($1, $2, $3, $4, $5, $6, $7, $8)""",
        recorded.event_id,
        event.about.notification_id,
        recorded.position,
        event.words,
        event.declined,
        event.answered_by,
        event.answered_at,
        event.late,
    )
    await connection.execute(
        "update inbox_messages set version = $2 where notification_id = $1",
        event.about.notification_id,
        recorded.version,
    )


async def _arrive(connection: Connection, recorded: Recorded[object], event: NotificationSent) -> None:
    about = event.about
    await connection.execute(
        """insert into inbox_messages (notification_id, org_id, profile, contact_id, child_id, child_ids, payload,
             sent_at, due_at, late, version, position) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)""",
        about.notification_id,
        about.recipient_org,
        about.profile,
        about.contact_id,
        about.child_id,
        list(about.whom),
        event.payload,
        event.sent_at,
        event.due_at,
        event.late,
        recorded.version,
        recorded.position,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxMessage:
    """One message in its recipient's eyes: the words, and where they stand.

    ``position`` is the feed's cursor. ``child_ids``: all whom it is about, which stays with us. ``answers``: how often
    it was answered, where it asks what the agency knows.
    """

    notification_id: str
    profile: Profile
    contact_id: str
    child_id: str | None
    payload: dict[str, Any]
    sent_at: datetime
    delivered_at: datetime | None
    acknowledged_at: datetime | None
    version: int
    position: int
    child_ids: tuple[str, ...]
    answers: int

    @property
    def wants_answer(self) -> bool:
        return self.profile is Profile.INFO_REQUEST and not self.answers

    def shown(self) -> dict[str, Any]:
        """What the recipient's own system fetches."""
        return {name: value for name, value in asdict(self).items() if name != "child_ids"}


COLUMNS = """notification_id, profile, contact_id, child_id, payload, sent_at, delivered_at, acknowledged_at,
             version, position, child_ids,
             (select count(*) from request_answers a
               where a.notification_id = inbox_messages.notification_id) as answers"""


ANSWERED = f"""(profile <> '{Profile.INFO_REQUEST}' or exists (
    select from request_answers a where a.notification_id = inbox_messages.notification_id))"""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAnswer:
    """One answer in the eyes of the agency that gave it."""

    words: str
    declined: bool
    answered_by: str
    answered_at: datetime
    late: bool


async def answers_to(connection: Connection, notification_id: str) -> list[OwnAnswer]:
    """What the asked agency has answered, in the order of saying."""
    rows = await connection.fetch(
        """select words, declined, answered_by, answered_at, late from request_answers
            where notification_id = $1 order by position""",
        notification_id,
    )
    return [OwnAnswer(**dict(row)) for row in rows]


def whom(messages: Iterable[InboxMessage]) -> set[str]:
    """Every child whom these are about: whoever is shown them has looked at each."""
    return {child_id for message in messages for child_id in message.child_ids}


def readable_by(who: Actor) -> list[str]:
    """The profiles that somebody in this role may read, of what was sent to their organisation."""
    return [profile.value for profile, roles in READERS.items() if who.role in roles]


async def feed(connection: Connection, who: Actor, after: int, limit: int = FEED_AT_MOST) -> list[InboxMessage]:
    """What was sent to this reader's organisation after a cursor, the oldest first."""
    rows = await connection.fetch(
        f"""select {COLUMNS} from inbox_messages where org_id = $1 and profile = any($2) and position > $3
            order by position limit $4""",
        who.org_id,
        readable_by(who),
        after,
        limit,
    )
    return [_message(row) for row in rows]


async def newest(connection: Connection, who: Actor, limit: int) -> list[InboxMessage]:
    """What we sent to this reader's organisation unasked, what waits for its word first, then the newest."""
    rows = await connection.fetch(
        f"""select {COLUMNS} from inbox_messages where org_id = $1 and profile = any($2)
            order by acknowledged_at is not null and {ANSWERED}, position desc limit $3""",
        who.org_id,
        [profile for profile in readable_by(who) if profile not in REPLIES],
        limit,
    )
    return [_message(row) for row in rows]


async def how_many(connection: Connection, who: Actor) -> int:
    """How many messages stand by themselves in this reader's inbox."""
    return await connection.fetchval(
        "select count(*) from inbox_messages where org_id = $1 and profile = any($2)",
        who.org_id,
        [profile for profile in readable_by(who) if profile not in REPLIES],
    )


async def message_for(connection: Connection, who: Actor, notification_id: str) -> InboxMessage | None:
    """One message, when it was sent to this reader's organisation and is for somebody in this role."""
    row = await connection.fetchrow(
        f"""select {COLUMNS} from inbox_messages where notification_id = $1 and org_id = $2
              and profile = any($3)""",
        notification_id,
        who.org_id,
        readable_by(who),
    )
    return _message(row) if row else None


async def about(connection: Connection, who: Actor, contact_ids: Collection[str]) -> list[InboxMessage]:
    """What we answered to this reader's organisation about these contacts, in the order of answering."""
    rows = await connection.fetch(
        f"""select {COLUMNS} from inbox_messages where org_id = $1 and contact_id = any($2)
              and profile = any($3) order by position""",
        who.org_id,
        list(contact_ids),
        [profile for profile in readable_by(who) if profile in REPLIES],
    )
    return [_message(row) for row in rows]


def _message(row: Row) -> InboxMessage:
    fields: dict[str, Any] = {**dict(row), "profile": Profile(row["profile"]), "child_ids": tuple(row["child_ids"])}
    return InboxMessage(**fields)
