"""Which children has early help been asked to take, which does it have, and what has it asked social care?"""

from collections.abc import Sequence

from screening.early_help.events import (
    EarlyHelpEpisodeClosed,
    EarlyHelpEpisodeOpened,
    StepDownAccepted,
    StepDownAgreed,
    StepDownDeclined,
    StepDownFamilyContacted,
    StepDownProposed,
    StepDownTemplateNoticed,
    StepDownWithdrawn,
    StepUpDecided,
    StepUpRequested,
    StepUpSecondManagerSought,
)
from screening.read_models.referrals import NAMED_AS
from shared.database import Connection, Row
from shared.events import Recorded


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    for recorded in events:
        await _step_down(connection, recorded.data)
        await _step_up(connection, recorded.data)


async def _step_down(connection: Connection, event: object) -> None:
    match event:
        case StepDownProposed():
            await connection.execute(
                "insert into step_downs values ($1, $2, $3, $4, $5, $6, $7, $8)",
                event.step_down_id,
                event.child_id,
                event.contact_id,
                event.referral_id,
                event.recipient_org,
                event.recipient_name,
                event.proposed_at,
                event.accept_by,
            )
        case StepDownAgreed():
            await _set(connection, event.step_down_id, "agreed", True)
        case StepDownAccepted():
            await _set(connection, event.step_down_id, "status", "ACCEPTED")
            await _set(connection, event.step_down_id, "due_at", event.contact_family_by)
            await _set(connection, event.step_down_id, "accepted_at", event.accepted_at)
            await connection.execute(
                "update episodes set lead_practitioner = $3 where child_id = $1 and org_id = $2 and not closed",
                event.child_id,
                event.recipient_org,
                event.lead_practitioner,
            )
        case StepDownDeclined():
            await _set(connection, event.step_down_id, "status", "DECLINED")
        case StepDownWithdrawn():
            await _set(connection, event.step_down_id, "status", "WITHDRAWN")
        case StepDownTemplateNoticed():
            await _set(connection, event.step_down_id, "same_reason", event.times)
        case StepDownFamilyContacted():
            await _set(connection, event.step_down_id, "status", "DONE")
        case _:
            pass


async def _set(connection: Connection, step_down_id: str, column: str, value: object) -> None:
    await connection.execute(f"update step_downs set {column} = $2 where step_down_id = $1", step_down_id, value)


async def _step_up(connection: Connection, event: object) -> None:
    match event:
        case EarlyHelpEpisodeOpened():
            await connection.execute(
                "insert into episodes values ($1, $2, $3, $4, $5, $6)",
                event.episode_id,
                event.child_id,
                event.contact_id,
                event.org_id,
                event.lead_practitioner,
                event.opened_at,
            )
        case EarlyHelpEpisodeClosed():
            await connection.execute(
                "update episodes set closed = true, closed_at = $2 where episode_id = $1",
                event.episode_id,
                event.closed_at,
            )
        case StepUpRequested():
            await connection.execute(
                """insert into step_ups (step_up_id, child_id, contact_id, episode_id, org_id, reason, urgent,
                                         requested_at, decide_by)
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)""",
                event.step_up_id,
                event.child_id,
                event.contact_id,
                event.episode_id,
                event.org_id,
                event.reason,
                event.urgent,
                event.requested_at,
                event.decide_by,
            )
        case StepUpSecondManagerSought():
            await connection.execute(
                "update step_ups set first_manager = $2 where step_up_id = $1", event.step_up_id, event.first_manager
            )
        case StepUpDecided():
            await connection.execute(
                "update step_ups set decision = $2, decided_at = $3 where step_up_id = $1",
                event.step_up_id,
                event.decision.value,
                event.decided_at,
            )
        case _:
            pass


def _named(table: str) -> str:
    """The rows of a table with the child's name as the contact gave it, and who the child is by now."""
    return f"""
        select t.*, n.first_name, n.surname, n.born_on, coalesce(n.child_id, t.child_id) as now_child_id
        from {table} t left join named_children n
          on n.contact_id = t.contact_id and t.child_id in (n.child_id, n.provisional_child_id)"""


STEP_DOWNS = "(select s.*, r.worker from step_downs s left join referrals r using (referral_id))"
"""With the social worker who holds the child meanwhile."""


async def step_downs(connection: Connection, org_id: str | None) -> Sequence[Row]:
    """Step-downs that are not over, what is due first at the top; only those offered to this organisation if named."""
    return await connection.fetch(
        f"""{_named(STEP_DOWNS)} where t.status in ('OFFERED', 'ACCEPTED')
              and ($1::text is null or t.recipient_org = $1) order by t.due_at, t.step_down_id""",
        org_id,
    )


async def step_down(connection: Connection, step_down_id: str) -> Row | None:
    return await connection.fetchrow(f"{_named(STEP_DOWNS)} where t.step_down_id = $1", step_down_id)


async def of_referral(connection: Connection, referral_id: str) -> Row | None:
    """The newest step-down of a referral."""
    return await connection.fetchrow(
        """select step_down_id, status, proposed_at from step_downs where referral_id = $1
           order by proposed_at desc limit 1""",
        referral_id,
    )


async def episodes(connection: Connection, org_id: str) -> Sequence[Row]:
    """The open episodes of an organisation, the oldest first."""
    return await connection.fetch(
        f"{_named('episodes')} where t.org_id = $1 and not t.closed order by t.opened_at, t.episode_id", org_id
    )


async def episode(connection: Connection, episode_id: str) -> Row | None:
    return await connection.fetchrow(f"{_named('episodes')} where t.episode_id = $1", episode_id)


async def step_ups(connection: Connection, org_id: str | None) -> Sequence[Row]:
    """Step-ups that wait for an answer, urgent ones first; for an organisation its own, and those about the children
    whom it still has that were answered."""
    return await connection.fetch(
        f"""{_named("step_ups")} where (t.decision is null or exists (
              select from episodes e where e.episode_id = t.episode_id and not e.closed and e.org_id = $1))
              and ($1::text is null or t.org_id = $1)
            order by t.decision is not null, not t.urgent, t.decide_by, t.step_up_id""",
        org_id,
    )


async def step_up(connection: Connection, step_up_id: str) -> Row | None:
    return await connection.fetchrow(f"{_named('step_ups')} where t.step_up_id = $1", step_up_id)


async def stream_child(connection: Connection, identities: Sequence[str], child_id: str) -> str:
    """The id under which this child's early help is kept: the one that it began under, else the given one."""
    found = await connection.fetchval(
        """select child_id from (select child_id, opened_at as at from episodes
             union all select child_id, proposed_at from step_downs) known
           where child_id = any($1) order by at limit 1""",
        list(identities),
    )
    return str(found or child_id)


async def decided(connection: Connection) -> Sequence[Row]:
    """Children for whom early help was decided and who have had none since, the oldest first."""
    return await connection.fetch(
        f"""select d.contact_id, d.decided_at, n.first_name, n.surname, n.born_on, n.child_id as now_child_id
           from decisions d join named_children n
             on n.contact_id = d.contact_id and d.child_id in (n.child_id, n.provisional_child_id)
           where d.decision = 'EARLY_HELP' and not exists (
             select from episodes e where (not e.closed or e.closed_at >= d.decided_at)
               and (e.child_id = n.child_id or e.child_id in ({NAMED_AS.format(child="n.child_id")})))
           order by d.decided_at, d.contact_id, n.temp_ref"""
    )
