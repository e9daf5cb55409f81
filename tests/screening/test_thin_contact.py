"""The brief's second example (§6.2): a thin contact, worked until it can close."""

from typing import Any

import httpx2

from shared.testing.service import RunningService

from .asking import done, history, post
from .conftest import arrive
from .people import ADEYEMI, BROOK, REYES, may
from .story import ANALYSIS, PLAIN, WORDS

CONSENT = {"parents_informed": "YES", "parental_agreement": "NOT_SOUGHT"}
ADVICE = {"decision": "INFO_ADVICE", "need_level": 1, "rationale": WORDS, "plain_reason": PLAIN, **ANALYSIS}


async def test_a_thin_contact_is_worked_until_it_can_close(screening: RunningService) -> None:
    """Refused by SCR-03, SCR-04 and SCR-09, each satisfied in turn, told and closed."""
    contact = await thin_and_directed(screening)
    child_id = contact["children"][0]["child_id"]
    reyes, adeyemi = screening.client(REYES), screening.client(ADEYEMI)
    closing: dict[str, Any] = {"child_id": child_id, **ADVICE}

    async def refused_by() -> str:
        return (await post(adeyemi, contact, "proposals", **closing)).json()["code"].split()[0]

    assert await refused_by() == "SCR-03"
    await clarify_and_check(adeyemi, contact)
    assert await refused_by() == "SCR-04"
    closing["assumptions_tested"] = ["That lateness means neglect: mother works nights"]
    assert await refused_by() == "SCR-07"
    await analyse(adeyemi, contact, child_id)
    assert await refused_by() == "SCR-09"
    spoken_at = "2026-05-07T16:05:00+01:00"
    await done(adeyemi, contact, "conversations", who="Mother", spoken_at=spoken_at, consent=CONSENT)
    await challenged_and_authorised(screening, contact, closing | {"consent": CONSENT})
    assert (await post(adeyemi, contact, "closure")).json()["code"] == "SCR-17 CLOSE_FEEDBACK"
    await outcome_sent(screening, contact, child_id)
    await done(adeyemi, contact, "closure")
    assert (await adeyemi.get("/api/v1/queue")).json() == []
    await done(reyes, contact, "reopening", reason="The school rang again")
    assert len((await adeyemi.get("/api/v1/queue")).json()) == 1


async def thin_and_directed(screening: RunningService) -> dict[str, Any]:
    """Jay's contact: found too thin, rated, directed, his history read."""
    screening.clock.at = may(7, 16, 5)
    contact = await arrive(screening, "school-contact-thin")
    contact_id = contact["contact_id"]
    thin = {"contact_id": contact_id, "grade": "INADEQUATE", "score": 2, "failed": ["q2", "q9"]}
    await screening.publish("contacts", "frontdoor.ContactQualityAssessed.v1", thin, key=f"Contact-{contact_id}")
    [jay] = contact["children"]
    await done(screening.client(REYES), contact, "rag", rag="GREEN")
    await done(screening.client(REYES), contact, "direction", text="Ring the school.", checks_required=["HEALTH"])
    await done(screening.client(ADEYEMI), contact, "history-reviews", **history(jay, patterns=["NEGLECT"]))
    return contact


async def clarify_and_check(client: httpx2.AsyncClient, contact: dict[str, Any]) -> None:
    """The sender does not answer; another agency does."""
    await done(client, contact, "clarifications", questions=["Which days?"], method="PHONE")
    await done(client, contact, "clarification-attempts", method="PHONE", outcome="No answer")
    await done(client, contact, "clarification-attempts", method="EMAIL", outcome="No answer")
    await done(client, contact, "information-requests", agency="HEALTH", questions=["Seen when?"])
    await done(client, contact, "information", agency="HEALTH", summary="Seen in March, well.")


async def analyse(client: httpx2.AsyncClient, contact: dict[str, Any], child_id: str) -> None:
    await done(
        client,
        contact,
        "cumulative-analyses",
        child_id=child_id,
        incidents=["Health visitor 2021", "Neighbour January 2026"],
        themes=["NEGLECT"],
        trajectory="STATIC",
        so_what="Three people years apart say the same small thing.",
    )


async def challenged_and_authorised(
    screening: RunningService, contact: dict[str, Any], proposal: dict[str, Any]
) -> None:
    """The manager asks who has seen the child; the child is heard, and the decision stands."""
    brook, adeyemi, child_id = screening.client(BROOK), screening.client(ADEYEMI), proposal["child_id"]
    await done(adeyemi, contact, "proposals", **proposal)
    await done(brook, contact, "challenges", child_id=child_id, points=["Who has seen Jay?"])
    await done(adeyemi, contact, "child-voices", child_id=child_id, source="SCHOOL", words="I'm fine.")
    await done(adeyemi, contact, "proposals", **proposal)
    await done(brook, contact, "authorisations", child_id=child_id, manager_rationale="Jay was seen and heard.")


async def outcome_sent(screening: RunningService, contact: dict[str, Any], child_id: str) -> None:
    """Notifications says that the school was told."""
    told = {
        "notification_id": "019df6a0-0000-7000-8000-00000000abcd",
        "profile": "OUTCOME_PRO",
        "contact_id": contact["contact_id"],
        "child_id": child_id,
    }
    await screening.publish("notifications", "frontdoor.NotificationSent.v1", told, key="Notification-1")
