"""One listening port in front of another, and the weather between them.

The law: bytes arrive in order and unchanged, or the connection is reset; a fault never invents or reorders any.
"""

import asyncio
import contextlib
import socket
import struct
from asyncio import StreamReader, StreamWriter
from typing import Final

from tests.campaign.world.weather import PARTITION, Fault

HOST: Final = "127.0.0.1"
CHUNK: Final = 65_536
DRIPS_A_SECOND: Final = 20
READ_SECONDS: Final = 0.05
RESET: Final = struct.pack("ii", 1, 0)
"""SO_LINGER with no time: a close says reset."""

Severed = (OSError, EOFError)


class Passage:
    """A proxy of one edge. `set` and `drop` take effect at once, on connections that are open too."""

    def __init__(self, listen: int, to: int) -> None:
        self.fault: Fault | None = None
        self.weather = 0
        """Counts the changes of fault, so that bytes are counted from the last one."""
        self._listen = listen
        self._to = to
        self._open = asyncio.Event()
        self._open.set()
        self._connections: set[Connection] = set()
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._accept, HOST, self._listen, backlog=512)

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
        self.drop()

    def set(self, fault: Fault | None) -> None:
        before, self.fault = self.fault, fault
        self.weather += 1
        if before is not None and before.kind == "half_open":
            self._sever(only_silent=True)
        if fault is not None and fault.kind == PARTITION:
            self._open.clear()
        else:
            self._open.set()
        if fault is not None and fault.kind == "reset":
            self.drop()
        if fault is not None and fault.kind == "half_open":
            for connection in self._connections:
                connection.fall_silent()

    def drop(self) -> None:
        """Reset every connection of now."""
        self._sever(only_silent=False)

    async def unblocked(self) -> None:
        """Until no partition is in the way."""
        await self._open.wait()

    def _sever(self, *, only_silent: bool) -> None:
        for connection in list(self._connections):
            if connection.silent or not only_silent:
                connection.sever()

    async def _accept(self, reader: StreamReader, writer: StreamWriter) -> None:
        connection = Connection(self, reader, writer)
        self._connections.add(connection)
        try:
            if self.fault is None or self.fault.kind != "reset":
                await connection.carry(self._to)
        finally:
            connection.sever()
            self._connections.discard(connection)


class Connection:
    """One client's connection, with its twin to the far side."""

    def __init__(self, passage: Passage, reader: StreamReader, writer: StreamWriter) -> None:
        self.silent = False
        self._passage = passage
        self._near = (reader, writer)
        self._far: StreamWriter | None = None

    async def carry(self, port: int) -> None:
        """Both ways, until both have ended or one was severed."""
        with contextlib.suppress(*Severed):
            await self._passage.unblocked()
            far_reader, self._far = await asyncio.open_connection(HOST, port)
            near_reader, near_writer = self._near
            async with asyncio.TaskGroup() as ways:
                ways.create_task(self._carry(near_reader, self._far, from_far=False))
                ways.create_task(self._carry(far_reader, near_writer, from_far=True))

    def fall_silent(self) -> None:
        """The far side loses the connection; the near side may go on writing into the void."""
        self.silent = True
        if self._far is not None:
            _reset(self._far)

    def sever(self) -> None:
        _reset(self._near[1])
        if self._far is not None:
            _reset(self._far)

    async def _carry(self, reader: StreamReader, writer: StreamWriter, *, from_far: bool) -> None:
        way = Way(self._passage, writer)
        try:
            while chunk := await reader.read(CHUNK):
                if not self.silent:
                    await way.send(chunk)
            await self._passage.unblocked()
            if not self.silent:
                writer.write_eof()
        except Severed:
            if not self.silent:
                self.sever()
        if self.silent and from_far:
            await self._until_near_ends()

    async def _until_near_ends(self) -> None:
        """Ending here would end the connection, of whose loss the near side must not hear yet."""
        while not self._near[1].is_closing():
            await asyncio.sleep(0.05)


class Way:
    """One direction of one connection: applies the weather to its bytes."""

    def __init__(self, passage: Passage, writer: StreamWriter) -> None:
        self._passage = passage
        self._writer = writer
        self._weather = 0
        self._passed = 0

    async def send(self, chunk: bytes) -> None:
        """Raises EOFError when the connection is cut here."""
        fault = self._passage.fault
        if fault is not None and fault.kind == "latency":
            await asyncio.sleep(fault.amount / 1000)
        elif fault is not None and fault.kind == "drip":
            chunk = await self._drip(chunk, fault)
        await self._passage.unblocked()
        await self._write(chunk)

    async def _write(self, chunk: bytes) -> None:
        fault = self._passage.fault
        if fault is None or fault.kind != "cut":
            self._writer.write(chunk)
            await self._writer.drain()
            return
        if self._weather != self._passage.weather:
            self._weather, self._passed = self._passage.weather, 0
        left = fault.amount - self._passed
        self._writer.write(chunk[:left])
        self._passed += len(chunk)
        await self._writer.drain()
        if len(chunk) >= left:
            # A reset overtakes what its receiver has not read yet.
            await asyncio.sleep(READ_SECONDS)
            raise EOFError("cut")

    async def _drip(self, chunk: bytes, fault: Fault) -> bytes:
        """Drop by drop for as long as the weather lasts; the rest is returned."""
        drop = max(1, fault.amount // DRIPS_A_SECOND)
        while chunk and self._passage.fault is fault:
            self._writer.write(chunk[:drop])
            await self._writer.drain()
            chunk = chunk[drop:]
            await asyncio.sleep(1 / DRIPS_A_SECOND)
        return chunk


def _reset(writer: StreamWriter) -> None:
    if (wire := writer.get_extra_info("socket")) is not None:
        with contextlib.suppress(OSError):
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    writer.transport.abort()
