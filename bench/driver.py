"""An HTTP client for measuring: raw keep-alive connections, driven closed loop (as fast as it goes) or open loop.

The law of the open loop: a request is due at a planned moment whether or not earlier ones are answered, and its latency
counts from that moment. Waiting for a slow answer before sending the next would hide how slow it was.
"""

import asyncio
import itertools
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

import orjson

MOST_LINES = 256
SEND_AGAIN = (502, 503)
RETRY_AFTER_SECONDS = 2.0
MOST_TRIES = 10
END_OF_HEAD = b"\r\n\r\n"
END_OF_CHUNKS = b"0\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server listens."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Answer:
    """One response. Instants are of ``time.perf_counter``."""

    status: int
    body: bytes
    first_byte_at: float
    done_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A request and the moment it is due, in seconds after the start."""

    at: float
    request: bytes
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """What a closed loop saw: requests a second, and the latency of each in milliseconds."""

    per_second: float
    latencies_ms: Sequence[float]


class LineCut(Exception):
    """The server closed the connection before the answer was complete."""


class Line(asyncio.Protocol):
    """One connection: one request at a time."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[Answer] | None = None
        self._received = bytearray()
        self._first_byte_at = 0.0

    @property
    def is_open(self) -> bool:
        return self._transport is not None and not self._transport.is_closing()

    async def ask(self, request: bytes) -> Answer:
        """Sends the request and waits for the whole answer."""
        if self._transport is None:
            raise LineCut
        self._received.clear()
        self._first_byte_at = 0.0
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(LineCut())

    def data_received(self, data: bytes) -> None:
        self._first_byte_at = self._first_byte_at or time.perf_counter()
        self._received += data
        body_at = self._received.find(END_OF_HEAD) + len(END_OF_HEAD)
        if body_at < len(END_OF_HEAD) or not _is_whole(self._received, body_at):
            return
        if self._answer is None or self._answer.done():
            return
        status, body = int(self._received[9:12]), bytes(self._received[body_at:])
        self._answer.set_result(Answer(status, body, self._first_byte_at, time.perf_counter()))


def _is_whole(received: bytearray, body_at: int) -> bool:
    head = received[:body_at].lower()
    at = head.find(b"content-length:")
    if at < 0:
        return received.endswith(END_OF_CHUNKS)
    return len(received) - body_at >= int(head[at + 15 : head.index(b"\r\n", at)])


class Lines:
    """The connections to one server: as many as are in use at once, kept open."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._idle: list[Line] = []
        self._room = asyncio.Semaphore(MOST_LINES)

    async def ask(self, request: bytes) -> Answer:
        """Sends the request on a free connection, a new one if need be."""
        async with self._room:
            line = await self._free()
            try:
                answer = await line.ask(request)
            except LineCut:
                # A server may close a connection that was idle just as we send: as any client, ask again on a new one.
                line = await connected(self._address)
                answer = await line.ask(request)
            self._idle.append(line)
            return answer

    async def _free(self) -> Line:
        while self._idle:
            line = self._idle.pop()
            if line.is_open:
                return line
        return await connected(self._address)

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()


async def connected(address: Address) -> Line:
    """A new connection."""
    _, line = await asyncio.get_running_loop().create_connection(Line, address.host, address.port)
    return line


def request(method: str, path: str, token: str, body: object = None, headers: Sequence[str] = ()) -> bytes:
    """The bytes of one request."""
    content = b"" if body is None else orjson.dumps(body)
    lines = [f"{method} {path} HTTP/1.1", "host: 127.0.0.1", f"authorization: Bearer {token}", *headers]
    if content:
        lines += ["content-type: application/json", f"content-length: {len(content)}"]
    return "\r\n".join([*lines, "", ""]).encode() + content


async def closed_loop(addresses: Sequence[Address], requests: Iterable[bytes], at_once: int, seconds: float) -> Closed:
    """So many at once for so long, shared evenly between the addresses. Every answer must be a success."""
    lines = [await connected(address) for address, _ in zip(itertools.cycle(addresses), range(at_once), strict=False)]
    waiting = iter(requests)
    started = time.perf_counter()
    taken = await asyncio.gather(*(_one_after_another(line, waiting, started + seconds) for line in lines))
    elapsed = time.perf_counter() - started
    for line in lines:
        line.close()
    latencies = [each for some in taken for each in some]
    return Closed(per_second=len(latencies) / elapsed, latencies_ms=latencies)


async def _one_after_another(line: Line, requests: Iterator[bytes], until: float) -> list[float]:
    latencies: list[float] = []
    while (started := time.perf_counter()) < until:
        answer = await line.ask(next(requests))
        assert answer.status < 300, answer.body
        latencies.append((answer.done_at - started) * 1000)
    return latencies


async def open_loop(
    lines: Lines, planned: Sequence[Due], answered: Callable[[Due, float, Answer], None], started: float
) -> None:
    """Sends each request when it is due, and again where it is told to; ``answered`` gets it, the instant it was due,
    and its answer."""

    async def send(due: Due) -> None:
        answer = await lines.ask(due.request)
        for _ in range(MOST_TRIES):
            if answer.status not in SEND_AGAIN:
                break
            await asyncio.sleep(RETRY_AFTER_SECONDS)
            answer = await lines.ask(due.request)
        assert answer.status < 300, answer.body
        answered(due, started + due.at, answer)

    async with asyncio.TaskGroup() as group:
        for due in planned:
            await asyncio.sleep(max(0.0, started + due.at - time.perf_counter()))
            group.create_task(send(due))
