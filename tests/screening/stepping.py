"""Brings a child to early help through the API: referred, allocated, offered, accepted."""

from typing import Any

import httpx2

from shared.access.actor import Actor
from shared.testing.service import RunningService

from .asking import done, history
from .early_help_story import VOSS
from .people import ADEYEMI, HALE, LUND, OKAFOR, may
from .referral_story import NDLOVU
from .referring import accepted, allocated, decided

OFFER: dict[str, Any] = {
    "reason": "He has moved out and the order holds; the school sees a calmer child.",
    "needs": "Somebody to talk to about what she saw.",
    "strengths": "Her aunt, her teacher, her mother's determination.",
    "focus": "Maisie feels safe at home",
    "goals": [{"change": "Maisie sleeps in her own bed", "seen_by": "her mother's diary for four weeks"}],
    "risks": "He comes back when the order ends.",
    "triggers": ["He is seen at the address"],
    "consent": {"parents_informed": "YES", "parental_agreement": "AGREED", "child_view": "Wants her own lamp"},
    "agreement_evidence": "Her mother, at home on 18 May, in writing",
    "recipient_org": "la-812",
    "recipient_name": "Sam Carter",
    "joint_visit_date": "2026-05-21",
    "assumptions_tested": ["That he has gone: police and school say the same"],
    "changed_since_red": "He has moved out and the order holds",
}


async def with_a_worker(screening: RunningService, contact: dict[str, Any]) -> str:
    """Maisie's referral, once everything that a step-down asks of the contact has been done. It is 20 May, 9:00."""
    okafor, lund = screening.client(OKAFOR), screening.client(LUND)
    await done(lund, contact, "direction", text="Visit tonight; speak to Maisie alone.", checks_required=["MARAC"])
    child = await decided(screening, contact)
    for other in contact["children"]:
        case = (await okafor.get(f"/api/v1/screenings/{contact['contact_id']}")).json()
        reviewed = {one["child_id"]: one["history_reviewed"] for one in case["children"]}
        if not reviewed[other["child_id"]]:
            await done(okafor, contact, "history-reviews", **history(other, care_status="CLOSED"))
    await decided(screening, contact, 1, care_status="UNKNOWN")
    await done(okafor, contact, "information", agency="MARAC", summary="Heard on 6 May; plan in place.")
    await done(okafor, contact, "outcome-feedback", told_whom="PC Ward", method="PHONE")
    referral_id = await accepted(screening, contact, child)
    await allocated(screening, referral_id)
    screening.clock.at = may(20, 9)
    return referral_id


async def offered(screening: RunningService, referral_id: str, by: Actor = NDLOVU, **changes: Any) -> str:
    answer = await offer(screening, referral_id, by, **changes)
    assert answer.status_code == 201, answer.text
    return answer.json()["step_down_id"]


async def offer(screening: RunningService, referral_id: str, by: Actor = NDLOVU, **changes: Any) -> httpx2.Response:
    return await screening.client(by).post(f"/api/v1/referrals/{referral_id}/step-downs", json=OFFER | changes)


async def taken_up(screening: RunningService, step_down_id: str) -> None:
    """A second manager agrees, early help accepts."""
    at = f"/api/v1/step-downs/{step_down_id}"
    agreed = await screening.client(HALE).post(f"{at}/agreement", json={"rationale": "The change has held."})
    assert agreed.status_code == 201, agreed.text
    answer = await screening.client(VOSS).post(f"{at}/acceptance", json={"lead_practitioner": "Sam Carter"})
    assert answer.status_code == 201, answer.text


async def read_again(screening: RunningService, contact: dict[str, Any], number: int = 0) -> None:
    """The child's history is read anew, all that is there opened."""
    child = contact["children"][number]
    case = (await screening.client(ADEYEMI).get(f"/api/v1/screenings/{contact['contact_id']}")).json()
    opened = [item["contact_id"] for item in case["children"][number]["history"]]
    await done(
        screening.client(ADEYEMI), contact, "history-reviews", **history(child, care_status="EH", items_opened=opened)
    )
