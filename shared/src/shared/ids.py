"""Identifiers that sort by the time they were minted."""

import hashlib
import os
import time
from uuid import NAMESPACE_URL

_NAMESPACE = hashlib.sha1(NAMESPACE_URL.bytes + b"frontdoor/", usedforsecurity=False)


def new_id() -> str:
    """A new UUID version 7 (RFC 9562): 48 bits of Unix milliseconds, then randomness."""
    value = bytearray((time.time_ns() // 1_000_000).to_bytes(6) + os.urandom(10))
    return _uuid(value, version=7)


def derived_id(*parts: str) -> str:
    """The same UUID (version 5) for the same parts, for ever: what is derived from one event is minted once."""
    name = _NAMESPACE.copy()
    name.update("/".join(parts).encode())
    return _uuid(bytearray(name.digest()[:16]), version=5)


def _uuid(value: bytearray, version: int) -> str:
    """Written out, because every event and every fact has one: `uuid.UUID` costs three times as much."""
    value[6] = (value[6] & 0x0F) | version << 4
    value[8] = (value[8] & 0x3F) | 0x80
    digits = value.hex()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
