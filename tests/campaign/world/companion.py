"""A program of ours beside the world that is spoken to in lines of JSON.

The law: it ends when the pipe to it ends, so it never outlives whoever started it, however that ended.
"""

import asyncio
import itertools
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

CHECKOUT: Final = Path(__file__).parents[3]
ANSWER_SECONDS: Final = 60.0
END_SECONDS: Final = 5.0

Json = Mapping[str, Any]


class CompanionGone(Exception):
    """The program ended, or did not answer."""


class Companion:
    """One running program. Each question is answered once; what it says unasked goes to `told`."""

    def __init__(self, module: str, folder: Path, told: Callable[[Json], None] | None = None) -> None:
        self._module = module
        self._log = folder / f"{module.rpartition('.')[2]}.log"
        self._told = told
        self._process: Process | None = None
        self._listening: asyncio.Task[None] | None = None
        self._numbers = itertools.count(1)
        self._questions: dict[int, asyncio.Future[Json]] = {}

    async def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", self._module),
                cwd=CHECKOUT,
                stdin=PIPE,
                stdout=PIPE,
                stderr=log,
                start_new_session=True,
            )
        self._listening = asyncio.create_task(self._listen(), name=self._module)

    async def ask(self, question: Json) -> Json:
        """What the program answers. Raises CompanionGone."""
        number = next(self._numbers)
        answer = self._questions[number] = asyncio.get_running_loop().create_future()
        try:
            await self.tell({"number": number, **question})
            return await asyncio.wait_for(answer, ANSWER_SECONDS)
        except (OSError, TimeoutError) as error:
            raise CompanionGone(f"{self._module}; it may say why in {self._log}") from error
        finally:
            self._questions.pop(number, None)

    async def tell(self, what: Json) -> None:
        """Say something that needs no answer. Raises CompanionGone."""
        if self._process is None or self._process.stdin is None or self._process.returncode is not None:
            raise CompanionGone(self._module)
        self._process.stdin.write(json.dumps(what).encode() + b"\n")
        await self._process.stdin.drain()

    async def stop(self) -> None:
        if self._process is None:
            return
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), END_SECONDS)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
        if self._listening is not None:
            await self._listening

    async def _listen(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            self._hear(json.loads(line))
        for waiting in self._questions.values():
            if not waiting.done():
                waiting.set_exception(CompanionGone(f"{self._module}; it may say why in {self._log}"))

    def _hear(self, said: Json) -> None:
        if "number" not in said:
            if self._told is not None:
                self._told(said)
            return
        # Whoever asked may have gone: called off, or out of patience.
        waiting = self._questions.get(said["number"])
        if waiting is not None and not waiting.done():
            waiting.set_result(said)
