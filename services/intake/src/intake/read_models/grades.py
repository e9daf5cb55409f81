"""Which grades of an adult victim's risk have the police in the hub not confirmed? One row a police report of abuse."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from intake.decider.state import HUB
from intake.events import ContactAmended, ContactReceived, PoliceRiskGradeAmended
from intake.facts import DomesticAbuse
from shared.database import Connection, Row
from shared.events import Recorded
from shared.read_models import Keep, keep_alike, keep_rows

GRADE = """
insert into police_grades select contact_id, grade, graded_by, received_at
from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[]) as new (contact_id, grade, graded_by, received_at)
on conflict (contact_id) do nothing
"""
GRADE_AGAIN = """
update police_grades p set grade = new.grade, graded_by = new.graded_by
from unnest($1::text[], $2::text[], $3::text[]) as new (contact_id, grade, graded_by)
where p.contact_id = new.contact_id
"""


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    await keep_alike(connection, events, KINDS)


async def _grade(
    connection: Connection, happened: Sequence[Recorded[ContactReceived] | Recorded[ContactAmended]]
) -> None:
    """A later version that first tells of abuse begins the row; another grade is told by an event of its own."""
    rows = [
        (each.data.contact_id, da.grade, da.graded_by, each.data.received_at)
        for each in happened
        for da in [_abuse(each.data)]
        if da is not None
    ]
    await keep_rows(connection, GRADE, rows)


def _abuse(said: ContactReceived | ContactAmended) -> DomesticAbuse | None:
    if isinstance(said, ContactAmended) and said.superseded:
        return None
    return said.account.police.da if said.account.police else None


async def _grade_again(connection: Connection, happened: Sequence[Recorded[PoliceRiskGradeAmended]]) -> None:
    rows = [(each.data.contact_id, each.data.grade, each.data.graded_by) for each in happened]
    await keep_rows(connection, GRADE_AGAIN, rows)


KINDS: Mapping[type, Keep] = {
    ContactReceived: _grade,
    ContactAmended: _grade,
    PoliceRiskGradeAmended: _grade_again,
}


async def not_confirmed(connection: Connection, since: datetime, org_id: str | None) -> Sequence[Row]:
    """The reports that came since then and that only the force's officers have graded, HIGH first, then the oldest;
    with ``org_id`` those of that force alone. At most 100, each with how many ``there_are``."""
    return await connection.fetch(
        """select p.*, s.source_ref, count(*) over () as there_are
           from police_grades p join submissions s using (contact_id)
           where p.received_at >= $1 and p.graded_by is distinct from $2 and ($3::text is null or s.org_id = $3)
           order by (p.grade = 'HIGH') desc nulls last, p.received_at limit 100""",
        since,
        HUB,
        org_id,
    )
