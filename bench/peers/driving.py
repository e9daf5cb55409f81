"""Runs a peer's program as a process of its own, in an environment made on demand in the user's cache folder.

Nothing of a peer enters our own environment.
"""

import asyncio
import contextlib
import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.peers.known import Peer

HERE = Path(__file__).parent
INSTALL_SECONDS = 240
ANSWER_SECONDS = 120
CONFLICTS_MAX = 0.05


class Unavailable(Exception):
    """The peer could not be had or does not run here; the message says why."""


@dataclass(frozen=True, slots=True)
class Running:
    """A peer that is ready to be asked."""

    peer: Peer
    process: asyncio.subprocess.Process

    async def seed(self, streams: int, events: int) -> None:
        """Makes this many streams of this many events."""
        await self._ask({"seed": streams, "events": events})

    async def run(self, seconds: float, at_once: int, streams: str) -> tuple[float, float]:
        """Commands a second and their p50 in milliseconds, on "new" or "existing" streams."""
        answer = await self._ask({"seconds": seconds, "at_once": at_once, "streams": streams})
        # Two commands meet in one stream now and then; whoever does not answer for most of them is out.
        if answer["failed"] > CONFLICTS_MAX * answer["per_second"] * seconds:
            raise Unavailable(f"{answer['failed']} of its commands failed")
        return answer["per_second"], answer["p50_ms"]

    async def _ask(self, question: dict[str, Any]) -> dict[str, Any]:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(question).encode() + b"\n")
        return await answered(self.process)


async def answered(process: asyncio.subprocess.Process) -> dict[str, Any]:
    """The next line of JSON that the program prints. What else it prints is passed over."""
    assert process.stdout is not None
    async with asyncio.timeout(ANSWER_SECONDS):
        while line := await process.stdout.readline():
            with contextlib.suppress(json.JSONDecodeError):
                return json.loads(line)
    raise Unavailable("its program ended")


@contextlib.asynccontextmanager
async def running(peer: Peer, url: str) -> AsyncGenerator[Running]:
    """The peer on this database, until the context closes. Raises ``Unavailable``."""
    environment = await _environment(peer)
    program = HERE / "programs" / peer.program
    if peer.runs_on == "Node":
        # A module finds its packages only from where it lies.
        program = Path(shutil.copy(program, environment / program.name))
    with tempfile.TemporaryDirectory(prefix="frontdoor-bench-peer-") as data:
        command = [_interpreter(peer, environment), str(program), *peer.arguments(url, environment, Path(data))]
        process = await _start(command)
        try:
            await answered(process)
            yield Running(peer, process)
        finally:
            await _end(process)


async def _start(command: Sequence[str]) -> asyncio.subprocess.Process:
    with tempfile.TemporaryFile() as said:
        return await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=None if "PEER_ERRORS" in os.environ else said,
        )


async def _end(process: asyncio.subprocess.Process) -> None:
    assert process.stdin is not None
    process.stdin.close()
    try:
        async with asyncio.timeout(5):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


def _interpreter(peer: Peer, environment: Path) -> str:
    if peer.runs_on == "Node":
        return shutil.which("node") or "node"
    return sys.executable if peer.runs_on == "our Python" else str(environment / "bin/python")


async def _environment(peer: Peer) -> Path:
    """The folder with the peer's packages, made once for these very versions."""
    pins = (HERE / peer.pins).read_text()
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "frontdoor" / "bench-peers"
    name = f"{Path(peer.pins).stem}-{hashlib.sha256(pins.encode()).hexdigest()[:12]}"
    if not (cache / name / "complete").exists():
        shutil.rmtree(cache / name, ignore_errors=True)
        (cache / name).mkdir(parents=True)
        await (_with_npm if peer.registry == "npm" else _with_pip)(cache / name, pins.split())
        (cache / name / "complete").touch()
    return cache / name


async def _with_pip(folder: Path, pins: Sequence[str]) -> None:
    await _install(sys.executable, "-m", "venv", str(folder))
    await _install(str(folder / "bin/python"), "-m", "pip", "install", "--quiet", "--no-deps", *pins)


async def _with_npm(folder: Path, pins: Sequence[str]) -> None:
    if shutil.which("npm") is None:
        raise Unavailable("npm is not installed")
    await _install("npm", "install", "--silent", "--ignore-scripts", "--prefix", str(folder), *pins)


async def _install(*command: str) -> None:
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    async with asyncio.timeout(INSTALL_SECONDS):
        if await process.wait():
            raise Unavailable(f"its packages could not be installed ({command[-1]})")
