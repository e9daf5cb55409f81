"""What no HTTP client would send: bodies without end, cut, slow or miscounted, and lines that are no HTTP at all.

Each is bounded by us. The server may answer or hang up, but not fail, and it goes on serving others meanwhile.
"""

import asyncio
import random
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

from tests.campaign.fuzz.meter import Meter
from tests.campaign.fuzz.places import Places
from tests.campaign.fuzz.routes import Route
from tests.campaign.fuzz.system import System

CHUNK = b"10000\r\n" + b" " * 65_536 + b"\r\n"
MOST_CHUNKS = 200
SLOW_PARTS = 6
SLOW_PAUSE_SECONDS = 0.5
ANSWER_SECONDS = 10
AT_ONCE = 4
NO_HTTP: tuple[bytes, ...] = (
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    b"GET\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"\r\n" * 1_000,
    b"A" * 70_000,
    b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET http://other.example/ HTTP/1.1\r\nHost: a\r\n\r\n",
    b"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
    b"CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 5_000 + b"\r\n",
)
WAYS_TO_SAY_LENGTH: tuple[bytes, ...] = (
    b"Content-Length: -1",
    b"Content-Length: 99999999999999999999",
    b"Content-Length: a",
    b"Content-Length: 2\r\nContent-Length: 3",
    b"Content-Length: 2\r\nTransfer-Encoding: chunked",
    b"Transfer-Encoding: chunked, gzip",
)

Write = Callable[[asyncio.StreamWriter], Awaitable[None]]


class RawRequests:
    """Talks to the socket itself."""

    def __init__(self, system: System, places: Places, meter: Meter, seed: int) -> None:
        place = urlsplit(system.address)
        self._host, self._port = place.hostname or "", place.port or 80
        self._system = system
        self._places = places
        self._meter = meter
        self._rng = random.Random(seed)
        self._room = asyncio.Semaphore(AT_ONCE)

    async def send_all(self, routes: list[Route]) -> None:
        """Each way on each of these routes, some at once, and then what is no HTTP."""
        ways = [("endless body", _endless), ("cut body", _cut), ("slow body", _slow)]
        lengths = [("miscounted body", _miscounted(length)) for length in WAYS_TO_SAY_LENGTH]
        async with asyncio.TaskGroup() as tasks:
            for route in routes:
                for name, way in [*ways, self._rng.choice(lengths)]:
                    tasks.create_task(self._send(f"{route.name} [{name}]", self._head(route), way))
        for nonsense in NO_HTTP:
            await self._send(f"no HTTP: {nonsense[:30]!r}", nonsense, _nothing)

    def _head(self, route: Route) -> bytes:
        path = route.filled(**self._places.values(route, self._rng))
        token = self._system.headers(route.callers[0])["authorization"]
        kind = "application/json" if route.is_api else "application/x-www-form-urlencoded"
        lines = [f"{route.method} {path} HTTP/1.1", "Host: a", f"Authorization: {token}", f"Content-Type: {kind}"]
        return "\r\n".join(lines).encode() + b"\r\n"

    async def _send(self, where: str, head: bytes, way: Write) -> None:
        async with self._room, self._connected() as (reader, writer):
            writer.write(head)
            with suppress(ConnectionError):
                await way(writer)
            begun = time.perf_counter()
            line = await self._first_line(reader)
            seconds = time.perf_counter() - begun
        self._note(where, line, seconds, head)

    async def _first_line(self, reader: asyncio.StreamReader) -> bytes | None:
        """The status line, empty when the server hung up, none when it did neither."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                return await reader.readline()
        except TimeoutError:
            return None
        except (ConnectionError, ValueError):
            return b""

    def _note(self, where: str, line: bytes | None, seconds: float, head: bytes) -> None:
        def example() -> str:
            return repr(head[:300])

        if line is None:
            self._meter.unanswered(where, f"none in {ANSWER_SECONDS} s", example)
        elif line.startswith(b"HTTP/1.1 "):
            self._meter.answered(where, int(line.split()[1]), seconds, example)
        else:
            self._meter.let_go()

    @asynccontextmanager
    async def _connected(self) -> AsyncGenerator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        reader, writer = await asyncio.open_connection(self._host, self._port)
        try:
            yield reader, writer
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()


async def _endless(writer: asyncio.StreamWriter) -> None:
    """Chunks until the server has had enough; bounded, and it has to have had enough long before."""
    writer.write(b"Transfer-Encoding: chunked\r\n\r\n")
    for _ in range(MOST_CHUNKS):
        writer.write(CHUNK)
        await writer.drain()


async def _cut(writer: asyncio.StreamWriter) -> None:
    writer.write(b'Content-Length: 1000\r\n\r\n{"a": ')
    await writer.drain()
    writer.write_eof()


async def _slow(writer: asyncio.StreamWriter) -> None:
    """A few bytes at a time; then we have gone."""
    writer.write(b"Content-Length: 1000\r\n\r\n")
    for _ in range(SLOW_PARTS):
        writer.write(b"    ")
        await writer.drain()
        await asyncio.sleep(SLOW_PAUSE_SECONDS)
    writer.write_eof()


def _miscounted(length: bytes) -> Write:
    async def write(writer: asyncio.StreamWriter) -> None:
        writer.write(length + b"\r\n\r\n{}")
        await writer.drain()
        writer.write_eof()

    return write


async def _nothing(writer: asyncio.StreamWriter) -> None:
    await writer.drain()
    writer.write_eof()
