"""What is asked of a screening through its API, by whichever test needs it done."""

from typing import Any

import httpx2

from .story import PLAIN


async def post(client: httpx2.AsyncClient, contact: dict[str, Any], path: str, **body: Any) -> httpx2.Response:
    return await client.post(f"/api/v1/screenings/{contact['contact_id']}/{path}", json=body)


async def done(client: httpx2.AsyncClient, contact: dict[str, Any], path: str, **body: Any) -> dict[str, Any]:
    answer = await post(client, contact, path, **body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def history(child: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "child_id": child["child_id"],
        "sources": ["LCS", "POLICE"],
        "summary": "Three notifications in a year, each closed alone.",
    } | changes


def strategy(child: dict[str, Any]) -> dict[str, Any]:
    return {
        "child_id": child["child_id"],
        "decision": "REFERRAL_STRATEGY",
        "need_level": 4,
        "rationale": "Non-fatal strangulation, fourth incident, both children in the home.",
        "plain_reason": PLAIN,
        "strategy": {"grounds": "Strangulation seen by Maisie", "concern": ["EMO"], "immediacy": "IMMEDIATE"},
    }
