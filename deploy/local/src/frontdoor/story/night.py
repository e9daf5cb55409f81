"""Saturday night to Monday night: what arrives out of hours, and what the emergency duty team decides about it."""

from datetime import datetime
from typing import Any

from frontdoor.story.screening import authorise, direct, discuss, path, propose, rate, review_history
from frontdoor.story.telling import Telling, london

WORKER, MANAGER = "edt.okafor", "edt.lund"
NOTIFICATIONS = "/intake/api/v1/police-notifications"
CALLS = "/intake/api/v1/telephone-contacts"

RATIONALE = (
    "Non-fatal strangulation of the mother, seen by Maisie, who hid her brother from it. Fourth incident in twelve "
    "months; each earlier one was graded STANDARD and closed alone. The violence is worsening as the mother separates. "
    "Both children are likely to suffer significant emotional harm and are at risk of physical harm."
)
DISCUSSED: dict[str, Any] = {
    "took_part": ["Chidi Okafor", "Ingrid Lund"],
    "history": "Each of the three notifications was closed on what the officer wrote that night; nobody saw the children.",
    "complicating_factors": [
        "Kerry is leaving him, and that is when it gets worse",
        "She said each time that she felt safe",
        "Alfie is two and tells nobody",
    ],
    "what_follows": "Chidi visits tonight and sees Maisie alone; Ingrid asks for a strategy discussion.",
}
STRATEGY = {
    "grounds": "Non-fatal strangulation witnessed by Maisie; fourth incident in twelve months; pattern worsening",
    "concern": ["EMO", "PHY"],
    "immediacy": "SAME_DAY",
}


async def notification(telling: Telling) -> None:
    """The force's system posts its report, and posts it again because it did not trust the first answer."""
    await telling.teller.at(london("3", "01:05"))
    report = telling.example("police-domestic-abuse-high")
    receipt = await telling.teller.post("expol-rms", NOTIFICATIONS, report)
    await telling.teller.post("expol-rms", NOTIFICATIONS, report)
    maisie, alfie = (child["child_id"] for child in receipt["children"])
    telling.places |= {"maisie_contact": receipt["contact_id"], "maisie": maisie, "alfie": alfie}
    await telling.told(receipt["contact_id"], messages=2)


async def decision(telling: Telling) -> None:
    """RED, direction, history, and a decision for each child that one person proposes and another authorises."""
    contact_id = telling.places["maisie_contact"]
    await telling.screening(contact_id)
    await telling.teller.at(london("3", "01:12"))
    await _rate_and_direct(telling, contact_id)
    await _identify(telling, contact_id, ("c1", "c2"))
    await telling.teller.at(london("3", "01:45"))
    children = [telling.places["maisie"], telling.places["alfie"]]
    for child_id in children:
        await _review_history(telling, contact_id, child_id, [other for other in children if other != child_id])
    await _try_to_close(telling, contact_id, children[0])
    await telling.teller.at(london("3", "02:05"))
    await discuss(telling, WORKER, contact_id, held_at=london("3", "01:55").isoformat(), **DISCUSSED)
    for child_id in children:
        await propose(telling, WORKER, contact_id, child_id, _proposal())
    await telling.teller.at(london("3", "02:15"))
    for child_id in children:
        await authorise(telling, MANAGER, contact_id, child_id, "Agreed. The pattern alone would meet the threshold.")
    await telling.told(contact_id, messages=4)
    await telling.teller.at(london("3", "03:20"))
    await visit(
        telling,
        london("3", "02:40"),
        "Maisie: I hid Alfie in the wardrobe. I want it to be just us.",
        "Broken glass cleared; bedrooms clean and warm; aunt staying until Tuesday",
    )


async def visit(telling: Telling, visited_at: datetime, words: str, conditions: str) -> None:
    """The duty social worker sees both children at home."""
    body = {
        "visited_at": visited_at.isoformat(),
        "children_seen": [telling.places["maisie"], telling.places["alfie"]],
        "alone": "Y",
        "words": words,
        "conditions": conditions,
        "is_child_safe_now": "Y",
    }
    shift = telling.places["shift"]
    await telling.teller.post(WORKER, f"/edt-handover/api/v1/shifts/{shift}/visits", body, str(visited_at))


async def _rate_and_direct(telling: Telling, contact_id: str) -> None:
    await rate(
        telling, MANAGER, contact_id, "RED", "Strangulation in front of the children", "Fourth incident in 12 months"
    )
    await direct(
        telling,
        MANAGER,
        contact_id,
        "See both children tonight. Read every earlier notification as one story, not one by one. "
        "Speak to the aunt: can she stay, and what will she do if he comes back?",
        questions_to_answer=["Where will he go if he is bailed?", "Who keeps the children safe until Tuesday?"],
        people_to_speak_to=["Kerry Thornbeck, by the safe number only", "Joanne Thornbeck, aunt"],
        screener_id=WORKER,
    )


async def _identify(telling: Telling, contact_id: str, temp_refs: tuple[str, ...]) -> None:
    for temp_ref in temp_refs:
        body = {"temp_ref": temp_ref}
        await telling.teller.post(WORKER, f"/intake/api/v1/contacts/{contact_id}/identities", body, temp_ref)


async def _review_history(telling: Telling, contact_id: str, child_id: str, siblings: list[str]) -> None:
    await review_history(
        telling,
        WORKER,
        contact_id,
        child_id,
        sources=["LCS", "POLICE"],
        contacts_elsewhere_12m=3,
        items_opened=["LCS contact of 14 November", "LCS contact of 23 January", "LCS contact of 20 March"],
        last_closure={"closed_on": "2026-03-23", "reason": "NFA: STANDARD, mother said that she felt safe"},
        care_status="CLOSED",
        siblings_reviewed=siblings,
        adults_reviewed=["Kerry Thornbeck", "Shaun Rudd"],
        patterns=["DA"],
        summary="Three STANDARD notifications in six months, each closed on what the officer wrote that night. "
        "Read together: threats, then a push, then a blocked door, now strangulation.",
    )


async def _try_to_close(telling: Telling, contact_id: str, child_id: str) -> None:
    """What the inspectors found elsewhere: a case closed on the presenting information. Here it is refused."""
    closing = {"child_id": child_id, "decision": "NFA", "need_level": 1, "rationale": "Father in custody. " * 12}
    await telling.teller.refused(WORKER, path(contact_id, "proposals"), closing, "SCR")


def _proposal() -> dict[str, Any]:
    return {
        "decision": "REFERRAL_STRATEGY",
        "need_level": 4,
        "rationale": RATIONALE,
        "harm_analysis": "Maisie acts to protect her brother: she expects it to happen again.",
        "what_if_wrong": "If he is bailed without conditions, both children are within his reach by Monday.",
        "assumptions_tested": ["That custody makes them safe: custody ends within a day"],
        "consent": {
            "parents_informed": "YES",
            "parental_agreement": "AGREED",
            "child_view": "Maisie wants Shaun not to come back",
        },
        "plain_reason": "The children may have been seriously harmed. Agencies are meeting today to plan how to keep them safe.",
        "strategy": STRATEGY,
    }


async def police_protection(telling: Telling) -> None:
    """Sunday evening: a baby of seven months under police protection."""
    await telling.teller.at(london("3", "19:20"))
    contact_id = await _call(telling, "corey", "edt-call-police-protection")
    await telling.teller.at(london("3", "19:30"))
    await rate(telling, MANAGER, contact_id, "RED", "Police protection of a baby")
    await direct(
        telling, MANAGER, contact_id, "Place him tonight. Strategy discussion before midnight.", screener_id=WORKER
    )
    grounds = {
        "grounds": "Baby alone in a yard, both parents intoxicated",
        "concern": ["NEG"],
        "immediacy": "IMMEDIATE",
    }
    proposal = {
        "decision": "REFERRAL_STRATEGY",
        "need_level": 4,
        "rationale": "A baby of seven months was found alone in a yard after dark while both parents were intoxicated. "
        "No other adult was in the home. He has been harmed by neglect tonight and would be again.",
        "consent": {"parents_informed": "YES", "parental_agreement": "NOT_SOUGHT", "child_view": ""},
        "plain_reason": "The child was not safe at home. Agencies are meeting tonight to plan how to keep him safe.",
        "strategy": grounds,
    }
    await propose(telling, WORKER, contact_id, telling.places["corey"], proposal)
    await authorise(
        telling, MANAGER, contact_id, telling.places["corey"], "Agreed. He may not go home on Wednesday by default."
    )


async def monday(telling: Telling) -> None:
    """A second visit to Maisie and Alfie, a child on a plan, and a neighbour's call without names."""
    await telling.teller.at(london("4", "11:30"))
    await visit(
        telling,
        london("4", "11:00"),
        "Maisie: I sleep when Auntie Jo is here",
        "Calm; food in the house; phone answered at 20:00 last night",
    )
    await telling.teller.at(london("4", "12:05"))
    contact_id = await _call(telling, "ellis", "edt-call-child-on-a-plan")
    await telling.teller.at(london("4", "12:25"))
    await rate(telling, MANAGER, contact_id, "AMBER", "Child protection plan, known risk near")
    await direct(
        telling, MANAGER, contact_id, "Link to the open case; hand over to his worker on Tuesday.", screener_id=WORKER
    )
    await telling.teller.at(london("4", "21:00"))
    contact_id = await _call(telling, "neighbour", "edt-call-from-a-neighbour")
    await telling.teller.at(london("4", "21:20"))
    await rate(telling, MANAGER, contact_id, "GREEN", "Shouting heard; no names, no record of the address")
    direction = "Police asked: no calls. Find out who lives there from school and GP registers as soon as they open."
    await direct(telling, MANAGER, contact_id, direction, screener_id="sw.adeyemi")


async def _call(telling: Telling, name: str, call: str) -> str:
    receipt = await telling.teller.post(WORKER, CALLS, telling.example(call), call)
    contact_id = receipt["contact_id"]
    telling.places |= {f"{name}_contact": contact_id, name: receipt["children"][0]["child_id"]}
    await telling.screening(contact_id)
    return contact_id
