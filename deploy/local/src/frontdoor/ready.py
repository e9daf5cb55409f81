"""Waits until every part answers that it is ready, and says so in the one line that scripts wait for."""

import asyncio
import time
from collections.abc import Mapping

import httpx2

from frontdoor.health import unready

ASK_EVERY_SECONDS = 0.2
TELL_EVERY_SECONDS = 10.0


async def ready_line(address: str, parts: Mapping[str, httpx2.AsyncClient]) -> None:
    """Print `Ready: <address>`; while it takes long, say who is not ready. Who once was is not asked again."""
    tell_at = time.monotonic() + TELL_EVERY_SECONDS
    left = dict(parts)
    while left := {name: left[name] for name in await unready(left)}:
        if time.monotonic() > tell_at:
            print(f"Still waiting for {', '.join(left)}", flush=True)
            tell_at += TELL_EVERY_SECONDS
        await asyncio.sleep(ASK_EVERY_SECONDS)
    print(f"Ready: {address}", flush=True)
