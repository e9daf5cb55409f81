"""When two rationales are the same words (SCR-19): spaces, case and punctuation make no difference. Pure."""

import hashlib
import re


def fingerprint(words: str) -> str:
    """The same for texts that say the same in the same words. It can't be turned back into them."""
    plain = " ".join(re.findall(r"\w+", words.casefold()))
    return hashlib.sha256(plain.encode()).hexdigest()
