"""The clocks of the other services, for the list of what has warned and run out: rows only, no command of ours."""

from datetime import datetime

from screening.read_models import alerts
from screening.read_models.fired import BREACH, Fired
from shared.contracts import Reading
from shared.database import Connection
from shared.subscriptions import Message, Subscriptions

TOPICS = ("contacts", "strategy-meetings", "handovers", "notifications")


class ClockRebased(Reading):
    code: str
    subject: str
    new_due_at: datetime


class ClockWarned(Reading):
    code: str
    subject: str
    child_ids: tuple[str, ...] = ()
    fraction: float
    tell: str
    fired_at: datetime
    late: bool
    due_at: datetime | None = None


class ClockBreached(Reading):
    """``at`` is the deadline."""

    code: str
    subject: str
    child_ids: tuple[str, ...] = ()
    tell: str
    at: datetime
    fired_at: datetime
    late: bool


class ClockStopped(Reading):
    code: str
    subject: str
    at: datetime


class ClockCancelled(Reading):
    code: str
    subject: str
    at: datetime


def listen_to_clocks(subscriptions: Subscriptions) -> None:
    for topic in TOPICS:
        subscriptions.project(topic, "frontdoor.ClockRebased.v1", ClockRebased)(_rebased)
        subscriptions.project(topic, "frontdoor.ClockWarned.v1", ClockWarned)(_warned)
        subscriptions.project(topic, "frontdoor.ClockBreached.v1", ClockBreached)(_breached)
        subscriptions.project(topic, "frontdoor.ClockStopped.v1", ClockStopped)(_stopped)
        subscriptions.project(topic, "frontdoor.ClockCancelled.v1", ClockCancelled)(_cancelled)


async def _rebased(connection: Connection, message: Message[ClockRebased]) -> None:
    await alerts.rebase(connection, message.data.code, message.data.subject, message.data.new_due_at)


async def _warned(connection: Connection, message: Message[ClockWarned]) -> None:
    fired = message.data
    await alerts.fire(connection, [Fired(**fired.model_dump())])


async def _breached(connection: Connection, message: Message[ClockBreached]) -> None:
    fired = message.data.model_dump(exclude={"at"})
    await alerts.fire(connection, [Fired(**fired, due_at=message.data.at, fraction=BREACH)])


async def _stopped(connection: Connection, message: Message[ClockStopped]) -> None:
    await alerts.end(connection, [(message.data.code, message.data.subject, message.data.at)])


async def _cancelled(connection: Connection, message: Message[ClockCancelled]) -> None:
    await alerts.cancel(connection, message.data.code, message.data.subject, message.data.at)
