"""What do we know of a child tonight? The latest word on each question, and when the child was last known safe.

Rows are kept under the id that was told; readers bring a child's ids together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from edt_handover.codes import Circumstance, Safety
from edt_handover.item.events import HandoverFollowUpRecorded, HandoverItemAdded
from edt_handover.shift.events import OohVisitMade
from shared.database import Connection
from shared.events import Recorded


class Question(StrEnum):
    RAG = "RAG"
    DECISION = "DECISION"
    STRATEGY = "STRATEGY"
    S47 = "S47"
    MISSING = "MISSING"
    DA_GRADE = "DA_GRADE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    question: Question
    answer: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LastKnown:
    """Whether the child was safe, when that was known, and from what."""

    safe: Safety
    at: datetime
    source: str


CIRCUMSTANCES = {
    (Question.S47, "OPEN"): Circumstance.S47,
    (Question.MISSING, "OPEN"): Circumstance.MISSING_NOT_FOUND,
    (Question.DA_GRADE, "HIGH"): Circumstance.HIGH_DA,
}


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    for recorded in events:
        match recorded.data:
            case HandoverItemAdded() as event:
                handed = event.handover
                known_at = handed.child_seen.at or event.added_at
                await know_safety(connection, handed.child_ids, handed.is_child_safe_now, known_at, "Handover item")
            case OohVisitMade() as event:
                await know_safety(
                    connection, event.child_ids, event.is_child_safe_now, event.visited_at, "Visit out of hours"
                )
            case HandoverFollowUpRecorded(is_child_safe_now=Safety() as safe) as event:
                await know_safety(connection, event.child_ids, safe, event.followed_up_at, "Follow-up")
            case _:
                pass


async def know_safety(
    connection: Connection, child_ids: Sequence[str], safe: Safety, at: datetime, source: str
) -> None:
    """Takes it in unless something newer is known."""
    await connection.executemany(
        """insert into safety (child_id, safe, known_at, source) values ($1, $2, $3, $4)
           on conflict (child_id) do update set safe = excluded.safe, known_at = excluded.known_at,
             source = excluded.source where excluded.known_at >= safety.known_at""",
        [(child_id, safe, at, source) for child_id in child_ids],
    )


async def know(connection: Connection, child_ids: Sequence[str], question: Question, answer: str, at: datetime) -> None:
    """Takes it in unless something newer is known. Topics are read side by side, so older may come later."""
    await connection.executemany(
        """insert into facts (child_id, question, answer, at) values ($1, $2, $3, $4)
           on conflict (child_id, question) do update set answer = excluded.answer, at = excluded.at
           where excluded.at >= facts.at""",
        [(child_id, question, answer, at) for child_id in child_ids],
    )


async def facts_of(connection: Connection, child_ids: Sequence[str]) -> dict[str, list[Fact]]:
    """The facts under each of these ids."""
    rows = await connection.fetch("select * from facts where child_id = any($1) order by at", list(child_ids))
    found: dict[str, list[Fact]] = {}
    for row in rows:
        fact = Fact(question=Question(row["question"]), answer=row["answer"], at=row["at"])
        found.setdefault(row["child_id"], []).append(fact)
    return found


async def safety_of(connection: Connection, child_ids: Sequence[str]) -> dict[str, LastKnown]:
    """The last known safety under each of these ids."""
    rows = await connection.fetch("select * from safety where child_id = any($1)", list(child_ids))
    return {
        row["child_id"]: LastKnown(safe=Safety(row["safe"]), at=row["known_at"], source=row["source"]) for row in rows
    }


async def circumstances_of(connection: Connection, child_ids: Sequence[str]) -> frozenset[Circumstance]:
    """What is known of these children that may not be passed on as mere information (EDT-03)."""
    found = await facts_of(connection, child_ids)
    known = ((fact.question, fact.answer) for facts in found.values() for fact in facts)
    return frozenset(CIRCUMSTANCES[each] for each in known if each in CIRCUMSTANCES)
