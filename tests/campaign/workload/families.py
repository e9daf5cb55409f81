"""A fictional town: thousands of children in families, of which a few are heard of again and again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from tests.campaign.workload.plan import stream

BORN_FROM, BORN_DAYS = date(2008, 9, 1), 6_200
FLATTENED_BY = 12
"""Families are chosen by 1 / (rank + this): the first is heard of most, yet no timeline outgrows a real one."""

_GIVEN = """Ada Alfie Amina Arlo Asha Beau Bodhi Cara Celyn Dara Dilys Eddie Elif Ember Esme Farah Fern Finn Freya
Gethin Hanna Harun Idris Imani Iona Isla Jago Jem Jude Kaya Kit Lark Leila Lowen Mabel Mair Milo Nadia Ned Nia Noor
Olive Omar Otis Pia Quinn Rafi Remi Rhys Rosa Roza Saif Senan Seren Sol Tamsin Tariq Una Wren Yusra Zadie Zain Zoë"""
_FIRST_HALVES = "Ash Beck Birch Cold Dun Elm Fern Gorse Hart Holm Lark Marsh Oak Pen Quarr Red Stan Thorn Wex Yar"
_SECOND_HALVES = "beck bourne croft dale field ford grove ham holt leigh mere rick stead thwaite well worth"
FIRST_NAMES, FIRST_HALVES, SECOND_HALVES = (tuple(words.split()) for words in (_GIVEN, _FIRST_HALVES, _SECOND_HALVES))
STREETS = ("Larkspur Way", "Quay Street", "Mill Rise", "Canal Row", "Foundry Lane", "Orchard Close", "Station Hill")
SCHOOLS = ("999001", "999014")


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """One fictional child. A number that senders know proves who it is; without one only a person can say."""

    first_name: str
    surname: str
    dob: str
    sex: str
    upn: str | None
    nhs: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    number: int
    surname: str
    address: str
    school: str
    mother: str
    partner: str
    children: Sequence[Child]


class Town:
    """Every family, and how likely each is to be heard of."""

    def __init__(self, seed: int, families: int) -> None:
        self.families = [_family(stream(seed, "family", number), number) for number in range(families)]
        self._weights = list(accumulate(1 / (rank + FLATTENED_BY) for rank in range(families)))

    def family(self, chance: Random) -> Family:
        return chance.choices(self.families, cum_weights=self._weights)[0]

    def family_at(self, school: str, chance: Random) -> Family:
        """A family with a child at this school: the next one from wherever chance has pointed."""
        start = self.family(chance).number
        for step in range(len(self.families)):
            found = self.families[(start + step) % len(self.families)]
            if found.school == school:
                return found
        return self.families[start]


def _family(chance: Random, number: int) -> Family:
    surname = chance.choice(FIRST_HALVES) + chance.choice(SECOND_HALVES)
    house, street = chance.randint(1, 180), chance.choice(STREETS)
    school = chance.choice(SCHOOLS)
    many = chance.choices((1, 2, 3, 4, 5), (40, 33, 16, 7, 4))[0]
    return Family(
        number=number,
        surname=surname,
        address=f"{house} {street}, Exampleby EX{number % 90 + 1} {chance.randint(1, 9)}AB",
        school=school,
        mother=chance.choice(FIRST_NAMES),
        partner=chance.choice(FIRST_NAMES),
        children=tuple(_child(chance, surname, school, number, place) for place in range(many)),
    )


def _child(chance: Random, surname: str, school: str, family: int, place: int) -> Child:
    born = BORN_FROM + timedelta(days=chance.randrange(BORN_DAYS))
    return Child(
        first_name=chance.choice(FIRST_NAMES),
        surname=surname,
        dob=born.isoformat(),
        sex=chance.choice("FM"),
        upn=f"A{school}{family:05}{place}" if chance.random() < 0.6 else None,
        nhs=f"9{family:06}{place:03}" if chance.random() < 0.4 else None,
    )
