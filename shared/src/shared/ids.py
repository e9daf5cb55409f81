"""Identifiers that sort by the time they were minted."""

import os
import time
from uuid import NAMESPACE_URL, UUID, uuid5


def new_id() -> str:
    """A new UUID version 7 (RFC 9562): 48 bits of Unix milliseconds, then randomness."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds << 80) | int.from_bytes(os.urandom(10))
    value = (value & ~(0xF << 76)) | (7 << 76)
    value = (value & ~(0x3 << 62)) | (2 << 62)
    return str(UUID(int=value))


def derived_id(*parts: str) -> str:
    """The same UUID for the same parts, for ever: what is derived from one event is minted once."""
    return str(uuid5(NAMESPACE_URL, "/".join(("frontdoor", *parts))))
