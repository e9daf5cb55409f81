"""Names as they are written by busy people: folded to plain letters, split, compared by levels that one can explain."""

import unicodedata
from enum import StrEnum
from functools import lru_cache

from jellyfish import metaphone, soundex
from rapidfuzz.distance import JaroWinkler

ALIKE_FROM = 0.88
"""Jaro-Winkler similarity from which two names may be one name misspelt."""
LEAST_PART = 3
"""Letters that two names must share at their start before one counts as short for the other."""

NO_NAME = frozenset({"unborn", "baby", "unknown", "tbc", "child", "nk", "na", "notknown", "infant"})
SHORT_FORMS = tuple(
    frozenset(group.split())
    for group in (
        "alexander alex sandy xander lex sasha",
        "alexandra alex sandra lexi sasha",
        "alfred alfie fred freddie",
        "frederick fred freddie",
        "antony anthony tony",
        "charlotte lottie charlie",
        "catherine katherine kathryn cathy kathy kate katie kitty",
        "edward eddie ed ted teddy ned",
        "theodore theo ted teddy",
        "elizabeth liz lizzie beth betty eliza libby elsie",
        "eleanor ellie nell nora",
        "harold henry harry hal",
        "isabella isabelle bella izzy",
        "jack john johnny jonny",
        "james jim jimmy jamie",
        "margaret maggie meg peggy daisy",
        "mary molly polly mollie",
        "mohammed muhammad mohammad mohamed muhammed mo md",
        "oliver ollie olly",
        "olivia liv livvy",
        "richard dick rick ricky",
        "robert bob bobby rob robbie bert",
        "susan sue susie",
        "victoria vicky tori",
        "william bill billy will liam willie",
    )
)
SAME_NAMES = {
    name: frozenset[str]().union(*(group for group in SHORT_FORMS if name in group))
    for name in frozenset[str]().union(*SHORT_FORMS)
}
"""By each name, all that the same person may be called."""


class Likeness(StrEnum):
    """How far two names agree."""

    ABSENT = "ABSENT"
    SAME = "SAME"
    PART = "PART"
    SHORT_FORM = "SHORT_FORM"
    ALIKE = "ALIKE"
    INITIAL = "INITIAL"
    DIFFERENT = "DIFFERENT"


@lru_cache(maxsize=200_000)
def parts_of(name: str) -> tuple[str, ...]:
    """The parts of a name in plain small letters: ``O'Brien-Žák`` is ``obrien``, ``zak``. Placeholders are nothing."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(
        mark if mark.isascii() and mark.isalpha() else " "
        for mark in plain
        if not unicodedata.combining(mark) and mark not in "'’`."
    )
    return tuple(part for part in letters.split() if part not in NO_NAME)


@lru_cache(maxsize=200_000)
def sound_of(part: str) -> str:
    """Soundex: what stays the same when vowels are guessed and consonants doubled."""
    return soundex(part)


@lru_cache(maxsize=200_000)
def spoken(part: str) -> str:
    """Metaphone: what stays the same when a name is written as it is heard (Kathryn, Catherine; Philip, Filip)."""
    return metaphone(part)


@lru_cache(maxsize=200_000)
def likeness(ours: str, theirs: str) -> Likeness:
    """How far two names, first names or surnames, agree."""
    return _likeness(parts_of(ours), parts_of(theirs))


def _likeness(ours: tuple[str, ...], theirs: tuple[str, ...]) -> Likeness:
    if not ours or not theirs:
        return Likeness.ABSENT
    if ours == theirs or "".join(ours) == "".join(theirs):
        return Likeness.SAME
    if len(ours[0]) == 1 or len(theirs[0]) == 1:
        return Likeness.INITIAL if ours[0][0] == theirs[0][0] else Likeness.DIFFERENT
    if set(ours) & set(theirs):
        return Likeness.PART
    return _of_parts(ours[0], theirs[0], "".join(ours), "".join(theirs))


def _of_parts(ours: str, theirs: str, all_ours: str, all_theirs: str) -> Likeness:
    if theirs in SAME_NAMES.get(ours, ()):
        return Likeness.SHORT_FORM
    short, long = sorted((all_ours, all_theirs), key=len)
    if len(short) >= LEAST_PART and long.startswith(short):
        return Likeness.SHORT_FORM
    alike = JaroWinkler.similarity(all_ours, all_theirs) >= ALIKE_FROM
    return Likeness.ALIKE if alike or spoken(ours) == spoken(theirs) else Likeness.DIFFERENT
