"""Which looks do managers owe each other? Decisions that one person made alone, and guards that were let past."""

from collections.abc import Sequence

from shared.database import Connection, Row

REVIEWS = """
    select q.contact_id, q.child_id, q.review_due_at as due_at, q.decided, n.first_name, n.surname, n.born_on
    from queue_children q left join named_children n using (contact_id, temp_ref)
    where q.review_owed order by q.review_due_at nulls last, q.contact_id, q.temp_ref"""

OVERRIDES = """
    select o.*, n.first_name, n.surname, n.born_on
    from overrides o
    left join named_children n on n.contact_id = o.contact_id and o.child_id in (n.child_id, n.provisional_child_id)
    where not o.reviewed order by o.review_by, o.overridden_at"""


async def reviews(connection: Connection) -> Sequence[Row]:
    """Children whose decision waits for another manager's look, the one that is owed first at the top."""
    return await connection.fetch(REVIEWS)


async def overrides(connection: Connection) -> Sequence[Row]:
    """Guards that were let past and not looked at again, the one to be looked at first at the top."""
    return await connection.fetch(OVERRIDES)


async def challenges_due(connection: Connection, contact_ids: Sequence[str]) -> Sequence[Row]:
    """Until when each challenge of these screenings is to be answered, where the manager said so."""
    return await connection.fetch(
        """select contact_id, min(challenge_due_at) as due_at from queue_children
           where contact_id = any($1) and challenged group by contact_id""",
        list(contact_ids),
    )
