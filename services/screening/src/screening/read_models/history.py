"""What do we know of this child already? Earlier contacts with what became of them, and brothers and sisters."""

from collections.abc import Sequence
from datetime import UTC, datetime

from screening.case.events import ThresholdDecisionAuthorised
from screening.case.facts import KnownOfChild
from screening.codes import Decision
from screening.read_models import contacts, referrals
from shared.database import Connection, Row
from shared.events import Recorded


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    for recorded in events:
        if isinstance(recorded.data, ThresholdDecisionAuthorised):
            await _decided(connection, recorded.data)


async def _decided(connection: Connection, event: ThresholdDecisionAuthorised) -> None:
    await connection.execute(
        """insert into decisions values ($1, $2, $3, $4, $5, $6)
           on conflict (contact_id, child_id) do update set decision = excluded.decision,
             need_level = excluded.need_level, decided_at = excluded.decided_at, rationale = excluded.rationale""",
        event.contact_id,
        event.child_id,
        event.decision.value,
        event.need_level,
        event.decided_at,
        event.manager_rationale,
    )


FOR_EVER = datetime.max.replace(tzinfo=UTC)

EARLIER = f"""
    select c.contact_id, c.received_at, c.occurred_at, c.contact_type, c.source_code, c.agency_name,
           {contacts.WORRY} as worries,
           n.born_on, d.decision, d.decided_at, d.rationale
    from named_children n join contacts c using (contact_id)
    left join decisions d on d.contact_id = c.contact_id
      and d.child_id in (n.child_id, n.provisional_child_id)
    where n.child_id = $1 and c.contact_id <> $2 and c.received_at <= $3
    order by c.received_at desc"""


async def earlier_contacts(
    connection: Connection, child_id: str, contact_id: str, received_at: datetime
) -> Sequence[Row]:
    """The child's other contacts up to this one, the newest first, with the decision where there is one."""
    return await connection.fetch(EARLIER, child_id, contact_id, received_at)


async def contacts_since(connection: Connection, child_id: str, contact_id: str) -> Sequence[Row]:
    """The contacts about this child that came after this one, the newest first."""
    return await connection.fetch(
        f"""select * from ({EARLIER}) other
            where received_at > (select received_at from contacts where contact_id = $2)""",
        child_id,
        contact_id,
        FOR_EVER,
    )


async def contacts_12m(connection: Connection, child_id: str, received_at: datetime) -> int:
    """How many contacts about this child came in the 12 months up to this one, this one included."""
    counted = await connection.fetchval(
        """select count(distinct c.contact_id) from named_children n join contacts c using (contact_id)
           where n.child_id = $1 and c.received_at <= $2 and c.received_at > $2 - interval '12 months'""",
        child_id,
        received_at,
    )
    return int(counted)


async def known_of_child(
    connection: Connection,
    contact_id: str,
    child_id: str,
    received_at: datetime,
    counted_to: datetime | None = None,
) -> KnownOfChild:
    """What the record holds of this child now, also by the provisional id. Contacts are read and counted to the moment
    given, or to that of this contact.

    The position is read first: everything up to it is in what is read after it.
    """
    position = await connection.fetchval("select position from store_head")
    current = await current_id(connection, contact_id, child_id)
    earlier = await earlier_contacts(connection, current, contact_id, counted_to or received_at)
    abuse = await connection.fetchval(
        """select count(distinct c.contact_id) from named_children n join contacts c using (contact_id)
           where n.child_id = $1 and c.contact_type = 'DOMESTIC_ABUSE'
             and c.received_at <= $2 and c.received_at > $2 - interval '12 months'""",
        current,
        counted_to or received_at,
    )
    referred = await connection.fetchval(
        "select exists (select from referrals where status = 'OPEN' and child_id = any($1))",
        await referrals.identities_of(connection, current),
    )
    return KnownOfChild(
        position=int(position or 0),
        items=tuple(item["contact_id"] for item in earlier),
        contacts_12m=max(await contacts_12m(connection, current, counted_to or received_at), 1),
        abuse_contacts_12m=int(abuse),
        open_referral=bool(referred),
    )


async def reads_to(
    connection: Connection, contact_id: str, child_id: str, received_at: datetime, now: datetime
) -> datetime:
    """Until when the child's contacts are read: up to this contact, and behind its decision all that has come since."""
    decided = await connection.fetchval(
        """select q.decided from queue_children q join named_children n using (contact_id, temp_ref)
           where q.contact_id = $1 and $2 in (n.child_id, n.provisional_child_id)""",
        contact_id,
        child_id,
    )
    return now if decided is not None and not Decision(decided).holds else received_at


async def siblings(connection: Connection, child_id: str, contact_id: str) -> Sequence[Row]:
    """Other children whom a contact has named beside this one, as they were named last; this contact's are known."""
    return await connection.fetch(
        """select distinct on (other.child_id) other.child_id, other.first_name, other.surname, other.born_on,
                  other.contact_id
           from named_children mine join named_children other using (contact_id)
           join contacts c using (contact_id)
           where mine.child_id = $1 and other.child_id <> $1
             and other.child_id not in (select child_id from named_children where contact_id = $2)
           order by other.child_id, c.received_at desc""",
        child_id,
        contact_id,
    )


async def current_id(connection: Connection, contact_id: str, child_id: str) -> str:
    """Who a child of this contact is by now, also by the provisional id; any other id stays as it is."""
    current = await connection.fetchval(
        """select child_id from named_children
           where contact_id = $1 and $2 in (child_id, provisional_child_id)""",
        contact_id,
        child_id,
    )
    return str(current or child_id)
