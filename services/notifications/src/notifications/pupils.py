"""How a child is found on a school's roll without keeping the names of children about whom nobody worries.

A roll is stored as keys only: the same names and birthday, or the same pupil number, give the same key.
"""

import hashlib
import unicodedata
from datetime import date


def pupil_keys(
    first_name: str | None, surname: str | None, born_on: date | None, upn: str | None = None
) -> tuple[str, ...]:
    """Keys under which this child may stand on a roll: by name and birthday, by pupil number.

    None: no key.
    """
    by_name = (_plain(first_name), _plain(surname), born_on.isoformat() if born_on else "")
    keys = [_key("name", *by_name)] if all(by_name) else []
    return tuple(keys + ([_key("upn", _plain(upn))] if _plain(upn) else []))


def _plain(words: str | None) -> str:
    """Letters and digits alone: accents, case, hyphens and apostrophes are written differently everywhere."""
    decomposed = unicodedata.normalize("NFKD", words or "")
    return "".join(letter for letter in decomposed.casefold() if letter.isalnum())


def _key(*parts: str) -> str:
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:24]
