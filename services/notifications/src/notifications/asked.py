"""What an agency was asked, found and answered by its own people and systems.

Its one law: a request to somebody else does not exist for whoever asks after it.
"""

from collections.abc import Sequence

from notifications.codes import Profile
from notifications.inbox import show, stream_of
from notifications.notification.commands import AnswerInformationRequest
from notifications.notification.decider import NOTIFICATION
from notifications.read_models import inbox
from notifications.read_models.inbox import InboxMessage, OwnAnswer
from shared.audit import looked
from shared.handling import Caller, Json, Step, handle
from shared.problems import NotFound
from shared.service import Service


async def request_to(
    service: Service, caller: Caller, notification_id: str
) -> tuple[InboxMessage, Sequence[OwnAnswer]]:
    """The request and what this reader's organisation has answered. Being shown counts as delivered, and is audited.

    Raises NotFound for what did not ask this reader's organisation, whether it exists or not.
    """
    message = await _own(service, caller, notification_id)
    await looked(service, caller.actor, "ViewInformationRequest", inbox.whom([message]))
    [shown] = await show(service, caller, [message])
    async with service.pool.acquire() as connection:
        return shown, await inbox.answers_to(connection, notification_id)


async def answer(
    service: Service, caller: Caller, notification_id: str, *, words: str, declined: bool, answered_by: str = ""
) -> Json:
    """Raises NotFound for what did not ask this caller's organisation, whether it exists or not."""
    message = await _own(service, caller, notification_id)
    command = AnswerInformationRequest(
        words=words, declined=declined, answered_by=answered_by, by=caller.actor, at=service.clock.now()
    )
    step = Step(stream=stream_of(message.notification_id), decider=NOTIFICATION, command=command)
    return await handle(service.store, caller, step)


async def _own(service: Service, caller: Caller, notification_id: str) -> InboxMessage:
    async with service.pool.acquire() as connection:
        message = await inbox.message_for(connection, caller.actor, notification_id)
    if message is None or message.profile is not Profile.INFO_REQUEST:
        raise NotFound("request")
    return message
