"""The world's own processes, kept running: one that ends is started again after a second, unless it is held down."""

import asyncio
import contextlib
import json
import os
import signal
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from tests.campaign.world.companion import Companion

PROGRAM: Final = "tests.campaign.world.zygote"
AGAIN_SECONDS: Final = 1.0
DRAIN_SECONDS: Final = 10.0

Json = Mapping[str, Any]


class Children:
    """Every process by its name. `environment` says what a process is told when it is next started."""

    def __init__(self, names: Sequence[str], folder: Path, environment: Callable[[str], Mapping[str, str]]) -> None:
        self.starts: Counter[str] = Counter()
        self._names = names
        self._folder = folder
        self._environment = environment
        self._zygote = Companion(PROGRAM, folder, self._told)
        self._pids: dict[str, int] = {}
        self._ended: dict[str, asyncio.Event] = {}
        self._held: set[str] = set()
        self._turns = {name: asyncio.Lock() for name in names}
        self._restarting: set[asyncio.Task[None]] = set()
        self._stopping = False

    async def load(self) -> None:
        """Start the zygote, which begins to import the product."""
        self._folder.mkdir(parents=True, exist_ok=True)
        await self._zygote.start()

    async def loaded(self) -> None:
        """Until it can fork."""
        threads = (await self._zygote.ask({"do": "count"}))["threads"]
        assert threads == 1, f"a fork would copy one of {threads} threads"

    async def guard(self, what: str, pid: int | None) -> None:
        """Have this process, in place of the last one of that name, killed too when we are gone."""
        await self._zygote.tell({"do": "guard", "what": what, "pid": pid})

    async def start_all(self) -> None:
        for name in self._names:
            await self.release(name)

    async def stop_all(self) -> None:
        """Kill everything at once."""
        self._stopping = True
        for task in self._restarting:
            task.cancel()
        for name in list(self._pids):
            self._signal(name, signal.SIGKILL)
        await self._zygote.stop()

    def pid(self, name: str) -> int | None:
        return self._pids.get(name)

    async def kill(self, name: str) -> None:
        """As the kernel's out-of-memory killer does it."""
        self._signal(name, signal.SIGKILL)
        await self._until_ended(name)

    def pause(self, name: str) -> None:
        self._signal(name, signal.SIGSTOP)

    def resume(self, name: str) -> None:
        self._signal(name, signal.SIGCONT)

    async def stop(self, name: str) -> bool:
        """Ask it to end and hold it down; whether it ended by itself in time."""
        self._held.add(name)
        self._signal(name, signal.SIGTERM)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_SECONDS):
                await self._until_ended(name)
                return True
        await self.kill(name)
        return False

    async def restart(self, name: str) -> bool:
        """Stop it in order and start it again; whether it ended by itself in time."""
        drained = await self.stop(name)
        await self.release(name)
        return drained

    def hold(self, name: str) -> None:
        """Leave it down when it next ends."""
        self._held.add(name)

    async def release(self, name: str) -> None:
        """Let it run, starting it if it doesn't."""
        self._held.discard(name)
        await self._start(name)

    async def _start(self, name: str) -> None:
        async with self._turns[name]:
            if name in self._pids or name in self._held or self._stopping:
                return
            environment = {**_passed_on(), **self._environment(name)}
            output = str(self._folder / f"{name}.log")
            ended = self._ended[name] = asyncio.Event()
            answer = await self._zygote.ask({"do": "fork", "name": name, "environment": environment, "output": output})
            self.starts[name] += 1
            # It may have ended before we heard of its start.
            if not ended.is_set():
                self._pids[name] = answer["pid"]

    async def _until_ended(self, name: str) -> None:
        if name in self._ended:
            await self._ended[name].wait()

    def _signal(self, name: str, how: signal.Signals) -> None:
        if (pid := self._pids.get(name)) is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, how)

    def _told(self, said: Json) -> None:
        name = said["ended"]
        self._pids.pop(name, None)
        self._ended[name].set()
        with (self._folder / "ended.jsonl").open("a") as file:
            file.write(json.dumps(said) + "\n")
        if not self._stopping:
            task = asyncio.create_task(self._again(name))
            self._restarting.add(task)
            task.add_done_callback(self._restarting.discard)

    async def _again(self, name: str) -> None:
        await asyncio.sleep(AGAIN_SECONDS)
        await self._start(name)


def _passed_on() -> dict[str, str]:
    return {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TZ") if name in os.environ}
