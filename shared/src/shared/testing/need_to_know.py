"""Words that give away their class, put into what a service takes in: what a reader is shown tells what has leaked.

A word says its class, and ``-role`` where the views that the matrix makes for a role have it too.
"""

import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from string import Formatter
from typing import Any

from fastapi import FastAPI

from shared.access.actor import Actor, Role
from shared.access.routes import Allowed, RouteAccess, declared_access
from shared.disclosure import Sensitivity as S
from shared.disclosure.matrix import Level, level, may_read
from shared.settings import Settings
from shared.testing.databases import Databases
from shared.testing.service import A_FRIDAY, RunningService, running

CANARY = re.compile(r"canary-([a-z]+)(-role)?", re.IGNORECASE)
MACHINES = (Role.POLICE_SYSTEM, Role.HEALTH_SYSTEM)
UNASKED = 422
SENT_WORDS = ("worries", "working_well", "impact_on_child", "analysis", "requested_outcome", "actions_taken")
ORGANISATIONS = {
    Role.POLICE_SYSTEM: ("force-example", "force-other"),
    Role.POLICE_MASH: ("force-example", "force-other"),
    Role.SCHOOL_DSL: ("sch-999001", "sch-999014"),
    Role.HEALTH_SYSTEM: ("health-example",),
    Role.HEALTH_MASH: ("health-example",),
    Role.EARLY_HELP_WORKER: ("hub-example",),
    Role.EARLY_HELP_MANAGER: ("hub-example",),
    Role.OTHER_PROFESSIONAL: ("housing-example",),
    Role.REFERRER_PUBLIC: ("public",),
}
READERS = tuple(
    Actor(f"{role.value.lower()} of {org}", role.value, role, org, registered_sw=True)
    for role in Role
    if role is not Role.SYSTEM
    for org in ORGANISATIONS.get(role, ("la-812",))
)
"""Somebody in every role; where it matters whose a contact is, somebody of another organisation too."""
Parts = Mapping[str, Sequence[str]]
"""What may stand for each named part of an address."""


@dataclass(frozen=True)
class Told:
    """A service that has been told words of every class, and what there is to read in it by now.

    ``asked`` is what an address has to be asked for besides its path.
    """

    service: RunningService
    parts: Parts
    asked: Mapping[str, str]


@asynccontextmanager
async def telling(
    databases: Databases,
    package: str,
    build: Callable[[Settings], FastAPI],
    tell: Callable[[RunningService], Awaitable[Parts]],
    at: datetime = A_FRIDAY,
    asked: Mapping[str, str] | None = None,
) -> AsyncGenerator[Told]:
    """The service of this package on databases of its own, after it was told."""
    own, journal = await databases.create(await databases.template_for(package)), await databases.create()
    async with running(build, own, journal, at) as service:
        yield Told(service, await tell(service), asked or {})
    for url in (own, journal):
        await databases.drop(url)


def canary(sensitivity: S, suffix: str = "") -> str:
    """A word of this class."""
    return f"canary-{sensitivity.value.lower()}{suffix}"


def words_in(text: str) -> set[str]:
    """What a text gives away: the classes, with their suffixes."""
    return {S(cls.upper()).value + suffix.lower() for cls, suffix in CANARY.findall(text)}


def words_for(who: Actor, *, own: bool, attended: bool = False) -> set[str]:
    """What the matrix lets somebody in this role be shown of what is theirs, or is not; of a discussion, had they been
    there."""
    full = {sensitivity.value for sensitivity in S if may_read(who.role, sensitivity, own, attended=attended)}
    made = {sensitivity.value for sensitivity in S if level(who.role, sensitivity, own=own) is Level.REDACTED}
    return full | {f"{cls}-role" for cls in full | made}


CHILD = {
    "first_name": canary(S.ID),
    "surname": canary(S.ID),
    "child_words": canary(S.SUB),
    "address": canary(S.ADR),
    "disability": [canary(S.HLT)],
    "gp": canary(S.HLT),
    "school_name": canary(S.EDU),
}
ABSENCE = {
    "placement": canary(S.HIS),
    "last_seen_by": canary(S.SUB),
    "circumstances": canary(S.POL),
    "known_associates": [canary(S.POL)],
    "informed": [canary(S.SUB)],
}
"""What is said of a child, and of one who is missing."""


def spoken(contact: dict[str, Any], *, public: bool = False) -> dict[str, Any]:
    """The contact, as it is sent or as its contract, with a word of its class for each text of the sender's.

    Who a professional referrer is, stands in the views made for a role too; a member of the ``public`` in none.
    """
    for child in contact["children"]:
        child |= CHILD
    for adult in contact.get("adults", ()):
        adult |= {"first_name": canary(S.HH), "surname": canary(S.HH)}
        adult["safe_contact"] = {"method": canary(S.ADR, "-role"), "do_not": canary(S.ADR, "-role")}
    contact |= dict.fromkeys(SENT_WORDS, canary(S.SUB))
    referrer = dict.fromkeys(("name", "role", "phone"), canary(S.REF, "" if public else "-role"))
    contact["referrer"] |= referrer | {"anonymous": False}
    contact["incident"]["address"] = canary(S.ADR)
    if missing := contact.get("missing"):
        missing |= ABSENCE
    if police := contact.get("police"):
        police |= {"narrative": canary(S.POL), "home_conditions": canary(S.POL)}
        police.get("da", police)["bail_conditions"] = canary(S.POL)
        for child in police["children_spoken_to"]:
            child |= {"demeanour": canary(S.POL), "words": canary(S.POL)}
    return contact


async def shown(told: Told, who: Actor) -> dict[str, set[str]]:
    """What each page and each address of the API that is open to this reader's role gives away to them."""
    found: dict[str, set[str]] = {}
    browser = told.service.browser(who)
    for route in _read(told):
        if not isinstance(route.access, Allowed) or who.role not in route.access.roles:
            continue
        client = told.service.client(who, _scope(who, route.access)) if "/api/" in route.path else browser
        for address in _addresses(route, told):
            answer = await client.get(address)
            if answer.is_server_error or answer.status_code == UNASKED:
                raise AssertionError(f"{address}: {answer.text}")
            found[address] = words_in(answer.text + str(answer.headers))
    return found


async def leaked(told: Told, who: Actor, may: Callable[[str], set[str]]) -> dict[str, set[str]]:
    """The addresses that give away to this reader more than they may be shown there, with what it is."""
    found = await shown(told, who)
    return {address: more for address, words in found.items() if (more := words - may(address))}


def unread(told: Told) -> set[str]:
    """The pages and addresses with a part for which nothing stands, so that nobody reads them here."""
    return {route.path for route in _read(told) if not list(_addresses(route, told))}


def _read(told: Told) -> Iterator[RouteAccess]:
    return (route for route in declared_access(told.service.app) if route.method == "GET")


def _scope(who: Actor, access: Allowed) -> str:
    return (access.scope or "") if who.role in MACHINES else ""


def _addresses(route: RouteAccess, told: Told) -> Iterator[str]:
    """Every address of this route; none where nothing stands for one of its parts."""
    address = route.path + told.asked.get(route.path, "")
    named = [name for _, name, _, _ in Formatter().parse(address) if name]
    for values in product(*(told.parts.get(name, ()) for name in named)):
        yield address.format(**dict(zip(named, values, strict=True)))
