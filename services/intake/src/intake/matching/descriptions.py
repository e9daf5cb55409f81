"""What is known of a child for telling it from others, and the keys under which the like of it is found.

A key is a phrase that the same child, described by somebody else, would probably share; each has to be rare enough
that few others do. Whoever shares one is compared; nobody else is looked at.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from intake.facts import NamedAdult, NamedChild
from intake.matching.names import parts_of, sound_of, spoken
from intake.matching.places import home_of, postcode_of

MOST_PARTS = 2
PREFIX_LETTERS = 4
LIVES_WITH = ("PARENT", "CARER", "VICTIM", "ALLEGED_PERPETRATOR")
NO_RELATION = "NO_RELATION"


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """One description of a child. ``adults`` are the marks of the adults that it was named with."""

    first_name: str = ""
    surname: str = ""
    dob: date | None = None
    expected_dob: date | None = None
    sex: str | None = None
    nhs: str | None = None
    upn: str | None = None
    address: str | None = None
    adults: tuple[str, ...] = ()

    @property
    def home(self) -> str | None:
        return home_of(self.address) if self.address else None

    @property
    def postcode(self) -> str | None:
        return postcode_of(self.address) if self.address else None

    @property
    def born_about(self) -> date | None:
        return self.dob or self.expected_dob


def described(child: NamedChild, adults: Sequence[NamedAdult] = ()) -> Description:
    """A child as a contact names it, among the adults of that contact."""
    return Description(
        first_name=child.first_name,
        surname=child.surname,
        dob=child.dob,
        expected_dob=child.expected_dob,
        sex=child.sex,
        nhs=number(child.nhs),
        upn=number(child.upn),
        address=child.address,
        adults=marks_of(child, adults),
    )


def number(written: str | None) -> str | None:
    """An NHS number or UPN without spaces. One that repeats a single digit stands for no number."""
    plain = "".join((written or "").split()).upper()
    return plain if len(set(plain)) > 1 else None


def marks_of(child: NamedChild, adults: Sequence[NamedAdult]) -> tuple[str, ...]:
    """The marks of the adults whom this child belongs to: those it is related to, else those of the household."""
    related = related_to(child)
    of_child = [adult for adult in adults if (adult.temp_ref in related if related else adult.role in LIVES_WITH)]
    return tuple(mark for adult in of_child if (mark := adult_mark(adult)))


def related_to(child: NamedChild) -> set[str]:
    """The adults of whom the contact says what they are to this child."""
    return {relation.adult for relation in child.relationship_to_adults if relation.rel != NO_RELATION}


def adult_mark(adult: NamedAdult) -> str | None:
    """An adult by sound of name and date of birth. None without all three: a bare name is too many people."""
    first, last = parts_of(adult.first_name), parts_of(adult.surname)
    if not first or not last or adult.dob is None:
        return None
    return f"{spoken(last[0])}:{spoken(first[0])}:{adult.dob.isoformat()}"


def keys_of(child: Description) -> list[str]:
    """The keys under which this description is filed."""
    return sorted(
        {*_numbers(child), *_names(child.first_name, child.surname, child.born_about), *_born(child), *_around(child)}
    )


def asked_keys(child: Description) -> list[str]:
    """The keys to look under: its own, and those it would have with its names, or its day and month, swapped."""
    swapped = _names(child.surname, child.first_name, child.born_about)
    return sorted({*keys_of(child), *swapped, *_also_born(child)})


def household_keys(child: Description) -> list[str]:
    """The keys that only those share who live at its home or belong to its adults."""
    return [key for key in _around(child) if not key.startswith("postcode:")]


def _numbers(child: Description) -> Iterator[str]:
    if child.nhs:
        yield f"nhs:{child.nhs}"
    if child.upn:
        yield f"upn:{child.upn}"


def _names(first_name: str, surname: str, born: date | None) -> Iterator[str]:
    first = parts_of(first_name)[:1]
    for last in parts_of(surname)[:MOST_PARTS]:
        for given in first:
            yield f"sound:{sound_of(last)}:{sound_of(given)}"
            yield f"spoken:{spoken(last)}:{spoken(given)}"
            yield f"start:{last[:PREFIX_LETTERS]}:{given[0]}"
        if born:
            yield f"month:{sound_of(last)}:{born:%Y-%m}"
            yield f"day:{sound_of(last)}:{born:%m-%d}"


def _born(child: Description) -> Iterator[str]:
    if child.dob:
        yield f"dob:{child.dob.isoformat()}"
    elif child.expected_dob:
        yield from (
            f"expected:{sound_of(last)}:{child.expected_dob:%Y-%m}" for last in parts_of(child.surname)[:MOST_PARTS]
        )


def _also_born(child: Description) -> Iterator[str]:
    if child.dob and child.dob.day <= 12:
        yield f"dob:{child.dob.replace(month=child.dob.day, day=child.dob.month).isoformat()}"
    born = child.born_about
    if born is None:
        return
    for last in parts_of(child.surname)[:MOST_PARTS]:
        yield from (f"expected:{sound_of(last)}:{year}-{month:02d}" for year, month in _months_about(born))


def _months_about(born: date) -> Iterator[tuple[int, int]]:
    for step in (-2, -1, 0, 1, 2):
        months = born.year * 12 + born.month - 1 + step
        yield months // 12, months % 12 + 1


def _around(child: Description) -> Iterator[str]:
    if child.postcode:
        yield f"postcode:{child.postcode}"
    if child.home:
        yield f"home:{child.home}"
    yield from (f"adult:{mark}" for mark in child.adults)
