"""Which contacts came in while the day service was closed, and wait for a decision? One row a contact."""

from collections.abc import Sequence
from datetime import datetime

from shared.database import Connection, Row


async def arrive(
    connection: Connection,
    contact_id: str,
    received_at: datetime,
    contact_type: str,
    sender: str,
    worries: str,
    child_ids: Sequence[str],
) -> None:
    await connection.execute(
        """insert into incoming (contact_id, received_at, contact_type, sender, worries, child_ids)
           values ($1, $2, $3, $4, $5, $6) on conflict (contact_id) do nothing""",
        contact_id,
        received_at,
        contact_type,
        sender,
        worries,
        list(child_ids),
    )


async def say_instead(connection: Connection, contact_id: str, contact_type: str, worries: str) -> None:
    """A later version has made the contact one of another kind, of which this is all that is read here."""
    await connection.execute(
        "update incoming set contact_type = $2, worries = $3 where contact_id = $1", contact_id, contact_type, worries
    )


async def waiting(connection: Connection) -> list[Row]:
    """Contacts with a child for whom nobody has decided since, the earliest first; ``child_ids`` are those children."""
    return await connection.fetch(
        """select contact_id, received_at, contact_type, sender, worries,
                  array_agg(named.child_id order by named.child_id) as child_ids
           from incoming, unnest(incoming.child_ids) as named (child_id)
           where not exists (select from facts where facts.child_id = named.child_id and question = 'DECISION'
                             and facts.at >= incoming.received_at)
           group by contact_id, received_at, contact_type, sender, worries
           order by received_at, contact_id"""
    )
