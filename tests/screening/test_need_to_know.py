"""Every role before every page and every address of the API: nothing outside the need-to-know matrix (brief §2.2)."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from screening.main import build
from shared.access.actor import Actor, Role
from shared.disclosure import Sensitivity as S
from shared.ids import derived_id
from shared.testing.databases import Databases
from shared.testing.need_to_know import (
    ORGANISATIONS,
    READERS,
    Parts,
    Told,
    canary,
    leaked,
    shown,
    spoken,
    telling,
    unread,
    words_for,
)
from shared.testing.service import RunningService

from .asking import done, history, strategy
from .conftest import arrive, contact_of
from .people import HALE, LUND, OKAFOR, REYES, STONE, may
from .referral_story import NDLOVU
from .referring import accepted, allocated
from .rooms import AMIN, DISAGREEMENT, late
from .stepping import offered
from .test_audit_api import BRIEFING, FINCH, FINDINGS, SELECTION, asked

THOUGHT = f"{canary(S.SCR)} and what follows from it for each of the children."
WHY = f"{canary(S.SCR, '-role')} and what follows from it for each of the children."
"""The decision and its rationale: the police in the hub have these too."""
PACKED = canary(S.HIS, "-role")
"""What a step-down tells early help."""
NEIGHBOUR = "1B"
OUT_OF_HOURS = (Role.EDT_WORKER, Role.EDT_MANAGER)
HUB = ORGANISATIONS[Role.EARLY_HELP_WORKER][0]
ASKED = {"/alerts/late": "?code={code}&subject={subject}"}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def told(databases: Databases) -> AsyncIterator[Told]:
    async with telling(databases, "screening", build, screened, may(3, 1, 5), ASKED) as told:
        yield told


async def screened(screening: RunningService) -> Parts:
    """The police, a neighbour and the police again have told of children: open, unscreened, referred and helped."""
    opened = await decided(screening, "CIN")
    neighbours = spoken(contact_of("school-contact-good"), public=True) | {"source_code": NEIGHBOUR}
    called = await arrive(screening, "school-contact-good", **neighbours)
    for child in called["children"]:
        await done(screening.client(OKAFOR), called, "history-reviews", **reviewed(child, "CIN"))
    disagrees = dict.fromkeys(DISAGREEMENT, canary(S.SUB))
    raised = await done(screening.client(AMIN), opened, "escalations", **disagrees)
    answer = {"upheld": "N", "reason": WHY}
    await asked(screening, REYES, f"escalations/{raised['escalation_id']}/answer", **answer)
    again = await done(screening.client(AMIN), opened, "escalations", **disagrees)
    closed = await decided(screening, "CLOSED", again=True)
    everything: dict[str, list[str]] = {
        "contact_id": [contact["contact_id"] for contact in (opened, called, closed)],
        "child_id": [child["child_id"] for contact in (opened, closed) for child in contact["children"]],
        "escalation_id": [one["escalation_id"] for one in (raised, again)],
        "code": ["CK_STRAT"],
        "subject": [await late(screening)],
    }
    return everything | await referred(screening, closed) | await audited(screening)


async def decided(screening: RunningService, care_status: str, *, again: bool = False) -> dict[str, Any]:
    """A notification of the police, screened until each child is decided, every word of it of its class."""
    contact = spoken(contact_of("police-domestic-abuse-high"))
    if again:
        contact |= {"contact_id": derived_id("contact", "again")}
        contact["children"] = [child | {"child_id": derived_id(child["child_id"])} for child in contact["children"]]
    await arrive(screening, "police-domestic-abuse-high", **contact)
    lund, okafor = screening.client(LUND), screening.client(OKAFOR)
    await done(lund, contact, "rag", rag="RED", reasons=[THOUGHT])
    await done(lund, contact, "direction", text=THOUGHT, checks_required=["HEALTH"], screener_id="edt.okafor")
    await done(okafor, contact, "information-requests", agency="HEALTH", questions=["Seen when?"])
    await done(okafor, contact, "information", agency="HEALTH", summary=canary(S.HLT))
    await done(okafor, contact, "information", agency="MARAC", summary=canary(S.POL))
    for child in contact["children"]:
        await done(okafor, contact, "history-reviews", **reviewed(child, care_status))
        await done(okafor, contact, "proposals", **strategy(child) | {"rationale": THOUGHT})
        await done(lund, contact, "authorisations", child_id=child["child_id"], manager_rationale=WHY)
    return contact


def reviewed(child: dict[str, Any], care_status: str) -> dict[str, Any]:
    return history(child, care_status=care_status, summary=canary(S.HIS))


async def referred(screening: RunningService, contact: dict[str, Any]) -> dict[str, list[str]]:
    """Both children are referred, allocated and seen; one is offered to early help, the other is with it by now."""
    await done(screening.client(OKAFOR), contact, "outcome-feedback", told_whom="PC Ward", method="PHONE")
    referral_ids = [await accepted(screening, contact, child) for child in contact["children"]]
    moving = {"to_worker": "sw.moss", "to_team": "CASS-1", "introduced_to_family": "Y"}
    for referral_id in referral_ids:
        at = f"referrals/{referral_id}"
        screening.clock.at = may(3, 8)
        await allocated(screening, referral_id)
        screening.clock.at = may(4, 9)
        missed = {"attempted_at": may(3, 9).isoformat(), "because": "NOBODY_THERE", "found": THOUGHT}
        await asked(screening, NDLOVU, f"{at}/visit-attempts", **missed, next_step=THOUGHT)
        seen = {"seen_at": may(3, 10).isoformat(), "alone": "Y", "home_seen": "Y", "bedroom_seen": "Y"}
        agreed = {"parents_informed": "YES", "parental_agreement": "AGREED", "child_view": canary(S.HIS)}
        await asked(screening, NDLOVU, f"{at}/visits", **seen, words=canary(S.HIS), consent=agreed)
        await asked(screening, HALE, f"{at}/transfers", **moving, reason=THOUGHT, handover_note=canary(S.HIS))
    screening.clock.at = may(20, 9)
    packed = dict.fromkeys(("reason", "needs", "strengths", "focus", "risks", "agreement_evidence"), PACKED)
    packed |= {"goals": [{"change": PACKED, "seen_by": PACKED}], "triggers": [PACKED], "changed_since_red": THOUGHT}
    packed |= {"assumptions_tested": [THOUGHT], "recipient_org": HUB}
    step_downs = [await offered(screening, referral_id, HALE, **packed) for referral_id in referral_ids]
    return {"referral_id": referral_ids, "step_down_id": step_downs} | await helped(screening, step_downs[0])


async def helped(screening: RunningService, step_down_id: str) -> dict[str, list[str]]:
    """Early help has the child, and asks social care to look again."""
    [manager] = [who for who in READERS if who.role is Role.EARLY_HELP_MANAGER]
    await asked(screening, REYES, f"step-downs/{step_down_id}/agreement", rationale=THOUGHT)
    await asked(screening, manager, f"step-downs/{step_down_id}/acceptance", lead_practitioner="Sam Carter")
    [episode] = (await screening.client(manager).get("/api/v1/early-help")).json()["episodes"]
    asking = {"reason": PACKED, "urgent": True}
    step_up = await asked(screening, manager, f"episodes/{episode['episode_id']}/step-ups", **asking)
    return {"episode_id": [episode["episode_id"]], "step_up_id": [step_up["step_up_id"]]}


async def audited(screening: RunningService) -> dict[str, list[str]]:
    """A dip sample of all of it is graded, moderated, and leads to something owed and to a briefing."""
    audit_id = (await asked(screening, STONE, "audits", **SELECTION))["audit_id"]
    answers = {question: said | {"evidence": THOUGHT} for question, said in FINDINGS["answers"].items()}
    found = FINDINGS | {"answers": answers, "summary": THOUGHT}
    await asked(screening, STONE, f"audits/{audit_id}/cases/1/audit", **found)
    moderated = {"grade": "INADEQUATE", "reason": THOUGHT}
    await asked(screening, FINCH, f"audits/{audit_id}/cases/1/moderation", **moderated)
    owed = {"what": THOUGHT, "owner": OKAFOR.user_id, "due_at": may(29, 12).isoformat(), "case": 1}
    await asked(screening, STONE, f"audits/{audit_id}/actions", **owed)
    briefing = await asked(screening, STONE, f"audits/{audit_id}/briefings", **BRIEFING)
    cases = (await screening.client(STONE).get(f"/api/v1/audits/{audit_id}")).json()["cases"]
    return {
        "audit_id": [audit_id],
        "case": [str(case["number"]) for case in cases],
        "briefing_id": [briefing["briefing_id"]],
    }


SAMPLED = ("/audit", "/api/v1/audit")
OFFERED = ("/early-help", "/step-downs/", "/episodes/", "/api/v1/early-help", "/api/v1/step-downs/")
DISAGREED = ("/escalations", "/api/v1/escalations")


def may_be_shown(who: Actor, address: str) -> set[str]:
    """The matrix; a leader reads the disagreement that has come up to them (decision 17)."""
    reached = who.role is Role.SENIOR_LEADER and address.startswith(DISAGREED)
    return words_for(who, own=is_own(who, address)) | ({"ID", "SUB"} if reached else set())


def is_own(who: Actor, address: str) -> bool:
    """It is the force's own, and it is night: the shift is open. The children are on a plan: a team's own. An auditor
    has the sample, early help what it was offered."""
    match who.role:
        case Role.QA_AUDITOR:
            return address.startswith(SAMPLED)
        case Role.EARLY_HELP_WORKER | Role.EARLY_HELP_MANAGER:
            return address.startswith(OFFERED)
        case _:
            return who.org_id == AMIN.org_id or who.role in (*OUT_OF_HOURS, Role.ASSESSMENT_MANAGER)


@pytest.mark.parametrize("who", READERS, ids=lambda who: f"{who.role.value}-{who.org_id}")
async def test_nobody_is_shown_a_class_that_is_not_theirs(told: Told, who: Actor) -> None:
    assert await leaked(told, who, lambda address: may_be_shown(who, address)) == {}


async def test_whoever_may_is_shown_them(told: Told) -> None:
    [screener] = [who for who in READERS if who.role is Role.SCREENER_SW]
    found = await shown(told, screener)
    everything = {"ID", "HH", "SUB", "POL", "HLT", "HIS", "SCR", "SCR-role", "REF", "REF-role", "ADR", "ADR-role"}
    assert set().union(*found.values()) >= everything


def test_every_page_and_address_is_read(told: Told) -> None:
    assert unread(told) == set()
