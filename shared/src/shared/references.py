"""Short names that people can say on the phone: the same for the same long id, for ever. Two ids may share one."""

import hashlib

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without the letters that are heard, or read, as others."""
MISREAD = str.maketrans("OIL", "011")
LENGTH = 5
CONTACT = "C"


def reference(prefix: str, long_id: str) -> str:
    """ENC-7F3K2."""
    number = int.from_bytes(hashlib.sha256(long_id.encode()).digest()[:8])
    letters = (LETTERS[number >> 5 * place & 31] for place in range(LENGTH))
    return f"{prefix}-{''.join(letters)}"


def contact_ref(contact_id: str) -> str:
    """What a contact is called in every receipt and on every page."""
    return reference(CONTACT, contact_id)


def as_said(typed: str) -> str:
    """A reference as somebody read it out: in any letters, with O and I for the digits that they look like."""
    prefix, dash, letters = typed.strip().upper().partition("-")
    return f"{prefix}{dash}{letters.translate(MISREAD)}"
