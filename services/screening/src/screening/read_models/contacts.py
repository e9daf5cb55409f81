"""Who and what: what each contact says, in the sender's words, and the children whom it names."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from screening.allegations import ALLEGATION, OF_A_CHILD, kept_of, kept_of_child
from screening.missing_readings import MissingEpisodeClosed
from screening.police_readings import IntelligenceHandlingMarked, PoliceRiskGradeAmended
from screening.readings import (
    Child,
    ChildIdentified,
    ContactAmended,
    ContactReceived,
    DuplicateContactLinked,
    DuplicateContactUnlinked,
    SiblingAdded,
)
from shared.database import Connection, Row

NOT_KNOWN = "NK"
WORRY = "coalesce(nullif(c.said->>'worries', ''), c.said->'missing'->>'circumstances', '')"
"""Of contact ``c``, for who reads the police too: what worries the sender, or in what circumstances a child went."""
IN_WORDS = (
    "worries",
    "working_well",
    "impact_on_child",
    "analysis",
    "requested_outcome",
    "referrer_view_of_need_level",
    "actions_taken",
    "attachments",
)


async def remember(connection: Connection, received: ContactReceived, received_at: datetime) -> None:
    await connection.execute(
        """insert into contacts values ($1, $2, $3, $4, $5, $6, $7)
           on conflict (contact_id) do nothing""",
        received.contact_id,
        received_at,
        received.incident.occurred_at,
        received.contact_type,
        received.source_code,
        received.agency.name,
        kept_of(received.contact_type, received.model_dump(mode="json", exclude={"children"})),
    )
    for child in received.children:
        await _name(connection, received.contact_id, received.contact_type, child)


async def amend(connection: Connection, amended: ContactAmended) -> None:
    """The newest words of the sender; what was said first stays in the event store."""
    before = await contact(connection, amended.contact_id)
    if before is None:
        return
    kind = amended.contact_type or before["contact_type"]
    changed = _said_now(before["said"], amended) | {"contact_type": kind}
    happened_at = amended.incident.occurred_at if amended.incident else None
    await connection.execute(
        """update contacts set said = $2, contact_type = $3, occurred_at = coalesce($4, occurred_at)
           where contact_id = $1""",
        amended.contact_id,
        kept_of(kind, before["said"] | changed),
        kind,
        happened_at,
    )
    for child in amended.children:
        await _name(connection, amended.contact_id, kind, child)
    if kind == ALLEGATION != before["contact_type"]:
        await connection.execute(
            "update named_children set said = said || $2 where contact_id = $1", amended.contact_id, dict(OF_A_CHILD)
        )


def _said_now(before: Mapping[str, Any], amended: ContactAmended) -> dict[str, Any]:
    """What the version says; of what it says nothing, what was known stays."""
    now = amended.model_dump(mode="json")
    said = {name: now[name] for name in (*IN_WORDS, "police", "missing") if now[name]}
    if amended.police is not None and not amended.police.children_spoken_to:
        said["police"]["children_spoken_to"] = _officers_met(before)
    said["adults"] = _adults_now(before["adults"], now["adults"])
    if amended.injury_seen:
        said |= {"injury_seen": amended.injury_seen, "injury_note": amended.injury_note}
    if amended.immediate_safety.is_child_safe_now != NOT_KNOWN:
        said["immediate_safety"] = now["immediate_safety"]
    if amended.said_besides:
        said["said_besides"] = before.get("said_besides", {}) | amended.said_besides
    if amended.incident is not None:
        said["incident"] = before["incident"] | _that_says(now["incident"])
    return said


def _officers_met(said: Mapping[str, Any]) -> Sequence[Any]:
    police: Mapping[str, Any] = said["police"] or {}
    return police.get("children_spoken_to", ())


def _adults_now(before: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Nobody who was named is left out; how to reach somebody safely is not forgotten because it is not said again."""
    adults = {adult["temp_ref"]: dict(adult) for adult in before}
    for adult in now:
        known = adults.get(adult["temp_ref"])
        adults[adult["temp_ref"]] = dict(adult) if known is None else known | _that_says(adult)
    return list(adults.values())


def _that_says(part: Mapping[str, Any]) -> dict[str, Any]:
    """The fields in which something is said."""
    return {name: value for name, value in part.items() if value not in (None, "", [], ())}


async def grade(connection: Connection, graded: PoliceRiskGradeAmended) -> None:
    """What the police in the hub say of the risk stands beside the grade of whichever version of the report."""
    said = {"hub_grade": graded.grade if graded.by_hub else None}
    await connection.execute("update contacts set said = said || $2 where contact_id = $1", graded.contact_id, said)


async def handle(connection: Connection, marked: IntelligenceHandlingMarked) -> None:
    """How the police in the hub want it handled stands beside what the report says of that."""
    said = {"hub_handling": marked.handling}
    await connection.execute("update contacts set said = said || $2 where contact_id = $1", marked.contact_id, said)


async def is_back(connection: Connection, closed: MissingEpisodeClosed, found_at: datetime) -> None:
    """A missing child is back, and how; what is said of it later is newer."""
    said = closed.model_dump(mode="json", exclude={"contact_id"}) | {"found_at": found_at.isoformat()}
    await connection.execute(
        "update contacts set said = said || $2 where contact_id = $1", closed.contact_id, {"back": said}
    )


async def add(connection: Connection, added: SiblingAdded) -> None:
    """A child whom the sender did not name."""
    row = await contact(connection, added.contact_id)
    await _name(connection, added.contact_id, row["contact_type"] if row else "", added.child)


async def _name(connection: Connection, contact_id: str, contact_type: str, child: Child) -> None:
    said = kept_of_child(contact_type, child.model_dump(mode="json"))
    await connection.execute(
        """insert into named_children values ($1, $2, $3, $3, $4, $5, $6, $7)
           on conflict (contact_id, temp_ref) do update set first_name = excluded.first_name,
             surname = excluded.surname, born_on = excluded.born_on, said = named_children.said || $8""",
        contact_id,
        child.temp_ref,
        child.child_id,
        child.first_name,
        child.surname,
        child.born_on,
        said,
        _that_says(said),
    )


async def identify(connection: Connection, identified: ChildIdentified) -> None:
    """From now on this child's history is that of the child whom we know."""
    await connection.execute(
        "update named_children set child_id = $3 where contact_id = $1 and temp_ref = $2",
        identified.contact_id,
        identified.temp_ref,
        identified.child_id,
    )


async def link(connection: Connection, linked: DuplicateContactLinked) -> None:
    """Another report of the same incident is counted once. A link to another incident says that it was repeated.

    Two that were linked to each other at one moment are not both left out: the first link stands.
    """
    if linked.same_incident:
        await connection.execute(
            """update contacts set duplicate_of = $2 where contact_id = $1
               and not exists (select from contacts p where p.contact_id = $2 and p.duplicate_of = $1)""",
            linked.contact_id,
            linked.primary_contact_id,
        )


async def unlink(connection: Connection, unlinked: DuplicateContactUnlinked) -> None:
    """It counts by itself again."""
    await connection.execute(
        "update contacts set duplicate_of = null where contact_id = $1 and duplicate_of = $2",
        unlinked.contact_id,
        unlinked.primary_contact_id,
    )


async def contact(connection: Connection, contact_id: str) -> Row | None:
    return await connection.fetchrow("select * from contacts where contact_id = $1", contact_id)


async def children_of(connection: Connection, contact_id: str) -> Sequence[Row]:
    """The children whom a contact names, in the sender's order."""
    return await connection.fetch("select * from named_children where contact_id = $1 order by temp_ref", contact_id)


async def forces_of(connection: Connection, contact_ids: Collection[str]) -> dict[str, str]:
    """The force that sent each of these contacts which the police sent (source 6)."""
    rows = await connection.fetch(
        """select contact_id, said->'agency'->>'org_id' as org_id from contacts
           where contact_id = any($1) and source_code = '6'""",
        list(contact_ids),
    )
    return {row["contact_id"]: row["org_id"] for row in rows}


async def names_of(connection: Connection, child_ids: Collection[str]) -> dict[str, str]:
    """The name of each of these children as a contact named them last."""
    rows = await connection.fetch(
        """select distinct on (child_id) child_id, first_name, surname
           from named_children join contacts using (contact_id)
           where child_id = any($1) order by child_id, received_at desc""",
        list(child_ids),
    )
    return {row["child_id"]: f"{row['first_name']} {row['surname']}".strip() for row in rows}
