"""What anybody in the story does to a screening: rate, direct, read the history, propose, authorise."""

from typing import Any

from frontdoor.story.telling import Telling


def path(contact_id: str, command: str) -> str:
    """The address of a command about one screening."""
    return f"/screening/api/v1/screenings/{contact_id}/{command}"


async def rate(telling: Telling, who: str, contact_id: str, rag: str, *reasons: str) -> None:
    await telling.teller.post(who, path(contact_id, "rag"), {"rag": rag, "reasons": reasons}, rag)


async def direct(telling: Telling, who: str, contact_id: str, text: str, **more: Any) -> None:
    await telling.teller.post(who, path(contact_id, "direction"), {"text": text} | more)


async def review_history(telling: Telling, who: str, contact_id: str, child_id: str, **review: Any) -> None:
    await telling.teller.post(who, path(contact_id, "history-reviews"), {"child_id": child_id} | review, child_id)


async def discuss(telling: Telling, who: str, contact_id: str, **discussion: Any) -> None:
    """Writes down what people thought about together."""
    await telling.teller.post(who, path(contact_id, "discussions"), discussion)


async def propose(telling: Telling, who: str, contact_id: str, child_id: str, proposal: dict[str, Any]) -> None:
    """Proposes a decision for one child."""
    await telling.teller.post(who, path(contact_id, "proposals"), proposal | {"child_id": child_id}, child_id)


async def authorise(telling: Telling, who: str, contact_id: str, child_id: str, rationale: str) -> None:
    """Authorises what somebody else has proposed for this child."""
    body = {"child_id": child_id, "manager_rationale": rationale}
    await telling.teller.post(who, path(contact_id, "authorisations"), body, child_id)


async def close(telling: Telling, who: str, contact_id: str) -> None:
    """Closes a screening whose sender has been told."""
    await telling.teller.post(who, path(contact_id, "closure"))


async def link_open_case(telling: Telling, contact: str, worker: str, manager: str, about: dict[str, str]) -> None:
    """Links a child who is open to social care to the case: its manager acknowledges before anybody decides.

    ``contact`` names the contact and the child among the places; ``about`` says why and with what status.
    """
    contact_id, child_id = telling.places[f"{contact}_contact"], telling.places[contact]
    await review_history(
        telling,
        worker,
        contact_id,
        child_id,
        sources=["LCS"],
        items_opened=[about["opened"]],
        care_status=about["status"],
        summary=about["history"],
    )
    acknowledgement = {"child_id": child_id, "team": "CASS-3"}
    await telling.teller.post("cass.tm1", path(contact_id, "open-case-acknowledgements"), acknowledgement)
    await propose(
        telling,
        worker,
        contact_id,
        child_id,
        {
            "decision": "LINK_OPEN_CASE",
            "need_level": 4,
            "rationale": about["why"],
            "harm_analysis": about["harm"],
            "what_if_wrong": about["if_wrong"],
            "assumptions_tested": [about["tested"]],
            "consent": {"parents_informed": "YES", "parental_agreement": "AGREED", "child_view": ""},
            "plain_reason": "The child has a social worker, who has been told and will act on this.",
        },
    )
    await authorise(telling, manager, contact_id, child_id, "Agreed: the allocated team has it and has said so.")
