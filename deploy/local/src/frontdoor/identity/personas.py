"""Everybody who can sign in to a development copy, and every machine that can call it. All are fictional.

The ids are the ones that the demo's events store, so they are never renamed.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from shared.access.actor import Actor, Role

AUTHORITY = "la-812"


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody to sign in as. `may` says in one sentence what they do here."""

    group: str
    actor: Actor
    may: str


@dataclass(frozen=True, slots=True)
class MachineClient:
    """A system with client credentials. Its secret is public knowledge: its id and `-secret`."""

    actor: Actor
    scopes: tuple[str, ...]

    @property
    def client_id(self) -> str:
        return self.actor.user_id

    @property
    def secret(self) -> str:
        return f"{self.client_id}-secret"


_FRONT_DOOR = "Front door"
_OUT_OF_HOURS = "Out of hours"
_SOCIAL_WORK = "Assessment and leadership"
_PARTNERS = "Police, health and schools"
_EARLY_HELP = "Early help and specialists"
_OVERSIGHT = "Quality, data and information"
_OTHERS = "Other referrers"


def _of_the_authority(group: str, user_id: str, name: str, role: Role, may: str, sw: bool = False) -> Persona:
    return Persona(group, Actor(user_id, name, role, AUTHORITY, registered_sw=sw), may)


def _of(org_id: str, group: str, user_id: str, name: str, role: Role, may: str) -> Persona:
    return Persona(group, Actor(user_id, name, role, org_id), may)


PERSONAS: tuple[Persona, ...] = (
    _of_the_authority(
        _FRONT_DOOR,
        "fdm.reyes",
        "Marta Reyes",
        Role.FRONT_DOOR_MANAGER,
        "Gives direction, rates urgency, challenges and authorises decisions, convenes strategy discussions.",
        sw=True,
    ),
    _of_the_authority(
        _FRONT_DOOR,
        "fdm.brook",
        "Dana Brook",
        Role.FRONT_DOOR_MANAGER,
        "A second manager, for when nobody may authorise alone.",
        sw=True,
    ),
    _of_the_authority(
        _FRONT_DOOR,
        "sw.adeyemi",
        "Tola Adeyemi",
        Role.SCREENER_SW,
        "Screens contacts, reviews each child's history and proposes a decision.",
        sw=True,
    ),
    _of_the_authority(
        _FRONT_DOOR,
        "ch.marsh",
        "Lee Marsh",
        Role.CALL_HANDLER,
        "Records telephone contacts and proposes who a child is; decides nothing.",
    ),
    _of_the_authority(
        _OUT_OF_HOURS,
        "edt.okafor",
        "Chidi Okafor",
        Role.EDT_WORKER,
        "Keeps children safe at night and at weekends, and hands over what is still owed.",
        sw=True,
    ),
    _of_the_authority(
        _OUT_OF_HOURS,
        "edt.lund",
        "Ingrid Lund",
        Role.EDT_MANAGER,
        "On call for the out-of-hours team; directs and authorises what cannot wait.",
        sw=True,
    ),
    _of_the_authority(
        _SOCIAL_WORK,
        "sw.ndlovu",
        "Thandi Ndlovu",
        Role.ASSESSMENT_SW,
        "Assesses children allocated to her and makes section 47 enquiries.",
        sw=True,
    ),
    _of_the_authority(
        _SOCIAL_WORK,
        "cass.tm1",
        "Gwen Hale",
        Role.ASSESSMENT_MANAGER,
        "Allocates to her team and chairs strategy discussions for children already open.",
        sw=True,
    ),
    _of_the_authority(
        _SOCIAL_WORK,
        "hos.patel",
        "Priya Patel",
        Role.SENIOR_LEADER,
        "Head of service: watches the whole; opening one child's record needs a reason and is reviewed.",
        sw=True,
    ),
    _of(
        "force-example",
        _PARTNERS,
        "ds.amin",
        "DS Yusuf Amin",
        Role.POLICE_MASH,
        "Adds police checks and grades of risk, and takes part in strategy discussions.",
    ),
    _of(
        "health-example",
        _PARTNERS,
        "nurse.farrow",
        "Dr Farrow",
        Role.HEALTH_MASH,
        "Answers health checks and is health's voice in strategy discussions.",
    ),
    _of(
        "sch-999001",
        _PARTNERS,
        "dsl.osei",
        "Anita Osei",
        Role.SCHOOL_DSL,
        "Safeguarding lead of one school: sends contacts and is told what concerns her own pupils.",
    ),
    _of(
        "sch-999014",
        _PARTNERS,
        "dsl.dunmere",
        "Rob Fell",
        Role.SCHOOL_DSL,
        "Safeguarding lead of another school, who must see nothing of the first one's.",
    ),
    _of_the_authority(
        _EARLY_HELP,
        "eh.worker",
        "Sam Carter",
        Role.EARLY_HELP_WORKER,
        "Sees the step-down packs and episodes that early help has accepted; asks for step-up.",
    ),
    _of_the_authority(
        _EARLY_HELP,
        "eh.manager",
        "Helen Voss",
        Role.EARLY_HELP_MANAGER,
        "Accepts or declines step-downs for early help.",
    ),
    _of_the_authority(
        _EARLY_HELP,
        "lado.bright",
        "Nadia Bright",
        Role.LADO,
        "Handles allegations against people who work with children, and nothing else.",
    ),
    _of_the_authority(
        _EARLY_HELP,
        "miss.coord",
        "Owen Tate",
        Role.MISSING_COORDINATOR,
        "Follows missing episodes and return home interviews.",
    ),
    _of_the_authority(
        _OVERSIGHT,
        "qa.stone",
        "Ruth Stone",
        Role.QA_AUDITOR,
        "Reads the sampled cases of an audit and writes findings; changes nothing.",
    ),
    _of_the_authority(
        _OVERSIGHT,
        "qa.finch",
        "Omar Finch",
        Role.QA_AUDITOR,
        "A second auditor: nobody moderates an audit of their own.",
    ),
    _of_the_authority(
        _OVERSIGHT,
        "perf.iqbal",
        "Imran Iqbal",
        Role.PERFORMANCE_ANALYST,
        "Works with pseudonymised facts: counts, codes and times.",
    ),
    _of_the_authority(
        _OVERSIGHT,
        "ig.weir",
        "Catrin Weir",
        Role.IG_OFFICER,
        "Reads who looked at what, and answers subject access requests; not the cases themselves.",
    ),
    _of(
        "public",
        _OTHERS,
        "public.jo",
        "Jo Lane",
        Role.REFERRER_PUBLIC,
        "A neighbour who tells what worries them and gets an acknowledgement.",
    ),
    _of(
        "housing-example",
        _OTHERS,
        "other.pro",
        "Bea Lowther",
        Role.OTHER_PROFESSIONAL,
        "A housing officer who sends contacts and is told the outcome of her own.",
    ),
)

CLIENTS: tuple[MachineClient, ...] = (
    MachineClient(
        Actor("expol-rms", "Example Police records system", Role.POLICE_SYSTEM, "force-example"),
        ("contacts:submit", "contacts:read"),
    ),
    MachineClient(
        Actor("school-portal-999001", "School 999001 portal", Role.SCHOOL_DSL, "sch-999001"),
        ("contacts:submit", "contacts:read"),
    ),
    MachineClient(
        Actor("school-portal-999014", "School 999014 portal", Role.SCHOOL_DSL, "sch-999014"),
        ("contacts:submit", "contacts:read"),
    ),
    MachineClient(
        Actor("health-system", "Example Health records system", Role.HEALTH_SYSTEM, "health-example"),
        ("contacts:submit", "contacts:read"),
    ),
)

PERSONA_BY_ID = {persona.actor.user_id: persona for persona in PERSONAS}
CLIENT_BY_ID = {client.client_id: client for client in CLIENTS}


def write_staff_directory(path: Path) -> None:
    """What an authority's identity provider exports every night: its own people, also those who never signed in."""
    staff = (persona.actor for persona in PERSONAS if persona.actor.org_id == AUTHORITY)
    listed = [{"user_id": actor.user_id, "name": actor.name, "role": actor.role.value} for actor in staff]
    path.write_text(json.dumps(listed, indent=1))


def persona_groups() -> Sequence[tuple[str, list[Persona]]]:
    """The personas under their headings, in the order above."""
    return [(group, list(found)) for group, found in groupby(PERSONAS, key=lambda persona: persona.group)]
