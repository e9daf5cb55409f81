"""What was sampled, what was found, who owes what about it?"""

from collections.abc import Sequence

from screening.audit.events import (
    AuditActionAgreed,
    AuditActionCompleted,
    AuditCompleted,
    AuditModerated,
    DipSampleDrawn,
)
from shared.database import Connection, Row
from shared.events import Recorded


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    for recorded in events:
        match recorded.data:
            case DipSampleDrawn() as event:
                await _drawn(connection, event)
            case AuditCompleted() as event:
                await connection.execute(
                    """update sampled_cases set grade = $3, child_at_risk = $4, audited_by = $5, audited_at = $6
                       where audit_id = $1 and number = $2""",
                    event.audit_id,
                    event.case,
                    event.grade.value,
                    event.child_at_risk,
                    event.audited_by,
                    event.audited_at,
                )
            case AuditModerated() as event:
                await connection.execute(
                    """update sampled_cases set moderated_grade = $3, moderated_by = $4
                       where audit_id = $1 and number = $2""",
                    event.audit_id,
                    event.case,
                    event.grade.value,
                    event.moderated_by,
                )
            case AuditActionAgreed() as event:
                await _agreed(connection, event)
            case AuditActionCompleted() as event:
                await connection.execute(
                    """update audit_actions set completed_at = $2, completed_by = $3, outcome = $4, late = $5
                       where action_id = $1""",
                    event.action_id,
                    event.completed_at,
                    event.completed_by,
                    event.outcome,
                    event.late,
                )
            case _:
                pass


async def _drawn(connection: Connection, event: DipSampleDrawn) -> None:
    await connection.execute(
        "insert into dip_samples values ($1, $2, $3, $4, $5)",
        event.audit_id,
        event.question,
        event.drawn_by,
        event.drawn_at,
        event.closes_at,
    )
    for case in event.cases:
        await connection.execute(
            """insert into sampled_cases
                 (audit_id, number, contact_id, child_id, decision, stratum, to_moderate, step_down_id, step_up_id)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9)""",
            event.audit_id,
            case.number,
            case.contact_id,
            case.child_id,
            case.decision.value,
            case.stratum.value,
            case.to_moderate,
            case.step_down_id,
            case.step_up_id,
        )


async def _agreed(connection: Connection, event: AuditActionAgreed) -> None:
    await connection.execute(
        "insert into audit_actions values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        event.action_id,
        event.audit_id,
        event.case,
        list(event.child_ids),
        event.what,
        event.owner,
        event.due_at,
        event.urgent,
        event.agreed_by,
    )


SAMPLES = """
    select s.*, count(*) as cases, count(c.grade) as audited, count(*) filter (where c.to_moderate) as to_moderate,
           count(c.moderated_grade) as moderated,
           count(*) filter (where c.moderated_grade <> c.grade) as grades_changed,
           count(*) filter (where c.child_at_risk) as at_risk,
           (select count(*) from audit_actions a where a.audit_id = s.audit_id and a.completed_at is null) as owed
    from dip_samples s join sampled_cases c using (audit_id)"""


async def samples(connection: Connection) -> Sequence[Row]:
    """Every sample with how far it is, the newest first."""
    return await connection.fetch(f"{SAMPLES} group by s.audit_id order by s.drawn_at desc")


async def sample(connection: Connection, audit_id: str) -> Row | None:
    return await connection.fetchrow(f"{SAMPLES} where s.audit_id = $1 group by s.audit_id", audit_id)


async def cases(connection: Connection, audit_id: str) -> Sequence[Row]:
    """The cases of a sample with the child of each, as the sender named them."""
    return await connection.fetch(
        """select c.*, n.first_name, n.surname, n.born_on from sampled_cases c
           left join named_children n on n.contact_id = c.contact_id
             and c.child_id in (n.child_id, n.provisional_child_id)
           where c.audit_id = $1 order by c.number""",
        audit_id,
    )


async def actions(connection: Connection, audit_id: str | None = None) -> Sequence[Row]:
    """What was agreed, of one audit where it is named: what is owed first, what is due first at the top."""
    return await connection.fetch(
        """select * from audit_actions where $1::text is null or audit_id = $1
           order by completed_at is not null, due_at""",
        audit_id,
    )


async def action(connection: Connection, action_id: str) -> Row | None:
    return await connection.fetchrow("select * from audit_actions where action_id = $1", action_id)
