"""Who may this child be? Finds the identities that share a key with a description, and orders them by their weight."""

from collections.abc import Mapping, Sequence

from intake.commands import KnownChild
from intake.events import Candidate, Evidence
from intake.facts import NamedAdult, NamedChild
from intake.matching.comparing import Comparison, compare
from intake.matching.descriptions import Description, asked_keys, described
from intake.read_models.identities import description_of
from shared.database import Connection, Row, text_array

MOST_OF_A_KEY = 400
"""How many identities of one key are looked at. A key that more share tells nobody apart."""
MOST_COMPARED = 150
"""How many of those found are compared field by field: the ones that share the most, and the rarest, keys."""
MOST_LINKS = 8
MOST_CANDIDATES = 5

RARITY = {
    "nhs": 100,
    "upn": 100,
    "adult": 5,
    "home": 5,
    "dob": 6,
    "expected": 4,
    "month": 3,
    "day": 3,
    "postcode": 3,
    "sound": 3,
    "spoken": 3,
    "start": 2,
}
"""What sharing a key of each kind is worth for being compared at all."""

FIND = """
select named.nth, i.child_id, i.first_name, i.surname, i.dob, i.expected_dob, i.sex, i.nhs, i.upn, i.address,
       i.adults, i.same_as, i.sealed
from unnest($1::text[], $2::text[], $3::text[]) with ordinality as named(itself, keys, rarities, nth)
cross join lateral (
  select found.child_id, sum(asked.rarity) as shared
  from unnest(named.keys::text[], named.rarities::int[]) as asked(key, rarity)
  cross join lateral (select k.child_id from identity_keys k where k.key = asked.key limit $4) found
  where found.child_id <> named.itself
  group by found.child_id order by shared desc, found.child_id limit $5) hit
join identities i using (child_id)
"""

Asked = tuple[Description, str]
"""A description, and the id under which it is itself filed: empty where it is not."""
Compared = list[tuple[str, Comparison]]
"""The children who may be the one described, the likeliest first, each by the description that fits best."""


async def known_children(
    connection: Connection, children: Sequence[NamedChild], adults: Sequence[NamedAdult] = ()
) -> list[KnownChild]:
    """For each named child, whom the identities that we hold say it may be."""
    asked = [(described(child, adults), child.child_id) for child in children]
    found = zip(children, await _likely(connection, asked), strict=True)
    return [known for child, compared in found if (known := _known(child, compared))]


def _known(child: NamedChild, compared: Compared) -> KnownChild | None:
    proven = {child_id: proof for child_id, found in compared if (proof := proof_of(found))}
    if len(proven) == 1:
        [(child_id, proof)] = proven.items()
        return KnownChild(temp_ref=child.temp_ref, candidates=(), proven_child_id=child_id, proof=proof)
    candidates = tuple(_candidate(child_id, found) for child_id, found in compared)
    return KnownChild(temp_ref=child.temp_ref, candidates=candidates) if candidates else None


async def likely(connection: Connection, named: Description, itself: str = "") -> Compared:
    """The children who may be the one described."""
    [compared] = await _likely(connection, [(named, itself)])
    return compared


async def _likely(connection: Connection, asked: Sequence[Asked]) -> list[Compared]:
    """The same for several at once."""
    sharing = await _sharing_a_key(connection, asked)
    worth = [_worth_proposing(named, rows) for (named, _), rows in zip(asked, sharing, strict=True)]
    whom = await stands_for(connection, [row for each in worth for row, _ in each])
    return [_likeliest(each, whom, itself) for (_, itself), each in zip(asked, worth, strict=True)]


def _worth_proposing(named: Description, rows: Sequence[Row]) -> list[tuple[Row, Comparison]]:
    compared = [(row, compare(named, description_of(row))) for row in rows]
    return [(row, comparison) for row, comparison in compared if comparison.is_worth_proposing]


def _likeliest(worth: Sequence[tuple[Row, Comparison]], whom: Mapping[str, str], itself: str) -> Compared:
    best: dict[str, Comparison] = {}
    for row, comparison in worth:
        child_id = whom.get(row["child_id"])
        if child_id and child_id != itself and (child_id not in best or best[child_id].weight < comparison.weight):
            best[child_id] = comparison
    return sorted(best.items(), key=lambda each: (-each[1].weight, each[0]))[:MOST_CANDIDATES]


async def sharing_a_key(connection: Connection, named: Description) -> Sequence[Row]:
    """The identities that share a key with a description, those that share most and the rarest first."""
    [rows] = await _sharing_a_key(connection, [(named, "")])
    return rows


async def _sharing_a_key(connection: Connection, asked: Sequence[Asked]) -> list[list[Row]]:
    """The same for several at once, in one statement."""
    keys = [asked_keys(named) for named, _ in asked]
    sharing: list[list[Row]] = [[] for _ in asked]
    if not any(keys):
        return sharing
    rows = await connection.fetch(
        FIND,
        [itself for _, itself in asked],
        [text_array(each) for each in keys],
        [text_array(str(RARITY[key.partition(":")[0]]) for key in each) for each in keys],
        MOST_OF_A_KEY,
        MOST_COMPARED,
    )
    for row in rows:
        nth: int = row["nth"]
        sharing[nth - 1].append(row)
    return sharing


async def stands_for(connection: Connection, rows: Sequence[Row]) -> Mapping[str, str]:
    """The child that each identity stands for by its links. One that is sealed, or leads to one, is left out."""
    known = {row["child_id"]: row for row in rows}
    for _ in range(MOST_LINKS):
        wanted = {row["same_as"] for row in known.values() if row["same_as"]} - known.keys()
        if not wanted:
            break
        more = await connection.fetch(
            "select child_id, same_as, sealed from identities where child_id = any($1::text[])", list(wanted)
        )
        known |= {row["child_id"]: row for row in more}
        if not more:
            break
    ends = {row["child_id"]: _end(row["child_id"], known) for row in rows}
    return {child_id: end for child_id, end in ends.items() if end}


def _end(child_id: str, known: Mapping[str, Row]) -> str | None:
    passed: list[str] = []
    while child_id not in passed:
        passed.append(child_id)
        row = known.get(child_id)
        if row is None:
            return child_id
        if row["sealed"]:
            return None
        child_id = row["same_as"] or child_id
    # Two identities linked to each other are one child; the smaller id names it, as on the child's timeline.
    return min(passed[passed.index(child_id) :])


def proof_of(comparison: Comparison) -> str | None:
    """An exact NHS number or UPN with the date of birth: the only match that needs no person (domain brief §3.1).

    A number that comes with quite another first name may be a twin's, typed into the wrong form: a person looks.
    """
    if comparison.says("dob") != "SAME" or comparison.says("first_name") == "DIFFERENT":
        return None
    if comparison.says("nhs") == "SAME":
        return "AUTO_NHS_DOB"
    return "AUTO_UPN_DOB" if comparison.says("upn") == "SAME" and comparison.says("nhs") != "DIFFERENT" else None


def _candidate(child_id: str, comparison: Comparison) -> Candidate:
    return Candidate(
        child_id=child_id,
        score=comparison.score,
        fields=comparison.agreeing,
        weight=comparison.weight,
        evidence=tuple(Evidence(field=f.field, level=f.level, weight=f.weight) for f in comparison.findings),
        cautions=comparison.cautions,
    )
