"""What did this agency send us? One row a contact, made from what intake tells; the sender's own names for things."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from notifications.owed.facts import KnownAbsence, KnownAbuse, KnownAdult, KnownChild, KnownContact
from notifications.payloads import contact_ref
from notifications.readings import (
    Adult,
    Child,
    ChildIdentified,
    ContactAmended,
    ContactReceived,
    MaracJudgementRecorded,
    Police,
    PoliceRiskGradeAmended,
    VictimAndPerpetratorClarified,
)
from notifications.requests import (
    incident_of,
    is_from_police,
    is_public,
    received_at_of,
    roles_unclear,
    sender_of,
)
from shared.database import Connection, Row
from shared.subscriptions import Message

ON_A_PAGE = "PORTAL"
"""The system of what somebody typed on intake's page, whose reference is the form's own key."""


async def remember(connection: Connection, message: Message[ContactReceived]) -> None:
    contact, meta = message.data, message.meta
    await connection.execute(
        """insert into contacts (contact_id, org_id, agency_name, is_public, source_system, source_ref,
             contact_type, ppn_ref, received_at, child_refs, roles_unclear, people, heard_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $9) on conflict (contact_id) do nothing""",
        contact.contact_id,
        sender_of(contact, meta),
        contact.agency.name if contact.agency else None,
        is_public(contact, meta),
        contact.source_system,
        contact.source_ref,
        contact.contact_type,
        _police_ref(message),
        received_at_of(meta),
        {child.child_id: child.temp_ref for child in contact.children},
        roles_unclear(contact.flags),
        _people(message),
    )


def _people(message: Message[ContactReceived]) -> dict[str, Any]:
    """Whom later words may have to name, by the profiles' fields and no others."""
    contact = message.data
    return {
        "children": {child.temp_ref: _child(child) for child in contact.children},
        "adults": [_adult(adult) for adult in contact.adults],
        "missing": contact.missing.model_dump(mode="json") if contact.missing else {},
        "incident": incident_of(contact, message.meta),
        "abuse": _abuse(contact.police) if contact.police else {},
    }


def _child(child: Child) -> dict[str, Any]:
    return child.model_dump(mode="json", include={"first_name", "surname", "dob", "upn", "school_urn"})


def _adult(adult: Adult) -> dict[str, Any]:
    kept = adult.model_dump(mode="json", include={"temp_ref", "dob", "role", "pr", "works_with_children"})
    return {**kept, "name": f"{adult.first_name or ''} {adult.surname or ''}".strip()}


def _abuse(police: Police) -> dict[str, Any]:
    return police.model_dump(mode="json", exclude={"ppn_ref"})


def _police_ref(message: Message[ContactReceived]) -> str | None:
    """The number by which the force knows its own notification."""
    contact = message.data
    if not is_from_police(contact, message.meta):
        return None
    return (contact.police.ppn_ref if contact.police else None) or contact.source_ref


async def note_newest_version(connection: Connection, message: Message[ContactAmended]) -> None:
    """What kind of contact it is, who the adults are and what the police say of the risk now."""
    amended = message.data
    await connection.execute(
        "update contacts set contact_type = coalesce($2, contact_type) where contact_id = $1",
        amended.contact_id,
        amended.contact_type,
    )
    said: dict[str, Any] = {"abuse": _abuse(amended.police)} if amended.police else {}
    if amended.adults:
        said["adults"] = [_adult(adult) for adult in amended.adults]
    await _note(connection, amended.contact_id, said, received_at_of(message.meta))


async def note_grade(connection: Connection, message: Message[PoliceRiskGradeAmended]) -> None:
    """The grade that stands from now on, whatever the officer's own versions say."""
    await _note(connection, message.data.contact_id, {"grade": message.data.grade}, message.meta.recorded_at)


async def note_judgement(connection: Connection, judged: MaracJudgementRecorded) -> None:
    """A manager has judged that it goes to MARAC."""
    await _note(connection, judged.contact_id, {"judgement": judged.reason}, judged.judged_at)


async def note_who_did_what(connection: Connection, message: Message[VictimAndPerpetratorClarified]) -> None:
    """The police have answered: the adults stand as they say from now on, also in later versions of their sender's."""
    said = message.data
    roles = {said.victim_ref: "VICTIM", said.perpetrator_ref: "ALLEGED_PERPETRATOR"}
    await _note(connection, said.contact_id, {"roles": roles}, message.meta.recorded_at)


async def _note(connection: Connection, contact_id: str, said: dict[str, Any], heard_at: datetime) -> None:
    """Something more is known of the contact, as it stood at this moment."""
    await connection.execute(
        """update contacts set people = people || $2, heard_at = greatest(heard_at, $3) where contact_id = $1""",
        contact_id,
        said,
        heard_at,
    )


async def note_roles(connection: Connection, contact_id: str, *, unclear: bool) -> None:
    """Is it in doubt who did what to whom? Then nobody is told of the contact (INT-07)."""
    await connection.execute("update contacts set roles_unclear = $2 where contact_id = $1", contact_id, unclear)


async def add_children(connection: Connection, contact_id: str, children: Sequence[Child]) -> None:
    """Children whom the contact did not name at first, or names otherwise now."""
    await connection.execute(
        """update contacts set child_refs = child_refs || $2,
             people = jsonb_set(people, '{children}', coalesce(people -> 'children', '{}') || $3)
           where contact_id = $1""",
        contact_id,
        {child.child_id: child.temp_ref for child in children},
        {child.temp_ref: _child(child) for child in children},
    )


async def note_identity(connection: Connection, message: Message[ChildIdentified]) -> None:
    """The sender's name for the child stays; whose it is may change."""
    await connection.execute(
        "update contacts set child_refs = child_refs || $2 where contact_id = $1",
        message.data.contact_id,
        {message.data.child_id: message.data.temp_ref},
    )


async def known_contacts(connection: Connection, contact_ids: Sequence[str]) -> dict[str, KnownContact]:
    rows = await connection.fetch("select * from contacts where contact_id = any($1)", list(contact_ids))
    return {row["contact_id"]: _known(row) for row in rows}


def _known(row: Row) -> KnownContact:
    people: dict[str, Any] = row["people"]
    return KnownContact(
        contact_id=row["contact_id"],
        org_id=row["org_id"],
        agency_name=row["agency_name"],
        is_public=row["is_public"],
        ppn_ref=row["ppn_ref"],
        child_refs=row["child_refs"],
        source_ref=row["source_ref"],
        quality_failed=tuple(row["quality_failed"]),
        children={ref: _known_child(said) for ref, said in people.get("children", {}).items()},
        adults=tuple(_known_adult(said, people.get("roles", {})) for said in people.get("adults", ())),
        missing=_known_absence(people.get("missing") or {}),
        received_at=row["received_at"],
        incident=people.get("incident"),
        abuse=_known_abuse(people.get("abuse") or {}, people),
    )


def _known_child(said: dict[str, Any]) -> KnownChild:
    return KnownChild(
        first_name=said["first_name"] or "",
        surname=said["surname"] or "",
        dob=_day(said["dob"]),
        upn=said["upn"],
        school_urn=said["school_urn"],
    )


def _known_adult(said: dict[str, Any], roles: dict[str, str]) -> KnownAdult:
    return KnownAdult(
        name=said["name"],
        dob=_day(said["dob"]),
        role=roles.get(said.get("temp_ref") or "") or said["role"] or "OTHER",
        pr=said["pr"],
        works_with_children=said["works_with_children"],
    )


def _known_abuse(said: dict[str, Any], people: dict[str, Any]) -> KnownAbuse:
    return KnownAbuse(
        risk_tool=said.get("risk_tool"),
        ticks=said.get("ticks"),
        grade=people.get("grade") or said.get("grade"),
        high_risk_factors=tuple(said.get("high_risk_factors") or ()),
        previous_incidents_12m=said.get("previous_incidents_12m"),
        marac_referred=said.get("marac_referred"),
        judgement=people.get("judgement"),
    )


def _known_absence(said: dict[str, Any]) -> KnownAbsence:
    seen = said.get("last_seen_at")
    return KnownAbsence(
        missing_from=said.get("missing_from"),
        last_seen_at=datetime.fromisoformat(seen) if seen else None,
        episode_no_90d=said.get("episode_no_90d"),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnContact:
    """A contact in its sender's eyes. ``reference`` is ours, ``source_ref`` theirs."""

    contact_id: str
    reference: str
    source_system: str | None
    source_ref: str | None
    contact_type: str
    received_at: datetime
    quality_grade: str | None
    quality_failed: tuple[str, ...]

    @property
    def called(self) -> str:
        """The name under which they know it. What was typed on our page has none of theirs."""
        return self.reference if self.source_system == ON_A_PAGE else self.source_ref or self.reference


async def contacts_of(connection: Connection, org_id: str, limit: int) -> list[OwnContact]:
    """What this organisation sent, the newest first."""
    rows = await connection.fetch(
        """select contact_id, source_system, source_ref, contact_type, received_at, quality_grade, quality_failed
           from contacts where org_id = $1 and not is_public order by received_at desc limit $2""",
        org_id,
        limit,
    )
    return [_own(row) for row in rows]


async def how_many_of(connection: Connection, org_id: str) -> int:
    """How many contacts this organisation sent."""
    return await connection.fetchval("select count(*) from contacts where org_id = $1 and not is_public", org_id)


def _own(row: Row) -> OwnContact:
    fields: dict[str, Any] = {**dict(row), "quality_failed": tuple(row["quality_failed"])}
    return OwnContact(**fields, reference=contact_ref(row["contact_id"]))
