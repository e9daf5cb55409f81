"""How far is each screening? One row a screening, one a child, one an override; the clocks stand beside them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from screening.case.events import (
    AuthorisationReviewed,
    AuthorisationReviewOwed,
    CareStatusNoted,
    ChildIdentityNoted,
    ClarificationAttempted,
    ClarificationMissed,
    ClarificationReceived,
    ContactAmendmentNoted,
    ContactQualityNoted,
    DecisionChallenged,
    GuardOverridden,
    HistoryReviewed,
    IncidentLagNoted,
    InformationDeclined,
    InformationReceived,
    InformationRequested,
    InjuryRecorded,
    ManagementDirectionRecorded,
    MaracReferralNoted,
    OutcomeFeedbackSent,
    OverrideReviewed,
    RagAssigned,
    ScreenerAssigned,
    ScreeningClosed,
    ScreeningEnded,
    ScreeningOpened,
    ScreeningReopened,
    SiblingNoted,
    ThresholdDecisionAuthorised,
    ThresholdDecisionProposed,
)
from screening.case.facts import NamedChild
from screening.codes import CheckedAgency
from shared.database import Connection, Row
from shared.events import Recorded

MARAC: Mapping[type, str] = {
    InformationRequested: "ASKED",
    InformationReceived: "ANSWERED",
    InformationDeclined: "DECLINED",
}
"""How far the check with MARAC is."""


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    for recorded in events:
        await _of_case(connection, recorded)
        await _of_child(connection, recorded.data)


async def _of_case(connection: Connection, recorded: Recorded[object]) -> None:
    match recorded.data:
        case ScreeningOpened() as event:
            await _open(connection, event)
        case ContactAmendmentNoted() as event:
            await _set(connection, event.contact_id, "urgent_facts", list(event.urgent_facts))
            await _add_children(connection, event.contact_id, event.added)
        case SiblingNoted() as event:
            await _set(connection, event.contact_id, "urgent_facts", list(event.urgent_facts))
            await _add_children(connection, event.contact_id, [event.child])
        case InjuryRecorded() as event:
            await _set(connection, event.contact_id, "urgent_facts", list(event.urgent_facts))
        case ContactQualityNoted() as event:
            await _set(connection, event.contact_id, "quality", event.grade)
        case RagAssigned() as event:
            await _set(connection, event.contact_id, "rag", event.rag.value)
        case ManagementDirectionRecorded() as event:
            await _set(connection, event.contact_id, "directed", True)
            if event.screener_id:
                await _set(connection, event.contact_id, "worker_id", event.screener_id)
        case HistoryReviewed() as event:
            await connection.execute(
                "update queue set worker_id = coalesce(worker_id, $2) where contact_id = $1",
                event.contact_id,
                recorded.meta.actor.user_id,
            )
        case ScreenerAssigned() as event:
            await _set(connection, event.contact_id, "worker_id", event.screener_id)
        case IncidentLagNoted() as event:
            await _set(connection, event.contact_id, "lag_hours", event.lag_hours)
            await _set(connection, event.contact_id, "lag_band", event.band)
        case InformationRequested() | InformationReceived() | InformationDeclined() as event:
            if event.agency is CheckedAgency.MARAC:
                await _set(connection, event.contact_id, "marac", MARAC[type(event)])
        case ClarificationMissed() as event:
            await _set(connection, event.contact_id, "attempt_owed", event.attempt_owed)
        case ClarificationAttempted() | ClarificationReceived() as event:
            await _set(connection, event.contact_id, "attempt_owed", False)
        case MaracReferralNoted() as event:
            await _set(connection, event.contact_id, "marac_confirmed_at", event.confirmed_at)
        case GuardOverridden() as event:
            await _override(connection, event, recorded.meta.recorded_at)
        case OverrideReviewed() as event:
            await connection.execute(
                "update overrides set reviewed = true where contact_id = $1 and child_id = $2 and guard = $3",
                event.contact_id,
                event.child_id,
                event.guard,
            )
        case ScreeningClosed() | ScreeningEnded() as event:
            await _set(connection, event.contact_id, "closed", True)
        case ScreeningReopened() as event:
            await _set(connection, event.contact_id, "closed", False)
        case _:
            pass


async def _of_child(connection: Connection, event: object) -> None:
    match event:
        case ContactAmendmentNoted():
            await _set_children(connection, event.contact_id, None, "reviewed", False)
        case ChildIdentityNoted():
            await _identify(connection, event)
        case CareStatusNoted():
            await _set_child(connection, event, "care_status", event.care_status.value)
        case HistoryReviewed():
            await _set_child(connection, event, "reviewed", True)
            await _set_child(connection, event, "care_status", event.care_status.value)
        case ThresholdDecisionProposed():
            await _set_child(connection, event, "proposed", event.decision.value)
            await _set_child(connection, event, "challenged", False)
        case DecisionChallenged():
            await _set_child(connection, event, "challenged", True)
            await _set_child(connection, event, "challenge_due_at", event.due_at)
        case ThresholdDecisionAuthorised():
            await _set_child(connection, event, "proposed", None)
            await _set_child(connection, event, "decided", event.decision.value)
        case AuthorisationReviewOwed():
            await _set_child(connection, event, "review_owed", True)
            await _set_child(connection, event, "review_due_at", event.due_at)
        case AuthorisationReviewed():
            await _set_child(connection, event, "review_owed", False)
        case OutcomeFeedbackSent():
            await _set_children(connection, event.contact_id, event.child_ids, "told", True)
        case ScreeningReopened():
            await _set_children(connection, event.contact_id, event.child_ids, "decided", None)
        case _:
            pass


async def _open(connection: Connection, event: ScreeningOpened) -> None:
    contact = event.contact
    await connection.execute(
        "insert into queue values ($1, $2, $3, $4, $5, $6, $7)",
        event.contact_id,
        event.received_at,
        contact.contact_type,
        contact.source_code,
        contact.agency.name,
        contact.professional_referrer,
        list(contact.urgent_facts),
    )
    await _add_children(connection, event.contact_id, event.children)


async def _add_children(connection: Connection, contact_id: str, children: Sequence[NamedChild]) -> None:
    for child in children:
        await connection.execute(
            "insert into queue_children values ($1, $2, $3)", contact_id, child.temp_ref, child.child_id
        )


async def _identify(connection: Connection, event: ChildIdentityNoted) -> None:
    """A child who turns out to be somebody else has another history, which nobody has read yet."""
    await connection.execute(
        """update queue_children set child_id = $3, reviewed = reviewed and child_id = $3
           where contact_id = $1 and temp_ref = $2""",
        event.contact_id,
        event.temp_ref,
        event.child_id,
    )


async def _override(connection: Connection, event: GuardOverridden, at: datetime) -> None:
    """An override that is given again is looked at again."""
    await connection.execute(
        """insert into overrides values ($1, $2, $3, $4, $5, $6, $7)
           on conflict (contact_id, child_id, guard) do update set reason = excluded.reason,
             overridden_by = excluded.overridden_by, overridden_at = excluded.overridden_at,
             review_by = excluded.review_by, reviewed = false""",
        event.contact_id,
        event.child_id,
        event.guard,
        event.reason,
        event.overridden_by,
        at,
        event.review_by,
    )


async def _set(connection: Connection, contact_id: str, column: str, value: object) -> None:
    await connection.execute(f"update queue set {column} = $2 where contact_id = $1", contact_id, value)


async def _set_child(
    connection: Connection,
    event: HistoryReviewed
    | CareStatusNoted
    | ThresholdDecisionProposed
    | DecisionChallenged
    | ThresholdDecisionAuthorised
    | AuthorisationReviewOwed
    | AuthorisationReviewed,
    column: str,
    value: object,
) -> None:
    await _set_children(connection, event.contact_id, (event.child_id,), column, value)


async def _set_children(
    connection: Connection, contact_id: str, child_ids: Sequence[str] | None, column: str, value: object
) -> None:
    await connection.execute(
        f"""update queue_children set {column} = $3
            where contact_id = $1 and ($2::text[] is null or child_id = any($2))""",
        contact_id,
        None if child_ids is None else list(child_ids),
        value,
    )


async def row(connection: Connection, contact_id: str) -> Row | None:
    return await connection.fetchrow("select * from queue where contact_id = $1", contact_id)


CHILDREN = """
    select q.*, n.first_name, n.surname, n.born_on from queue_children q
    left join named_children n using (contact_id, temp_ref)
    where q.contact_id = any($1) order by q.contact_id, q.temp_ref"""


async def children_of(connection: Connection, contact_ids: Sequence[str]) -> Sequence[Row]:
    """How far each child of these screenings is, with its name as the sender wrote it."""
    return await connection.fetch(CHILDREN, list(contact_ids))
