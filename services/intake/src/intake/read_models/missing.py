"""Who is missing, who came back, and how often the same child was missing before? One row an episode of a child."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from intake.commands import KnownChild, MissingBefore
from intake.events import MissingEpisodeClosed, MissingEpisodeOpened
from intake.facts import Account, ContactType
from shared.database import Connection, Row
from shared.events import Recorded
from shared.read_models import Keep, keep_alike, keep_rows

OPEN = """
insert into missing_episodes (contact_id, child_id, gone_at, missing_from, police_risk)
select contact_id, child_id, gone_at, missing_from, police_risk
from unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::text[])
  as new (contact_id, child_id, gone_at, missing_from, police_risk)
on conflict (contact_id, child_id) do update set gone_at = excluded.gone_at,
  missing_from = excluded.missing_from, police_risk = excluded.police_risk
"""

CLOSE = """
insert into missing_episodes (contact_id, child_id, back_at)
select contact_id, child_id, back_at from unnest($1::text[], $2::text[], $3::timestamptz[])
  as new (contact_id, child_id, back_at)
on conflict (contact_id, child_id) do update set back_at = excluded.back_at
"""

BEFORE = """
select count(*) filter (where e.gone_at > now_gone.at - interval '30 days') as in_30_days, count(*) as in_90_days
from (select $3::timestamptz as at) now_gone, identities i join missing_episodes e using (child_id)
where (i.child_id = $1 or i.same_as = $1) and e.contact_id <> $2
  and e.gone_at > now_gone.at - interval '90 days' and e.gone_at <= now_gone.at
"""


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    await keep_alike(connection, events, KINDS)


async def _open(connection: Connection, happened: Sequence[Recorded[MissingEpisodeOpened]]) -> None:
    rows = [
        (gone.contact_id, gone.child_id, gone.occurred_at or gone.received_at, gone.missing_from, gone.police_risk)
        for gone in (each.data for each in happened)
    ]
    await keep_rows(connection, OPEN, rows)


async def _close(connection: Connection, happened: Sequence[Recorded[MissingEpisodeClosed]]) -> None:
    rows = [
        (back.contact_id, back.child_id, back.occurred_at or back.received_at)
        for back in (each.data for each in happened)
    ]
    await keep_rows(connection, CLOSE, rows)


KINDS: Mapping[type, Keep] = {MissingEpisodeOpened: _open, MissingEpisodeClosed: _close}


async def before_of(
    connection: Connection, contact_id: str, account: Account, known: Sequence[KnownChild], now: datetime
) -> dict[str, MissingBefore]:
    """How often each child of this report whom a number proves was missing before, by the reference it has there."""
    if account.contact_type is not ContactType.MISSING:
        return {}
    told = account.missing.last_seen_at if account.missing else account.incident.occurred_at
    proven = {child.temp_ref: child.proven_child_id for child in known if child.proven_child_id}
    return {ref: await _before(connection, child_id, contact_id, told or now) for ref, child_id in proven.items()}


async def before_this(connection: Connection, contact_id: str, child_id: str) -> MissingBefore:
    """How often this child was missing before the episode that this contact reports, if it reports one."""
    gone_at = await connection.fetchval("select min(gone_at) from missing_episodes where contact_id = $1", contact_id)
    return await _before(connection, child_id, contact_id, gone_at) if gone_at else MissingBefore()


async def _before(connection: Connection, child_id: str, contact_id: str, gone_at: datetime) -> MissingBefore:
    row = await connection.fetchrow(BEFORE, child_id, contact_id, gone_at)
    return MissingBefore(in_30_days=row["in_30_days"], in_90_days=row["in_90_days"]) if row else MissingBefore()


async def away(connection: Connection) -> Sequence[Row]:
    """Every child of whose return nobody has told us, the longest away first."""
    return await connection.fetch(
        """select e.*, trim(i.first_name || ' ' || i.surname) as named
           from missing_episodes e left join identities i using (child_id)
           where e.back_at is null order by e.gone_at"""
    )


async def repeated(connection: Connection, now: datetime) -> Sequence[Row]:
    """Every child with two or more episodes in the last 90 days, the most often missing first."""
    return await connection.fetch(
        """select coalesce(i.same_as, i.child_id) as child_id, count(*) as in_90_days,
             count(*) filter (where e.gone_at > $1::timestamptz - interval '30 days') as in_30_days,
             max(e.gone_at) as last_gone_at,
             (array_agg(e.contact_id order by e.gone_at desc))[1] as contact_id,
             (array_agg(trim(i.first_name || ' ' || i.surname) order by e.gone_at desc))[1] as named
           from missing_episodes e join identities i using (child_id)
           where e.gone_at > $1::timestamptz - interval '90 days' group by 1 having count(*) > 1
           order by 3 desc, 2 desc, 4 desc""",
        now,
    )
