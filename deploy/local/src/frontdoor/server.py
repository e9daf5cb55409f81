"""Serves one app on one address, and stops within 10 seconds of being asked, whatever is still open.

The law: the order of stopping is ours (requests, then apps, then Postgres), so no signal may end us between.
"""

import asyncio
import ctypes
import gc
import signal
import socket
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from typing import Final

import uvicorn
import uvloop
from starlette.types import ASGIApp

REQUESTS_SECONDS: Final = 3
STOP_SECONDS: Final = 9
NEW_OBJECTS: Final = 10_000
"""How many objects more than before there are when the garbage collector looks: a batch alone makes some thousands."""

LARGE_BYTES: Final = 128 * 1024
"""As large a piece of memory, the body of a request say, goes back to the machine as soon as it is not needed."""
FREE_BYTES: Final = 1024 * 1024
"""So much at the end of the heap is kept for the next."""
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
"""Of mallopt(3)."""

Announce = Callable[[], Awaitable[None]]


class PortTaken(Exception):
    """Somebody else has the port; the message says what to do."""


class Stop:
    """A person's or the system's wish that we end: Ctrl-C or SIGTERM, the first one counts."""

    def __init__(self) -> None:
        self.asked = False
        self._main = asyncio.current_task()
        self._on_ask: Callable[[], None] | None = None
        for wish in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(wish, self._ask)

    async def wait(self) -> None:
        """Until asked."""
        asked = asyncio.Event()
        self.call_instead(asked.set)
        await asked.wait()
        self.call_instead(None)

    def call_instead(self, on_ask: Callable[[], None] | None) -> None:
        """What to call when asked, instead of cancelling whatever the main task waits for."""
        self._on_ask = on_ask

    def _ask(self) -> None:
        if self.asked:
            return
        self.asked = True
        # The kernel ends us if stopping hangs; our children then end by themselves.
        signal.alarm(STOP_SECONDS)
        if self._on_ask is not None:
            self._on_ask()
        elif self._main is not None:
            self._main.cancel()


class _Server(uvicorn.Server):
    def capture_signals(self) -> nullcontext[None]:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Leave signals to `Stop`: uvicorn would send them again at its end, before the apps are stopped."""
        return nullcontext()


def run_until_stopped(main: Callable[[Stop], Awaitable[None]]) -> None:
    """Run `main` on a loop of its own until it ends by itself or is asked to."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_run(main))


async def _run(main: Callable[[Stop], Awaitable[None]]) -> None:
    stop = Stop()
    try:
        await main(stop)
    except asyncio.CancelledError:
        if not stop.asked:
            raise


def take_port(host: str, port: int) -> socket.socket:
    """The port, held from now on, so that a taken one is refused before anything slow is started."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as failure:
        listener.close()
        why = failure.strerror or "unknown reason"
        raise PortTaken(f"Port {port} cannot be used: {why}. Choose another one, for example PORT=8010.") from failure
    return listener


def give_back_what_is_large() -> None:
    """Before anything large is read: the C library keeps no large piece for later, whatever it was first used to.

    Left to itself, glibc raises its limit for that with each large piece that is freed, up to 32 MB. Then bodies of a
    megabyte stand in the heap among small things that stay, and their room is never given back: 52 MB in the 8,000
    hostile requests of a fuzz, of which all but 3 were holes. Another C library has no such setting, and none of that.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(M_MMAP_THRESHOLD, LARGE_BYTES)
        mallopt(M_TRIM_THRESHOLD, FREE_BYTES)
        mallopt(M_ARENA_MAX, 2)


def leave_alone_what_is_there() -> None:
    """Before the first request: the garbage collector looks only at what comes from here on.

    The code of six services is some 200,000 objects that never go. To look through them took a quarter of a second
    each time, in which nobody was answered.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, *gc.get_threshold()[1:])


async def serve(app: ASGIApp, listener: socket.socket, stop: Stop, announce: Announce) -> None:
    """Serve until asked to stop; `announce` runs beside, once requests are taken, and its failure ends us too."""
    server = _Server(_config(app))

    def leave() -> None:
        server.should_exit = True

    announcing = asyncio.create_task(_announce(server, announce))
    announcing.add_done_callback(lambda task: None if task.cancelled() or not task.exception() else leave())
    stop.call_instead(leave)
    give_back_what_is_large()
    leave_alone_what_is_there()
    try:
        await server.serve(sockets=[listener])
    finally:
        stop.call_instead(None)
        announcing.cancel()
        [failure] = await asyncio.gather(announcing, return_exceptions=True)
    if isinstance(failure, Exception):
        raise failure


async def _announce(server: uvicorn.Server, announce: Announce) -> None:
    while not server.started:
        await asyncio.sleep(0.02)
    await announce()


def _config(app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        lifespan="off",
        ws="none",
        log_level="warning",
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=REQUESTS_SECONDS,
    )
