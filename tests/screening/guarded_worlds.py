"""Where the guards of the other rooms refuse: a child referred, offered to early help, with early help; an audit."""

from typing import Any

from shared.access.actor import Actor
from shared.testing.service import RunningService

from .asking import done, history, strategy
from .conftest import arrive
from .early_help_story import CARTER
from .people import ADEYEMI, BROOK, HALE, LUND, REYES, STONE, may
from .referring import decided
from .rooms import AMIN, DISAGREEMENT, referred_and_offered, with_early_help
from .stepping import offered, with_a_worker
from .story import ANALYSIS, PLAIN, WORDS
from .test_audit_api import FINDINGS, SELECTION, asked

Parts = dict[str, str]
CLEAR = {"parents_informed": "YES", "parental_agreement": "AGREED"}
ANSWER = {"upheld": "N", "reason": "We spoke to her on Tuesday, and her aunt now collects her."}


def of(contact: dict[str, Any]) -> Parts:
    return {"contact_id": contact["contact_id"], "child_id": contact["children"][0]["child_id"]}


async def police(screening: RunningService) -> dict[str, Any]:
    contact = await arrive(screening, "police-domestic-abuse-high")
    screening.clock.at = may(3, 2)
    return contact


async def school(screening: RunningService, **changes: Any) -> dict[str, Any]:
    screening.clock.at = may(13, 9, 40)
    return await arrive(screening, "school-contact-good", **changes)


async def undecided(screening: RunningService) -> Parts:
    return of(await police(screening))


async def unreviewed(screening: RunningService) -> Parts:
    """Referred for protection before anybody has looked whether the child is open."""
    contact = await police(screening)
    await decided(screening, contact, 0, care_status="UNKNOWN")
    return of(contact)


async def worked_with(screening: RunningService) -> Parts:
    """The child has a social worker, and everything that a step-down asks of the contact has been done."""
    contact = await police(screening)
    return of(contact) | {"referral_id": await with_a_worker(screening, contact)}


async def worked_with_after_red(screening: RunningService) -> Parts:
    contact = await police(screening)
    await done(screening.client(LUND), contact, "rag", rag="RED")
    return of(contact) | {"referral_id": await with_a_worker(screening, contact)}


async def worked_with_and_disputed(screening: RunningService) -> Parts:
    contact = await police(screening)
    parts = of(contact) | {"referral_id": await with_a_worker(screening, contact)}
    await done(screening.client(AMIN), contact, "escalations", **DISAGREEMENT)
    return parts


async def worked_with_and_enquired_into(screening: RunningService) -> Parts:
    parts = await worked_with(screening)
    begun = {"s47_id": "s47-1", "child_id": parts["child_id"]}
    await screening.publish("strategy-meetings", "frontdoor.S47Started.v1", begun, key="S47-s47-1")
    return parts


async def offered_by_a_manager(screening: RunningService) -> Parts:
    parts = await worked_with(screening)
    return parts | {"step_down_id": await offered(screening, parts["referral_id"], by=HALE)}


async def asked_back(screening: RunningService) -> Parts:
    """Early help has asked for the child to be referred again, and a manager agrees; social care has her still."""
    parts = await with_early_help(screening)
    await asked(
        screening,
        REYES,
        f"step-ups/{parts['step_up_id']}/decision",
        decision="REFERRAL_STRATEGY",
        rationale="As agreed.",
    )
    return parts


async def no_longer_with_early_help(screening: RunningService) -> Parts:
    parts = await helped(screening)
    await asked(screening, CARTER, f"episodes/{parts['episode_id']}/closure", reason="They have moved away.")
    return parts


async def helped(screening: RunningService) -> Parts:
    """Early help was decided, and has the child."""
    parts = await with_early_help_by_decision(screening)
    [episode] = (await screening.client(CARTER).get("/api/v1/early-help")).json()["episodes"]
    return parts | {"episode_id": episode["episode_id"]}


async def asking_back(screening: RunningService) -> Parts:
    """Early help, which has the child, waits for an answer to its step-up."""
    parts = await helped(screening)
    await asked(screening, CARTER, f"episodes/{parts['episode_id']}/step-ups", reason="It is worse.", urgent=False)
    return parts


async def held(screening: RunningService) -> Parts:
    """The decision so far is to find out more."""
    contact = await school(screening)
    await done(screening.client(REYES), contact, "direction", text="Ring the school.")
    holding = {
        "decision": "PROCEED_TO_MASH_ENQUIRY",
        "need_level": 3,
        "rationale": WORDS,
        "plain_reason": PLAIN,
        **ANALYSIS,
    }
    await _decide(screening, contact, 0, **holding)
    return of(contact)


async def looked_into(screening: RunningService, **changes: Any) -> dict[str, Any]:
    """A school's contact: directed, each history reviewed, the father spoken to. Nothing is proposed yet."""
    contact = await school(screening, **changes)
    reyes, adeyemi = screening.client(REYES), screening.client(ADEYEMI)
    await done(reyes, contact, "direction", text="Read the history.")
    for child in contact["children"]:
        await done(adeyemi, contact, "history-reviews", **history(child))
    spoken_at = may(13, 9, 30).isoformat()
    await done(adeyemi, contact, "conversations", who="Her father", spoken_at=spoken_at, consent=CLEAR)
    return contact


async def propose_for_each(screening: RunningService, contact: dict[str, Any], **decision: Any) -> None:
    said = {"rationale": WORDS, "plain_reason": PLAIN, **ANALYSIS, "consent": CLEAR}
    tested = {"assumptions_tested": ["That he copes: the school says so too"]}
    for child in contact["children"]:
        body = {"child_id": child["child_id"], **said, **tested, **decision}
        await done(screening.client(ADEYEMI), contact, "proposals", **body)


async def authorise_each(screening: RunningService, contact: dict[str, Any]) -> None:
    for child in contact["children"]:
        body = {"child_id": child["child_id"], "manager_rationale": "Agreed."}
        await done(screening.client(BROOK), contact, "authorisations", **body)


async def with_early_help_by_decision(screening: RunningService) -> Parts:
    """Early help was decided and has begun."""
    contact = await looked_into(screening)
    await propose_for_each(screening, contact, decision="EARLY_HELP", need_level=2)
    await authorise_each(screening, contact)
    parts = of(contact)
    at = f"screenings/{parts['contact_id']}/children/{parts['child_id']}/early-help"
    await asked(screening, ADEYEMI, at, recipient_org="la-812", recipient_name="Sam Carter")
    return parts


async def _decide(screening: RunningService, contact: dict[str, Any], number: int, **proposal: Any) -> None:
    child_id = contact["children"][number]["child_id"]
    await done(screening.client(ADEYEMI), contact, "proposals", child_id=child_id, **proposal)
    authorised = {"child_id": child_id, "manager_rationale": "Agreed."}
    await done(screening.client(BROOK), contact, "authorisations", **authorised)


async def decided_for_a_neighbour(screening: RunningService) -> Parts:
    contact = await school(screening, source_code="1B")
    await _decide(screening, contact, 0, **_without_child(strategy(contact["children"][0])))
    return of(contact)


def _without_child(proposal: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in proposal.items() if name != "child_id"}


async def answered(screening: RunningService) -> Parts:
    parts = await referred_and_offered(screening)
    await asked(screening, REYES, f"escalations/{parts['escalation_id']}/answer", **ANSWER)
    return parts


async def sampled(screening: RunningService) -> Parts:
    """Two decisions, proposed by Adeyemi and authorised by Brook, in a sample that Stone drew."""
    contact = await school(screening)
    for number, child in enumerate(contact["children"]):
        await _decide(screening, contact, number, **_without_child(strategy(child)))
    screening.clock.at = may(20, 10)
    return of(contact) | {"audit_id": (await asked(screening, STONE, "audits", **SELECTION))["audit_id"], "case": "1"}


async def over(screening: RunningService) -> Parts:
    parts = await sampled(screening)
    screening.clock.at = may(20, 10).replace(month=6)
    return parts


async def audited(screening: RunningService) -> Parts:
    parts = await sampled(screening)
    await asked(screening, STONE, f"audits/{parts['audit_id']}/cases/1/audit", **FINDINGS)
    return parts


async def acted_on(screening: RunningService) -> Parts:
    """What was agreed after the audit has been done already."""
    parts = await sampled(screening)
    agreed = {"what": "Show it", "owner": "Dana Brook", "due_at": may(27, 17).isoformat()}
    action_id = (await asked(screening, STONE, f"audits/{parts['audit_id']}/actions", **agreed))["action_id"]
    await asked(screening, BROOK, f"audit-actions/{action_id}/completion", outcome="Shown to the whole team.")
    return parts | {"action_id": action_id}


NOBODY = Actor("nobody", "Nobody", REYES.role, "la-812")
"""A manager who is no registered social worker."""
