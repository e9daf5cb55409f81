"""Contact intake through HTTP on one and two workers, beside routes that parse the same body and do nothing.

A worker is one process of `frontdoor service intake` with its relay and scheduler, as docker-compose.yml runs it.
"""

import secrets
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.contacts import notifications
from bench.driver import Address, Closed, closed_loop, request
from bench.figures import Figure, Size, Spread, percentile, spread
from bench.running import answers, folder, free_port, process, token, until
from shared.embedded_postgres import EmbeddedPostgres

AT_ONCE = (16, 64)
WORKERS: Mapping[Size, Sequence[int]] = {"quick": (1,), "full": (1, 2)}
ROUNDS = {"quick": 3, "full": 5}
SECONDS = {"quick": 1.0, "full": 2.0}
WARM_SECONDS = 2.0
PATH = "/api/v1/police-notifications"
PEERS = {"FastAPI, same model": "/model", "FastAPI, dictionary": "/dict", "Starlette, orjson": "/starlette"}
MODEL = "FastAPI, same model"
TARGET = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """The servers under measurement."""

    intake: Sequence[Address]
    no_work: Address
    token: str


async def measure(size: Size) -> Sequence[Figure]:
    """Throughput and latency on one and two workers; the quick size has one."""
    figures: list[Figure] = []
    for workers in WORKERS[size]:
        with folder() as path:
            async with _running(path, workers) as servers:
                for at_once in AT_ONCE:
                    figures += await _measured(servers, workers, at_once, size)
    return figures


async def _measured(servers: Running, workers: int, at_once: int, size: Size) -> list[Figure]:
    ours: list[Closed] = []
    peers: dict[str, list[Closed]] = {name: [] for name in PEERS}
    await closed_loop(servers.intake, _requests(servers.token, PATH), at_once, WARM_SECONDS)
    for _ in range(ROUNDS[size]):
        ours.append(await closed_loop(servers.intake, _requests(servers.token, PATH), at_once, SECONDS[size]))
        for name, path in PEERS.items():
            some = _requests(servers.token, path)
            peers[name].append(await closed_loop([servers.no_work], some, at_once, SECONDS[size]))
    rates = {name: spread([each.per_second for each in rounds]) for name, rounds in peers.items()}
    return [_rate(ours, rates, workers, at_once), *_latencies(ours, workers, at_once)]


def _rate(ours: Sequence[Closed], rates: dict[str, Spread], workers: int, at_once: int) -> Figure:
    rate = spread([each.per_second for each in ours])
    ratio = rate.median / rates[MODEL].median
    aimed = workers == 1
    return Figure(
        id="P2" if aimed else "intake-two-workers",
        name=f"contact intake, {_workers(workers)}, {at_once} at a time",
        unit="requests/s",
        ours=rate,
        limits=rates,
        ratio=ratio,
        target=f"at least {TARGET} x {MODEL}" if aimed else None,
        met=ratio >= TARGET if aimed else None,
        note="" if aimed else "The routes that do nothing have one worker here too.",
    )


def _latencies(ours: Sequence[Closed], workers: int, at_once: int) -> list[Figure]:
    return [
        Figure(
            id=f"intake-{'one' if workers == 1 else 'two'}-{at_once}-p{round(share * 100)}",
            name=f"contact intake, {_workers(workers)}, {at_once} at a time, p{round(share * 100)}",
            unit="ms",
            ours=spread([percentile(each.latencies_ms, share) for each in ours]),
        )
        for share in (0.5, 0.99)
    ]


def _workers(count: int) -> str:
    return "one worker" if count == 1 else "two workers"


def _requests(access_token: str, path: str) -> Iterator[bytes]:
    for sent in notifications(seed=2, prefix=secrets.token_hex(4)):
        yield request("POST", path, access_token, sent)


@asynccontextmanager
async def _running(path: Path, workers: int) -> AsyncGenerator[Running]:
    async with AsyncExitStack() as stack:
        postgres = await stack.enter_async_context(EmbeddedPostgres(path / "postgres"))
        issuer = await _started(stack, path / "identity.log", ["identity"], {})
        identity = f"http://{issuer.host}:{issuer.port}"
        environment = {
            "DATABASE_URL": await postgres.create_database("intake"),
            "JOURNAL_URL": await postgres.create_database("journal"),
            "ISSUER_URL": identity,
        }
        intake = [
            await _started(stack, path / f"intake-{number}.log", ["service", "intake"], environment)
            for number in range(workers)
        ]
        no_work = await _started(stack, path / "no-work.log", [], {}, program=("-m", "bench.no_work"))
        yield Running(intake=intake, no_work=no_work, token=await token(identity, "expol-rms"))


async def _started(
    stack: AsyncExitStack,
    log: Path,
    words: Sequence[str],
    environment: dict[str, str],
    program: Sequence[str] = ("-m", "frontdoor"),
) -> Address:
    """A server of ours on a port of its own, ready to answer."""
    address = Address("127.0.0.1", free_port())
    own = f"http://{address.host}:{address.port}"
    given = {"PORT": str(address.port), "SESSION_SECRET": "measured", "ENVIRONMENT": "development", "ISSUER_URL": own}
    theirs = [*words, *([str(address.port)] if not words else [])]
    running, _ = stack.enter_context(process(theirs, given | environment, log, program))
    await until(lambda: answers(address, "/readyz" if words else "/openapi.json"), running, log)
    return address
