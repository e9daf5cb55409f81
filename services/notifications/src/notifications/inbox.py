"""Shows an organisation its messages.

Its one law: nothing is shown that is not written down as delivered first.
"""

from collections.abc import Sequence
from dataclasses import replace

from notifications.notification.commands import AcknowledgeNotification, RecordDelivery
from notifications.notification.decider import NOTIFICATION
from notifications.read_models import inbox
from notifications.read_models.inbox import InboxMessage
from shared.handling import Caller, Json, Step, handle
from shared.problems import NotFound
from shared.service import Service


def stream_of(notification_id: str) -> str:
    return f"Notification-{notification_id}"


async def show(service: Service, caller: Caller, messages: Sequence[InboxMessage]) -> list[InboxMessage]:
    """The same messages, each of them now delivered, and the look at them audited."""
    now = service.clock.now()
    unseen = [message for message in messages if message.delivered_at is None]
    if unseen:
        command = RecordDelivery(by=caller.actor, at=now)
        steps = [
            Step(stream=stream_of(message.notification_id), decider=NOTIFICATION, command=command) for message in unseen
        ]
        # Never with the request's own key: what was answered before must not stand for what is shown now.
        await handle(service.store, replace(caller, key=None), *steps)
    return [replace(message, delivered_at=message.delivered_at or now) for message in messages]


async def acknowledge(service: Service, caller: Caller, notification_id: str, expected_version: int | None) -> Json:
    """Raises NotFound for what was not sent to this reader, whether it exists or not."""
    async with service.pool.acquire() as connection:
        if await inbox.message_for(connection, caller.actor, notification_id) is None:
            raise NotFound("message")
    step = Step(
        stream=stream_of(notification_id),
        decider=NOTIFICATION,
        command=AcknowledgeNotification(by=caller.actor, at=service.clock.now()),
        expected_version=expected_version,
    )
    return await handle(service.store, caller, step)
