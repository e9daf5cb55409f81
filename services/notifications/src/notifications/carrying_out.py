"""A person's command about one notification, carried out from an address or from a page."""

from fastapi import Request

from notifications import inbox as inboxes
from notifications.notification.commands import NotificationCommand
from notifications.notification.decider import NOTIFICATION
from notifications.read_models import sent
from shared.access.actor import Actor, Role
from shared.handling import Json, Step, handle
from shared.problems import NotFound
from shared.service import Service, caller_of


async def act(
    request: Request,
    service: Service,
    who: Actor,
    notification_id: str,
    command: NotificationCommand,
    expected_version: int | None,
    key: str | None = None,
) -> Json:
    """Carries out a person's command about one notification. Raises NotFound when there is none, or when it follows
    from what another force than this officer's sent."""
    async with service.pool.acquire() as connection:
        found = await sent.one(connection, notification_id)
        may = who.role is not Role.POLICE_MASH or await sent.follows_from(connection, notification_id, who.org_id)
    if found is None or not may:
        raise NotFound("notification")
    step = Step(
        stream=inboxes.stream_of(notification_id),
        decider=NOTIFICATION,
        command=command,
        expected_version=expected_version,
    )
    return await handle(service.store, await caller_of(request, who, key), step)
