"""Tuesday morning: what was decided at night becomes a referral for each child, and each child gets a named worker."""

from frontdoor.story.telling import Telling, london

MANAGER, TEAM_MANAGER, WORKER, TEAM = "fdm.reyes", "cass.tm1", "sw.ndlovu", "CASS-DUTY"
CHILDREN = ("maisie", "alfie", "corey")


async def accepted_and_allocated(telling: Telling) -> None:
    """Accepted at 09:05; after a decision for section 47 somebody must have the child within two working hours."""
    await telling.teller.at(london("5", "09:05"))
    for name in CHILDREN:
        telling.places[f"{name}_referral"] = await _accept(telling, name)
    await telling.teller.at(london("5", "09:50"))
    for name in CHILDREN:
        allocation = f"/screening/api/v1/referrals/{telling.places[f'{name}_referral']}/allocation"
        await telling.teller.post(TEAM_MANAGER, allocation, {"worker": WORKER, "team": TEAM})


async def _accept(telling: Telling, name: str) -> str:
    """Accepts the referral that the authorised decision for this child asks for."""
    contact_id = telling.places["corey_contact" if name == "corey" else "maisie_contact"]
    accepting = f"/screening/api/v1/screenings/{contact_id}/children/{telling.places[name]}/referral"
    receipt = await telling.teller.post(MANAGER, accepting, {"primary_need": "N1", "care_status": "CLOSED"})
    return receipt["referral_id"]
