"""Sunday, 11:00: the strategy discussion, as the example record tells it, and the enquiries that it starts."""

from typing import Any

from frontdoor.story.telling import Telling, london

CHAIR, WORKER = "edt.lund", "edt.okafor"
DISCUSSIONS = "/strategy/api/v1/discussions"
FINDINGS = (
    "threshold_analysis",
    "each_agency_view",
    "dissent",
    "interim_safety_plan",
    "medical",
    "abe",
    "legal_advice",
    "lado",
    "other_children",
    "criminal_investigation",
    "who_speaks_to_parents_when",
)
FINAL = {"template_version": "STRAT-1"}
ORGANISATIONS = {"POLICE": "force-example", "HEALTH": "health-example", "EDUCATION": "sch-999001"}


async def discussion(telling: Telling) -> None:
    """Convened, attended, decided, acted on, finalised; a joint section 47 enquiry for each child."""
    events = {event["type"]: event for event in telling.example("strategy-and-s47")}
    strategy_id = await asked_for(telling, "maisie_contact", children=2)
    telling.places["maisie_strategy"] = strategy_id
    here = f"{DISCUSSIONS}/{strategy_id}"
    await telling.teller.at(london("3", "10:15"))
    await _convene(telling, here, events["StrategyDiscussionConvened"])
    await telling.teller.at(london("3", "11:40"))
    await _held(telling, here, events)
    await _start_enquiries(telling, here, events["ChildSeen"])
    await telling.teller.at(london("3", "15:20"))
    await telling.teller.post(CHAIR, f"{here}/finalise", FINAL)


async def asked_for(telling: Telling, contact: str, children: int) -> str:
    """The discussion that followed from authorised decisions, once it covers all their children."""
    contact_id = telling.places[contact]

    async def look() -> str | None:
        rows = await telling.teller.get(CHAIR, f"{DISCUSSIONS}?contact_id={contact_id}")
        covering = (row for row in rows if len(row["child_ids"]) == children)
        return next((row["strategy_id"] for row in covering), None)

    return await telling.teller.until(look, f"the strategy discussion about {contact}")


async def _convene(telling: Telling, here: str, convened: dict[str, Any]) -> None:
    invitees = [{"agency": agency, "org_id": ORGANISATIONS[agency]} for agency in convened["invitees"]]
    body = {"held_at": convened["held_at"], "mode": convened["mode"], "chair": convened["chair"], "invitees": invitees}
    await telling.teller.post(CHAIR, f"{here}/convene", body)


async def _held(telling: Telling, here: str, events: dict[str, dict[str, Any]]) -> None:
    post = telling.teller.post
    attendance = [
        attendee | {"org_id": ORGANISATIONS.get(attendee["agency"])}
        for attendee in events["AttendanceRecorded"]["attendance"]
    ]
    await post(CHAIR, f"{here}/attendance", {"attendance": attendance})
    for agency, content in (
        (
            "POLICE",
            "Arrested for strangulation; three earlier callouts; body-worn video held. Charge decision pending.",
        ),
        (
            "HEALTH",
            "No injury to either child reported. Mother needs follow-up after strangulation; GP to review both.",
        ),
    ):
        await post(CHAIR, f"{here}/information", {"agency": agency, "content": content}, agency)
    decided = events["StrategyDecisionRecorded"]
    children = (telling.places["maisie"], telling.places["alfie"])
    decisions = [{"child_id": child_id, "decision": "S47_JOINT"} for child_id in children]
    findings = {name: decided[name] for name in FINDINGS}
    education = "Closed for the bank holiday; apologies received, reconvened with the school on Tuesday"
    body = {"decisions": decisions, "concern": ["EMO", "PHY"], "education_reason": education} | findings
    await post(CHAIR, f"{here}/decisions", body)
    for number, action in enumerate(events["StrategyActionAgreed"]["actions"]):
        reconvenes = {"reconvenes": "reconvene" in action["what"]}
        agreed = await post(CHAIR, f"{here}/actions", action | reconvenes, str(number))
        telling.places[f"maisie_action_{number}"] = agreed["action_id"]


async def _start_enquiries(telling: Telling, here: str, seen: dict[str, Any]) -> None:
    started: dict[str, str] = {}
    for name in ("maisie", "alfie"):
        body = {"child_id": telling.places[name], "lead_sw": "sw.ndlovu"}
        receipt = await telling.teller.post(CHAIR, f"{here}/s47", body, name)
        started[name] = receipt["s47_id"]
    telling.places["maisie_s47"] = started["maisie"]
    await telling.teller.at(london("3", "14:30"))
    words = {"maisie": seen["words"], "alfie": ""}
    for name, s47_id in started.items():
        body = {
            "seen_at": seen["at"],
            "seen_by": WORKER,
            "alone": "Y" if name == "maisie" else "N",
            "home_seen": seen["home_seen"],
            "bedroom_seen": seen["bedroom_seen"],
            "words": words[name],
        }
        await telling.teller.post(WORKER, f"/strategy/api/v1/s47/{s47_id}/child-seen", body)


async def about_corey(telling: Telling) -> None:
    """Sunday night, about the baby under police protection: the shorter of the two."""
    strategy_id = await asked_for(telling, "corey_contact", children=1)
    here = f"{DISCUSSIONS}/{strategy_id}"
    post = telling.teller.post
    await telling.teller.at(london("3", "20:30"))
    record = telling.example("strategy-corey")
    await post(CHAIR, f"{here}/convene", record["convene"])
    await telling.teller.at(london("3", "21:20"))
    await post(CHAIR, f"{here}/attendance", {"attendance": record["attendance"]})
    decision = {"decisions": [{"child_id": telling.places["corey"], "decision": "S47_SINGLE"}]} | record["findings"]
    await post(CHAIR, f"{here}/decisions", decision)
    agreed = await post(CHAIR, f"{here}/actions", record["action"])
    telling.places |= {"corey_strategy": strategy_id, "corey_action": agreed["action_id"]}
    started = await post(CHAIR, f"{here}/s47", {"child_id": telling.places["corey"], "lead_sw": "sw.ndlovu"})
    await telling.teller.at(london("4", "10:30"))
    await post(WORKER, f"/strategy/api/v1/s47/{started['s47_id']}/child-seen", record["child_seen"])
    await post(CHAIR, f"{here}/finalise", FINAL)
