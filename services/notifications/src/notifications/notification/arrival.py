"""Words that have left: who has seen them, who has acknowledged them, who heard them on the phone."""

from dataclasses import replace
from datetime import datetime

from notifications.codes import ALERTS, READERS, Transport
from notifications.notification.commands import AcknowledgeNotification, RecordDelivery, RecordPhoneDelivery
from notifications.notification.events import (
    NotificationAcknowledged,
    NotificationDelivered,
    NotificationEvent,
)
from notifications.notification.facts import About
from notifications.notification.sending import leaving
from notifications.notification.standing import is_late, too_late
from notifications.notification.state import Failed, NotificationState, Ready, Sent
from shared.decider import Refused


def deliver(command: RecordDelivery, state: NotificationState) -> list[NotificationEvent]:
    sent = sent_to(command.by.org_id, state)
    _reader_only(command, sent)
    if sent.delivered:
        return []
    return [_delivered(sent.about, Transport.PORTAL, command.at, command.by.user_id, sent.due_at)]


def acknowledge(command: AcknowledgeNotification, state: NotificationState) -> list[NotificationEvent]:
    sent = sent_to(command.by.org_id, state)
    _reader_only(command, sent)
    if sent.acknowledged:
        return []
    acknowledged = NotificationAcknowledged(
        about=sent.about, acknowledged_at=command.at, acknowledged_by=command.by.user_id
    )
    if sent.delivered:
        return [acknowledged]
    seen = _delivered(sent.about, Transport.PORTAL, command.at, command.by.user_id, sent.due_at)
    return [seen, acknowledged]


def sent_to(org_id: str, state: NotificationState) -> Sent:
    if isinstance(state, Sent) and state.about.recipient_org == org_id:
        return state
    raise Refused("NOT-ADDRESSEE", "This was not sent to your organisation")


def _reader_only(command: RecordDelivery | AcknowledgeNotification, sent: Sent) -> None:
    if command.by.role not in READERS[sent.about.profile]:
        raise Refused("NOT-ADDRESSEE", "This is for the safeguarding lead of your organisation")


def _delivered(
    about: About, transport: Transport, at: datetime, to: str, due_at: datetime | None
) -> NotificationDelivered:
    return NotificationDelivered(
        about=about, transport=transport, delivered_at=at, delivered_to=to, late=is_late(at, due_at)
    )


def tell_by_phone(command: RecordPhoneDelivery, state: NotificationState) -> list[NotificationEvent]:
    if not command.spoken_to.strip():
        raise Refused("NOT-PHONE", "Write down who you read the words to", "spoken_to")
    spoken_to = command.spoken_to.strip()
    match state:
        case Sent(delivered=True):
            return []
        case Sent():
            return [_delivered(state.about, Transport.PHONE, command.at, spoken_to, state.due_at)]
        case Ready() if state.about.profile not in ALERTS:
            return _read_out(state, command.at, spoken_to)
        case Failed():
            return _read_out(replace(state.unsent, about=state.about), command.at, spoken_to)
        case _:
            raise too_late(state, "read out")


def _read_out(ready: Ready, at: datetime, spoken_to: str) -> list[NotificationEvent]:
    return [
        leaving(ready, Transport.PHONE, at),
        _delivered(ready.about, Transport.PHONE, at, spoken_to, ready.due_at),
    ]
