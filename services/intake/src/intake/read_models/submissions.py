"""What did we send, and what became of it? One row a contact, read by the organisation that sent it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import orjson

from intake.events import (
    ContactAmended,
    ContactMarkedNotAboutAChild,
    ContactQualityAssessed,
    ContactReceived,
    ContactRedirected,
)
from intake.facts import ContactType
from shared.database import Connection, Row
from shared.events import Recorded
from shared.read_models import Keep, keep_alike, keep_rows
from shared.references import as_said, contact_ref

RECEIVE = """
insert into submissions (contact_id, org_id, source_system, source_ref, source_version, contact_type,
  received_at, last_version_at, children, agency_name, reference)
select contact_id, org_id, source_system, source_ref, source_version, contact_type, received_at, received_at, children,
  agency_name, reference
from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[], $6::text[], $7::timestamptz[], $8::int[],
  $9::text[], $10::text[])
  as new (contact_id, org_id, source_system, source_ref, source_version, contact_type, received_at, children,
    agency_name, reference)
"""

AMEND = """
update submissions s set source_version = greatest(s.source_version, new.source_version),
  additions = greatest(s.additions, new.addition),
  contact_type = coalesce(new.contact_type, s.contact_type), last_version_at = new.received_at
from unnest($1::text[], $2::int[], $3::int[], $4::text[], $5::timestamptz[])
  as new (contact_id, source_version, addition, contact_type, received_at)
where s.contact_id = new.contact_id
"""

ASSESS = """
update submissions s set quality = new.grade, failed = new.failed::jsonb
from unnest($1::text[], $2::text[], $3::text[]) as new (contact_id, grade, failed)
where s.contact_id = new.contact_id
"""

END = """
update submissions s set ended = new.ended from unnest($1::text[], $2::text[]) as new (contact_id, ended)
where s.contact_id = new.contact_id
"""


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    await keep_alike(connection, events, KINDS)


async def _receive(connection: Connection, happened: Sequence[Recorded[ContactReceived]]) -> None:
    await keep_rows(connection, RECEIVE, [_received(each.data) for each in happened])


def _received(event: ContactReceived) -> Sequence[object]:
    return (
        event.contact_id,
        event.account.agency.org_id,
        event.source.system,
        event.source.ref,
        event.source.version,
        event.account.contact_type.value,
        event.received_at,
        len(event.account.children),
        event.account.agency.name,
        contact_ref(event.contact_id),
    )


async def _amend(connection: Connection, happened: Sequence[Recorded[ContactAmended]]) -> None:
    await keep_rows(connection, AMEND, [_amended(each.data) for each in happened])


def _amended(event: ContactAmended) -> Sequence[object]:
    kind = None if event.superseded else event.account.contact_type.value
    return event.contact_id, event.source.version, event.source.addition, kind, event.received_at


async def _assess(connection: Connection, happened: Sequence[Recorded[ContactQualityAssessed]]) -> None:
    rows = [(each.data.contact_id, each.data.grade, _failed(each.data)) for each in happened]
    await keep_rows(connection, ASSESS, rows)


def _failed(event: ContactQualityAssessed) -> str:
    return orjson.dumps([test for test, answer in event.tests.items() if not answer]).decode()


async def _end(
    connection: Connection, happened: Sequence[Recorded[ContactMarkedNotAboutAChild] | Recorded[ContactRedirected]]
) -> None:
    await keep_rows(connection, END, [(each.data.contact_id, type(each.data).__name__) for each in happened])


KINDS: Mapping[type, Keep] = {
    ContactReceived: _receive,
    ContactAmended: _amend,
    ContactQualityAssessed: _assess,
    ContactMarkedNotAboutAChild: _end,
    ContactRedirected: _end,
}


async def begin_screening(connection: Connection, contact_id: str, at: datetime) -> None:
    """Screening has taken the contact up."""
    await connection.execute("update submissions set screening_opened_at = $2 where contact_id = $1", contact_id, at)


async def note_outcome(connection: Connection, contact_id: str, child_id: str, outcome: str, at: datetime) -> None:
    """A child's decision, the newest one where it was decided again."""
    await connection.execute(
        """update submissions set outcomes =
             (select coalesce(jsonb_agg(o), '[]') from jsonb_array_elements(outcomes) o where o->>'child_id' <> $2)
             || jsonb_build_array(jsonb_build_object('child_id', $2::text, 'outcome', $3::text, 'decided_at', $4::text))
           where contact_id = $1""",
        contact_id,
        child_id,
        outcome,
        at.isoformat(),
    )


async def is_screened(connection: Connection, contact_id: str) -> bool:
    """Has screening taken the contact up (INT-02)?"""
    return bool(
        await connection.fetchval(
            "select screening_opened_at is not null from submissions where contact_id = $1", contact_id
        )
    )


async def submissions_of(
    connection: Connection, org_id: str, before: str | None = None, limit: int = 50
) -> Sequence[Row]:
    """An organisation's submissions, the newest first; those that came ``before`` this contact of theirs."""
    return await connection.fetch(
        """select * from submissions where org_id = $1 and ($2::text is null or (received_at, contact_id) <
             (select received_at, contact_id from submissions where contact_id = $2 and org_id = $1))
           order by received_at desc, contact_id desc limit $3""",
        org_id,
        before,
        limit,
    )


async def called(connection: Connection, org_ids: Iterable[str]) -> dict[str, str]:
    """What each of these organisations called itself last; its id where it never said."""
    rows = await connection.fetch(
        """select org_id, coalesce((select agency_name from submissions s where s.org_id = asked.org_id
                                     and agency_name <> '' order by received_at desc limit 1), org_id) as name
           from unnest($1::text[]) as asked (org_id)""",
        list({*org_ids}),
    )
    return {row["org_id"]: row["name"] for row in rows}


async def submission(connection: Connection, contact_id: str) -> Row | None:
    """One contact's row."""
    return await connection.fetchrow("select * from submissions where contact_id = $1", contact_id)


async def newest_of(connection: Connection, contact_type: ContactType) -> datetime | None:
    """When the newest contact of this kind came, if one ever did."""
    return await connection.fetchval(
        "select max(received_at) from submissions where contact_type = $1", contact_type.value
    )


async def about_the_same_children(connection: Connection, contact_id: str) -> Sequence[Row]:
    """Other contacts that name a child of this one, as far as somebody has said so, the newest first."""
    return await connection.fetch(
        """with here as (
             select child_id as id from identities where contact_id = $1
             union select same_as from identities where contact_id = $1 and same_as is not null)
           select distinct s.contact_id, s.contact_type, s.received_at, s.source_ref
           from identities i join submissions s on s.contact_id = i.contact_id
           where i.contact_id <> $1 and (i.child_id in (select id from here) or i.same_as in (select id from here))
           order by s.received_at desc limit 20""",
        contact_id,
    )


async def own_submission(connection: Connection, org_id: str, ref: str) -> Row | None:
    """One of an organisation's own, by our reference, long or short, or by the newest that carries theirs."""
    return await connection.fetchrow(
        """select * from submissions where org_id = $1 and (contact_id = $2 or source_ref = $2 or reference = $3)
           order by (contact_id = $2) desc, (source_ref = $2) desc, received_at desc limit 1""",
        org_id,
        ref,
        as_said(ref),
    )


async def found(connection: Connection, ref: str) -> Sequence[Row]:
    """The contacts that somebody means by this reference, ours or a sender's own, the newest first."""
    if not ref.strip():
        return []
    return await connection.fetch(
        """select contact_id, reference, source_ref, contact_type, org_id, received_at from submissions
           where contact_id = $1 or source_ref = $1 or reference = $2 order by received_at desc limit 20""",
        ref.strip(),
        as_said(ref),
    )


async def own_outcomes(connection: Connection, contact_id: str) -> Sequence[Row]:
    """The outcome of each child that the sender named, by the sender's own reference for it."""
    return await connection.fetch(
        """select i.temp_ref, o->>'outcome' as outcome, (o->>'decided_at')::timestamptz as decided_at
           from submissions s cross join jsonb_array_elements(s.outcomes) o
           join identities i on i.contact_id = s.contact_id
            and (i.child_id = o->>'child_id' or i.same_as = o->>'child_id')
           where s.contact_id = $1 order by i.temp_ref""",
        contact_id,
    )


async def hash_of(connection: Connection, contact_id: str) -> str | None:
    """The hash that chains the contact's first event to everything that was stored before it."""
    return await connection.fetchval(
        "select encode(hash, 'hex') from events where stream = $1 and version = 1", f"Contact-{contact_id}"
    )


async def items_by_inbox(connection: Connection) -> Sequence[Row]:
    """Contacts that came from each old mailbox, by month."""
    return await connection.fetch(
        """select substr(source_system, 7) as inbox_id, to_char(received_at, 'YYYY-MM') as month, count(*) as items
           from submissions where source_system like 'INBOX:%' group by 1, 2 order by 1, 2"""
    )
