"""What can a sample be drawn from, and whose words have been written before? One row a decision, one a rationale."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from screening.audit.facts import Decided, Query
from screening.case.applicability import BEFORE_THE_CASE_CLOSES
from screening.case.events import GuardOverridden, ThresholdDecisionAuthorised, ThresholdDecisionProposed
from screening.case.rationales import fingerprint
from screening.codes import Decision, Stratum
from screening.early_help.events import StepDownAccepted, StepDownProposed, StepUpDecided
from screening.policy import POLICY
from shared.database import Connection, Row
from shared.events import Recorded


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    for recorded in events:
        match recorded.data:
            case ThresholdDecisionProposed() as event:
                about = event.contact_id, event.child_id
                await _written(connection, event.proposed_by, event.rationale, about, event.proposed_at)
            case StepDownProposed() as event:
                about = event.contact_id, event.child_id
                await _written(connection, event.proposed_by, event.reason, about, event.proposed_at)
            case ThresholdDecisionAuthorised() as event:
                about = event.contact_id, event.child_id
                await _written(connection, event.authorised_by, event.manager_rationale, about, event.decided_at)
                await _decided(connection, _authorised(recorded.position, event))
            case GuardOverridden() as event if event.guard in BEFORE_THE_CASE_CLOSES:
                await _closed_past(connection, recorded.position, event)
            case StepDownAccepted() as event if event.screened_child_id:
                await _decided(connection, _stepped_down(recorded.position, event))
            case StepUpDecided() as event:
                about = event.contact_id, event.child_id
                await _written(connection, event.decided_by, event.rationale, about, event.decided_at)
                if event.screened_child_id:
                    await _decided(connection, _stepped_up(recorded.position, event))
            case _:
                pass


async def _written(
    connection: Connection, user_id: str, words: str, about: tuple[str, str], written_at: datetime
) -> None:
    await connection.execute(
        """insert into rationales values ($1, $2, $3, $4, $5)
           on conflict (user_id, fingerprint, contact_id, child_id) do update set written_at = excluded.written_at""",
        user_id,
        fingerprint(words),
        *about,
        written_at,
    )


def deciders_of(event: ThresholdDecisionAuthorised) -> tuple[str, ...]:
    """Whoever had a part in the decision, and so audits it not."""
    people = {event.proposed_by, event.authorised_by, event.first_manager, *event.had_a_part}
    return tuple(sorted(one for one in people if one))


def _authorised(position: int, event: ThresholdDecisionAuthorised) -> Decided:
    return Decided(
        position=position,
        contact_id=event.contact_id,
        child_id=event.child_id,
        decision=event.decision,
        decided_at=event.decided_at,
        deciders=deciders_of(event),
        strata=event.strata,
    )


def _stepped_down(position: int, event: StepDownAccepted) -> Decided:
    """The guards read a step-down as a decision for early help, and so does whoever audits it."""
    return Decided(
        position=position,
        contact_id=event.contact_id,
        child_id=event.screened_child_id,
        decision=Decision.EARLY_HELP,
        decided_at=event.accepted_at,
        deciders=event.deciders,
        strata=event.strata,
        step_down_id=event.step_down_id,
    )


def _stepped_up(position: int, event: StepUpDecided) -> Decided:
    return Decided(
        position=position,
        contact_id=event.contact_id,
        child_id=event.screened_child_id,
        decision=event.decision,
        decided_at=event.decided_at,
        deciders=event.deciders,
        strata=event.strata,
        step_up_id=event.step_up_id,
    )


async def _decided(connection: Connection, one: Decided) -> None:
    await connection.execute(
        """insert into decided (position, contact_id, child_id, decision, decided_at, deciders, strata, step_down_id,
                                step_up_id)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9)""",
        one.position,
        one.contact_id,
        one.child_id,
        one.decision.value,
        one.decided_at,
        list(one.deciders),
        [stratum.value for stratum in one.strata],
        one.step_down_id,
        one.step_up_id,
    )


async def _closed_past(connection: Connection, position: int, event: GuardOverridden) -> None:
    """What stands before the close is let past once the decision has been made, and its strata with it."""
    await connection.execute("insert into closed_past values ($1, $2, $3)", position, event.contact_id, event.child_id)


async def written_before(
    connection: Connection, user_id: str, words: str, contact_id: str, child_id: str, now: datetime
) -> int:
    """For how many other children this person has written the same words in the days that SCR-19 looks back on."""
    counted = await connection.fetchval(
        """select count(*) from rationales
           where user_id = $1 and fingerprint = $2 and written_at > $3 and not (contact_id = $4 and child_id = $5)""",
        user_id,
        fingerprint(words),
        now - timedelta(days=POLICY.template_days),
        contact_id,
        child_id,
    )
    return int(counted)


async def head(connection: Connection) -> int:
    """The place up to which there is anything to draw from."""
    read = """select greatest((select max(coalesce(counted_from, position)) from decided),
                              (select max(position) from closed_past), 0)"""
    return int(await connection.fetchval(read))


async def population(connection: Connection, query: Query, position: int) -> tuple[Decided, ...]:
    """The decisions of the period as they stood at this position."""
    rows = await connection.fetch(
        """select d.*, exists (
             select from closed_past l where l.contact_id = d.contact_id and l.child_id = d.child_id
               and coalesce(d.step_down_id, d.step_up_id) is null
               and l.position between d.position and $1) as closed_past
           from decided d
           where coalesce(counted_from, position) <= $1 and decided_at >= $2 and decided_at < $3 order by position""",
        position,
        query.since,
        query.until,
    )
    return tuple(
        Decided(
            position=row["position"],
            contact_id=row["contact_id"],
            child_id=row["child_id"],
            decision=Decision(row["decision"]),
            decided_at=row["decided_at"],
            deciders=tuple(row["deciders"]),
            strata=_strata(row),
            step_down_id=row["step_down_id"],
            step_up_id=row["step_up_id"],
        )
        for row in rows
    )


def _strata(row: Row) -> tuple[Stratum, ...]:
    """Those of the decision when it was made, and that it was closed past a guard since."""
    since = (Stratum.OVERRIDE,) if row["closed_past"] else ()
    return tuple(dict.fromkeys((*(Stratum(stratum) for stratum in row["strata"]), *since)))
