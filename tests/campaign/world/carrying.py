"""The program that carries every edge: told what to do in lines of JSON, until the pipe ends."""

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from typing import Any, Final

from tests.campaign.world.passage import Passage
from tests.campaign.world.weather import Fault

LONGEST_LINE: Final = 1_048_576


class Carrier:
    """Every passage by its edge."""

    def __init__(self) -> None:
        self._passages: dict[str, Passage] = {}

    async def serve(self) -> None:
        questions = asyncio.StreamReader(limit=LONGEST_LINE)
        await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(questions), sys.stdin)
        while line := await questions.readline():
            asked = json.loads(line)
            await self._answer(asked)
            os.write(1, json.dumps({"number": asked["number"]}).encode() + b"\n")

    async def _answer(self, asked: Mapping[str, Any]) -> None:
        match asked["do"]:
            case "open":
                for edge, (listen, to) in asked["edges"].items():
                    self._passages[edge] = Passage(listen, to)
                    await self._passages[edge].open()
            case "set":
                self._passages[asked["edge"]].set(Fault(**asked["fault"]) if asked["fault"] else None)
            case _:
                self._passages[asked["edge"]].drop()


if __name__ == "__main__":
    asyncio.run(Carrier().serve())
