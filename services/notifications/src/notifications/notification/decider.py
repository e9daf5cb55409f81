"""The rules of one notification: built from its profile and nothing else, held when in doubt, sent once, never
silent.

Whoever must decide about a doubt is named with it.
"""

from typing import assert_never

from notifications.notification.answering import answer
from notifications.notification.arrival import acknowledge, deliver, tell_by_phone
from notifications.notification.commands import (
    AcknowledgeNotification,
    AnswerInformationRequest,
    ApproveNotification,
    HoldNotification,
    NotificationCommand,
    RecordDelivery,
    RecordPhoneDelivery,
    ReleaseNotification,
    RequestNotification,
    SendNotification,
    SuppressNotification,
)
from notifications.notification.events import NotificationEvent
from notifications.notification.review import approve, hold, release, suppress
from notifications.notification.sending import request, send
from notifications.notification.state import Absent, NotificationState, evolve
from shared.decider import Decider


def decide(command: NotificationCommand, state: NotificationState) -> list[NotificationEvent]:
    match command:
        case RequestNotification():
            return request(command, state)
        case SendNotification():
            return send(command, state)
        case HoldNotification():
            return hold(command, state)
        case ApproveNotification():
            return approve(command, state)
        case ReleaseNotification():
            return release(command, state)
        case SuppressNotification():
            return suppress(command, state)
        case RecordDelivery():
            return deliver(command, state)
        case RecordPhoneDelivery():
            return tell_by_phone(command, state)
        case AcknowledgeNotification():
            return acknowledge(command, state)
        case AnswerInformationRequest():
            return answer(command, state)
    assert_never(command)


NOTIFICATION: Decider[NotificationCommand, NotificationEvent, NotificationState] = Decider(
    initial=Absent(), decide=decide, evolve=evolve
)
