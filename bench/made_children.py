"""Children made up for matching: names as skewed as a county's, families with siblings and twins, and the ways in
which busy people write a name wrong. The same seed makes the same children."""

# ruff: noqa: SIM905 - a list of a hundred names reads better as words

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from intake.matching.descriptions import Description

FIRST_NAMES = (
    "Oliver George Noah Arthur Harry Leo Muhammad Jack Charlie Oscar Jacob Henry Thomas Freddie Alfie Theo William "
    "Theodore Archie Joshua Alexander James Isaac Edward Lucas Tommy Finley Max Logan Ethan Teddy Arlo Samuel Joseph "
    "Benjamin Mason Harrison Reuben Daniel Luca Tyler Kian Jayden Liam Callum Rhys Owen Dylan Aaron Kai Olivia Amelia "
    "Isla Ava Mia Ivy Lily Isabella Rosie Sophia Grace Freya Willow Florence Ella Evie Poppy Charlotte Evelyn Elsie "
    "Emily Phoebe Sienna Alice Sophie Daisy Harper Maya Ruby Matilda Ellie Millie Maisie Eva Bonnie Luna Aria Erin "
    "Chloe Imogen Jessica Lola Layla Molly Robyn Thea Zara Nancy Heidi Eleanor Amber Megan Katherine Philippa Noor "
    "Zed Aisha Fatima Zainab Ibrahim Yusuf Omar Ayaan Priya Arjun Rohan Kofi Ama Chidi Wiktor Zofia Jakub Maja"
).split()
COMMON = (
    "Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Robinson Wright Thompson Evans Walker White Roberts "
    "Green Hall Wood Jackson Clarke Khan Hughes Edwards Lewis Harris Martin Cooper Hill Ward Turner Clark Morris Ahmed "
    "Watson Hussain Bell Murphy Begum Kelly Singh Ali Kowalski O'Brien Macdonald"
).split()
STARTS = (
    "Thorn Lark Dun Had Hol Beck Farn Ash Hart Wil Stan Brad Crow Mar Pen Tre Whit Black Red Long Sut Nor Wes Eas "
    "Kirk Os Ald Hor Sel Gran Hamp Lang Mel Rad Sax Tan Win Wal Bur Cas"
).split()
ENDS = "beck ton ley worth ham field wick ford croft shaw dale den well bury stead by thwaite combe more gate".split()
STREETS = "Larkspur Way,Quay Street,Mill Lane,Station Road,Church Close,Alder Drive,High Street,Kiln Row".split(",")
VOWELS = "aeiou"
SHARE_COMMON = 0.35
LAST_DAY = date(2026, 5, 1)
CHILDHOOD_DAYS = 18 * 365
MOTHERHOOD = timedelta(days=34 * 365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A child who exists, under its id."""

    child_id: str
    known: Description
    is_twin: bool = False

    @property
    def has_namesakes(self) -> bool:
        """Is this one of the most popular names of all, which many others bear?"""
        return self.known.first_name in FIRST_NAMES[:3] and self.known.surname in COMMON


def children(count: int, random: Random) -> Iterator[Made]:
    """That many children in families of one to four, some of them twins."""
    made = 0
    while made < count:
        family = list(_family(random))
        birthdays = Counter(known.dob for known in family)
        for known in family[: count - made]:
            yield Made(child_id=f"child-{made:07d}", known=known, is_twin=birthdays[known.dob] > 1)
            made += 1


def _family(random: Random) -> Iterator[Description]:
    surname, address = _surname(random), _address(random)
    mother_born = _day(random, 8_000) - MOTHERHOOD
    mother = f"{surname[:4].upper()}:{random.choice(FIRST_NAMES)[:3].upper()}:{mother_born.isoformat()}"
    born = _day(random, CHILDHOOD_DAYS)
    for _ in range(random.choices((1, 2, 3, 4), (45, 38, 13, 4))[0]):
        if born < LAST_DAY - timedelta(days=CHILDHOOD_DAYS):
            return
        yield Description(
            first_name=_first_name(random),
            surname=surname if random.random() < 0.85 else _surname(random),
            dob=born,
            sex=random.choice("MF"),
            nhs=f"{random.randrange(10**9, 10**10)}" if random.random() < 0.6 else None,
            upn=f"A{random.randrange(10**12):012d}" if random.random() < 0.5 else None,
            address=address,
            adults=(mother,),
        )
        if random.random() > 0.03:
            born -= timedelta(days=random.randrange(300, 2000))


def _first_name(random: Random) -> str:
    """Half of them from the popular end of the list."""
    popular = min(int(random.paretovariate(0.6)) - 1, len(FIRST_NAMES) - 1)
    return FIRST_NAMES[popular if random.random() < 0.5 else random.randrange(len(FIRST_NAMES))]


def _surname(random: Random) -> str:
    if random.random() < SHARE_COMMON:
        return random.choice(COMMON)
    return f"{random.choice(STARTS)}{random.choice(ENDS)}"


def _address(random: Random) -> str:
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    postcode = f"EX{random.randrange(1, 40)} {random.randrange(1, 10)}{random.choice(letters)}{random.choice(letters)}"
    return f"{random.randrange(1, 120)} {random.choice(STREETS)}, Exampleby {postcode}"


def _day(random: Random, back: int) -> date:
    return LAST_DAY - timedelta(days=random.randrange(back))


def misspelt(child: Description, random: Random) -> Description:
    """One slip in the first name or the surname, or in both."""
    first = _slip(child.first_name, random) if random.random() < 0.6 else child.first_name
    last = _slip(child.surname, random) if first == child.first_name or random.random() < 0.3 else child.surname
    return _bare(replace(child, first_name=first, surname=last))


def swapped(child: Description, random: Random) -> Description:
    """First name and surname in each other's place, sometimes with a slip."""
    slipped = misspelt(child, random) if random.random() < 0.3 else _bare(child)
    return replace(slipped, first_name=slipped.surname, surname=slipped.first_name)


def partial(child: Description, random: Random) -> Description:
    """A short name, an initial, half a surname, or no first name at all."""
    first = random.choice((child.first_name[:3], child.first_name[:1], child.first_name, ""))
    last = child.surname[: max(4, len(child.surname) - 3)] if first == child.first_name else child.surname
    return _bare(replace(child, first_name=first, surname=last))


def misdated(child: Description, random: Random) -> Description:
    """The right names with a wrong birthday: another day, day and month swapped, another year."""
    born = child.dob or LAST_DAY
    if born.day <= 12 and random.random() < 0.4:
        born = born.replace(month=born.day, day=born.month)
    elif random.random() < 0.6:
        born = born.replace(day=born.day % 28 + 1)
    else:
        born = born.replace(year=born.year - 1, day=min(born.day, 28))
    return _bare(replace(child, dob=born))


def undated(child: Description, random: Random) -> Description:
    """As a neighbour says it: the name not quite right, no birthday, but the home that we know."""
    return replace(misspelt(child, random), dob=None, address=child.address)


def misheard(child: Description, random: Random) -> Description:
    """Misspelt, with a birthday that is wrong too, and nothing else: as it comes over a bad line."""
    return misspelt(misdated(child, random), random)


def newly_named(child: Description, random: Random) -> Description:
    """Another surname at the same home: a mother has married, or a father's name is used."""
    return replace(_bare(child), surname=_surname(random), address=child.address)


def _bare(child: Description) -> Description:
    """Without numbers, which would prove it, and without the home, which would help."""
    return replace(child, nhs=None, upn=None, address=None, adults=())


def _slip(name: str, random: Random) -> str:
    at = random.randrange(1, len(name)) if len(name) > 1 else 0
    letter = name[at]
    slips: Sequence[str] = (
        name[:at] + name[at + 1 :],
        name[:at] + letter + name[at:],
        name[: at - 1] + letter + name[at - 1] + name[at + 1 :],
        name[:at] + (random.choice(VOWELS) if letter in VOWELS else random.choice("bcdfgklmnprst")) + name[at + 1 :],
    )
    return random.choice(slips)


WAYS: dict[str, Callable[[Description, Random], Description]] = {
    "misspelt": misspelt,
    "swapped": swapped,
    "partial": partial,
    "misdated": misdated,
    "misspelt and misdated": misheard,
    "misspelt, no birthday": undated,
    "newly named": newly_named,
}
