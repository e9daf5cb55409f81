"""The draw of a dip sample. Its one law: the same seed and the same population give the same cases, for ever.

There is no randomness in it: each decision has a rank that follows from the seed and its own place in the store, so
neither the order of the population nor what is decided later moves anything.
"""

import hashlib
from collections.abc import Iterable, Sequence
from math import ceil

from screening.audit.facts import Decided, Query, SampledCase
from screening.codes import Stratum
from screening.policy import POLICY

Key = tuple[str, str, str | None]
"""What two decisions have in common of which the newer one counts."""


def draw(population: Iterable[Decided], query: Query, seed: str, auditor: str) -> tuple[SampledCase, ...]:
    """At most ``query.size`` cases, the strata in turn, none in which the auditor had a part."""
    waiting = {stratum: _ranked(population_of(population, query, auditor), stratum, seed) for stratum in Stratum}
    drawn: list[tuple[Stratum, Decided]] = []
    for _ in range(query.per_stratum):
        for stratum in Stratum:
            if len(drawn) == query.size:
                break
            taken = {_key(decided) for _, decided in drawn}
            following = next((one for one in waiting[stratum] if _key(one) not in taken), None)
            if following is not None:
                drawn.append((stratum, following))
    moderated = _moderated([decided for _, decided in drawn], seed)
    return tuple(
        SampledCase(
            number=number,
            contact_id=decided.contact_id,
            child_id=decided.child_id,
            decision=decided.decision,
            decided_at=decided.decided_at,
            deciders=decided.deciders,
            stratum=stratum,
            to_moderate=_key(decided) in moderated,
            step_down_id=decided.step_down_id,
            step_up_id=decided.step_up_id,
        )
        for number, (stratum, decided) in enumerate(drawn, start=1)
    )


def population_of(population: Iterable[Decided], query: Query, auditor: str) -> list[Decided]:
    """What the query asks about: of a child who was decided about twice the newest decision, none of the auditor's."""
    newest: dict[Key, Decided] = {}
    for one in sorted(population, key=lambda decided: decided.position):
        if query.since <= one.decided_at < query.until:
            newest[_key(one)] = one
    return [one for one in newest.values() if auditor not in one.deciders]


def _ranked(population: Sequence[Decided], stratum: Stratum, seed: str) -> list[Decided]:
    members = [one for one in population if stratum is Stratum.RANDOM_CONTROL or stratum in one.strata]
    return sorted(members, key=lambda one: _rank(seed, stratum, one))


def _rank(seed: str, why: str, decided: Decided) -> tuple[str, int]:
    named = f"{seed}/{why}/{decided.position}/{decided.contact_id}/{decided.child_id}"
    return hashlib.sha256(named.encode()).hexdigest(), decided.position


def _key(decided: Decided) -> Key:
    """A step-down, and the answer to a step-up, is another decision than the one that led to the referral."""
    return decided.contact_id, decided.child_id, decided.step_down_id or decided.step_up_id


def _moderated(drawn: Sequence[Decided], seed: str) -> frozenset[Key]:
    """A tenth at least is looked at again by another auditor, chosen as blindly as the sample itself."""
    chosen = sorted(drawn, key=lambda one: _rank(seed, "moderation", one))
    return frozenset(_key(one) for one in chosen[: ceil(len(drawn) * POLICY.moderated_share)])
