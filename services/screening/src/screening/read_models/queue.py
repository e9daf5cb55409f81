"""What runs out first, and who has it? One row a screening, one a child, and the clocks beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from screening.case.events import (
    AuthorisationReviewed,
    AuthorisationReviewOwed,
    CareStatusNoted,
    ChildIdentityNoted,
    ContactAmendmentNoted,
    ContactQualityNoted,
    DecisionChallenged,
    HistoryReviewed,
    ManagementDirectionRecorded,
    OutcomeFeedbackSent,
    RagAssigned,
    ScreeningClosed,
    ScreeningEnded,
    ScreeningOpened,
    ScreeningReopened,
    SiblingNoted,
    ThresholdDecisionAuthorised,
    ThresholdDecisionProposed,
)
from screening.case.facts import NamedChild
from shared.clocks import ClockView, clocks_running
from shared.database import Connection, Row
from shared.events import Recorded


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
        case ThresholdDecisionAuthorised():
            await _set_child(connection, event, "proposed", None)
            await _set_child(connection, event, "decided", event.decision.value)
        case AuthorisationReviewOwed():
            await _set_child(connection, event, "review_owed", True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One screening as the queue shows it; ``clocks`` the one that runs out first at the front."""

    case: Row
    children: Sequence[Row]
    clocks: Sequence[ClockView]

    @property
    def next_at(self) -> datetime:
        """When the first of its clocks runs out; without one, since when it has waited."""
        return self.clocks[0].due_at if self.clocks else self.case["received_at"]


CHILDREN = """
    select q.*, n.first_name, n.surname, n.born_on from queue_children q
    left join named_children n using (contact_id, temp_ref)
    where q.contact_id = any($1) order by q.contact_id, q.temp_ref"""


async def waiting(connection: Connection) -> list[Waiting]:
    """Every screening that is not closed, in order of the time that is left; those without a clock last."""
    cases = await connection.fetch("select * from queue where not closed order by received_at")
    ids = [case["contact_id"] for case in cases]
    children = await connection.fetch(CHILDREN, ids)
    running = await clocks_running(connection, [f"Screening-{contact_id}" for contact_id in ids])
    found = [
        Waiting(
            case=case,
            children=[child for child in children if child["contact_id"] == case["contact_id"]],
            clocks=[clock for clock in running if clock.subject == f"Screening-{case['contact_id']}"],
        )
        for case in cases
    ]
    return sorted(found, key=lambda one: (not one.clocks, one.next_at))


async def row(connection: Connection, contact_id: str) -> Row | None:
    return await connection.fetchrow("select * from queue where contact_id = $1", contact_id)


async def children_of(connection: Connection, contact_id: str) -> Sequence[Row]:
    """How far each child of one screening is."""
    return await connection.fetch(CHILDREN, [contact_id])
