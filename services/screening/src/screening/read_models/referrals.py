"""Which referrals wait to be accepted, who has each accepted one, and which children have nobody?"""

from collections.abc import Sequence

from screening.case.events import ScreeningReopened, ThresholdDecisionAuthorised
from screening.early_help.events import StepUpDecided
from screening.referral.codes import YesNo
from screening.referral.events import (
    CaseTransferred,
    ReferralAccepted,
    ReferralClosed,
    ReferralNFA,
    ReferralUnallocated,
    ReferredChildSeen,
    WorkerAllocated,
)
from screening.referral.register import EnquiryChildSeenNoted
from shared.database import Connection, Row
from shared.events import Recorded

EARLY_HELP_SOURCE = "5D"
"""The census's source code for the authority's early help."""


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    for recorded in events:
        await _decide(connection, recorded.data)
        await _follow(connection, recorded.data)


async def _decide(connection: Connection, event: object) -> None:
    match event:
        case ThresholdDecisionAuthorised() if event.decision.goes_up:
            await connection.execute(
                """insert into referrals_to_accept values ($1, $2, $1, $3, $4, $5)
                   on conflict (basis_id, child_id) do update set decision = excluded.decision,
                     decided_at = excluded.decided_at, referral_id = (
                       select referral_id from referrals r
                       where r.referral_id = referrals_to_accept.referral_id and r.status = 'OPEN')""",
                event.contact_id,
                event.child_id,
                event.decision.value,
                event.contact.source_code,
                event.decided_at,
            )
        case StepUpDecided() if event.decision.goes_up:
            await connection.execute(
                "insert into referrals_to_accept values ($1, $2, $3, $4, $5, $6, $1)",
                event.step_up_id,
                event.child_id,
                event.contact_id,
                event.decision.value,
                EARLY_HELP_SOURCE,
                event.decided_at,
            )
        case ThresholdDecisionAuthorised():
            await _withdraw(connection, event.contact_id, (event.child_id,))
        case ScreeningReopened():
            await _withdraw(connection, event.contact_id, event.child_ids)
        case _:
            pass


async def _withdraw(connection: Connection, contact_id: str, child_ids: Sequence[str]) -> None:
    """The decision no longer asks for a referral; one that was accepted before stays what it is."""
    await connection.execute(
        """delete from referrals_to_accept
           where basis_id = $1 and child_id = any($2) and referral_id is null""",
        contact_id,
        list(child_ids),
    )


async def _follow(connection: Connection, event: object) -> None:
    match event:
        case ReferralAccepted():
            await _accept(connection, event)
        case WorkerAllocated():
            await connection.execute(
                """update referrals set worker = $2, team = $3, social_worker_count = 1, allocated_at = $4,
                     visit_due_at = $5 where referral_id = $1""",
                event.referral_id,
                event.worker,
                event.team,
                event.allocated_at,
                event.visit_due_at,
            )
        case ReferredChildSeen() | EnquiryChildSeenNoted():
            await connection.execute(
                """update referrals set seen_at = $2
                   where referral_id = $1 and seen_at is null and allocated_at is not null""",
                event.referral_id,
                event.seen_at,
            )
        case CaseTransferred():
            await connection.execute(
                """update referrals set worker = $2, team = $3, handover_count = $4, social_worker_count = $5,
                     introductions = introductions + $6 where referral_id = $1""",
                event.referral_id,
                event.to_worker,
                event.to_team,
                event.handover_count,
                event.social_worker_count,
                int(event.introduced_to_family is YesNo.Y and bool(event.handover_note)),
            )
        case ReferralUnallocated():
            await connection.execute(
                "update referrals set flagged_hours = $2 where referral_id = $1", event.referral_id, event.hours
            )
        case ReferralNFA() | ReferralClosed():
            status = "NFA" if isinstance(event, ReferralNFA) else "CLOSED"
            await connection.execute(
                "update referrals set status = $2 where referral_id = $1", event.referral_id, status
            )
        case _:
            pass


async def _accept(connection: Connection, event: ReferralAccepted) -> None:
    await connection.execute(
        "insert into referrals values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        event.referral_id,
        event.child_id,
        event.contact_id,
        event.decision.value,
        event.referral_date,
        event.primary_need.value,
        event.re_referral,
        event.accepted_at,
        event.allocation_due_at,
    )
    await connection.execute(
        """update referrals_to_accept w set referral_id = $1
           where w.basis_id = $2 and (w.child_id = $3 or exists (
             select from named_children n where n.contact_id = w.contact_id and n.child_id = $3
               and w.child_id in (n.child_id, n.provisional_child_id)))""",
        event.referral_id,
        event.step_up_id or event.contact_id,
        event.child_id,
    )


TO_ACCEPT = """
    select w.contact_id, w.step_up_id, n.child_id, w.decision, w.source_code, w.decided_at,
           n.first_name, n.surname, n.born_on, case when w.step_up_id is null then q.care_status end as care_status
    from referrals_to_accept w
    join named_children n on n.contact_id = w.contact_id and w.child_id in (n.child_id, n.provisional_child_id)
    left join queue_children q on q.contact_id = n.contact_id and q.temp_ref = n.temp_ref
    where w.referral_id is null
      and (w.step_up_id is not null or coalesce(q.care_status, 'UNKNOWN') not in ('CP', 'CIN', 'CLA'))
      and not exists (
        select from referrals r left join named_children o on o.contact_id = r.contact_id
          and r.child_id in (o.child_id, o.provisional_child_id)
        where coalesce(o.child_id, r.child_id) = n.child_id and (r.status = 'OPEN'
          or r.referral_date = (w.decided_at at time zone 'Europe/London')::date))
    order by w.decided_at, w.contact_id, n.temp_ref"""
"""An open child never gets a new referral (domain brief §8 row 1), and of two on one day the first counts."""

NAMED = """
    select r.*, n.first_name, n.surname, n.born_on, coalesce(n.child_id, r.child_id) as now_child_id,
      (select max(c.received_at) from named_children o join contacts c using (contact_id)
       where o.child_id = coalesce(n.child_id, r.child_id) and c.received_at > told.received_at) as told_again_at,
      exists (select from queue_children q
        where q.contact_id = n.contact_id and q.temp_ref = n.temp_ref and q.decided is null) as opened_again
    from referrals r left join contacts told on told.contact_id = r.contact_id
    left join named_children n
      on n.contact_id = r.contact_id and r.child_id in (n.child_id, n.provisional_child_id)"""
"""``told_again_at``: when the newest contact about the child came, of those after the one that led to the referral.
``opened_again``: the decision that led there is being made anew."""


async def to_accept(connection: Connection) -> Sequence[Row]:
    """Decisions for a referral that nobody has accepted yet, the oldest first."""
    return await connection.fetch(TO_ACCEPT)


async def open_referrals(connection: Connection) -> Sequence[Row]:
    """Every open referral; those without a worker first, the one that is due first at the top."""
    return await connection.fetch(
        f"{NAMED} where r.status = 'OPEN' order by r.worker is not null, r.allocation_due_at, r.referral_id"
    )


async def unallocated(connection: Connection) -> Sequence[Row]:
    """Open referrals that nobody has, the one accepted first at the top."""
    return await connection.fetch(
        f"{NAMED} where r.status = 'OPEN' and r.worker is null order by r.accepted_at, r.referral_id"
    )


async def referral(connection: Connection, referral_id: str) -> Row | None:
    return await connection.fetchrow(f"{NAMED} where r.referral_id = $1", referral_id)


NAMED_AS = "select provisional_child_id as id from named_children where child_id = {child}"
"""The ids under which contacts have named the child who is known by this one."""


async def identities_of(connection: Connection, child_id: str) -> list[str]:
    """Every id under which this child has been named here, their own among them."""
    rows = await connection.fetch(
        NAMED_AS.format(
            child="""(select coalesce((select child_id from named_children
              where $1 in (child_id, provisional_child_id) limit 1), $1))"""
        ),
        child_id,
    )
    return sorted({child_id, *(row["id"] for row in rows)})


async def asked_by_step_up(connection: Connection, step_up_id: str) -> Row | None:
    """The referral that the answer to a step-up asks for, with who the child is by now."""
    return await connection.fetchrow(
        """select w.contact_id, coalesce(n.child_id, w.child_id) as child_id, w.decision, w.source_code, w.decided_at
           from referrals_to_accept w left join named_children n
             on n.contact_id = w.contact_id and w.child_id in (n.child_id, n.provisional_child_id)
           where w.step_up_id = $1""",
        step_up_id,
    )
