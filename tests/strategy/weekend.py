"""The weekend of domain brief §6.6 as commands, taken from the example file and sent as its people would send them."""

from typing import Any

from shared.testing.service import RunningService

from .conftest import DISCUSSION, example, ok
from .people import HALE, LUND, OKAFOR, WRITTEN, may
from .story import ALFIE, MAISIE

STEPS = {step["type"]: step for step in example("strategy-and-s47")}
ORGANISATIONS = {"POLICE": "force-example", "HEALTH": "health-example", "EDUCATION": "sch-999001"}


def body(event_type: str, *left_out: str) -> dict[str, Any]:
    """What the example's event says, without what a command does not carry."""
    return {
        name: value
        for name, value in STEPS[event_type].items()
        if name not in {"type", "strategy_id", "s47_id", *left_out}
    }


async def convene(strategy: RunningService) -> None:
    strategy.clock.at = WRITTEN
    convening = body("StrategyDiscussionConvened", "child_ids")
    convening["invitees"] = [{"agency": agency, "org_id": ORGANISATIONS[agency]} for agency in convening["invitees"]]
    lund = strategy.client(LUND)
    await ok(await lund.post(f"{DISCUSSION}/convene", json=convening))
    await ok(await lund.post(f"{DISCUSSION}/attendance", json=body("AttendanceRecorded")))


async def decide(strategy: RunningService) -> None:
    await convene(strategy)
    await ok(await strategy.client(LUND).post(f"{DISCUSSION}/decisions", json=body("StrategyDecisionRecorded")))


async def agree_actions(strategy: RunningService) -> list[str]:
    agreed: list[str] = []
    for action in STEPS["StrategyActionAgreed"]["actions"]:
        reconvenes = "reconvene" in action["what"]
        answer = await strategy.client(LUND).post(f"{DISCUSSION}/actions", json={**action, "reconvenes": reconvenes})
        agreed.append((await ok(answer))["action_id"])
    return agreed


async def finalise(strategy: RunningService) -> None:
    strategy.clock.at = may(3, 15, 20)
    template = {"template_version": STEPS["StrategyRecordFinalised"]["template_version"]}
    await ok(await strategy.client(LUND).post(f"{DISCUSSION}/finalise", json=template))


async def start_s47(strategy: RunningService, child_id: str = MAISIE) -> str:
    starting = {"child_id": child_id, "lead_sw": STEPS["S47Started"]["lead_sw"]}
    answer = await strategy.client(LUND).post(f"{DISCUSSION}/s47", json=starting)
    return (await ok(answer))["s47_id"]


async def see_child(strategy: RunningService, s47_id: str) -> None:
    seen = body("ChildSeen", "at") | {"seen_at": STEPS["ChildSeen"]["at"]}
    await ok(await strategy.client(OKAFOR).post(f"/api/v1/s47/{s47_id}/child-seen", json=seen))


async def complete(strategy: RunningService, actions: list[str]) -> None:
    for action_id in actions:
        await ok(await strategy.client(HALE).post(f"{DISCUSSION}/actions/{action_id}/complete", json={}))


async def whole_weekend(strategy: RunningService) -> tuple[str, str]:
    """Everything up to the record and both enquiries, whose ids it returns: Maisie's, Alfie's."""
    await decide(strategy)
    actions = await agree_actions(strategy)
    await finalise(strategy)
    maisies, alfies = await start_s47(strategy), await start_s47(strategy, ALFIE)
    await see_child(strategy, maisies)
    await complete(strategy, actions)
    return maisies, alfies
