"""Who may be told: schools with their rolls, police and health are registered before anything else is asked.

Without them nothing would ever be sent, and the sender of notifications would have nothing to lose.
"""

from collections.abc import Mapping
from typing import Any

from tests.campaign.workload.asking import Asker, Outcome
from tests.campaign.workload.families import SCHOOLS, Town

MANAGER = "fdm.reyes"
RECIPIENTS = "/api/v1/recipients"
VALID_TO = "2099-08-31"
LONGEST_ROLL = 300
AGENCIES = (("force-example", "Example Police"), ("health-example", "Example Health"))


async def register_recipients(asker: Asker, town: Town) -> None:
    """Registers each, says that they were telephoned, and sends the schools' rolls."""
    for urn in SCHOOLS:
        school = {"urn": urn, "org_id": f"sch-{urn}", "name": f"School {urn}", "dsl": "The lead", "transport": "PORTAL"}
        await _register(asker, school)
        body = {"urn": urn, "pupils": _roll(town, urn)}
        await _ask(asker, "/api/v1/rolls", body, f"roll-{urn}")
    for org_id, name in AGENCIES:
        await _register(asker, {"org_id": org_id, "name": name, "dsl": "The desk", "transport": "API"})


def _roll(town: Town, urn: str) -> list[dict[str, str]]:
    pupils = (child for family in town.families if family.school == urn for child in family.children)
    known = [
        {"first_name": child.first_name, "surname": child.surname, "dob": child.dob, "upn": child.upn}
        for child in pupils
        if child.upn
    ]
    return known[:LONGEST_ROLL]


async def _register(asker: Asker, recipient: Mapping[str, str]) -> None:
    registered = await _ask(asker, RECIPIENTS, {**recipient, "valid_to": VALID_TO}, recipient["org_id"])
    if registered.ok:
        spoken = {"spoken_to": recipient["dsl"], "valid_to": VALID_TO}
        path = f"{RECIPIENTS}/{registered.answer['recipient_id']}/verification"
        await _ask(asker, path, spoken, f"{recipient['org_id']}-verified")


async def _ask(asker: Asker, path: str, body: Mapping[str, Any], step: str) -> Outcome:
    return await asker.settle(asker.command(MANAGER, "notifications", path, body, kind="register", step=step))
