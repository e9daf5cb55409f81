"""The clocks of the other services, for the list of what has warned and run out: rows only, no command of ours."""

from screening.clock_readings import ClockBreached, ClockEnded, ClockRebased, ClockWarned
from screening.read_models import alerts
from screening.read_models.fired import breach_of, warning_of
from shared.database import Connection
from shared.subscriptions import Message, Subscriptions

TOPICS = ("contacts", "strategy-meetings", "handovers", "notifications")


def listen_to_clocks(subscriptions: Subscriptions) -> None:
    for topic in TOPICS:
        subscriptions.project(topic, "frontdoor.ClockRebased.v1", ClockRebased)(_rebased)
        subscriptions.project(topic, "frontdoor.ClockWarned.v1", ClockWarned)(_warned)
        subscriptions.project(topic, "frontdoor.ClockBreached.v1", ClockBreached)(_breached)
        subscriptions.project(topic, "frontdoor.ClockStopped.v1", ClockEnded)(_stopped)
        subscriptions.project(topic, "frontdoor.ClockCancelled.v1", ClockEnded)(_cancelled)


async def _rebased(connection: Connection, message: Message[ClockRebased]) -> None:
    await alerts.rebase(connection, message.data.code, message.data.subject, message.data.new_due_at)


async def _warned(connection: Connection, message: Message[ClockWarned]) -> None:
    await alerts.fire(connection, [warning_of(message.data)])


async def _breached(connection: Connection, message: Message[ClockBreached]) -> None:
    await alerts.fire(connection, [breach_of(message.data)])


async def _stopped(connection: Connection, message: Message[ClockEnded]) -> None:
    await alerts.end(connection, [(message.data.code, message.data.subject, message.data.at)])


async def _cancelled(connection: Connection, message: Message[ClockEnded]) -> None:
    await alerts.cancel(connection, message.data.code, message.data.subject, message.data.at)
