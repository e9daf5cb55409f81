"""Memory that large bodies took goes back to the machine, though small things that came between them stay."""

import ctypes
import subprocess
import sys

import pytest

BODIES, BODY_BYTES, LEFT_MEGABYTES = 40, 1_000_000, 8
# As in a service: what is freed first teaches the C library to keep the next; what stays pins the end of the heap.
GROWTH = f"""
import sys
from pathlib import Path
from frontdoor.server import give_back_what_is_large
def megabytes():
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmRSS:"))) / 1024
if sys.argv[1] == "asked":
    give_back_what_is_large()
for _ in range(3):
    body = b"x" * {BODY_BYTES}
    del body
before = megabytes()
bodies, kept = [], []
for _ in range({BODIES}):
    bodies.append(b"x" * {BODY_BYTES})
    kept.append(b"y" * 60_000)
bodies.clear()
print(megabytes() - before)
"""


def grown(how: str) -> float:
    command = [sys.executable, "-c", GROWTH, how]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallopt"), reason="another C library than glibc")
def test_the_room_of_large_bodies_is_given_back() -> None:
    assert grown("asked") < LEFT_MEGABYTES
    assert grown("left to itself") > BODIES - LEFT_MEGABYTES
