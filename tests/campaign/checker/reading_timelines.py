"""Each child's timeline as a manager sees it in the end, and what each service says of its own chain."""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx2
import orjson

from tests.campaign.checker.rules.digests import digest_of
from tests.campaign.checker.rules.disclosed import READERS
from tests.campaign.checker.run import End

MANAGER = "fdm.reyes"
PERSONA_GRANT = "urn:frontdoor:grant:persona"
AT_ONCE = 16
TRIES = 4
DIGESTS = 200
"""Of how many children the digest is asked for too."""
SEEN_BY_OTHERS = 60
"""How many children others look at, too."""
OK = 200
DEFINITE = (OK, 404)
"""Not found is an answer too: nothing of this child has reached the timeline."""


async def read_timelines(final: Path, address: str, identity: str, children: Sequence[str]) -> list[End]:
    """One line a child, written as it comes. A child whose timeline answers neither 200 nor 404 was not read."""
    waiting, refused = iter(enumerate(children)), list[str]()
    with (final / "timelines.jsonl").open("wb") as file:
        async with await signed_in(identity, address) as client:

            async def read_on() -> None:
                for number, child in waiting:
                    line = await _one(client, child, with_digest=number < DIGESTS)
                    file.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
                    if line["status"] not in DEFINITE:
                        refused.append(child)

            await asyncio.gather(*(read_on() for _ in range(AT_ONCE)))
    why = f"{len(refused)} did not answer, {refused[0]} for one" if refused else ""
    return [End(what="the timelines", read=len(children) - len(refused), complete=not refused, why=why)]


async def _one(client: httpx2.AsyncClient, child: str, *, with_digest: bool) -> dict[str, Any]:
    """The timeline and its digest, again where a clock ran out between the two."""
    digest: str | None = None
    status, answer = 0, dict[str, Any]()
    for _ in range(TRIES):
        status, answer = await get(client, f"/api/v1/children/{child}/timeline")
        if status != OK or not with_digest:
            break
        digest = (await get(client, f"/api/v1/children/{child}/digest"))[1].get("sha256")
        if digest == digest_of(answer):
            break
    return {"child_id": child, "status": status, "answer": answer if status == OK else {}, "digest": digest}


async def read_sights(final: Path, address: str, identity: str, children: Sequence[str]) -> list[End]:
    """What those see who may not read all: a line for each of them and each of some children."""
    lines: list[dict[str, Any]] = []
    for who in READERS:
        async with await signed_in(identity, address, who) as client:
            for child in children[:SEEN_BY_OTHERS]:
                status, answer = await get(client, f"/api/v1/children/{child}/timeline")
                lines.append({"who": who, "child_id": child, "status": status, "answer": answer})
    with (final / "sights.jsonl").open("wb") as file:
        file.writelines(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE) for line in lines)
    unread = [line for line in lines if line["status"] not in DEFINITE]
    why = f"{len(unread)} did not answer, {unread[0]['child_id']} to {unread[0]['who']} for one" if unread else ""
    return [End(what="what others see", read=len(lines) - len(unread), complete=not unread, why=why)]


async def read_chains(final: Path, addresses: Mapping[str, str], identity: str) -> list[End]:
    """What each service's own check of its chain says."""
    lines: list[dict[str, Any]] = []
    for service, address in addresses.items():
        async with await signed_in(identity, address) as client:
            status, answer = await get(client, "/api/v1/operations/chain")
            lines.append({"service": service, **(answer if status == OK else {"status": status})})
    (final / "chains.jsonl").write_bytes(
        b"".join(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE) for line in lines)
    )
    return [End(what="the chains", read=len(lines), complete=True)]


async def get(client: httpx2.AsyncClient, path: str) -> tuple[int, Any]:
    """The answer, empty where there is none; a service that is just coming back is asked again."""
    status = 0
    for wait in range(TRIES):
        try:
            response = await client.get(path)
        except httpx2.HTTPError:
            await asyncio.sleep(wait)
            continue
        if (status := response.status_code) < 500:
            return status, response.json()
        await asyncio.sleep(wait)
    return status, {}


async def signed_in(identity: str, address: str, who: str = MANAGER) -> httpx2.AsyncClient:
    """A client of this service that a manager uses, or another person."""
    async with httpx2.AsyncClient(trust_env=False, timeout=20) as client:
        form = {"grant_type": PERSONA_GRANT, "persona": who}
        answer = await client.post(f"{identity}/token", data=form)
        token = answer.raise_for_status().json()["access_token"]
    headers = {"authorization": f"Bearer {token}"}
    return httpx2.AsyncClient(base_url=address, headers=headers, trust_env=False, timeout=60)
