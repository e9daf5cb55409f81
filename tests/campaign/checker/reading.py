"""The final reads: every store by plain SQL, the journal from its first offset, timelines and lists by their API.

Its one law: each read says whether it reached its end. The stores are read before what has an API, since a look
at that is itself recorded.
"""

import asyncio
from collections.abc import Awaitable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import orjson

from tests.campaign.checker.folder import FINAL
from tests.campaign.checker.reading_journal import read_journal
from tests.campaign.checker.reading_lists import read_lists
from tests.campaign.checker.reading_stores import read_store
from tests.campaign.checker.reading_timelines import read_chains, read_sights, read_timelines
from tests.campaign.checker.run import JOURNAL, End

READ_SECONDS = 300.0
"""For a source that is read at once."""
SECONDS_A_CHILD = 0.25
"""And beyond that for each child whose timeline is asked for, on a machine that is busy with something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where everything is. ``databases`` and ``addresses`` are by service, ``clocks_at`` what each one's clock says."""

    databases: Mapping[str, str]
    journal_url: str
    addresses: Mapping[str, str] = field(default_factory=dict[str, str])
    identity: str = ""
    clocks_at: Mapping[str, datetime] = field(default_factory=dict[str, datetime])


class Places(Protocol):
    """The running system, as far as the final reads need it."""

    @property
    def journal_url(self) -> str: ...

    @property
    def identity(self) -> str: ...

    def database_url(self, service: str) -> str: ...

    def direct(self, service: str) -> str: ...


def sources_of(places: Places, services: Sequence[str], offsets: Mapping[str, float]) -> Sources:
    """The sources of a running world; ``offsets`` are those of its processes' clocks, in seconds, by their names."""
    now = datetime.now(UTC)
    return Sources(
        databases={service: places.database_url(service) for service in services},
        journal_url=places.journal_url,
        addresses={service: places.direct(service) for service in services},
        identity=places.identity,
        clocks_at={service: now + timedelta(seconds=offsets.get(f"{service}.scheduler", 0)) for service in services},
    )


async def read_everything(folder: Path, sources: Sources) -> Sequence[End]:
    """Writes the final reads into the run's folder. What fails is an end that was not reached, never an error."""
    final = folder / FINAL
    final.mkdir(parents=True, exist_ok=True)
    clocks = {service: moment.isoformat() for service, moment in sources.clocks_at.items()}
    (final / "clocks.json").write_bytes(orjson.dumps(clocks))
    ends: list[End] = []
    children: set[str] = set()
    for service, url in sources.databases.items():
        found, named = await _told(f"the store of {service}", read_store(final, service, url), ([], set[str]()))
        ends += found
        children |= named
    ends += await _told(JOURNAL, read_journal(final, sources.journal_url), [])
    if "timeline" in sources.addresses:
        reading = read_timelines(final, sources.addresses["timeline"], sources.identity, sorted(children))
        ends += await _told("the timelines", reading, [], READ_SECONDS + SECONDS_A_CHILD * len(children))
        reading = read_sights(final, sources.addresses["timeline"], sources.identity, sorted(children))
        ends += await _told("what others see", reading, [])
    ends += await _told("the lists", read_lists(final, sources.addresses, sources.identity), [])
    ends += await _told("the chains", read_chains(final, sources.addresses, sources.identity), [])
    (final / "ends.json").write_bytes(orjson.dumps([asdict(end) for end in ends], option=orjson.OPT_INDENT_2))
    return ends


async def _told(what: str, reading: Awaitable[Any], otherwise: Any, seconds: float = READ_SECONDS) -> Any:
    try:
        async with asyncio.timeout(seconds):
            return await reading
    except Exception as error:  # noqa: BLE001 - whatever went wrong, the read has not reached its end
        cut = End(what=what, read=0, complete=False, why=f"{type(error).__name__}: {error}")
        return ([cut], set[str]()) if isinstance(otherwise, tuple) else [cut]


def write_settled(folder: Path, settled: bool, seconds: float, waiting: object = None) -> None:
    """Whether, and how long after the last heal, the system came to rest."""
    told = {"settled": settled, "seconds": seconds, "waiting": waiting}
    (folder / "settled.json").write_bytes(orjson.dumps(told))


def write_rebuilt(folder: Path, digests: Iterable[tuple[str, str]]) -> None:
    """The digest of each child after a rebuild from zero."""
    lines = [orjson.dumps({"child_id": child, "sha256": digest}) for child, digest in digests]
    (folder / FINAL / "rebuilt.jsonl").write_bytes(b"\n".join([*lines, b""]))
