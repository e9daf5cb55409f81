"""How far is each screening? One row a screening, one a child, one an override; the clocks stand beside them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, cast

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
    GuardsDeferred,
    HistoryReviewed,
    IncidentLagNoted,
    InformationDeclined,
    InformationReceived,
    InformationRequested,
    InjuryRecorded,
    ManagementDirectionRecorded,
    MaracReferralNoted,
    MissingConcernNoted,
    OutcomeFeedbackSent,
    OverrideReviewed,
    PoliceGradeNoted,
    RagAssigned,
    ScreenerAssigned,
    ScreeningClosed,
    ScreeningEnded,
    ScreeningOpened,
    ScreeningReopened,
    SiblingNoted,
    ThresholdDecisionAuthorised,
    ThresholdDecisionProposed,
    Urgent,
)
from screening.case.facts import NamedChild
from screening.codes import CheckedAgency
from shared.database import Connection, Row
from shared.events import Recorded, canonical
from shared.read_models import Keep, keep_alike, keep_rows

MARAC: Mapping[type, str] = {
    InformationRequested: "ASKED",
    InformationReceived: "ANSWERED",
    InformationDeclined: "DECLINED",
}
"""How far the check with MARAC is."""

Value = Callable[[Any], object]


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    await keep_alike(connection, events, KINDS)


def _screening(**columns: tuple[str, Value]) -> Keep:
    """Sets these columns, each of a Postgres type and with what the event says, on the rows of the screenings."""
    new = ", ".join(f"${number}::{kind}[]" for number, (kind, _) in enumerate(columns.values(), 2))
    statement = f"""update queue set {", ".join(f"{name} = new.{name}" for name in columns)}
        from unnest($1::text[], {new}) as new(contact_id, {", ".join(columns)})
        where queue.contact_id = new.contact_id"""

    async def keep(connection: Connection, happened: Sequence[Recorded[Any]]) -> None:
        said = [(each.data.contact_id, *(value(each.data) for _, value in columns.values())) for each in happened]
        await keep_rows(connection, statement, said)

    return keep


def _child(of: Value = lambda event: (event.child_id,), **columns: tuple[str, Value]) -> Keep:
    """Sets these columns on the rows of the children whom the event names; of all where it names none."""
    new = ", ".join(f"${number}::{kind}[]" for number, (kind, _) in enumerate(columns.values(), 3))
    statement = f"""update queue_children c set {", ".join(f"{name} = new.{name}" for name in columns)}
        from unnest($1::text[], $2::text[], {new}) as new(contact_id, child_id, {", ".join(columns)})
        where c.contact_id = new.contact_id and (new.child_id is null or c.child_id = new.child_id)"""

    async def keep(connection: Connection, happened: Sequence[Recorded[Any]]) -> None:
        said = [
            (each.data.contact_id, child_id, *(value(each.data) for _, value in columns.values()))
            for each in happened
            for child_id in cast(Sequence[str | None], of(each.data))
        ]
        await keep_rows(connection, statement, said)

    return keep


def _both(*keeps: Keep) -> Keep:
    async def keep(connection: Connection, happened: Sequence[Recorded[Any]]) -> None:
        for each in keeps:
            await each(connection, happened)

    return keep


async def _open(connection: Connection, happened: Sequence[Recorded[ScreeningOpened]]) -> None:
    opened = [
        (
            event.contact_id,
            event.received_at,
            event.contact.contact_type,
            event.contact.source_code,
            event.contact.agency.name,
            event.contact.professional_referrer,
            _as_json(event.contact.urgent_facts),
        )
        for event in (each.data for each in happened)
    ]
    await keep_rows(
        connection,
        """insert into queue select contact_id, received_at, kind, source, agency, professional, urgent::jsonb
           from unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::bool[], $7::text[])
             as new(contact_id, received_at, kind, source, agency, professional, urgent)""",
        opened,
    )
    await _add_children(
        connection, ((each.data.contact_id, child) for each in happened for child in each.data.children)
    )


async def _keep_urgent(connection: Connection, happened: Sequence[Recorded[Urgent]]) -> None:
    await keep_rows(
        connection,
        """update queue set urgent_facts = new.urgent::jsonb
           from unnest($1::text[], $2::text[]) as new(contact_id, urgent)
           where queue.contact_id = new.contact_id""",
        [(each.data.contact_id, _as_json(each.data.urgent_facts)) for each in happened],
    )


def _as_json(facts: Sequence[str]) -> str:
    """As text: an array of arrays would be one of two dimensions."""
    return canonical(list(facts)).decode()


async def _amend(connection: Connection, happened: Sequence[Recorded[ContactAmendmentNoted]]) -> None:
    await _KIND(connection, [each for each in happened if each.data.contact_type])
    await _add_children(connection, ((each.data.contact_id, child) for each in happened for child in each.data.added))


async def _add_sibling(connection: Connection, happened: Sequence[Recorded[SiblingNoted]]) -> None:
    await _add_children(connection, ((each.data.contact_id, each.data.child) for each in happened))


async def _add_children(connection: Connection, children: Iterable[tuple[str, NamedChild]]) -> None:
    await keep_rows(
        connection,
        "insert into queue_children select * from unnest($1::text[], $2::text[], $3::text[])",
        [(contact_id, child.temp_ref, child.child_id) for contact_id, child in children],
    )


async def _identify(connection: Connection, happened: Sequence[Recorded[ChildIdentityNoted]]) -> None:
    """A child who turns out to be somebody else has another history, which nobody has read yet."""
    await keep_rows(
        connection,
        """update queue_children c set child_id = new.child_id, reviewed = reviewed and c.child_id = new.child_id
           from unnest($1::text[], $2::text[], $3::text[]) as new(contact_id, temp_ref, child_id)
           where c.contact_id = new.contact_id and c.temp_ref = new.temp_ref""",
        [(each.data.contact_id, each.data.temp_ref, each.data.child_id) for each in happened],
    )


async def _give_to_who_read(connection: Connection, happened: Sequence[Recorded[HistoryReviewed]]) -> None:
    await keep_rows(
        connection,
        """update queue set worker_id = coalesce(queue.worker_id, new.worker_id)
           from unnest($1::text[], $2::text[]) as new(contact_id, worker_id)
           where queue.contact_id = new.contact_id""",
        [(each.data.contact_id, each.meta.actor.user_id) for each in happened],
    )


async def _give_by_direction(connection: Connection, happened: Sequence[Recorded[ManagementDirectionRecorded]]) -> None:
    await _GIVEN(connection, [each for each in happened if each.data.screener_id])


async def _ask_marac(
    connection: Connection,
    happened: Sequence[Recorded[InformationRequested | InformationReceived | InformationDeclined]],
) -> None:
    await _MARAC_CHECK(connection, [each for each in happened if each.data.agency is CheckedAgency.MARAC])


async def _override(connection: Connection, happened: Sequence[Recorded[GuardOverridden]]) -> None:
    """An override that is given again is looked at again."""
    await keep_rows(
        connection,
        """insert into overrides select * from unnest(
             $1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::date[])
           on conflict (contact_id, child_id, guard) do update set reason = excluded.reason,
             overridden_by = excluded.overridden_by, overridden_at = excluded.overridden_at,
             review_by = excluded.review_by, reviewed = false""",
        [
            (
                each.data.contact_id,
                each.data.child_id,
                each.data.guard,
                each.data.reason,
                each.data.overridden_by,
                each.meta.recorded_at,
                each.data.review_by,
            )
            for each in happened
        ],
    )


async def _look_at_override(connection: Connection, happened: Sequence[Recorded[OverrideReviewed]]) -> None:
    await keep_rows(
        connection,
        """update overrides o set reviewed = true
           from unnest($1::text[], $2::text[], $3::text[]) as new(contact_id, child_id, guard)
           where o.contact_id = new.contact_id and o.child_id = new.child_id and o.guard = new.guard""",
        [(each.data.contact_id, each.data.child_id, each.data.guard) for each in happened],
    )


def _everybody(_: object) -> tuple[None]:
    return (None,)


def _those_named(event: ScreeningReopened | OutcomeFeedbackSent) -> Sequence[str]:
    return event.child_ids


_GIVEN = _screening(worker_id=("text", lambda event: event.screener_id))
_UNREAD = _child(_everybody, reviewed=("bool", lambda _: False))
_KIND = _screening(contact_type=("text", lambda event: event.contact_type))
_MARAC_CHECK = _screening(marac=("text", lambda event: MARAC[type(event)]))
_CLOSED = _screening(closed=("bool", lambda _: True))
_NOT_CLOSED = _screening(closed=("bool", lambda _: False))
_PROPOSED = _child(proposed=("text", lambda event: event.decision.value), challenged=("bool", lambda _: False))

KINDS: Mapping[type, Keep] = {
    ScreeningOpened: _open,
    ContactAmendmentNoted: _both(_keep_urgent, _amend, _UNREAD),
    SiblingNoted: _both(_keep_urgent, _add_sibling),
    MissingConcernNoted: _both(_keep_urgent, _UNREAD),
    **dict.fromkeys((InjuryRecorded, PoliceGradeNoted), _keep_urgent),
    ContactQualityNoted: _screening(quality=("text", lambda event: event.grade)),
    RagAssigned: _screening(rag=("text", lambda event: event.rag.value)),
    ManagementDirectionRecorded: _both(_screening(directed=("bool", lambda _: True)), _give_by_direction),
    HistoryReviewed: _both(
        _give_to_who_read,
        _child(reviewed=("bool", lambda _: True), status_reviewed=("text", lambda event: event.care_status.value)),
    ),
    ScreenerAssigned: _GIVEN,
    IncidentLagNoted: _screening(
        lag_hours=("float", lambda event: event.lag_hours), lag_band=("text", lambda event: event.band)
    ),
    ClarificationMissed: _screening(attempt_owed=("bool", lambda event: event.attempt_owed)),
    ClarificationAttempted: _screening(attempt_owed=("bool", lambda _: False)),
    ClarificationReceived: _screening(attempt_owed=("bool", lambda _: False)),
    MaracReferralNoted: _screening(marac_confirmed_at=("timestamptz", lambda event: event.confirmed_at)),
    InformationRequested: _ask_marac,
    InformationReceived: _ask_marac,
    InformationDeclined: _ask_marac,
    GuardOverridden: _override,
    OverrideReviewed: _look_at_override,
    ScreeningClosed: _CLOSED,
    ScreeningEnded: _CLOSED,
    ScreeningReopened: _both(_NOT_CLOSED, _child(_those_named, decided=("text", lambda _: None))),
    GuardsDeferred: _NOT_CLOSED,
    ChildIdentityNoted: _identify,
    CareStatusNoted: _child(status_at_contact=("text", lambda event: event.care_status.value)),
    ThresholdDecisionProposed: _PROPOSED,
    DecisionChallenged: _child(
        challenged=("bool", lambda _: True), challenge_due_at=("timestamptz", lambda event: event.due_at)
    ),
    ThresholdDecisionAuthorised: _child(
        proposed=("text", lambda _: None), decided=("text", lambda event: event.decision.value)
    ),
    AuthorisationReviewOwed: _child(
        review_owed=("bool", lambda _: True), review_due_at=("timestamptz", lambda event: event.due_at)
    ),
    AuthorisationReviewed: _child(review_owed=("bool", lambda _: False)),
    OutcomeFeedbackSent: _child(_those_named, told=("bool", lambda _: True)),
}


async def row(connection: Connection, contact_id: str) -> Row | None:
    return await connection.fetchrow("select * from queue where contact_id = $1", contact_id)


CHILDREN = """
    select q.*, n.first_name, n.surname, n.born_on from queue_children q
    left join named_children n using (contact_id, temp_ref)
    where q.contact_id = any($1) order by q.contact_id, q.temp_ref"""


async def children_of(connection: Connection, contact_ids: Sequence[str]) -> Sequence[Row]:
    """How far each child of these screenings is, with its name as the sender wrote it."""
    return await connection.fetch(CHILDREN, list(contact_ids))
