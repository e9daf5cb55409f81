"""The comparison of appends: whoever falls out takes nobody along, and is named."""

from bench.append import LIMIT_A, LIMIT_B, OURS, Plan, Rated, Streams, compare, figures
from bench.peers import PEERS
from bench.peers.driving import Unavailable

PEER = PEERS[0].name


async def steady(seconds: float, at_once: int, streams: Streams) -> Rated:
    return 100.0, 1.0


async def falling(seconds: float, at_once: int, streams: Streams) -> Rated:
    if at_once > 1:
        raise Unavailable("its server went away")
    return await steady(seconds, at_once, streams)


async def test_a_peer_that_falls_out_keeps_what_it_showed_before_and_is_named():
    contestants = {OURS: steady, LIMIT_A: steady, LIMIT_B: steady, PEER: falling}

    results, out = await compare(contestants, Plan(seconds=0.0, rounds=2, streams=1))
    rows = {figure.name: figure for figure in figures(results, out)}

    assert PEER in rows["append, new streams, 1 at a time"].peers
    alone = rows["append, new streams, 16 at a time"]
    assert (alone.peers, alone.ours.median) == ({}, 100.0)
    assert any("its server went away" in figure.note for figure in rows.values())
