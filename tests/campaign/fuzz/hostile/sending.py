"""Sends the attacks, a few at a time, and notes every answer."""

import asyncio
import time
from collections.abc import Iterator

import httpx2

from tests.campaign.fuzz.hostile.attacks import Attack
from tests.campaign.fuzz.meter import Meter
from tests.campaign.fuzz.system import System

AT_ONCE = 3
PATIENCE_SECONDS = 20
ATTEMPTS = 2
"""The connection may be one that the server has closed after an answer of another request."""
LONG = 16_000


async def send_all(system: System, attacks: Iterator[Attack], many: int, meter: Meter) -> None:
    """Sends ``many`` of the attacks."""
    until = meter.requests + many
    limits = httpx2.Limits(max_connections=AT_ONCE)
    async with httpx2.AsyncClient(trust_env=False, timeout=PATIENCE_SECONDS, limits=limits) as client:

        async def sender() -> None:
            while meter.requests < until:
                await _send(client, system, next(attacks), meter)

        await asyncio.gather(*(sender() for _ in range(AT_ONCE)))


async def _send(client: httpx2.AsyncClient, system: System, attack: Attack, meter: Meter) -> None:
    where = f"{attack.route.name} [{attack.name.partition(':')[0][:60]}]"
    for attempt in range(ATTEMPTS):
        begun = time.perf_counter()
        try:
            answer = await client.send(_request(system, attack))
        except httpx2.TransportError as error:
            if attempt == ATTEMPTS - 1:
                _without_answer(meter, attack, where, type(error).__name__)
        else:
            meter.answered(where, answer.status_code, time.perf_counter() - begun, attack.example)
            return


def _request(system: System, attack: Attack) -> httpx2.Request:
    known = system.session(attack.who) if attack.by_session else system.headers(attack.who)
    merged = {**known, **attack.headers}
    headers = [(name.encode(), value.encode("latin-1")) for name, value in merged.items() if value]
    address = httpx2.URL(system.address).copy_with(raw_path=attack.path.encode("latin-1"))
    return httpx2.Request(attack.route.method, address, headers=headers, content=attack.body)


def _without_answer(meter: Meter, attack: Attack, where: str, why: str) -> None:
    """A server may cut a request line or headers that are too long; anything else deserves an answer."""
    if len(attack.path) > LONG or sum(map(len, attack.headers.values())) > LONG or attack.name.startswith("header"):
        meter.let_go()
    else:
        meter.unanswered(where, why, attack.example)
