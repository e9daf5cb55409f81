"""An escalation as its readers see it. An agency sees its own words, the answer, the stage and the time; no record."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from screening.case.queueing import name_of
from screening.escalation.access import is_agencys, may_see
from screening.escalation.tiers import LAST_STAGE, answers_at
from screening.read_models import contacts, escalations, queue
from screening.streams import escalation_of, escalation_stage
from shared import people
from shared.access.actor import Actor, Role
from shared.clocks import ClockView, clocks_running
from shared.database import Connection, Row
from shared.disclosure import Sensitivity
from shared.disclosure.matrix import may_read
from shared.service import Service

TIER_WORDS = {
    "FRONT_DOOR_MANAGER": "front door manager",
    "SERVICE_MANAGER": "service manager",
    "HEAD_OF_SERVICE": "head of service",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One escalation of the log. ``children`` and words are there for those who may read them, else empty."""

    row: Row
    clock: ClockView | None
    children: Sequence[str]
    words: str
    wants: str
    answer: str
    ended_by: str

    @property
    def is_open(self) -> bool:
        return self.row["ended"] is None

    @property
    def tier(self) -> str:
        return TIER_WORDS[self.row["tier"]]


async def log_lines(service: Service, who: Actor) -> list[Line]:
    """The log for this reader: an agency's own part of it, or the whole."""
    async with service.pool.acquire() as connection:
        rows = await escalations.log(connection, who.org_id if is_agencys(who) else None)
        return await _lines(connection, who, [row for row in rows if may_see(who, row)])


async def one_line(service: Service, who: Actor, row: Row) -> Line:
    async with service.pool.acquire() as connection:
        return (await _lines(connection, who, [row]))[0]


async def _lines(connection: Connection, who: Actor, rows: Sequence[Row]) -> list[Line]:
    subjects = [escalation_stage(row["escalation_id"], row["stage"]) for row in rows if row["ended"] is None]
    running = {clock.subject: clock for clock in await clocks_running(connection, subjects)}
    names = await people.names(connection)
    return [
        Line(
            row=row,
            clock=running.get(escalation_stage(row["escalation_id"], row["stage"])),
            children=await _children(connection, who, row),
            words=row["words"] if reads(who, row, Sensitivity.SUB) else "",
            wants=row["wants"] if reads(who, row, Sensitivity.SUB) else "",
            answer=row["ended_words"] if reads(who, row, Sensitivity.SCR) else "",
            ended_by="" if is_agencys(who) else names.get(row["ended_by"], row["ended_by"] or ""),
        )
        for row in rows
    ]


def reads(who: Actor, row: Row, sensitivity: Sensitivity) -> bool:
    """An agency reads its own; a leader what has come up to them; the others what the matrix gives their role."""
    reached = who.role is Role.SENIOR_LEADER and answers_at(who.role, row["stage"])
    return is_agencys(who) or reached or may_read(who.role, sensitivity, own=False)


async def _children(connection: Connection, who: Actor, row: Row) -> list[str]:
    if not reads(who, row, Sensitivity.ID):
        return []
    named = await contacts.children_of(connection, row["contact_id"])
    about = set(row["child_ids"])
    return [name_of(child) for child in named if {child["child_id"], child["provisional_child_id"]} & about]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an agency has been told of one child of its contact; before that, that it has not been told."""

    child_id: str
    name: str
    decision: str | None


async def outcomes(service: Service, who: Actor, contact_id: str) -> list[Outcome]:
    """The decided children of a contact, for the form in which somebody disagrees."""
    async with service.pool.acquire() as connection:
        rows = await queue.children_of(connection, [contact_id])
    return [
        Outcome(
            child_id=row["child_id"],
            name=name_of(row),
            decision=row["decided"] if row["told"] or not is_agencys(who) else None,
        )
        for row in rows
        if row["decided"] is not None
    ]


def may_answer(who: Actor, row: Row) -> bool:
    """Whether this person's role answers for the tier whose turn it is."""
    return row["ended"] is None and answers_at(who.role, row["stage"])


def may_withdraw(who: Actor, row: Row) -> bool:
    if row["ended"] is not None or who.role in (Role.SENIOR_LEADER, Role.QA_AUDITOR):
        return False
    return is_agencys(who) or bool(row["on_behalf_of"])


def log_document(lines: Sequence[Line]) -> list[dict[str, Any]]:
    return [document(line) for line in lines]


def document(line: Line) -> dict[str, Any]:
    """One escalation as JSON, with what this line's reader may know."""
    row = line.row
    said = ("escalation_id", "contact_id", "agency_name", "raised_at", "stage", "tier", "due_at")
    return {
        **{name: row[name] for name in said},
        "words": line.words,
        "wants": line.wants,
        "status": row["ended"] or "OPEN",
        "last_stage": LAST_STAGE,
        "overdue": line.clock is not None and line.clock.status == "BREACHED",
        "raised_by": row["on_behalf_of"] or row["raised_by_name"],
        "upheld": row["upheld"],
        "answer": line.answer,
        "ended_at": row["ended_at"],
        "late": row["late"],
        "children": list(line.children),
        "answered_by": line.ended_by,
    }


async def version(service: Service, escalation_id: str) -> int:
    """The version of an escalation that a form is based on."""
    return len(await service.store.load(escalation_of(escalation_id)))
