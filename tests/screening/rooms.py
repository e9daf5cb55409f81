"""Something in every room of screening beside the screening: a referral, early help, a disagreement, an audit."""

from shared.access.actor import Actor, Role
from shared.testing.service import RunningService

from .asking import done
from .conftest import arrive
from .early_help_story import CARTER
from .people import OKAFOR, STONE, may
from .stepping import offered, taken_up, with_a_worker
from .test_audit_api import BRIEFING, SELECTION, asked

AMIN = Actor("ds.amin", "Sam Amin", Role.POLICE_MASH, "force-example")
DISAGREEMENT = {"words": "She is afraid to go home.", "wants": "Somebody speaks to her this week."}
LATE_SUBJECT = "StrategyDiscussion-019df6a0-0000-7000-8000-00000000d0d0"


async def referred_and_offered(screening: RunningService) -> dict[str, str]:
    """Maisie's referral is offered to early help, Alfie's waits to be accepted; the police disagree; Stone audits.

    Answers what the paths of the rooms name.
    """
    contact = await arrive(screening, "police-domestic-abuse-high")
    screening.clock.at = may(3, 2)
    referral_id = await with_a_worker(screening, contact)
    maisie, alfie = contact["children"]
    parts = {"contact_id": contact["contact_id"], "referred_id": maisie["child_id"], "child_id": alfie["child_id"]}
    parts |= {"referral_id": referral_id, "step_down_id": await offered(screening, referral_id)}
    raised = await done(screening.client(AMIN), contact, "escalations", **DISAGREEMENT)
    parts |= {"escalation_id": raised["escalation_id"]}
    return parts | await _audited(screening) | {"code": "CK_STRAT", "subject": await late(screening)}


async def with_early_help(screening: RunningService) -> dict[str, str]:
    """The same, once early help has Maisie and asks social care to look again."""
    parts = await referred_and_offered(screening)
    await taken_up(screening, parts["step_down_id"])
    carter = screening.client(CARTER)
    [episode] = (await carter.get("/api/v1/early-help")).json()["episodes"]
    body = {"reason": "He was seen at the address.", "urgent": True}
    answer = await carter.post(f"/api/v1/episodes/{episode['episode_id']}/step-ups", json=body)
    assert answer.status_code == 201, answer.text
    return parts | {"episode_id": episode["episode_id"], "step_up_id": answer.json()["step_up_id"]}


async def _audited(screening: RunningService) -> dict[str, str]:
    audit_id = (await asked(screening, STONE, "audits", **SELECTION))["audit_id"]
    action = {"what": "Open the history first.", "owner": OKAFOR.user_id, "due_at": may(29, 12).isoformat()}
    await asked(screening, STONE, f"audits/{audit_id}/actions", **action)
    briefing = await asked(screening, STONE, f"audits/{audit_id}/briefings", **BRIEFING)
    return {"audit_id": audit_id, "case": "1", "briefing_id": briefing["briefing_id"]}


async def late(screening: RunningService) -> str:
    """A clock of another service has run out, and the front door manager was told."""
    fired = {"code": "CK_STRAT", "subject": LATE_SUBJECT, "child_ids": ["x"], "tell": "FRONT_DOOR_MANAGER"}
    breached = {**fired, "at": may(19, 17), "fired_at": may(19, 17), "late": False}
    key = f"Clock-CK_STRAT-{LATE_SUBJECT}"
    await screening.publish("strategy-meetings", "frontdoor.ClockBreached.v1", breached, key=key)
    return LATE_SUBJECT
