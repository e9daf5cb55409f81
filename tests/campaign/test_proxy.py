"""The proxies between the world's processes: each fault does to real sockets what it says."""

import asyncio
import time
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.campaign.world.passage import Passage
from tests.campaign.world.proxies import Proxies
from tests.campaign.world.weather import Fault
from tests.local.running import free_port

HOST = "127.0.0.1"
SHORT_SECONDS = 0.3


class Echo:
    """The far side: answers what it hears, and counts who came and who left."""

    def __init__(self) -> None:
        self.heard = b""
        self.open = 0

    async def talk(self, reader: StreamReader, writer: StreamWriter) -> None:
        self.open += 1
        try:
            while chunk := await reader.read(65_536):
                self.heard += chunk
                writer.write(chunk)
                await writer.drain()
        except OSError:
            pass
        finally:
            self.open -= 1
            writer.close()


@asynccontextmanager
async def passage() -> AsyncGenerator[tuple[Passage, int, Echo]]:
    echo, far, near = Echo(), free_port(), free_port()
    server = await asyncio.start_server(echo.talk, HOST, far)
    between = Passage(near, far)
    await between.open()
    try:
        yield between, near, echo
    finally:
        await between.close()
        server.close()
        await asyncio.sleep(0.05)


@asynccontextmanager
async def client(port: int) -> AsyncGenerator[tuple[StreamReader, StreamWriter]]:
    reader, writer = await asyncio.open_connection(HOST, port)
    try:
        yield reader, writer
    finally:
        writer.transport.abort()


async def answered(reader: StreamReader, writer: StreamWriter, said: bytes) -> bytes:
    writer.write(said)
    await writer.drain()
    return await asyncio.wait_for(reader.readexactly(len(said)), 5)


async def silent(reader: StreamReader) -> bool:
    try:
        await asyncio.wait_for(reader.read(1), SHORT_SECONDS)
    except TimeoutError:
        return True
    return False


async def all_until_reset(reader: StreamReader) -> bytes:
    """What came before the reset; an orderly end is a failure."""
    heard = b""
    async with asyncio.timeout(5):
        while True:
            try:
                chunk = await reader.read(65_536)
            except ConnectionResetError:
                return heard
            assert chunk, "ended in order"
            heard += chunk


async def test_without_a_fault_everything_passes_unchanged() -> None:
    said = bytes(range(256)) * 4096
    async with passage() as (_, port, _), client(port) as (reader, writer):
        assert await answered(reader, writer, said) == said


async def test_the_end_of_one_side_is_the_end_of_the_other() -> None:
    async with passage() as (_, port, echo), client(port) as (reader, writer):
        await answered(reader, writer, b"one")
        writer.write_eof()
        assert await asyncio.wait_for(reader.read(), 5) == b""
        assert echo.heard == b"one"


async def test_a_partition_holds_back_what_was_sent_until_it_is_healed() -> None:
    async with passage() as (between, port, echo), client(port) as (reader, writer):
        await answered(reader, writer, b"before")
        between.set(Fault(kind="partition"))
        writer.write(b"during")
        assert await silent(reader)
        assert echo.heard == b"before"
        between.set(None)
        assert await asyncio.wait_for(reader.readexactly(6), 5) == b"during"


async def test_a_connection_made_during_a_partition_works_after_it() -> None:
    async with passage() as (between, port, echo):
        between.set(Fault(kind="partition"))
        async with client(port) as (reader, writer):
            writer.write(b"hello")
            assert await silent(reader)
            assert echo.open == 0
            between.set(None)
            assert await asyncio.wait_for(reader.readexactly(5), 5) == b"hello"


async def test_a_half_open_connection_looks_alive_until_the_heal_and_then_is_reset() -> None:
    async with passage() as (between, port, echo), client(port) as (reader, writer):
        await answered(reader, writer, b"before")
        between.set(Fault(kind="half_open"))
        writer.write(b"into the void")
        assert await silent(reader)
        assert (echo.open, echo.heard) == (0, b"before")
        between.set(None)
        assert await all_until_reset(reader) == b""


async def test_a_connection_made_while_others_are_half_open_works() -> None:
    async with passage() as (between, port, _):
        between.set(Fault(kind="half_open"))
        async with client(port) as (reader, writer):
            assert await answered(reader, writer, b"new") == b"new"


async def test_a_reset_ends_old_and_new_connections_until_it_is_healed() -> None:
    async with passage() as (between, port, _):
        async with client(port) as (reader, writer):
            await answered(reader, writer, b"before")
            between.set(Fault(kind="reset"))
            assert await all_until_reset(reader) == b""
        async with client(port) as (reader, _):
            assert await all_until_reset(reader) == b""
        between.set(None)
        async with client(port) as (reader, writer):
            assert await answered(reader, writer, b"after") == b"after"


async def test_a_drop_resets_the_connections_of_now_alone() -> None:
    async with passage() as (between, port, _):
        async with client(port) as (reader, writer):
            await answered(reader, writer, b"before")
            between.drop()
            assert await all_until_reset(reader) == b""
        async with client(port) as (reader, writer):
            assert await answered(reader, writer, b"after") == b"after"


async def test_latency_is_paid_each_way() -> None:
    async with passage() as (between, port, _), client(port) as (reader, writer):
        await answered(reader, writer, b"warm")
        between.set(Fault(kind="latency", amount=100))
        begun = time.monotonic()
        await answered(reader, writer, b"slow")
        assert time.monotonic() - begun >= 0.2


async def test_a_drip_lets_so_many_bytes_through_a_second() -> None:
    async with passage() as (between, port, _), client(port) as (reader, writer):
        between.set(Fault(kind="drip", amount=10_000))
        begun = time.monotonic()
        assert await answered(reader, writer, b"x" * 5_000) == b"x" * 5_000
        assert time.monotonic() - begun >= 0.4


async def test_what_is_left_of_a_drip_flows_freely_once_it_is_healed() -> None:
    said = bytes(100_000)
    async with passage() as (between, port, _), client(port) as (reader, writer):
        between.set(Fault(kind="drip", amount=100))
        writer.write(said)
        await asyncio.sleep(SHORT_SECONDS)
        between.set(None)
        assert await asyncio.wait_for(reader.readexactly(len(said)), 5) == said


@pytest.mark.parametrize("amount", [0, 1, 7, 4_096, 70_000])
async def test_a_cut_lets_exactly_so_many_bytes_through(amount: int) -> None:
    async with passage() as (between, port, echo), client(port) as (reader, writer):
        between.set(Fault(kind="cut", amount=amount))
        writer.write(bytes(100_000))
        await all_until_reset(reader)
        assert len(echo.heard) == amount


async def test_a_cut_counts_from_when_it_is_put_in_force() -> None:
    async with passage() as (between, port, echo), client(port) as (reader, writer):
        await answered(reader, writer, b"before")
        between.set(Fault(kind="cut", amount=3))
        writer.write(b"abcdef")
        await all_until_reset(reader)
        assert echo.heard == b"beforeabc"


async def test_a_far_side_that_is_away_is_a_reset() -> None:
    between = Passage(port := free_port(), free_port())
    await between.open()
    async with client(port) as (reader, _):
        assert await all_until_reset(reader) == b""
    await between.close()


async def test_proxies_in_their_own_process_obey_and_end_with_it(tmp_path: Path) -> None:
    echo, far, near = Echo(), free_port(), free_port()
    server = await asyncio.start_server(echo.talk, HOST, far)
    proxies = Proxies(tmp_path)
    edges = await proxies.start({"client>echo": (near, far)})
    try:
        async with client(near) as (reader, writer):
            assert await answered(reader, writer, b"before") == b"before"
            await edges["client>echo"].set(Fault(kind="reset"))
            assert await all_until_reset(reader) == b""
    finally:
        await proxies.stop()
        server.close()
    with pytest.raises(OSError):  # noqa: PT011 - whichever way a refusal is said
        await asyncio.open_connection(HOST, near)
