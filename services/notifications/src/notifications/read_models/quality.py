"""How good were an agency's contacts of one month? Read off the rows of its contacts once the month is over."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from notifications.owed.facts import Kind, ScoredMonth
from notifications.readings import ContactQualityAssessed
from shared.database import Connection
from shared.subscriptions import Message

TOLD_AT = "7 hours"
"""On the first morning after the month: before the working day, and not in the night."""

NOTE = f"""
    with noted as (
      update contacts set quality_grade = $2, quality_failed = $3 where contact_id = $1
      returning org_id, is_public, contact_id, date_trunc('month', received_at at time zone 'Europe/London') as month),
    feedback as (
      select contact_id, jsonb_build_object('org_id', org_id, 'month', to_char(month, 'YYYY-MM')) as said,
             (month + interval '1 month {TOLD_AT}') at time zone 'Europe/London' as at
      from noted where org_id is not null and not is_public)
    insert into owed (event_id, kind, contact_id, said, at, correlation_id, next_at)
    select $4, '{Kind.QUALITY}', contact_id, said, at, $5, at from feedback
    where not exists (select from owed where owed.kind = '{Kind.QUALITY}' and owed.said = feedback.said)
    on conflict do nothing"""


async def note(connection: Connection, message: Message[ContactQualityAssessed]) -> None:
    """The contact's newest grade. The first contact of a month that is scored makes its feedback owed."""
    assessed, meta = message.data, message.meta
    await connection.execute(
        NOTE, assessed.contact_id, assessed.grade, list(assessed.failed), meta.event_id, meta.correlation_id
    )


async def counted(connection: Connection, said: Mapping[str, Any]) -> ScoredMonth:
    """The month (London's, by receipt) of this agency as it is scored now."""
    org_id, month = str(said["org_id"]), str(said["month"])
    rows = await connection.fetch(
        """select quality_grade, quality_failed from contacts
           where org_id = $1 and not is_public and quality_grade is not null
             and received_at >= ($2::date)::timestamp at time zone 'Europe/London'
             and received_at < ($2::date + interval '1 month') at time zone 'Europe/London'
           order by contact_id""",
        org_id,
        date.fromisoformat(f"{month}-01"),
    )
    failed = tuple((row["quality_grade"], tuple(row["quality_failed"])) for row in rows)
    return ScoredMonth(org_id=org_id, month=month, failed_by_grade=failed)
