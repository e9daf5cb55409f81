"""The side of the process that is to fail: wraps what its steps go through, and fails where it is told to.

Told by a file that is looked at again at each step, so that one process can be led through many failpoints. Each is
met once: it is written down before it strikes, and a process that was started again knows it.
"""

import asyncio
import json
import os
import signal
import weakref
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from shared.journal import kafka, kafka_subscription, postgres, postgres_subscription
from tests.campaign.failpoints.steps import BEGIN, COMMIT, COMMITS, POISONED, PUBLISH, TAKE, steps_of

METHODS = ("execute", "executemany", "fetch", "fetchrow", "fetchval")
SLEEP_SECONDS = 1.5


class Poison(Exception):
    """A record that can't be taken in."""


class Told:
    """What this process is told to fail at, and what it has done."""

    def __init__(self, folder: Path, process: str) -> None:
        self.process = process
        self._orders = folder / f"{process}.json"
        self._reached = folder / f"{process}.reached"
        self._stamp: int = 0
        self._order: dict[str, Any] | None = None
        self._passes = 0
        self._done = set(self._reached.read_text().split()) if self._reached.exists() else set[str]()

    async def passed(self, step: str, when: str) -> None:
        """Strikes if this is the place and the time."""
        order = self._look()
        if order is None:
            return
        if order.get("poison") and step in POISONED:
            raise Poison
        if (order["step"], order["when"]) != (step, when):
            return
        self._passes += 1
        if self._passes < order["nth"]:
            return
        self._write_down(order["id"])
        await _strike(order["mode"])

    def _look(self) -> dict[str, Any] | None:
        try:
            stamp = os.stat(self._orders).st_mtime_ns
        except FileNotFoundError:
            return None
        if stamp != self._stamp:
            self._stamp, self._passes = stamp, 0
            self._order = json.loads(self._orders.read_text())
        if self._order is not None and self._order["id"] in self._done:
            self._order = None
        return self._order

    def _write_down(self, failpoint_id: str) -> None:
        self._done.add(failpoint_id)
        with self._reached.open("a") as file:
            file.write(f"{failpoint_id}\n")


async def _strike(mode: str) -> None:
    match mode:
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "raise":
            raise ConnectionResetError("failpoint")
        case "cancel":
            task = asyncio.current_task()
            assert task is not None
            task.cancel()
            await asyncio.sleep(0)
        case _:
            await asyncio.sleep(SLEEP_SECONDS)


def arm(spec: Mapping[str, Any]) -> None:
    """Makes this process fail where the files of ``spec["folder"]`` tell ``spec["process"]`` to."""
    told = Told(Path(spec["folder"]), spec["process"])
    families: weakref.WeakKeyDictionary[Any, str] = weakref.WeakKeyDictionary()
    for owner in (asyncpg.Connection, PoolConnectionProxy):
        for method in METHODS:
            _wrap_statement(owner, method, told, families)
    for journal in (kafka.KafkaJournal, postgres.PostgresJournal):
        _wrap_call(journal, "publish", PUBLISH, told)
    for subscription in (kafka_subscription.KafkaSubscription, postgres_subscription.PostgresSubscription):
        _wrap_call(subscription, "batch", TAKE, told)


def _wrap_statement(owner: Any, method: str, told: Told, families: "weakref.WeakKeyDictionary[Any, str]") -> None:
    original: Callable[..., Awaitable[Any]] = getattr(owner, method)

    @lru_cache(maxsize=2_000)
    def known(query: str) -> Sequence[str]:
        return steps_of(query, told.process)

    @wraps(original)
    async def statement(self: Any, query: str, *arguments: Any, **options: Any) -> Any:
        connection = getattr(self, "_con", None) or self
        steps = _ends(query, connection, families) or known(query)
        for step in steps:
            families[connection] = step.partition(":")[0]
            await told.passed(step, "before")
        answer = await original(self, query, *arguments, **options)
        for step in steps:
            await told.passed(step, "after")
        return answer

    setattr(owner, method, statement)


def _ends(query: str, connection: Any, families: "weakref.WeakKeyDictionary[Any, str]") -> list[str]:
    """The commit, by what the connection did since its begin."""
    if BEGIN.match(query):
        families.pop(connection, None)
    elif COMMIT.match(query) and (family := families.get(connection)) in COMMITS:
        return [COMMITS[family]]
    return []


def _wrap_call(owner: Any, method: str, step: str, told: Told) -> None:
    original: Callable[..., Awaitable[Any]] = getattr(owner, method)

    @wraps(original)
    async def call(self: Any, *arguments: Any, **options: Any) -> Any:
        await told.passed(step, "before")
        answer = await original(self, *arguments, **options)
        # Only a batch that holds something is one.
        if answer or step != TAKE:
            await told.passed(step, "after")
        return answer

    setattr(owner, method, call)
