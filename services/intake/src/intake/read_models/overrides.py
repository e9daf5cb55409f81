"""Which guards has a manager let a contact past, and another has to look at again? One row a guard of a contact."""

from collections.abc import Mapping, Sequence

from intake.events import ContactGuardOverridden, ContactOverrideReviewed
from shared.database import Connection, Row
from shared.events import Recorded
from shared.read_models import Keep, keep_alike, keep_rows

LET_PAST = """
insert into overrides select contact_id, guard, review_by, overridden_by, overridden_at
from unnest($1::text[], $2::text[], $3::date[], $4::text[], $5::timestamptz[])
  as new (contact_id, guard, review_by, overridden_by, overridden_at)
on conflict (contact_id, guard) do update set review_by = excluded.review_by,
  overridden_by = excluded.overridden_by, overridden_at = excluded.overridden_at
"""
LOOK = """
delete from overrides o using unnest($1::text[], $2::text[]) as seen (contact_id, guard)
where o.contact_id = seen.contact_id and o.guard = seen.guard
"""


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    await keep_alike(connection, events, KINDS)


async def _pass(connection: Connection, happened: Sequence[Recorded[ContactGuardOverridden]]) -> None:
    rows = [
        (let.contact_id, let.guard, let.review_by, let.overridden_by, each.meta.recorded_at)
        for each in happened
        for let in [each.data]
    ]
    await keep_rows(connection, LET_PAST, rows)


async def _look(connection: Connection, happened: Sequence[Recorded[ContactOverrideReviewed]]) -> None:
    await keep_rows(connection, LOOK, [(each.data.contact_id, each.data.guard) for each in happened])


KINDS: Mapping[type, Keep] = {ContactGuardOverridden: _pass, ContactOverrideReviewed: _look}


async def to_look_at(connection: Connection) -> Sequence[Row]:
    """What was let past and nobody has looked at since, what is due first on top."""
    return await connection.fetch(
        """select o.*, s.contact_type, s.source_ref from overrides o join submissions s using (contact_id)
           order by o.review_by, o.overridden_at"""
    )
