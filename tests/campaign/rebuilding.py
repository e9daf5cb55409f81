"""The timeline made anew from the journal beside the running system, and what it then says of each child."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL
from http import HTTPStatus
from pathlib import Path
from typing import Final

import httpx2
import orjson

from tests.campaign.checker.folder import FINAL
from tests.campaign.checker.reading import write_rebuilt
from tests.campaign.workload.places import Tokens
from tests.campaign.world.companion import CHECKOUT
from tests.campaign.world.world import World

READER: Final = "fdm.reyes"
AT_ONCE: Final = 8
REBUILD_SECONDS: Final = 600.0


class NotRebuilt(Exception):
    """The command failed; what it said is in the run's folder."""


async def rebuild_timeline(world: World, folder: Path) -> None:
    """Runs the product's own command, then asks for the digest of everybody in the final reads. Raises NotRebuilt."""
    told = {"DATABASE_URL": world.owner_url("timeline"), "JOURNAL_URL": world.journal_url}
    told["STATE_DIR"] = str(world.folder / "state")
    with (folder / "rebuild.log").open("ab") as log:
        program = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "frontdoor", "rebuild", "timeline"),
            cwd=CHECKOUT,
            env={**os.environ, **told},
            stdin=DEVNULL,
            stdout=log,
            stderr=log,
        )
    try:
        status = await asyncio.wait_for(program.wait(), REBUILD_SECONDS)
    finally:
        if program.returncode is None:
            program.kill()
            await program.wait()
    if status != 0:
        raise NotRebuilt((folder / "rebuild.log").read_text(errors="replace").strip()[-500:])
    write_rebuilt(folder, await _digests(world, _children(folder)))


def _children(folder: Path) -> list[str]:
    """Those who had a timeline before."""
    with (folder / FINAL / "timelines.jsonl").open("rb") as lines:
        told = ((line["child_id"], line["status"]) for line in map(orjson.loads, lines))
        return [child_id for child_id, status in told if status == HTTPStatus.OK]


async def _digests(world: World, children: list[str]) -> list[tuple[str, str]]:
    tokens, turn = Tokens(world), asyncio.Semaphore(AT_ONCE)
    headers = {"authorization": f"Bearer {await tokens.of(READER)}"}
    await tokens.close()
    async with httpx2.AsyncClient(
        base_url=world.direct("timeline"), headers=headers, trust_env=False, timeout=30
    ) as client:

        async def ask(child_id: str) -> tuple[str, str]:
            async with turn:
                answer = await client.get(f"/api/v1/children/{child_id}/digest")
                return child_id, str(answer.json().get("sha256", ""))

        return await asyncio.gather(*map(ask, children))
