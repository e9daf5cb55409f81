"""Follows contacts from when each is due to be sent until it is in the queue and on its children's timelines."""

import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import orjson

from bench.driver import Answer, Due, Lines, open_loop, request
from bench.running import System, token
from bench.watching import IN_THE_QUEUE, ON_THE_TIMELINE, Watch

POLICE, SCHOOL, HEALTH = "expol-rms", "school-portal-999001", "health-system"
PATHS = {
    POLICE: "/intake/api/v1/police-notifications",
    SCHOOL: "/intake/api/v1/contacts",
    HEALTH: "/intake/api/v1/contacts",
}
READER = "fdm.reyes"
SETTLE_SECONDS = 20
ANSWERED = "answered"
QUEUED = "in the screening queue"
ON_TIMELINE = "on the timeline"
PAGE = "first byte of a timeline page"
STAGES = (ANSWERED, QUEUED, ON_TIMELINE, PAGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A contact that was answered: what to look for, and when it was due."""

    due_at: float
    contact_id: str
    child_ids: Sequence[str]


@dataclass(slots=True)
class Arrivals:
    """Latencies in milliseconds, by stage, from when each was due. ``unseen`` never arrived while we looked."""

    latencies: dict[str, list[float]] = field(default_factory=lambda: {stage: [] for stage in STAGES})
    unseen: int = 0


class Following:
    """A sender of contacts and a reader of timelines, by one running system."""

    def __init__(self, lines: Lines, queue: Watch, timeline: Watch, tokens: Mapping[str, str]) -> None:
        self._lines, self._queue, self._timeline = lines, queue, timeline
        self._tokens = tokens
        self.children: list[str] = []
        """Those told of so far: each has a timeline to look at."""

    def contact(self, at: float, body: object, sender: str = POLICE) -> Due:
        """This contact from this sender, due then."""
        return Due(at=at, request=request("POST", PATHS[sender], self._tokens[sender], body), name=ANSWERED)

    def page(self, at: float, child_id: str) -> Due:
        """A person's look at this child's timeline, due then."""
        path = f"/timeline/children/{child_id}"
        asked = request("GET", path, self._tokens[READER], headers=["accept: text/html"])
        return Due(at=at, request=asked, name=PAGE)

    @property
    def backlog(self) -> int:
        """How many contacts have been answered and are not in the queue yet, and children not on a timeline."""
        return len(self._queue.waiting) + len(self._timeline.waiting)

    async def follow(self, planned: Sequence[Due], patience_seconds: float = SETTLE_SECONDS) -> Arrivals:
        """Sends everything when it is due, and waits until all has arrived, or for so long after the last."""
        arrivals = Arrivals()
        sent: list[Sent] = []

        def answered(due: Due, due_at: float, answer: Answer) -> None:
            until = answer.first_byte_at if due.name == PAGE else answer.done_at
            arrivals.latencies[due.name].append((until - due_at) * 1000)
            if due.name == ANSWERED:
                sent.append(self._expected(orjson.loads(answer.body), due_at))

        await open_loop(self._lines, planned, answered, time.perf_counter() + 0.1)
        await self._queue.settled(patience_seconds)
        await self._timeline.settled(patience_seconds)
        for each in sent:
            self._arrived(each, arrivals)
        return arrivals

    def _expected(self, receipt: dict[str, object], due_at: float) -> Sent:
        children = [str(child["child_id"]) for child in receipt["children"]]  # pyright: ignore
        self._queue.expect(str(receipt["contact_id"]))
        for child_id in children:
            self._timeline.expect(child_id)
        self.children += children
        return Sent(due_at=due_at, contact_id=str(receipt["contact_id"]), child_ids=children)

    def _arrived(self, sent: Sent, arrivals: Arrivals) -> None:
        """What has not arrived counts as arriving now: its latency is at least that."""
        now = time.perf_counter()
        queued = self._queue.seen.get(sent.contact_id)
        told = [self._timeline.seen.get(child_id) for child_id in sent.child_ids]
        arrivals.unseen += queued is None or None in told
        arrivals.latencies[QUEUED].append(((queued or now) - sent.due_at) * 1000)
        arrivals.latencies[ON_TIMELINE].append((max(at or now for at in told) - sent.due_at) * 1000)


@asynccontextmanager
async def following(running: System) -> AsyncGenerator[Following]:
    """Connects to a running system, as the senders and as a front door manager."""
    identity = f"http://{running.address.host}:{running.address.port}/identity"
    tokens = {who: await token(identity, who) for who in (*PATHS, READER)}
    lines = Lines(running.address)
    async with (
        Watch(running.database("screening"), IN_THE_QUEUE) as queue,
        Watch(running.database("timeline"), ON_THE_TIMELINE) as timeline,
    ):
        yield Following(lines, queue, timeline, tokens)
    lines.close()
