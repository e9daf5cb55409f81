"""What people work from in the end: each service's list of what is open, by its API."""

from collections.abc import Mapping
from pathlib import Path

import orjson

from tests.campaign.checker.reading_timelines import OK, get, signed_in
from tests.campaign.checker.run import End

LISTS = (
    ("the queue", "screening", "/api/v1/queue"),
    ("to be accepted", "screening", "/api/v1/referrals/to-accept"),
    ("referrals", "screening", "/api/v1/referrals"),
    ("discussions", "strategy", "/api/v1/discussions"),
    ("the board", "edt-handover", "/api/v1/board"),
)


async def read_lists(final: Path, addresses: Mapping[str, str], identity: str) -> list[End]:
    """One line a list, with its rows as a manager is shown them. A list that does not answer was not read."""
    ends: list[End] = []
    with (final / "lists.jsonl").open("wb") as file:
        for name, service, path in LISTS:
            if service not in addresses:
                continue
            async with await signed_in(identity, addresses[service]) as client:
                status, rows = await get(client, path)
            complete = status == OK
            if complete:
                file.write(orjson.dumps({"list": name, "rows": rows}, option=orjson.OPT_APPEND_NEWLINE))
            why = "" if complete else f"it answered {status}"
            ends.append(End(what=f"the list {name} of {service}", read=len(rows), complete=complete, why=why))
    return ends
