"""Whose is a child who is open, and has no referral here? By what was recorded when the contact came (INT-05)."""

from collections.abc import Sequence
from datetime import datetime

from screening.case.events import CareStatusNoted
from screening.read_models import contacts
from shared.access.actor import Actor
from shared.database import Connection, Row
from shared.events import Recorded

SHOWN_DAYS = 30
"""How long what has been screened is still shown to whoever has the child."""


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    for recorded in events:
        if isinstance(recorded.data, CareStatusNoted):
            await _note(connection, recorded.data)


async def _note(connection: Connection, event: CareStatusNoted) -> None:
    await connection.execute(
        "delete from open_children where contact_id = $1 and child_id = $2", event.contact_id, event.child_id
    )
    if event.care_status.is_open and event.worker:
        await connection.execute(
            "insert into open_children values ($1, $2, $3, $4)",
            event.contact_id,
            event.child_id,
            event.worker,
            event.team or "",
        )


async def told_of(connection: Connection, who: Actor, now: datetime) -> Sequence[Row]:
    """Contacts about children whom this person is recorded to have, by sign-in name or by a name that nobody else here
    has, the newest first: what is being screened, and what came in the last 30 days. Of a child with an open referral
    here the referral tells."""
    return await connection.fetch(
        f"""select c.contact_id, n.child_id, n.first_name, n.surname, n.born_on, c.received_at, c.contact_type,
                  c.source_code, c.said->'agency'->>'name' as agency_name,
                  {contacts.WORRY} as worries,
                  o.team, q.decided as decision
           from open_children o
           join contacts c using (contact_id)
           join queue on queue.contact_id = o.contact_id
           join named_children n on n.contact_id = o.contact_id and o.child_id in (n.child_id, n.provisional_child_id)
           left join queue_children q on q.contact_id = n.contact_id and q.temp_ref = n.temp_ref
           where (lower(o.worker) = lower($1) or lower(o.worker) = lower($4)
                  and not exists (select from people where lower(name) = lower($4) and user_id <> $1))
             and (not queue.closed or c.received_at > $2::timestamptz - make_interval(days => $3))
             and not exists (
               select from referrals r left join named_children m
                 on m.contact_id = r.contact_id and r.child_id in (m.child_id, m.provisional_child_id)
               where r.status = 'OPEN' and coalesce(m.child_id, r.child_id) = n.child_id)
           order by c.received_at desc, n.temp_ref""",
        who.user_id,
        now,
        SHOWN_DAYS,
        who.name,
    )
