"""Two descriptions side by side: what each field says, what it weighs, and what a person should beware of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from intake.matching.descriptions import Description
from intake.matching.names import Likeness, likeness
from intake.matching.weights import BEST, PROPOSE_FROM, weight_of

ABSENT = "ABSENT"
TERM_DAYS = 45
"""How many days before or after the expected date a child is taken to be the one expected."""
PERHAPS_TWIN, PERHAPS_HALF_SIBLING, PERHAPS_NEWLY_NAMED = "PERHAPS_TWIN", "PERHAPS_HALF_SIBLING", "PERHAPS_NEWLY_NAMED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one field says: ``level`` as it came out, ``weight`` in bits, positive for one child."""

    field: str
    level: str
    weight: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """What all fields say together: how each that both have came out. A hundred are made for a child, few are shown."""

    levels: Mapping[str, str]

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(
            Finding(field=field, level=level, weight=weight_of(field, level)) for field, level in self.levels.items()
        )

    @property
    def weight(self) -> float:
        return round(sum(weight_of(field, level) for field, level in self.levels.items()), 1)

    @property
    def score(self) -> int:
        """The weight as a share, 0 to 100, of what full agreement on the same fields would weigh."""
        possible = sum(BEST[field] for field in self.levels if field != "names_swapped")
        return max(0, min(100, round(100 * self.weight / possible))) if possible else 0

    @property
    def agreeing(self) -> tuple[str, ...]:
        return tuple(finding.field for finding in self.findings if finding.weight > 0)

    def says(self, field: str) -> str:
        """How this field came out. ABSENT where one of the two says nothing of it."""
        return self.levels.get(field, ABSENT)

    @property
    def is_worth_proposing(self) -> bool:
        """Another first name together with another birthday is a brother or sister, however much else is shared."""
        if "SAME" in (self.says("nhs"), self.says("upn")):
            return True
        sibling = self.says("first_name") == "DIFFERENT" and self.says("dob") in ("DIFFERENT", "ONE_PART_DIFFERS")
        return not sibling and self.weight >= PROPOSE_FROM

    @property
    def cautions(self) -> tuple[str, ...]:
        """What looks like this child and may be another."""
        first, last, born = self.says("first_name"), self.says("surname"), self.says("dob")
        found: list[str] = []
        if first == "DIFFERENT" and born == "SAME":
            found.append(PERHAPS_TWIN)
        if last == "DIFFERENT" and born != "SAME" and self.says("adults") == "SHARED":
            found.append(PERHAPS_HALF_SIBLING)
        if last == "DIFFERENT" and born == "SAME" and first not in ("DIFFERENT", ABSENT):
            found.append(PERHAPS_NEWLY_NAMED)
        return tuple(found)


def compare(named: Description, known: Description) -> Comparison:
    """Field by field. A field that one of the two does not have says nothing."""
    levels = [
        ("nhs", _same(named.nhs, known.nhs)),
        ("upn", _same(named.upn, known.upn)),
        ("dob", _born(named, known)),
        *_names(named, known),
        ("home", _home(named, known)),
        ("adults", _adults(named, known)),
        ("sex", _sex(named, known)),
    ]
    return Comparison({field: level for field, level in levels if level != ABSENT})


def _same(ours: str | None, theirs: str | None) -> str:
    if not ours or not theirs:
        return ABSENT
    return "SAME" if ours == theirs else "DIFFERENT"


def _sex(named: Description, known: Description) -> str:
    return ABSENT if "U" in (named.sex, known.sex) else _same(named.sex, known.sex)


def _names(named: Description, known: Description) -> list[tuple[str, str]]:
    """The names as given, or swapped where that explains more."""
    straight = _pair(named.first_name, named.surname, known)
    crossed = [*_pair(named.surname, named.first_name, known), ("names_swapped", "YES")]
    if any(level == Likeness.ABSENT for _, level in straight):
        return straight
    return max((straight, crossed), key=_weight)


def _pair(first_name: str, surname: str, known: Description) -> list[tuple[str, str]]:
    return [
        ("first_name", likeness(first_name, known.first_name).value),
        ("surname", likeness(surname, known.surname).value),
    ]


def _weight(levels: list[tuple[str, str]]) -> float:
    return sum(weight_of(field, level) for field, level in levels)


def _born(named: Description, known: Description) -> str:
    if named.dob and known.dob:
        return _birthdays(named.dob, known.dob)
    ours, theirs = named.born_about, known.born_about
    if ours is None or theirs is None:
        return ABSENT
    return "BORN_WHEN_EXPECTED" if abs((ours - theirs).days) <= TERM_DAYS else "DIFFERENT"


def _birthdays(ours: date, theirs: date) -> str:
    if ours == theirs:
        return "SAME"
    if ours.year == theirs.year and (ours.month, ours.day) == (theirs.day, theirs.month):
        return "DAY_AND_MONTH_SWAPPED"
    agreeing = (ours.year == theirs.year) + (ours.month == theirs.month) + (ours.day == theirs.day)
    return "ONE_PART_DIFFERS" if agreeing == 2 else "DIFFERENT"


def _home(named: Description, known: Description) -> str:
    """A home begins with its postcode, so that under another postcode nobody need look at it."""
    if named.postcode is None or known.postcode is None:
        return ABSENT
    if named.postcode != known.postcode:
        return "DIFFERENT"
    return "SAME" if named.home and named.home == known.home else "SAME_POSTCODE"


def _adults(named: Description, known: Description) -> str:
    if not named.adults or not known.adults:
        return ABSENT
    return "SHARED" if set(named.adults) & set(known.adults) else "NONE_SHARED"
