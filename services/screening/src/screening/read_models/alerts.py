"""Which clocks have warned or run out, and who has to know? One row a threshold that fired and a role that is told.

Clocks of the other services stand here too, so that nobody watches six lists. Its one law: what has run out stays until
it is done and a manager has said why it was late.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from screening.case.events import BreachReasonRecorded, IncidentLagNoted, ScreeningClosed, ScreeningEnded
from screening.case.facts import ClockOf
from screening.late_clock.events import LateClockExplained
from screening.read_models import contacts
from screening.read_models.fired import BREACH, Fired, breach_of, warning_of
from screening.streams import contact_of, place_of, screening_of
from shared.access.actor import Actor, Role
from shared.clocks.events import ClockBreached, ClockCancelled, ClockRebased, ClockStopped, ClockWarned
from shared.database import Connection, Row, text_array
from shared.events import Recorded
from shared.read_models import keep_alike, keep_rows
from shared.working_time import in_service_hours

HEAD_OF_SERVICE = "HEAD_OF_SERVICE"
LAG = "CK_LAG_DA"
OUT_OF_BAND = frozenset({"LATE", "STALE"})
TOLD_OF_LAG = (Role.FRONT_DOOR_MANAGER.value, Role.POLICE_MASH.value)

STANDS_FOR = {
    Role.SENIOR_LEADER: (HEAD_OF_SERVICE, "SERVICE_MANAGER"),
    Role.ASSESSMENT_MANAGER: ("TEAM_MANAGER", "CHAIR"),
    Role.FRONT_DOOR_MANAGER: ("CHAIR",),
    Role.EDT_MANAGER: ("CHAIR",),
}
"""Whom the clock register names by another word than the role they sign in with."""

STANDS_IN_BY_NIGHT = {
    Role.EDT_WORKER: (Role.SCREENER_SW.value,),
    Role.EDT_MANAGER: (Role.SCREENER_SW.value, Role.FRONT_DOOR_MANAGER.value, HEAD_OF_SERVICE),
}
"""What fires out of hours is told to somebody who is awake, whomever the register names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One clock that has warned or run out. ``fraction`` is the highest threshold that fired: 1 when it has run out.

    ``due_at`` is unknown for a lag between an incident and its contact, and for warnings of long ago. ``ended_at`` is
    when the clock was stopped: what ran out and was done late stands here until a manager has said why.
    """

    code: str
    subject: str
    contact_id: str | None
    children: tuple[str, ...]
    fired_at: datetime
    fraction: float
    due_at: datetime | None
    breached: bool
    roles: tuple[str, ...]
    ended_at: datetime | None
    fired_late: bool
    explained: bool = False

    @property
    def wants_reason(self) -> bool:
        """It ran out and nobody has said why. How late the sender told us is theirs to explain."""
        return self.breached and not self.explained and self.code != LAG

    @property
    def place(self) -> str | None:
        """Where it is worked on."""
        return place_of(self.subject)


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    await keep_alike(
        connection,
        events,
        {
            ClockWarned: _warned,
            ClockBreached: _breached,
            ClockRebased: _rebased,
            ClockStopped: _stopped,
            ClockCancelled: _cancelled,
            IncidentLagNoted: _lagged,
            ScreeningClosed: _closed,
            ScreeningEnded: _ended,
            BreachReasonRecorded: _explained,
            LateClockExplained: _explained,
        },
    )


async def _warned(connection: Connection, happened: Sequence[Recorded[ClockWarned]]) -> None:
    await fire(connection, [warning_of(each.data) for each in happened])


async def _breached(connection: Connection, happened: Sequence[Recorded[ClockBreached]]) -> None:
    await fire(connection, [breach_of(each.data) for each in happened])


async def _rebased(connection: Connection, happened: Sequence[Recorded[ClockRebased]]) -> None:
    for each in happened:
        await rebase(connection, each.data.code, each.data.subject, each.data.new_due_at)


async def _stopped(connection: Connection, happened: Sequence[Recorded[ClockStopped]]) -> None:
    await end(connection, [(each.data.code, each.data.subject, each.data.at) for each in happened])


async def _cancelled(connection: Connection, happened: Sequence[Recorded[ClockCancelled]]) -> None:
    for each in happened:
        await cancel(connection, each.data.code, each.data.subject, each.data.at)


async def _lagged(connection: Connection, happened: Sequence[Recorded[IncidentLagNoted]]) -> None:
    """CK_LAG_DA is measured, not waited for: it is told on receipt."""
    await fire(
        connection,
        [
            Fired(
                code=LAG,
                subject=each.stream,
                child_ids=each.data.child_ids,
                tell=role,
                fraction=BREACH,
                due_at=None,
                fired_at=each.meta.recorded_at,
                late=False,
            )
            for each in happened
            if each.data.domestic_abuse and each.data.band in OUT_OF_BAND
            for role in TOLD_OF_LAG
        ],
    )


async def _closed(connection: Connection, happened: Sequence[Recorded[ScreeningClosed]]) -> None:
    """That the police told us late is theirs to explain; it stands here while the case is worked."""
    for each in happened:
        await cancel(connection, LAG, each.stream, each.data.closed_at)


async def _ended(connection: Connection, happened: Sequence[Recorded[ScreeningEnded]]) -> None:
    for each in happened:
        await cancel(connection, LAG, each.stream, each.data.ended_at)


async def _explained(
    connection: Connection, happened: Sequence[Recorded[BreachReasonRecorded | LateClockExplained]]
) -> None:
    for each in happened:
        await connection.execute(
            "update alerts set explained = true where code = $1 and subject = $2", each.data.code, each.data.subject
        )


async def fire(connection: Connection, fired: Sequence[Fired]) -> None:
    """These thresholds have fired, at most one of each clock and role among them."""
    await keep_rows(
        connection,
        """insert into alerts (code, subject, child_ids, tell, fraction, due_at, fired_at, fired_late, by_night)
           select code, subject, child_ids::text[], tell, fraction, due_at, fired_at, fired_late, by_night
           from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::float[], $6::timestamptz[],
                       $7::timestamptz[], $8::boolean[], $9::boolean[])
             as new (code, subject, child_ids, tell, fraction, due_at, fired_at, fired_late, by_night)""",
        [
            (
                one.code,
                one.subject,
                text_array(one.child_ids),
                one.tell,
                one.fraction,
                one.due_at,
                one.fired_at,
                one.late,
                not in_service_hours(one.fired_at),
            )
            for one in fired
        ],
    )


async def rebase(connection: Connection, code: str, subject: str, due_at: datetime) -> None:
    """The clock is due sooner than when it warned."""
    await connection.execute(
        "update alerts set due_at = $3 where code = $1 and subject = $2 and ended_at is null", code, subject, due_at
    )


async def end(connection: Connection, stopped: Sequence[tuple[str, str, datetime]]) -> None:
    """What these clocks waited for has happened."""
    await keep_rows(
        connection,
        """update alerts set ended_at = new.at
           from unnest($1::text[], $2::text[], $3::timestamptz[]) as new (code, subject, at)
           where alerts.code = new.code and alerts.subject = new.subject and ended_at is null""",
        stopped,
    )


async def cancel(connection: Connection, code: str, subject: str, at: datetime) -> None:
    """The clock should not have run, for a reason that has been given: nothing is left to explain."""
    await connection.execute(
        """update alerts set ended_at = coalesce(ended_at, $3), explained = true
           where code = $1 and subject = $2 and not explained""",
        code,
        subject,
        at,
    )


OPEN = "ended_at is null or (fraction = 1 and not explained)"
OF_CLOCKS = f"""
    select code, subject, max(child_ids) as child_ids, min(due_at) as due_at, max(fraction) as fraction,
           max(fired_at) as fired_at, bool_or(fired_late) as fired_late, max(ended_at) as ended_at,
           bool_or(explained) as explained,
           array_agg(distinct tell order by tell) as roles
    from alerts where {OPEN} group by code, subject"""


async def alerts_for(connection: Connection, who: Actor) -> list[Alert]:
    """What this reader's role has been told and is not over yet: what has run out first, then by the time left."""
    rows = await connection.fetch(
        f"""{OF_CLOCKS} having bool_or(tell = any($1) or (by_night and tell = any($2)))
            order by max(fraction) = 1 desc, min(due_at) nulls last, code, subject""",
        [who.role.value, *STANDS_FOR.get(who.role, ())],
        list(STANDS_IN_BY_NIGHT.get(who.role, ())),
    )
    found = [_alert(row) for row in rows]
    return await _of_own_force(connection, who, found) if who.role is Role.POLICE_MASH else found


async def _of_own_force(connection: Connection, who: Actor, found: Sequence[Alert]) -> list[Alert]:
    """The police in the hub are told of what their own force sent, and of nothing that another did (brief §2.2)."""
    forces = await contacts.forces_of(connection, {alert.contact_id for alert in found if alert.contact_id})
    return [alert for alert in found if _concerns(who, alert, forces.get(alert.contact_id or ""))]


def _concerns(officer: Actor, alert: Alert, force: str | None) -> bool:
    """Of what no force sent an officer is told that an answer of the police is late, never that its sender was."""
    return force == officer.org_id if force else alert.code != LAG


async def late_clocks(connection: Connection, contact_id: str) -> list[ClockOf]:
    """Each clock about this contact that ran out and that nobody has explained."""
    rows = await connection.fetch(
        """select distinct code, subject from alerts
           where fraction = 1 and not explained and code <> $1
             and (subject = any($2) or starts_with(subject, $3)) order by 1, 2""",
        LAG,
        [screening_of(contact_id), f"Contact-{contact_id}"],
        f"{screening_of(contact_id)}/",
    )
    return [ClockOf(row["code"], row["subject"]) for row in rows]


async def has_run_out(connection: Connection, code: str, subject: str) -> bool:
    """Whether this clock ran out and nobody has said why."""
    found = await connection.fetchval(
        "select exists (select from alerts where code = $1 and subject = $2 and fraction = 1 and not explained)",
        code,
        subject,
    )
    return bool(found)


def _alert(row: Row) -> Alert:
    return Alert(
        code=row["code"],
        subject=row["subject"],
        contact_id=contact_of(row["subject"]),
        children=tuple(row["child_ids"]),
        fired_at=row["fired_at"],
        fraction=row["fraction"],
        due_at=row["due_at"],
        breached=row["fraction"] == BREACH,
        roles=tuple(row["roles"]),
        ended_at=row["ended_at"],
        fired_late=row["fired_late"],
        explained=row["explained"],
    )
