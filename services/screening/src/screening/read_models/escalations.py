"""Who disagrees with which decision, who owes the answer, what was answered? The partnership challenge log."""

from collections.abc import Sequence

from screening.escalation.events import (
    EscalationAnswered,
    EscalationMovedUp,
    EscalationRaised,
    EscalationWithdrawn,
)
from shared.database import Connection, Row
from shared.events import Recorded


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    for recorded in events:
        match recorded.data:
            case EscalationRaised() as event:
                await _raised(connection, event)
            case EscalationMovedUp() as event:
                await connection.execute(
                    "update escalations set stage = $2, tier = $3, due_at = $4 where escalation_id = $1",
                    event.escalation_id,
                    event.stage,
                    event.tier,
                    event.due_at,
                )
            case EscalationAnswered() as event:
                await connection.execute(
                    """update escalations set ended = 'ANSWERED', ended_at = $2, ended_by = $3, ended_words = $4,
                         upheld = $5, late = $6 where escalation_id = $1""",
                    event.escalation_id,
                    event.answered_at,
                    event.answered_by,
                    event.reason,
                    event.upheld.value,
                    event.late,
                )
            case EscalationWithdrawn() as event:
                await connection.execute(
                    """update escalations set ended = 'WITHDRAWN', ended_at = $2, ended_by = $3, ended_words = $4
                       where escalation_id = $1""",
                    event.escalation_id,
                    event.withdrawn_at,
                    event.withdrawn_by,
                    event.reason,
                )
            case _:
                pass


async def _raised(connection: Connection, event: EscalationRaised) -> None:
    await connection.execute(
        "insert into escalations values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        event.escalation_id,
        event.contact_id,
        list(event.child_ids),
        event.by_agency.org_id,
        event.by_agency.name,
        event.words,
        event.wants,
        event.raised_by,
        event.raised_by_name,
        event.on_behalf_of,
        event.raised_at,
        event.stage,
        event.tier,
        event.due_at,
    )


SENT_FROM = "select e.*, c.source_code from escalations e left join contacts c using (contact_id)"


async def log(connection: Connection, org_id: str | None = None) -> Sequence[Row]:
    """Every escalation, of one agency where it is named: the open ones first, what runs out first at the top."""
    return await connection.fetch(
        f"""{SENT_FROM} where $1::text is null or org_id = $1
           order by ended is not null, case when ended is null then due_at end, ended_at desc""",
        org_id,
    )


async def one(connection: Connection, escalation_id: str) -> Row | None:
    return await connection.fetchrow(f"{SENT_FROM} where escalation_id = $1", escalation_id)


async def told_no(connection: Connection, contact_id: str, org_id: str) -> Sequence[Row]:
    """What this agency was told no about its contact: at which stage, when, by whom, about which children."""
    return await connection.fetch(
        """select stage, ended_at, ended_by, child_ids from escalations
           where contact_id = $1 and org_id = $2 and ended = 'ANSWERED' and upheld = 'N'""",
        contact_id,
        org_id,
    )


async def contacts_of(connection: Connection, org_id: str, source_code: str | None) -> Sequence[Row]:
    """The agency's own contacts that have a decision, the newest first, with the children as it named them."""
    return await connection.fetch(
        """select c.contact_id, c.received_at, c.said->>'source_ref' as source_ref,
                  array(select n.first_name || ' ' || n.surname from named_children n
                        where n.contact_id = c.contact_id order by n.temp_ref) as children
           from contacts c
           where c.said->'agency'->>'org_id' = $1 and ($2::text is null or c.source_code = $2)
             and exists (select from decisions d where d.contact_id = c.contact_id)
           order by c.received_at desc limit 100""",
        org_id,
        source_code,
    )
