"""When the system has come to rest: what is due has fired, all that is committed is published, and that is taken in."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import httpx2

LOOK_SECONDS: Final = 0.25
QUIET_SECONDS: Final = 3.0
"""Longer than a relay, a scheduler or the sender rests between two looks of its own."""
ANSWER_SECONDS: Final = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """What was last seen of each service, and whether nothing was left."""

    settled: bool
    seconds: float
    reports: Mapping[str, Mapping[str, Any]]

    def parked(self) -> int:
        return sum(report.get("parked") or 0 for report in self.reports.values())


async def settled(addresses: Mapping[str, str], seconds_at_most: float) -> Lag:
    """Waits until nothing has been left for a while: what is taken in can lead to more that is published."""
    begun = quiet_from = time.monotonic()
    reports: dict[str, Mapping[str, Any]] = {}
    async with httpx2.AsyncClient(trust_env=False, timeout=ANSWER_SECONDS) as client:
        while (seconds := time.monotonic() - begun) < seconds_at_most:
            found = await asyncio.gather(*(_report(client, address) for address in addresses.values()))
            reports = dict(zip(addresses, found, strict=True))
            if not _nothing_left(found):
                quiet_from = time.monotonic()
            elif time.monotonic() - quiet_from > QUIET_SECONDS:
                return Lag(settled=True, seconds=seconds, reports=reports)
            await asyncio.sleep(LOOK_SECONDS)
    return Lag(settled=False, seconds=time.monotonic() - begun, reports=reports)


async def _report(client: httpx2.AsyncClient, address: str) -> Mapping[str, Any]:
    try:
        return (await client.get(f"{address}/readyz")).json()
    except (httpx2.HTTPError, ValueError) as error:
        return {"status": type(error).__name__}


def _nothing_left(reports: Sequence[Mapping[str, Any]]) -> bool:
    return all(
        report["status"] == "ready"
        and report.get("lag", 0) == 0
        and report.get("unpublished") == 0
        and report.get("unfired") == 0
        for report in reports
    )
