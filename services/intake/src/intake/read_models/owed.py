"""Which deadlines beside the screening run, and in which contact? Read from the clocks of intake."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.clocks import ClockView
from shared.database import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One running or breached clock, and the contact that it runs for."""

    clock: ClockView
    contact_id: str
    contact_type: str
    named: str


async def running(connection: Connection, codes: Sequence[str], org_id: str | None) -> list[Owed]:
    """The clocks of these codes, the one that runs out first on top; with ``org_id`` of what that force sent."""
    rows = await connection.fetch(
        """select k.code, k.subject, k.child_ids, k.started_at, k.due_at, k.status, k.warned_fraction, k.stopped_at,
             s.contact_id, s.contact_type,
             (select string_agg(trim(first_name || ' ' || surname), ', ' order by temp_ref) from identities i
              where i.contact_id = s.contact_id) as named
           from clocks k join submissions s on k.subject = 'Contact-' || s.contact_id
           where k.status in ('RUNNING', 'BREACHED') and k.code = any($1) and ($2::text is null or s.org_id = $2)
           order by k.due_at, k.code""",
        list(codes),
        org_id,
    )
    return [
        Owed(
            clock=ClockView(
                code=row["code"],
                subject=row["subject"],
                child_ids=tuple(row["child_ids"]),
                started_at=row["started_at"],
                due_at=row["due_at"],
                status=row["status"],
                warned_fraction=row["warned_fraction"],
                stopped_at=row["stopped_at"],
            ),
            contact_id=row["contact_id"],
            contact_type=row["contact_type"],
            named=row["named"] or "No child named",
        )
        for row in rows
    ]
