"""Requests that are left in the middle: half a body and a reset, or a whole request and nobody to hear the answer."""

import asyncio
import contextlib
from enum import StrEnum
from urllib.parse import urlsplit


class Cut(StrEnum):
    """How a client goes away. ``HURRY`` waits a few milliseconds for its answer, and may get it."""

    HALF_BODY = "HALF_BODY"
    NO_ANSWER = "NO_ANSWER"
    HURRY = "HURRY"


async def send_and_leave(url: str, headers: dict[str, str], body: bytes, cut: Cut) -> None:
    """Posts the body, or half of it, and goes. What became of it is unknown. Raises ``OSError``."""
    place = urlsplit(url)
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    first = f"POST {place.path} HTTP/1.1\r\nhost: {place.netloc}\r\ncontent-length: {len(body)}\r\n{head}\r\n"
    _, writer = await asyncio.open_connection(place.hostname, place.port or 80)
    try:
        writer.write(first.encode() + (body[: len(body) // 2] if cut is Cut.HALF_BODY else body))
        await writer.drain()
        # What waits in a closed socket's way is thrown away: give it time to leave.
        await asyncio.sleep(0.005)
    finally:
        if cut is Cut.HALF_BODY:
            writer.transport.abort()
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
