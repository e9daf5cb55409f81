"""The driver measures what it says: complete answers, and latency from when a request was due."""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from bench.driver import Address, Answer, Due, LineCut, Lines, closed_loop, connected, open_loop, request

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"


@asynccontextmanager
async def server(serve: Serve) -> AsyncGenerator[Address]:
    async def one_connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await serve(reader, writer)
        except asyncio.IncompleteReadError:
            pass
        finally:
            writer.close()

    listening = await asyncio.start_server(one_connection, "127.0.0.1", 0)
    try:
        yield Address("127.0.0.1", listening.sockets[0].getsockname()[1])
    finally:
        listening.close()


async def after_a_while(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while True:
        await reader.readuntil(b"\r\n\r\n")
        await asyncio.sleep(0.05)
        writer.write(OK)


async def in_pieces(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    for piece in (OK[:20], OK[20:-1], OK[-1:]):
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(0.01)


async def cut_off(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(OK[:-1])


async def test_an_answer_that_comes_in_pieces_is_read_whole():
    async with server(in_pieces) as address:
        line = await connected(address)
        answer = await line.ask(request("GET", "/", "token"))
        line.close()

    assert (answer.status, answer.body) == (200, b"ok")
    assert answer.first_byte_at < answer.done_at


async def test_an_answer_that_was_cut_off_is_not_an_answer():
    async with server(cut_off) as address:
        line = await connected(address)
        with pytest.raises(LineCut):
            await line.ask(request("GET", "/", "token"))


async def test_the_closed_loop_keeps_so_many_at_once():
    async with server(after_a_while) as address:
        taken = await closed_loop([address], iter(lambda: request("GET", "/", "token"), b""), at_once=4, seconds=0.3)

    assert 20 <= len(taken.latencies_ms) <= 28
    assert min(taken.latencies_ms) >= 50


async def test_the_open_loop_sends_when_due_however_slow_the_answers_are():
    async with server(after_a_while) as address:
        lines = Lines(address)
        seen: list[float] = []

        def answered(due: Due, due_at: float, answer: Answer) -> None:
            seen.append(answer.done_at - due_at)

        planned = [Due(at=number * 0.01, request=request("GET", "/", "token")) for number in range(20)]
        began = time.perf_counter()
        await open_loop(lines, planned, answered, began)
        lines.close()

    # One after another they would take a second; nobody waits for anybody here.
    assert time.perf_counter() - began < 0.5
    assert len(seen) == 20
    assert min(seen) >= 0.05


async def test_what_could_not_be_sent_in_time_counts_from_when_it_was_due():
    async with server(after_a_while) as address:
        lines = Lines(address)
        seen: list[float] = []
        started = time.perf_counter() - 0.4
        planned = [Due(at=0.0, request=request("GET", "/", "token"))]

        await open_loop(lines, planned, lambda _, due_at, answer: seen.append(answer.done_at - due_at), started)
        lines.close()

    assert seen[0] >= 0.45
