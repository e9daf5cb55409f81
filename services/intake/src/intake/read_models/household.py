"""Who else under 18 do we know at this home, or with these adults (INT-04), and which contacts wait for an answer?"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from intake.commands import KnownChild
from intake.decider.household import ASKED_FOR
from intake.events import ChildIdentified, FoundSibling, SiblingAdded, SiblingExcluded, SiblingsFound
from intake.facts import Account
from intake.matching.descriptions import described, household_keys, related_to
from intake.matching.places import home_of
from intake.read_models.candidates import stands_for
from shared.database import Connection, Row, text_array
from shared.events import Recorded
from shared.read_models import Keep, keep_alike, keep_rows

ADULT_YEARS = 18
MOST_OF_A_HOME = 60
WHY = {"home": "HOME", "adult": "ADULT"}

FIND = """
select k.key, i.child_id, i.dob, i.expected_dob, i.same_as, i.sealed
from unnest($1::text[]) as asked(key)
cross join lateral (select * from identity_keys k where k.key = asked.key limit $2) k
join identities i using (child_id) where i.child_id <> all($3::text[])
"""


async def siblings_of(
    connection: Connection, account: Account, known: Sequence[KnownChild], at: datetime
) -> tuple[FoundSibling, ...]:
    """The children of the household whom the contact does not name. A child who may be a named one is none."""
    if account.contact_type not in ASKED_FOR:
        return ()
    keys = _keys(account)
    named = {child.child_id for child in account.children} | _perhaps_named(known)
    rows = await connection.fetch(FIND, keys, MOST_OF_A_HOME, list(named)) if keys else []
    young = [row for row in rows if _is_under_18(row, at)]
    whom = await stands_for(connection, young)
    found: dict[str, set[str]] = {}
    for row in young:
        child_id = whom.get(row["child_id"])
        if child_id and child_id not in named:
            found.setdefault(child_id, set()).add(WHY[row["key"].partition(":")[0]])
    return tuple(FoundSibling(child_id=child_id, why=tuple(sorted(why))) for child_id, why in sorted(found.items()))


def _keys(account: Account) -> list[str]:
    related = {adult for child in account.children for adult in related_to(child)}
    others = [adult for adult in account.adults if adult.temp_ref not in related]
    children = [described(child, account.adults) for child in account.children]
    if related and others:
        # A form may be filled in by half: whoever is said to belong to no child belongs to each by their role.
        children += [described(replace(child, relationship_to_adults=()), others) for child in account.children]
    keys = {key for child in children for key in household_keys(child)}
    incident = account.incident
    home = home_of(incident.address) if incident.address and incident.location_type in (None, "HOME") else None
    return sorted(keys | ({f"home:{home}"} if home else set()))


def _perhaps_named(known: Sequence[KnownChild]) -> set[str]:
    candidates = {candidate.child_id for child in known for candidate in child.candidates}
    return candidates | {child.proven_child_id for child in known if child.proven_child_id}


def _is_under_18(row: Row, at: datetime) -> bool:
    born = row["dob"] or row["expected_dob"]
    if born is None:
        return True
    on = at.date()
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day)) < ADULT_YEARS


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    await keep_alike(connection, events, KINDS)


async def _ask(connection: Connection, happened: Sequence[Recorded[SiblingsFound]]) -> None:
    rows = [
        (each.data.contact_id, found.child_id, text_array(found.why), each.meta.recorded_at)
        for each in happened
        for found in each.data.found
    ]
    await keep_rows(connection, ASK, rows)


async def _add(connection: Connection, happened: Sequence[Recorded[SiblingAdded]]) -> None:
    await keep_rows(connection, SETTLE, [(each.data.contact_id, each.data.child.child_id) for each in happened])


async def _exclude(connection: Connection, happened: Sequence[Recorded[SiblingExcluded]]) -> None:
    await keep_rows(connection, SETTLE, [(each.data.contact_id, each.data.child_id) for each in happened])


async def _name(connection: Connection, happened: Sequence[Recorded[ChildIdentified]]) -> None:
    await keep_rows(connection, SETTLE, [(each.data.contact_id, each.data.child_id) for each in happened])


ASK = """
insert into household_checks
select contact_id, child_id, why::text[], found_at
from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[]) as new (contact_id, child_id, why, found_at)
on conflict do nothing
"""

SETTLE = """
delete from household_checks h using unnest($1::text[], $2::text[]) as settled (contact_id, child_id)
where h.contact_id = settled.contact_id and h.child_id = settled.child_id
"""

KINDS: Mapping[type, Keep] = {
    SiblingsFound: _ask,
    SiblingAdded: _add,
    SiblingExcluded: _exclude,
    ChildIdentified: _name,
}


async def incomplete_contacts(connection: Connection) -> Sequence[Row]:
    """Contacts with siblings neither added nor excluded, the longest-waiting first."""
    return await connection.fetch(
        """select contact_id, count(*) as undecided, min(found_at) as found_at, max(contact_type) as contact_type,
             (select string_agg(first_name || ' ' || surname, ', ' order by temp_ref) from identities i
              where i.contact_id = h.contact_id) as named
           from household_checks h join submissions using (contact_id)
           group by contact_id order by min(found_at)"""
    )


async def undecided_siblings(connection: Connection, contact_id: str) -> list[dict[str, Any]]:
    """The siblings of one contact who wait to be added or excluded, by what we know of them."""
    rows = await connection.fetch(
        """select i.*, h.why, h.found_at from household_checks h join identities i using (child_id)
           where h.contact_id = $1 order by i.dob nulls last, child_id""",
        contact_id,
    )
    return [dict(row) for row in rows]
