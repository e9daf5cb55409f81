"""How long after the incident is domestic abuse reported to us (CK_LAG_DA)? One row a contact about domestic abuse."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

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


async def reported_late(connection: Connection, since: datetime, org_id: str | None) -> Sequence[Row]:
    """What came after its limit, the newest first; with ``org_id`` what that organisation sent. At most 100, each with
    how many ``there_are``."""
    return await connection.fetch(
        """select l.*, s.source_ref, s.org_id, count(*) over () as there_are
           from abuse_lags l join submissions s using (contact_id)
           where l.band <> 'IN_BAND' and l.received_at >= $1 and ($2::text is null or s.org_id = $2)
           order by l.received_at desc limit 100""",
        since,
        org_id,
    )


MEASURED = """count(*) as reports, count(*) filter (where band = 'IN_BAND') as in_time,
  count(*) filter (where band = 'LATE') as late, count(*) filter (where band = 'STALE') as stale,
  count(*) filter (where lag_hours <= 24) as within_24_hours,
  percentile_cont(0.5) within group (order by lag_hours) as median_hours,
  percentile_cont(0.9) within group (order by lag_hours) as p90_hours"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lags:
    """How late some reports came. ``named``: the organisation that reported, or the police's grade; none for all."""

    named: str | None
    reports: int
    in_time: int
    late: int
    stale: int
    within_24_hours: int
    median_hours: float
    p90_hours: float

    @property
    def median(self) -> timedelta:
        return timedelta(hours=self.median_hours)

    @property
    def p90(self) -> timedelta:
        return timedelta(hours=self.p90_hours)


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """One week by receipt, from Monday in London: all its reports, by who reported, and by grade."""

    week: date
    all: Lags
    by_force: Sequence[Lags]
    by_grade: Sequence[Lags]


async def week_by_week(connection: Connection, since: datetime, org_id: str | None = None) -> list[Week]:
    """The partnership's report (indicator I09), the newest week first, whole weeks only.

    With ``org_id`` of that organisation alone.
    """
    rows = await connection.fetch(
        f"""select date_trunc('week', l.received_at at time zone 'Europe/London')::date as week,
              grouping(s.org_id) = 0 as is_force, grouping(l.grade) = 0 as is_grade,
              s.org_id, coalesce(l.grade, 'NOT_GRADED') as grade, {MEASURED}
            from abuse_lags l join submissions s using (contact_id)
            where l.received_at >= date_trunc('week', $1 at time zone 'Europe/London') at time zone 'Europe/London'
              and ($2::text is null or s.org_id = $2)
            group by grouping sets ((1), (1, s.org_id), (1, l.grade)) order by 1 desc, s.org_id, l.grade""",
        since,
        org_id,
    )
    weeks = {row["week"]: row for row in rows if not row["is_force"] and not row["is_grade"]}
    return [
        Week(
            week=week,
            all=_lags(row, None),
            by_force=[_lags(each, "org_id") for each in rows if each["week"] == week and each["is_force"]],
            by_grade=[_lags(each, "grade") for each in rows if each["week"] == week and each["is_grade"]],
        )
        for week, row in weeks.items()
    ]


def _lags(row: Row, named: str | None) -> Lags:
    fields = ("reports", "in_time", "late", "stale", "within_24_hours", "median_hours", "p90_hours")
    return Lags(named=row[named] if named else None, **{name: row[name] for name in fields})
