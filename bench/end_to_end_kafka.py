"""The journey of ``bench.end_to_end`` with a real Kafka broker and one process a service, as a pilot runs it."""

from collections.abc import Sequence

from bench.end_to_end import KAFKA, measured_on
from bench.figures import Figure, Size


async def measure(size: Size) -> Sequence[Figure]:
    """Every rate, on Kafka."""
    return await measured_on(KAFKA, size)
