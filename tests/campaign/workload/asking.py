"""One logical client: asks over HTTP, writes down what it asked and heard, and asks again what ended unknown.

Its law: a command whose end is unknown is repeated, with its key and its very bytes, until the answer is definite or
the run is over.
"""

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import httpx2
import orjson

from tests.campaign.history import Asked, History, Phase
from tests.campaign.workload.cutting import Cut, send_and_leave
from tests.campaign.workload.places import NoToken, Places, Tokens, http_client, organisation
from tests.campaign.workload.plan import Plan

LONGEST_RETRY_AFTER_SECONDS = 2.0
FIRST_WAIT_SECONDS = 0.2
ASK_AGAIN = frozenset({401, 408, 429})
"""Definite refusals that are about this attempt, not about what was asked."""

Keep = Callable[[Any], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one attempt ended."""

    op: str
    phase: Phase
    status: int | None = None
    answer: Any = None
    error: str | None = None
    retry_after: float = 0.0

    @property
    def ok(self) -> bool:
        return self.phase == "ok"

    def told(self, name: str) -> Any:
        """What an acknowledgement says under this name, if it says it."""
        return self.answer.get(name) if self.ok and isinstance(self.answer, dict) else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]

    @property
    def definite(self) -> bool:
        return self.phase != "unknown" and self.status not in ASK_AGAIN


NEVER_ASKED = Outcome(op="", phase="unknown", error="over")


class Pace:
    """Lets requests go at most so fast. What an outage held up is not made up for by a burst."""

    def __init__(self, per_second: float | None) -> None:
        self._gap = 1 / per_second if per_second else 0.0
        self._next = 0.0

    async def turn(self) -> None:
        now = asyncio.get_running_loop().time()
        self._next = max(self._next, now) + self._gap
        await asyncio.sleep(self._next - self._gap - now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged:
    """A contact of which a sender has the receipt: what observers and desks may look for."""

    contact_id: str
    org: str
    child_ids: tuple[str, ...]


@dataclass(kw_only=True)
class Surroundings:
    """What all clients of one run share. ``stopping``: begin nothing new; ``over``: give up what is unknown."""

    plan: Plan
    places: Places
    history: History
    tokens: Tokens
    pace: Pace
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    acknowledged: set[tuple[str, str | None, str | None]] = field(
        default_factory=set[tuple[str, str | None, str | None]]
    )
    contacts: list[Acknowledged] = field(default_factory=list[Acknowledged])
    unresolved: list[str] = field(default_factory=list[str])
    ended: dict[str, int] = field(default_factory=lambda: {"ok": 0, "refused": 0, "unknown": 0})

    def count(self, asked: Asked, outcome: Outcome) -> None:
        """Counts the attempt, and each keyed command once when it is acknowledged."""
        self.ended[outcome.phase] += 1
        if outcome.ok and asked.key is not None:
            self.acknowledged.add((asked.service, asked.key_client, asked.key))
        if self.plan.total is not None and len(self.acknowledged) >= self.plan.total:
            self.stopping.set()


async def passes(event: asyncio.Event, seconds: float) -> bool:
    """Waits that long, or until the event: whether the whole time passed."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return True
    return False


class Asker:
    """The HTTP side of one logical client."""

    def __init__(self, name: str, surroundings: Surroundings) -> None:
        self.name = name
        self.around = surroundings
        self._client = http_client(surroundings.plan.request_seconds)

    async def close(self) -> None:
        await self._client.aclose()

    def command(self, who: str, service: str, path: str, body: Mapping[str, Any], *, kind: str, step: str) -> Asked:
        """A person's command, under a key that no other step of this client has. What is None is left out of it."""
        told = {name: value for name, value in body.items() if value is not None}
        return Asked(
            client=self.name,
            who=who,
            service=service,
            method="POST",
            path=path,
            kind=kind,
            key=f"{self.around.plan.seed}/{self.name}/{step}",
            key_client=f"{organisation(who)}/{who}",
            key_in_header=True,
            body=orjson.dumps(told),
        )

    async def settle(self, asked: Asked, cut: Cut | None = None, hurry_seconds: float = 0.0) -> Outcome:
        """Asks until the answer is definite or the run is over. ``cut`` is how the first attempt is left."""
        outcome = await self.once(asked, cut, hurry_seconds)
        return outcome if outcome.definite else await self._again(asked, outcome)

    async def _again(self, asked: Asked, first: Outcome) -> Outcome:
        kind = asked.kind if asked.kind == "key_reuse" else "repeat"
        repeat, outcome, wait = replace(asked, kind=kind, of=asked.of or first.op), first, FIRST_WAIT_SECONDS
        while await passes(self.around.over, max(wait, outcome.retry_after)):
            outcome = await self.once(repeat)
            if outcome.definite:
                return outcome
            wait = min(wait * 2, LONGEST_RETRY_AFTER_SECONDS)
        if first.op:
            self.around.unresolved.append(first.op)
        return outcome

    async def once(
        self, asked: Asked, cut: Cut | None = None, hurry_seconds: float = 0.0, keep: Keep | None = None
    ) -> Outcome:
        """One attempt, unless the run is over before it could begin. ``keep``: what is written of a long answer."""
        token = await self._token(asked.who)
        if token is None:
            return NEVER_ASKED
        await self.around.pace.turn()
        op = self.around.history.invoke(asked)
        if cut is not None and cut is not Cut.HURRY:
            outcome = await self._left(op, asked, token, cut)
        else:
            seconds = hurry_seconds if cut else self.around.plan.request_seconds
            outcome = await self._answered(op, asked, token, seconds)
            if cut and outcome.phase == "unknown":
                outcome = replace(outcome, error=f"left: {cut}, {outcome.error}")
        if outcome.status == 401:
            self.around.tokens.forget(asked.who, token)
        kept = _kept(outcome, keep)
        self.around.history.end(op, asked, outcome.phase, status=outcome.status, answer=kept, error=outcome.error)
        self.around.count(asked, outcome)
        return outcome

    async def _token(self, who: str) -> str | None:
        while not self.around.over.is_set():
            try:
                return await self.around.tokens.of(who)
            except NoToken:
                await passes(self.around.over, LONGEST_RETRY_AFTER_SECONDS / 4)
        return None

    async def _left(self, op: str, asked: Asked, token: str, cut: Cut) -> Outcome:
        error = f"left: {cut}"
        try:
            async with asyncio.timeout(self.around.plan.request_seconds):
                await send_and_leave(self._url(asked), _headers(asked, token), asked.body or b"", cut)
        except OSError as failure:
            error = f"{error}, {type(failure).__name__}"
        return Outcome(op=op, phase="unknown", error=error)

    async def _answered(self, op: str, asked: Asked, token: str, seconds: float) -> Outcome:
        try:
            async with asyncio.timeout(seconds):
                response = await self._client.request(
                    asked.method, self._url(asked), content=asked.body, headers=_headers(asked, token)
                )
        except (httpx2.HTTPError, OSError) as failure:
            return Outcome(op=op, phase="unknown", error=type(failure).__name__)
        return Outcome(
            op=op,
            phase=_phase(response.status_code),
            status=response.status_code,
            answer=_value(response.content),
            retry_after=_retry_after(response.headers.get("retry-after")),
        )

    def _url(self, asked: Asked) -> str:
        return self.around.places.address(asked.service) + asked.path


def _kept(outcome: Outcome, keep: Keep | None) -> object:
    """An answer that is not what was expected is kept whole: it may be the very thing that is looked for."""
    if keep is None or not outcome.ok:
        return outcome.answer
    try:
        return keep(outcome.answer)
    except (KeyError, TypeError):
        return outcome.answer


def _headers(asked: Asked, token: str) -> dict[str, str]:
    headers = {"authorization": f"Bearer {token}"}
    if asked.body is not None:
        headers["content-type"] = "application/json"
    if asked.key and asked.key_in_header:
        headers["idempotency-key"] = asked.key
    return headers


def _phase(status: int) -> Phase:
    if 200 <= status < 300:
        return "ok"
    return "refused" if 400 <= status < 500 else "unknown"


def _value(content: bytes) -> Any:
    """The answer's JSON, or how it begins."""
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        return {"text": content[:200].decode("utf-8", "replace")}


def _retry_after(told: str | None) -> float:
    with contextlib.suppress(TypeError, ValueError):
        return min(max(float(told or 0), 0.0), LONGEST_RETRY_AFTER_SECONDS)
    return 0.0
