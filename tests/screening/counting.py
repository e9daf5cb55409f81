"""The indicators as a test reads them: for each id, what was counted of what by its words."""

from datetime import date
from typing import Any

from shared.access.actor import Actor
from shared.ids import derived_id
from shared.testing.service import RunningService

from .asking import done
from .case_guards import DISCUSSION
from .conftest import arrive
from .people import ADEYEMI, REYES, may
from .test_injury import amended as amended
from .test_thin_contact import (
    ADVICE,
    CONSENT,
    analyse,
    challenged_and_authorised,
    clarify_and_check,
    outcome_sent,
    thin_and_directed,
)

MAY = (date(2026, 5, 1), date(2026, 5, 31))
Counted = dict[str, tuple[int, int | None]]


async def asked(
    screening: RunningService, days: tuple[date, date] = MAY, by: Actor = REYES
) -> dict[str, dict[str, Any]]:
    """Each indicator of these days by its id, as the API answers."""
    first, last = days
    answer = await screening.client(by).get(f"/api/v1/indicators?from={first}&to={last}")
    assert answer.status_code == 200, answer.text
    return {one["id"]: one for one in answer.json()["indicators"]}


async def of(screening: RunningService, indicator: str, days: tuple[date, date] = MAY) -> Counted:
    """What this indicator counts, and as "mature" how much has had its time."""
    one = (await asked(screening, days))[indicator]
    return counted(one["measures"]) | ({"mature": pair(one["maturity"])} if one["maturity"] else {})


async def parts(screening: RunningService, indicator: str, by: str) -> dict[str, Counted]:
    """What it counts in each group of one breakdown."""
    one = (await asked(screening))[indicator]
    [part] = [part for part in one["breakdowns"] if part["by"] == by]
    return {group["name"]: counted(group["measures"]) for group in part["groups"]}


def counted(measures: list[dict[str, Any]]) -> Counted:
    return {measure["said"]: pair(measure) for measure in measures}


def pair(measure: dict[str, Any]) -> tuple[int, int | None]:
    return measure["counted"], measure["of"]


async def another(screening: RunningService, name: str, number: int, **changes: Any) -> dict[str, Any]:
    """One more contact like this example, about the same children, received now."""
    said = {"contact_id": derived_id(name, str(number)), "source_ref": f"REF-{number}"}
    return await arrive(screening, name, **said, **changes)


async def linked(screening: RunningService, contact: dict[str, Any], primary: dict[str, Any], *, same: bool) -> None:
    """A person links it to the other one, as the same incident or another."""
    said = {
        "contact_id": contact["contact_id"],
        "primary_contact_id": primary["contact_id"],
        "same_incident": same,
        "reason": "Both forces were called to the one address.",
        "by": REYES.user_id,
    }
    key = f"Contact-{contact['contact_id']}"
    await screening.publish("contacts", "frontdoor.DuplicateContactLinked.v1", said, key=key)


async def unlinked(screening: RunningService, contact: dict[str, Any], primary: dict[str, Any]) -> None:
    """A person finds that the two do not tell of one incident."""
    said = {
        "contact_id": contact["contact_id"],
        "primary_contact_id": primary["contact_id"],
        "reason": "Two days apart.",
    }
    key = f"Contact-{contact['contact_id']}"
    await screening.publish("contacts", "frontdoor.DuplicateContactUnlinked.v1", said | {"by": REYES.user_id}, key=key)


async def identified(screening: RunningService, contact: dict[str, Any], child: dict[str, Any], as_child: str) -> None:
    """A person finds that this child of the contact is one whom we know."""
    said = {"contact_id": contact["contact_id"], "temp_ref": child["temp_ref"], "child_id": as_child}
    said |= {"provisional_child_id": child["child_id"]}
    key = f"Contact-{contact['contact_id']}"
    await screening.publish("contacts", "frontdoor.ChildIdentified.v1", said, key=key)


async def graded(screening: RunningService, contact: dict[str, Any], grade: str, *failed: str) -> None:
    """Its quality is scored, or scored again."""
    said = {"contact_id": contact["contact_id"], "grade": grade, "failed": failed}
    key = f"Contact-{contact['contact_id']}"
    await screening.publish("contacts", "frontdoor.ContactQualityAssessed.v1", said, key=key)


async def everything_counted(screening: RunningService) -> None:
    """Jay's contact with every kind of event that an indicator counts, until another authority takes it."""
    contact = await thin_and_directed(screening)
    adeyemi, [jay] = screening.client(ADEYEMI), contact["children"]
    await clarify_and_check(adeyemi, contact)
    await analyse(adeyemi, contact, jay["child_id"])
    spoken_at = may(7, 16).isoformat()
    await done(adeyemi, contact, "conversations", who="Mother", spoken_at=spoken_at, consent=CONSENT)
    await done(adeyemi, contact, "discussions", **DISCUSSION | {"held_at": may(7, 16, 5).isoformat()})
    tested = {"assumptions_tested": ["That lateness means neglect: it does not"], "consent": CONSENT}
    await challenged_and_authorised(screening, contact, {"child_id": jay["child_id"], **ADVICE, **tested})
    await outcome_sent(screening, contact, jay["child_id"])
    await done(screening.client(REYES), contact, "reopening", reason="The school rang again.")
    await amended(screening, contact)
    of_it = {"contact_id": contact["contact_id"]}
    known = {"temp_ref": jay["temp_ref"], "provisional_child_id": jay["child_id"], "child_id": "jay-whom-we-know"}
    sibling = {"child": {"temp_ref": "sibling-1", "child_id": "child-sibling", "first_name": "Bea", "surname": "Rudd"}}
    gone = {"la": "999", "reason": "They live there.", "by": REYES.user_id}
    for kind, said in {"ChildIdentified": known, "SiblingAdded": sibling, "ContactRedirected": gone}.items():
        key = f"Contact-{contact['contact_id']}"
        await screening.publish("contacts", f"frontdoor.{kind}.v1", of_it | said, key=key)
    held = {"strategy_id": "s", "held_at": may(7, 17), "child_ids": [jay["child_id"]]}
    await screening.publish("strategy-meetings", "frontdoor.StrategyDiscussionConvened.v1", of_it | held, key="s")
