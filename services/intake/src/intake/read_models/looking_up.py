"""Which child does a person mean who looks one up? Whoever shares what was said is found; a sealed record never is."""

from collections.abc import Collection, Sequence

from intake.matching.comparing import compare
from intake.matching.descriptions import Description
from intake.matching.names import parts_of
from intake.read_models import identities, submissions
from intake.read_models.candidates import sharing_a_key, stands_for
from intake.read_models.identities import description_of
from shared.database import Connection, Row

MOST_SHOWN = 20
BY_ONE_NAME = """
select * from identities where starts_with(lower(surname), $1) or starts_with(lower(first_name), $1)
order by lower(surname), lower(first_name), child_id limit 100
"""


async def looked_up(connection: Connection, said: Description, ref: str, but: Collection[str]) -> list[Row]:
    """The children as we know them, those who fit best first; ``ref`` names a contact, ``but`` whom not to show."""
    named_there = await _named_in(connection, ref)
    fitting = await _fitting(connection, said)
    rows = [*named_there, *fitting]
    whom = await stands_for(connection, rows)
    child_ids = dict.fromkeys(whom[row["child_id"]] for row in rows if row["child_id"] in whom)
    wanted = [child_id for child_id in child_ids if child_id not in but][:MOST_SHOWN]
    found = [await identities.identity(connection, child_id) for child_id in wanted]
    return [row for row in found if row is not None and not row["sealed"]]


async def _named_in(connection: Connection, ref: str) -> list[Row]:
    contacts = await submissions.found(connection, ref)
    return [row for each in contacts for row in await identities.children_of(connection, each["contact_id"])]


async def _fitting(connection: Connection, said: Description) -> list[Row]:
    """Whoever fits what was said more than not, the best first."""
    rows = await _like(connection, said)
    weighed = [(compare(said, description_of(row)).weight, row) for row in rows]
    return [row for weight, row in sorted(weighed, key=lambda each: (-each[0], each[1]["child_id"])) if weight > 0]


async def _like(connection: Connection, said: Description) -> Sequence[Row]:
    names = [name for name in (said.first_name, said.surname) if parts_of(name)]
    if len(names) == 1 and not (said.born_about or said.nhs or said.upn):
        return await connection.fetch(BY_ONE_NAME, names[0].strip().lower())
    return await sharing_a_key(connection, said)
