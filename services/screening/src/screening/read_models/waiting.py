"""What runs out first, and what does each screening wait for? Asked of the rows that ``queue`` keeps.

Its one law: the number of statements never depends on how much work waits.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from screening.codes import CareStatus, Decision
from screening.read_models import queue
from screening.read_models.referrals import NAMED_AS
from screening.streams import screening_of
from shared.clocks import ClockView, clocks_running
from shared.database import Connection, Row


class Stage(StrEnum):
    """What a screening waits for next."""

    AUTHORISE = "AUTHORISE"
    TRIAGE = "TRIAGE"
    SCREEN = "SCREEN"
    CHALLENGED = "CHALLENGED"
    FINISH = "FINISH"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One screening as the queue shows it; ``clocks`` the one that runs out first at the front."""

    case: Row
    stage: Stage
    children: Sequence[Row]
    clocks: Sequence[ClockView]


HOLDING = [decision.value for decision in Decision if decision.holds]
GOING_UP = [decision.value for decision in Decision if decision.goes_up]
OPEN_STATUSES = [status.value for status in CareStatus if status.is_open]
ASSESSMENTS = [Decision.REFERRAL_S17.value, Decision.REFERRAL_STRATEGY.value, Decision.LINK_OPEN_CASE.value]

# A proposal that protects waits for nobody's rating; otherwise every child has to have one before a manager is asked.
# Children and clocks are looked up for each open case: a join would read those of every case that was ever closed.
STANDING = f"""
    select q.contact_id, q.worker_id, c.of_assessment,
        case when c.goes_up or (c.proposed > 0 and c.proposed = c.undecided) then 'AUTHORISE'
             when c.named > 0 and c.undecided = 0 then 'FINISH'
             when c.challenged then 'CHALLENGED'
             when q.rag is not null and q.directed then 'SCREEN'
             else 'TRIAGE' end as stage
    from queue q
    cross join lateral (
        select count(*) as named,
               count(*) filter (where undecided) as undecided,
               count(*) filter (where undecided and proposed is not null and not challenged) as proposed,
               coalesce(bool_or(undecided and not challenged and proposed = any($2)), false) as goes_up,
               coalesce(bool_or(undecided and challenged), false) as challenged,
               coalesce(bool_or(care_status = any($3) or decided = any($4) or proposed = 'LINK_OPEN_CASE'
                                or exists (select from referrals r where r.status = 'OPEN' and r.child_id in (
                                  select child.child_id union all {NAMED_AS.format(child="child.child_id")}))),
                        false) as of_assessment
        from (select *, (decided is null or decided = any($1)) as undecided
              from queue_children where contact_id = q.contact_id) child) c
    cross join lateral (
        select min(due_at) as due_at from clocks
        where subject = 'Screening-' || q.contact_id and status in ('RUNNING', 'BREACHED')) clock
    where {{which}}
    order by clock.due_at nulls last, q.received_at, q.contact_id"""
WORDS_OF_RULES = (HOLDING, GOING_UP, OPEN_STATUSES, ASSESSMENTS)


async def standing(connection: Connection) -> list[Row]:
    """Every screening that is not closed with what it waits for, in order of the time that is left.

    Those without a clock come last. A row is small: whoever shows a page of them asks ``waiting`` for the rest.
    """
    return await connection.fetch(STANDING.format(which="not q.closed"), *WORDS_OF_RULES)


async def of_assessment(connection: Connection, contact_ids: Sequence[str]) -> frozenset[str]:
    """Those of the cases of which a child is open to an assessment team, has a referral there, or has been referred to
    one."""
    which = STANDING.format(which="q.contact_id = any($5)")
    rows = await connection.fetch(which, *WORDS_OF_RULES, list(contact_ids))
    return frozenset(row["contact_id"] for row in rows if row["of_assessment"])


async def waiting(connection: Connection, page: Sequence[Row]) -> list[Waiting]:
    """These screenings, rows of ``standing``, as the queue shows them."""
    ids = [row["contact_id"] for row in page]
    cases = await connection.fetch(
        "select q.*, c.occurred_at from queue q left join contacts c using (contact_id) where contact_id = any($1)", ids
    )
    of_case = {case["contact_id"]: case for case in cases}
    children: dict[str, list[Row]] = defaultdict(list)
    for child in await queue.children_of(connection, ids):
        children[child["contact_id"]].append(child)
    clocks: dict[str, list[ClockView]] = defaultdict(list)
    for clock in await clocks_running(connection, [screening_of(contact_id) for contact_id in ids]):
        clocks[clock.subject].append(clock)
    return [
        Waiting(
            case=of_case[contact_id],
            stage=Stage(row["stage"]),
            children=children[contact_id],
            clocks=clocks[screening_of(contact_id)],
        )
        for row in page
        if (contact_id := row["contact_id"]) in of_case
    ]
