"""How long after the incident is domestic abuse reported to us (CK_LAG_DA)? One row a contact about domestic abuse."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from intake.events import IncidentLagMeasured
from shared.database import Connection, Row
from shared.events import Recorded
from shared.read_models import Keep, keep_alike, keep_rows

MEASURE = """
insert into abuse_lags select contact_id, grade, occurred_at, received_at, lag_hours, band
from unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::float8[], $6::text[])
  as new (contact_id, grade, occurred_at, received_at, lag_hours, band) on conflict (contact_id) do update set
  grade = excluded.grade, occurred_at = excluded.occurred_at, lag_hours = excluded.lag_hours, band = excluded.band
"""


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    await keep_alike(connection, events, KINDS)


async def _measure(connection: Connection, happened: Sequence[Recorded[IncidentLagMeasured]]) -> None:
    rows = [
        (lag.contact_id, lag.grade, lag.occurred_at, lag.received_at, lag.lag_hours, lag.band)
        for lag in (each.data for each in happened)
        if lag.domestic_abuse
    ]
    await keep_rows(connection, MEASURE, rows)


KINDS: Mapping[type, Keep] = {IncidentLagMeasured: _measure}


async def reported_late(connection: Connection, since: datetime) -> Sequence[Row]:
    """What came after its limit, the newest first."""
    return await connection.fetch(
        """select l.*, s.source_ref, s.org_id from abuse_lags l join submissions s using (contact_id)
           where l.band <> 'IN_BAND' and l.received_at >= $1 order by l.received_at desc limit 100""",
        since,
    )


async def by_week(connection: Connection, since: datetime) -> Sequence[Row]:
    """How many came in each week (from Monday, London): in time, late and stale, and the median lag in hours."""
    return await connection.fetch(
        """select date_trunc('week', received_at at time zone 'Europe/London')::date as week, count(*) as reports,
             count(*) filter (where band = 'IN_BAND') as in_time, count(*) filter (where band = 'LATE') as late,
             count(*) filter (where band = 'STALE') as stale,
             make_interval(secs => 3600 * percentile_cont(0.5) within group (order by lag_hours)) as median
           from abuse_lags where received_at >= $1 group by 1 order by 1 desc""",
        since,
    )
