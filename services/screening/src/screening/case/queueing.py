"""The queue as a person reads it: what runs out first, what is missing, who has it. Ordered by time left, never scored.

The order is the machine's only part in it (SCR-20): it proposes what to look at first, and says why in facts.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from screening.case.seeing import Seeing
from screening.codes import Decision
from screening.read_models import waiting
from screening.read_models.waiting import Stage, Waiting
from shared import people
from shared.access.actor import Actor, Role
from shared.clocks import ClockView
from shared.database import Connection, Row
from shared.service import Service

STAGE_IN_WORDS = {
    Stage.AUTHORISE: "Waiting for a manager's decision",
    Stage.TRIAGE: "Waiting for a rating or direction",
    Stage.SCREEN: "Being screened",
    Stage.CHALLENGED: "Sent back by a manager",
    Stage.FINISH: "Decided, to be told and closed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedChild:
    child_id: str
    name: str
    first_name: str
    born_on: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One screening in the queue."""

    contact_id: str
    received_at: datetime
    occurred_at: datetime | None
    contact_type: str
    source_code: str
    agency_name: str
    rag: str | None
    stage: Stage
    clocks: Sequence[ClockView]
    children: Sequence[QueuedChild]
    urgent: Sequence[str]
    missing: Sequence[str]
    worker: str | None
    worker_id: str | None


PAGE_LINES = 50
"""Lines of one page: nobody reads further down than that before something runs out at the top."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A part of the queue in order of the time that is left, with the counts by which one narrows it.

    ``counts`` is by stage, of all that this person may see; ``total`` counts what was asked for, on all its pages.
    """

    lines: Sequence[Line]
    counts: Mapping[Stage, int]
    with_me: int
    with_nobody: int
    everything: int
    total: int
    page: int
    pages: int
    as_of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """Which part of the queue is asked for."""

    stage: Stage | None = None
    mine: bool = False
    nobodys: bool = False
    page: int = 1

    @property
    def where(self) -> dict[str, str]:
        """The narrowing as the query of an address; empty for all that waits."""
        asked = {"stage": self.stage or "", "mine": "true" * self.mine, "nobodys": "true" * self.nobodys}
        return {name: value for name, value in asked.items() if value}

    def takes(self, row: Row, who: Actor) -> bool:
        return (
            (self.stage is None or row["stage"] == self.stage)
            and (not self.mine or row["worker_id"] == who.user_id)
            and (not self.nobodys or row["worker_id"] is None)
        )


async def queue_page(service: Service, who: Actor, asked: Narrowing) -> Queue:
    """One page of what this person may see. A page past the end is the last one."""
    async with service.pool.acquire() as connection:
        as_of = await head(connection)
        every = await _standing(connection, who)
        found = [row for row in every if asked.takes(row, who)]
        pages = max(1, -(-len(found) // PAGE_LINES))
        page = min(max(asked.page, 1), pages)
        shown = found[(page - 1) * PAGE_LINES : page * PAGE_LINES]
        lines = await lines_of(connection, shown, who)
    return Queue(
        lines=lines,
        counts=Counter(Stage(row["stage"]) for row in every),
        with_me=sum(row["worker_id"] == who.user_id for row in every),
        with_nobody=sum(row["worker_id"] is None for row in every),
        everything=len(every),
        total=len(found),
        page=page,
        pages=pages,
        as_of=as_of,
    )


async def queue_lines(service: Service, who: Actor) -> list[Line]:
    """All that this person may see of the queue, in order of the time that is left."""
    async with service.pool.acquire() as connection:
        return await lines_of(connection, await _standing(connection, who), who)


async def head(connection: Connection) -> int:
    """The position of the last event of this service: where it moves on, a page may have to be shown anew."""
    return await connection.fetchval("select position from store_head")


async def _standing(connection: Connection, who: Actor) -> list[Row]:
    rows = await waiting.standing(connection)
    return [row for row in rows if who.role is not Role.ASSESSMENT_MANAGER or row["of_assessment"]]


async def lines_of(connection: Connection, rows: Sequence[Row], who: Actor) -> list[Line]:
    """The lines of these screenings, rows of ``standing``, as this person may read them."""
    found = await waiting.waiting(connection, rows)
    names = await people.names(connection)
    return [_line(one, names, Seeing(who.role)) for one in found]


def _line(one: Waiting, names: dict[str, str], seeing: Seeing) -> Line:
    case = one.case
    worker = case["worker_id"]
    return Line(
        contact_id=case["contact_id"],
        received_at=case["received_at"],
        occurred_at=case["occurred_at"],
        contact_type=case["contact_type"],
        source_code=case["source_code"],
        agency_name=case["agency_name"],
        rag=case["rag"],
        stage=one.stage,
        clocks=one.clocks,
        children=[_child(child) for child in one.children],
        urgent=seeing.urgent(case["urgent_facts"]),
        missing=missing_of(case, one.children),
        worker=names.get(worker, worker) if worker else None,
        worker_id=worker,
    )


def _child(child: Row) -> QueuedChild:
    return QueuedChild(
        child_id=child["child_id"],
        name=name_of(child),
        first_name=child["first_name"] or "",
        born_on=child["born_on"],
    )


def name_of(child: Row) -> str:
    """The name as the sender wrote it."""
    return f"{child['first_name'] or ''} {child['surname'] or ''}".strip() or "Child without a name"


def _is_decided(child: Row) -> bool:
    return child["decided"] is not None and not Decision(child["decided"]).holds


def missing_of(case: Row, children: Sequence[Row]) -> list[str]:
    """What is still missing, in words a person can act on."""
    undecided = [child for child in children if not _is_decided(child)]
    untold = not undecided and case["professional_referrer"] and not all(child["told"] for child in children)
    wanted = {
        "a rating": case["rag"] is None,
        "a manager's direction": not case["directed"],
        _counted("history", [child for child in undecided if not child["reviewed"]]): True,
        "another attempt to reach the sender": case["attempt_owed"],
        "more from the sender": case["quality"] == "INADEQUATE" and bool(undecided),
        _counted("a proposal", [child for child in undecided if not child["proposed"]]): True,
        "an answer to the manager's challenge": any(child["challenged"] for child in undecided),
        "a manager's decision": any(child["proposed"] and not child["challenged"] for child in undecided),
        "another manager's look": any(child["review_owed"] for child in children),
        "telling the referrer": untold,
        "closing": bool(children) and not undecided and not untold,
    }
    return [words for words, is_wanted in wanted.items() if words and is_wanted]


def _counted(what: str, children: Sequence[Row]) -> str:
    if not children:
        return ""
    return what if len(children) == 1 else f"{what} for {len(children)} children"
