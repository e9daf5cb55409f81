"""Sends what is outstanding, as soon as it may leave, and asks for the words that are owed.

The decider decides; this only carries today's register and roll to it, again and again, so that a crash loses
nothing.
"""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from notifications.notification.commands import SendNotification
from notifications.notification.decider import NOTIFICATION
from notifications.owed.asking import requests_for
from notifications.owed.facts import Kind, KnownContact, Owed
from notifications.policy import POLICY
from notifications.read_models import contacts, outstanding, owed, quality, recipients
from notifications.read_models.outstanding import Outstanding
from notifications.recipient.commands import IntroduceRecipient
from notifications.recipient.decider import RECIPIENT, recipient_stream
from notifications.subscriptions import request_step
from shared.access.actor import SYSTEM
from shared.database import Connection
from shared.decider import Refused
from shared.disclosure import NotInProfile
from shared.handling import Caller, Step, Unit, handle
from shared.problems import StoreUnavailable
from shared.service import Service
from shared.store.store import UNAVAILABLE

LOOK_SECONDS = 0.5
LATER = timedelta(minutes=5)

log = structlog.get_logger("sender")


async def send_for_ever(service: Service) -> None:
    """Looks twice a second, and at once again after it found something; a store that is away is waited for."""
    introduced = False
    while True:
        found = 0
        try:
            if not introduced:
                await introduce_recipients(service)
                introduced = True
            found = await send_what_is_owed(service)
        except (StoreUnavailable, *UNAVAILABLE) as error:
            log.warning("sender_waits", error=type(error).__name__)
        if not found:
            await asyncio.sleep(LOOK_SECONDS)


async def send_what_is_owed(service: Service) -> int:
    """One look: asks for the words that are owed, then sends all that may leave.

    Returns how many it touched.
    """
    now = service.clock.now()
    asked = await _ask_for_what_is_owed(service, now)
    async with service.pool.acquire() as connection:
        waiting = await outstanding.due(connection, now)
        commands = [await _command(connection, each, now) for each in waiting]
    await asyncio.gather(*(_send(service, each, command) for each, command in zip(waiting, commands, strict=True)))
    return asked + len(waiting)


async def introduce_recipients(service: Service) -> None:
    """Tells the other services of whoever was registered before they were told of anybody; once for each."""
    async with service.pool.acquire() as connection:
        waiting = await recipients.to_introduce(connection)
    for recipient_id in waiting:
        command = IntroduceRecipient(recipient_id=recipient_id, by=SYSTEM, at=service.clock.now())
        step = Step(stream=recipient_stream(recipient_id), decider=RECIPIENT, command=command)
        await handle(service.store, Caller(actor=SYSTEM), step)


async def _ask_for_what_is_owed(service: Service, now: datetime) -> int:
    async with service.pool.acquire() as connection:
        found = [await _complete(connection, each) for each in await owed.due(connection, now)]
        known = await contacts.known_contacts(connection, [each.contact_id for each in found]) if found else {}
    await asyncio.gather(*(_ask(service, each, known[each.contact_id], now) for each in found))
    return len(found)


async def _complete(connection: Connection, each: Owed) -> Owed:
    """With what has to be counted at the moment of telling."""
    if each.kind is not Kind.QUALITY:
        return each
    return replace(each, month=await quality.counted(connection, each.said))


async def _ask(service: Service, each: Owed, contact: KnownContact, now: datetime) -> None:
    """Words that can't be put in their profile stay owed and keep no others back."""
    try:
        asked = requests_for(each, contact, POLICY, now, service.settings.public_url)
        steps = tuple(request_step(command) for command in asked)
        caller = _caller(each.correlation_id, each.because or each.event_id)
        settle = partial(owed.settle, looked_at=each)
        await service.store.submit(Unit(caller=caller, steps=steps, effects=(settle,)))
    except (Refused, NotInProfile) as error:
        log.error("owed_not_in_profile", kind=each.kind, error=type(error).__name__)
        async with service.pool.acquire() as connection:
            await owed.try_later(connection, each.event_id, now + LATER)


async def _command(connection: Connection, waiting: Outstanding, now: datetime) -> SendNotification:
    urn = waiting.recipient_urn
    return SendNotification(
        recipient=await recipients.registered(connection, urn, waiting.recipient_org),
        roll=await recipients.roll_check(connection, urn, waiting.pupil_keys) if urn else None,
        verification_days=POLICY.verification_days,
        roles_unclear=waiting.roles_unclear,
        by=SYSTEM,
        at=now,
    )


async def _send(service: Service, waiting: Outstanding, command: SendNotification) -> None:
    stream = f"Notification-{waiting.notification_id}"
    step = Step(stream=stream, decider=NOTIFICATION, command=command)
    caller = _caller(waiting.correlation_id, waiting.because or waiting.cause_event)
    # It rests before what was decided is written, which may say that there is more to do at once.
    rest = partial(outstanding.rest, looked_at=waiting)
    await service.store.submit(Unit(caller=caller, steps=(step,), effects=(rest,)))


def _caller(correlation_id: str, cause_event: str) -> Caller:
    return Caller(actor=SYSTEM, correlation_id=correlation_id, causation_id=cause_event)
