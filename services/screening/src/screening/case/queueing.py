"""The queue as a person reads it: what runs out first, what is missing, who has it. Ordered by time left, never scored.

The order is the machine's only part in it (SCR-20): it proposes what to look at first, and says why in facts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from screening.case.urgency import IN_WORDS
from screening.codes import CareStatus, Decision
from screening.read_models import people, queue
from screening.read_models.queue import Waiting
from shared.access.actor import Actor, Role
from shared.clocks import ClockView
from shared.database import Row
from shared.service import Service


class Stage(StrEnum):
    """What a screening waits for next."""

    AUTHORISE = "AUTHORISE"
    TRIAGE = "TRIAGE"
    SCREEN = "SCREEN"
    FINISH = "FINISH"


STAGE_IN_WORDS = {
    Stage.AUTHORISE: "Waiting for a manager's decision",
    Stage.TRIAGE: "Waiting for a rating or direction",
    Stage.SCREEN: "Being screened",
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


async def queue_lines(service: Service, who: Actor) -> list[Line]:
    """What this person may see of the queue, in order of the time that is left."""
    async with service.pool.acquire() as connection:
        found = await queue.waiting(connection)
        names = await people.names(connection)
    shown = [one for one in found if who.role is not Role.ASSESSMENT_MANAGER or is_assessments(one.children)]
    return [_line(one, names) for one in shown]


def is_assessments(children: Sequence[Row]) -> bool:
    """A child of the case is open to an assessment team, or has been referred to one."""
    referred = {Decision.REFERRAL_S17, Decision.REFERRAL_STRATEGY, Decision.LINK_OPEN_CASE}
    return any(
        (child["care_status"] and CareStatus(child["care_status"]).is_open)
        or child["decided"] in referred
        or child["proposed"] == Decision.LINK_OPEN_CASE
        for child in children
    )


def _line(one: Waiting, names: dict[str, str]) -> Line:
    case = one.case
    worker = case["worker_id"]
    return Line(
        contact_id=case["contact_id"],
        received_at=case["received_at"],
        contact_type=case["contact_type"],
        source_code=case["source_code"],
        agency_name=case["agency_name"],
        rag=case["rag"],
        stage=stage_of(case, one.children),
        clocks=one.clocks,
        children=[_child(child) for child in one.children],
        urgent=[IN_WORDS[fact] for fact in case["urgent_facts"]],
        missing=missing_of(case, one.children),
        worker=names.get(worker, worker) if worker else None,
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


def stage_of(case: Row, children: Sequence[Row]) -> Stage:
    """What has to happen next: a proposal that protects waits for nobody's rating."""
    undecided = [child for child in children if not _is_decided(child)]
    proposed = [child for child in undecided if child["proposed"] and not child["challenged"]]
    if any(Decision(child["proposed"]).goes_up for child in proposed) or (proposed and proposed == undecided):
        return Stage.AUTHORISE
    if children and not undecided:
        return Stage.FINISH
    return Stage.SCREEN if case["rag"] and case["directed"] else Stage.TRIAGE


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
