"""Which child is this? Every child that contacts have named, and who a newly named child may be."""

from collections.abc import Sequence
from typing import Any

from rapidfuzz import fuzz

from intake.commands import KnownChild
from intake.events import Candidate, ChildIdentified, ContactAmended, ContactReceived, IdentityMatchProposed
from intake.facts import NamedChild
from shared.database import Connection, Row
from shared.events import Recorded

LIKELY_SCORE = 80
"""Below it, two names with the same date of birth are not worth a person's time."""


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    for recorded in events:
        match recorded.data:
            case ContactReceived() | ContactAmended() as event:
                for child in event.account.children:
                    await _remember(connection, event.contact_id, child)
            case IdentityMatchProposed() as event:
                await _propose(connection, event, recorded)
            case ChildIdentified() as event:
                await _identify(connection, event)
            case _:
                pass


async def _remember(connection: Connection, contact_id: str, child: NamedChild) -> None:
    await connection.execute(
        """insert into identities values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'PROVISIONAL', null)
           on conflict (child_id) do update set first_name = excluded.first_name, surname = excluded.surname,
             dob = excluded.dob, upn = excluded.upn, nhs = excluded.nhs, address = excluded.address""",
        child.child_id,
        contact_id,
        child.temp_ref,
        child.first_name,
        child.surname,
        child.dob,
        child.upn,
        child.nhs,
        child.address,
    )


async def _propose(connection: Connection, event: IdentityMatchProposed, recorded: Recorded[object]) -> None:
    candidates = [{"child_id": c.child_id, "score": c.score, "fields": list(c.fields)} for c in event.candidates]
    await connection.execute(
        """insert into identity_checks values ($1, $2, $3, $4, $5)
           on conflict (contact_id, temp_ref) do update set candidates = excluded.candidates""",
        event.contact_id,
        event.temp_ref,
        event.child_id,
        candidates,
        recorded.meta.recorded_at,
    )


async def _identify(connection: Connection, event: ChildIdentified) -> None:
    linked = event.child_id != event.provisional_child_id
    await connection.execute(
        "update identities set status = $2, same_as = $3 where child_id = $1",
        event.provisional_child_id,
        "LINKED" if linked else "CONFIRMED",
        event.child_id if linked else None,
    )
    await connection.execute(
        "delete from identity_checks where contact_id = $1 and temp_ref = $2",
        event.contact_id,
        event.temp_ref,
    )


async def known_children(connection: Connection, children: Sequence[NamedChild]) -> list[KnownChild]:
    """For each named child, whom the identities that we hold say it may be."""
    return [known for child in children if (known := await _known(connection, child))]


async def _known(connection: Connection, child: NamedChild) -> KnownChild | None:
    if child.dob is None:
        return None
    rows: Sequence[Row] = await connection.fetch(
        "select * from identities where dob = $1 and child_id <> $2 and same_as is null",
        child.dob,
        child.child_id,
    )
    for row in rows:
        if proof := _proof(child, row):
            return KnownChild(temp_ref=child.temp_ref, candidates=(), proven_child_id=row["child_id"], proof=proof)
    likely = [candidate for row in rows if (candidate := _candidate(child, row)).score >= LIKELY_SCORE]
    candidates = sorted(likely, key=_by_score)
    return KnownChild(temp_ref=child.temp_ref, candidates=tuple(candidates[:5])) if candidates else None


def _by_score(candidate: Candidate) -> int:
    return -candidate.score


def _proof(child: NamedChild, row: Row) -> str | None:
    """An exact NHS number or UPN with the date of birth: the only match that needs no person (domain brief §3.1)."""
    if child.nhs and child.nhs == row["nhs"]:
        return "AUTO_NHS_DOB"
    return "AUTO_UPN_DOB" if child.upn and child.upn == row["upn"] else None


def _candidate(child: NamedChild, row: Row) -> Candidate:
    ours = f"{row['first_name']} {row['surname']}"
    score = round(fuzz.token_sort_ratio(f"{child.first_name} {child.surname}".lower(), ours.lower()))
    agreeing = {
        "dob": True,
        "first_name": child.first_name.lower() == row["first_name"].lower(),
        "surname": child.surname.lower() == row["surname"].lower(),
        "address": bool(child.address) and child.address == row["address"],
    }
    fields = tuple(name for name, agrees in agreeing.items() if agrees)
    return Candidate(child_id=row["child_id"], score=score, fields=fields)


async def checks_waiting(connection: Connection) -> Sequence[Row]:
    """Named children of whom a person must say who they are, the longest-waiting first."""
    return await connection.fetch(
        """select c.*, i.first_name, i.surname, i.dob from identity_checks c
           join identities i using (child_id) order by proposed_at"""
    )


async def candidates_for(connection: Connection, contact_id: str, temp_ref: str) -> list[dict[str, Any]]:
    """The children we know who may be the one named, the likeliest first."""
    found = await connection.fetchval(
        "select candidates from identity_checks where contact_id = $1 and temp_ref = $2", contact_id, temp_ref
    )
    return found or []


async def children_of(connection: Connection, contact_id: str) -> Sequence[Row]:
    """The children that one contact names."""
    return await connection.fetch("select * from identities where contact_id = $1 order by temp_ref", contact_id)


async def identity(connection: Connection, child_id: str) -> Row | None:
    """One child by its id."""
    return await connection.fetchrow("select * from identities where child_id = $1", child_id)
