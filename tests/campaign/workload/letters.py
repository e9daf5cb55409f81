"""What one sender intends about one matter: which bytes, how often, in which order, and what trouble it makes.

Its law: the whole intention is drawn before anything is sent, so it follows from the seed alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

import orjson

from tests.campaign.workload import bodies
from tests.campaign.workload.cutting import Cut
from tests.campaign.workload.families import Family, Town
from tests.campaign.workload.plan import Chances, Plan, stream

INTAKE = "/api/v1/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One body to send: ``copies`` more of it follow, at once or one after the other."""

    content: bytes
    key: str
    copies: int = 0
    together: bool = False
    cut: Cut | None = None
    hurry_seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """Everything that one sender writes about one incident. ``letters`` are its versions in the order of sending."""

    number: int
    family: Family
    who: str
    path: str
    letters: tuple[Letter, ...]
    at_once: bool
    other_words: bytes | None
    rubbish: bytes | None


def matter_of(plan: Plan, town: Town, client: str, kind: str, number: int) -> Matter:
    """The matter of this number of this client."""
    chance, chances = stream(plan.seed, client, number), plan.chances
    who, path, family, versions = _versions(plan.seed, town, client, kind, number, chance, chances)
    first = versions[0]
    if len(versions) > 1 and chance.random() < chances.out_of_order:
        chance.shuffle(versions)
    return Matter(
        number=number,
        family=family,
        who=who,
        path=path,
        letters=tuple(_letter(chance, chances, body) for body in versions),
        at_once=chance.random() < chances.concurrent,
        other_words=orjson.dumps(bodies.reworded(first)) if chance.random() < chances.reuse_key else None,
        rubbish=bodies.rubbish(chance, first) if chance.random() < chances.bad else None,
    )


def _versions(
    seed: int, town: Town, client: str, kind: str, number: int, chance: Random, chances: Chances
) -> tuple[str, str, Family, list[bodies.Body]]:
    ref = f"{client}-{seed}-{number}"
    if kind == "police":
        family = town.family(chance)
        if chance.random() < chances.missing:
            report = bodies.missing_report(chance, family, ref)
            return "expol-rms", f"{INTAKE}missing-reports", family, [report, bodies.returned(report)]
        first = bodies.police_notification(chance, family, ref, 1)
        return "expol-rms", f"{INTAKE}police-notifications", family, _with_later(chance, chances, first, family)
    if kind == "health":
        family, who, system = town.family(chance), "health-system", "HEALTH-RECORDS"
    else:
        school = chance.choice(("999001", "999014"))
        family, who, system = town.family_at(school, chance), f"school-portal-{school}", "SCHOOL-PORTAL"
    first = bodies.agency_contact(chance, family, ref, 1, system)
    return who, f"{INTAKE}contacts", family, _with_later(chance, chances, first, family)


def _with_later(chance: Random, chances: Chances, first: bodies.Body, family: Family) -> list[bodies.Body]:
    versions = [first]
    while len(versions) < 4 and chance.random() < chances.amend:
        versions.append(bodies.amended(chance, first, len(versions) + 1, family))
    return versions


def _letter(chance: Random, chances: Chances, body: Mapping[str, Any]) -> Letter:
    repeated, cut = chance.random() < chances.repeat, chance.random() < chances.cut
    return Letter(
        content=orjson.dumps(bodies.marked(body)),
        key=f"{body['source_system']}/{body['source_ref']}/{body['source_version']}",
        copies=chance.choices((1, 2, 3, 4, 5), (55, 25, 10, 6, 4))[0] if repeated else 0,
        together=chance.random() < chances.concurrent,
        cut=chance.choice(tuple(Cut)) if cut else None,
        hurry_seconds=chance.uniform(0.001, 0.06),
    )
