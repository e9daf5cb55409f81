"""Who may this child be? The time of one proposal among many children, and how often the right child is in the first
three when the name is misspelt, swapped, partial, misdated or new; and, misspelt, of twins and of children with many
namesakes."""

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from random import Random

from bench.figures import Figure, Size, Spread, percentile, spread
from bench.made_children import WAYS, Made, children
from bench.running import folder
from intake.matching.descriptions import Description, keys_of
from intake.read_models.candidates import likely
from shared.database import Connection, open_pool
from shared.embedded_postgres import running_postgres
from shared.schema import history_of, migrate

CHILDREN: dict[Size, Sequence[int]] = {"quick": (20_000,), "full": (100_000, 1_000_000)}
ASKED: dict[Size, int] = {"quick": 100, "full": 400}
WARM = 50
ROUNDS = 3
SEED = 20260502
LIMIT_MS = 50
FIRST = 3
LEAST_FOUND: Mapping[str, float] = {"misspelt": 95, "swapped": 95, "partial": 90}
"""In how many of 100 the right child has to be among the first three."""
HARD: Mapping[str, Callable[[Made], bool]] = {
    "misspelt twin": lambda made: made.is_twin,
    "misspelt, many namesakes": lambda made: made.has_namesakes,
}
"""Children who are easily taken for another, each kind asked for by itself."""
AT_A_TIME = 20_000
ANYBODY = "anybody"
COLUMNS = (
    "child_id", "contact_id", "temp_ref", "first_name", "surname", "dob", "upn", "nhs", "address", "status",
    "sex", "adults", "keys",
)  # fmt: skip


async def measure(size: Size) -> Sequence[Figure]:
    """Time and recall among each number of children."""
    return [figure for count in CHILDREN[size] for figure in await _among(count, ASKED[size])]


async def _among(count: int, asked: int) -> list[Figure]:
    with folder() as path, running_postgres(path / "postgres", durable=False) as postgres:
        url = postgres.url()
        await asyncio.to_thread(migrate, url, history_of("intake"))
        pool = await open_pool(url)
        try:
            async with pool.acquire() as connection:
                sample = await _fill(connection, count)
                some = {kind: chosen[: asked + WARM] for kind, chosen in sample.items()}
                return await _asked(connection, count, some)
        finally:
            await pool.close()


async def _fill(connection: Connection, count: int) -> dict[str, list[Made]]:
    """Files the children as the projection does, only by COPY; answers with samples spread over all of them."""
    random = Random(SEED)
    sample: dict[str, list[Made]] = {ANYBODY: []} | {kind: [] for kind in HARD}
    everybody = children(count, random)
    await connection.execute("alter table identity_keys drop constraint identity_keys_pkey")
    while batch := list(islice(everybody, AT_A_TIME)):
        sample[ANYBODY] += batch[:: max(1, count // 2_000)]
        for kind, is_of in HARD.items():
            sample[kind] += [made for made in batch if is_of(made)]
        keyed = [(made, keys_of(made.known)) for made in batch]
        await connection.copy_records_to_table("identities", records=_rows(keyed), columns=COLUMNS)
        keys = ((key, made.child_id) for made, filed in keyed for key in filed)
        await connection.copy_records_to_table("identity_keys", records=keys, columns=("key", "child_id"))
    await connection.execute("set maintenance_work_mem = '512MB'")
    await connection.execute("alter table identity_keys add primary key (key, child_id)")
    await connection.execute("vacuum analyze")
    for kind in sample:
        random.shuffle(sample[kind])
    return sample


def _rows(keyed: Sequence[tuple[Made, list[str]]]) -> Iterator[tuple[object, ...]]:
    for made, filed in keyed:
        k = made.known
        named = (made.child_id, "contact", "c1", k.first_name, k.surname, k.dob, k.upn, k.nhs, k.address, "CONFIRMED")
        yield (*named, k.sex, list(k.adults), filed)


async def _asked(connection: Connection, count: int, some: Mapping[str, Sequence[Made]]) -> list[Figure]:
    random, times = Random(SEED), list[float]()
    found: dict[str, list[float]] = {}
    ways = [(way, some[ANYBODY], changed) for way, changed in WAYS.items()]
    for way, whom, changed in [*ways, *((kind, some[kind], WAYS["misspelt"]) for kind in HARD)]:
        for _ in range(ROUNDS):
            hits = [await _asks(connection, made, changed(made.known, random), times) for made in whom]
            found.setdefault(way, []).append(100 * sum(hits[WARM:]) / len(hits[WARM:]))
    return [_time(count, times), *(_recall(count, way, shares) for way, shares in found.items())]


async def _asks(
    connection: Connection,
    made: Made,
    named: Description,
    times: list[float],
) -> bool:
    began = time.perf_counter()
    proposed = await likely(connection, named)
    times.append(1_000 * (time.perf_counter() - began))
    return made.child_id in [child_id for child_id, _ in proposed[:FIRST]]


def _time(count: int, times: Sequence[float]) -> Figure:
    median, p99 = percentile(times, 0.5), percentile(times, 0.99)
    return Figure(
        id=f"matching {count}",
        name=f"a proposal among {count:,} children",
        unit="ms",
        ours=Spread(median=median, low=min(times), high=p99, rounds=len(times)),
        target=f"median under {LIMIT_MS} ms",
        met=median < LIMIT_MS,
        note="high is the 99th percentile",
    )


def _recall(count: int, way: str, shares: Sequence[float]) -> Figure:
    found, least = spread(shares), LEAST_FOUND.get(way)
    return Figure(
        id=f"matching {count} {way}",
        name=f"the right child in the first three, {way}, among {count:,}",
        unit="%",
        ours=found,
        target=f"{least} of 100" if least else None,
        met=found.median >= least if least else None,
    )
