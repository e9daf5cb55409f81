"""What an indicator is made of: a number over another, never a share of nothing. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

T = TypeVar("T")

FOR_SO_MANY, YEAR = 10_000, 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """``counted`` of ``of``; a plain count has no ``of``. With ``is_mean`` it is ``counted`` shared out over ``of``.

    With ``days`` it is a rate: in a year for 10,000 of ``of``, from so many days. ``unknown`` says why ``of`` is none.
    """

    said: str
    counted: int
    of: int | None = None
    is_mean: bool = False
    days: int | None = None
    unknown: str = ""

    @property
    def value(self) -> float | None:
        """Percent, the mean or the rate; none for a plain count, and where there is nothing to count yet."""
        return self.value_of(self.counted, self.of) if self.of else None

    def value_of(self, counted: int, of: int) -> float:
        """The value if so many of so many were counted."""
        if self.days:
            return FOR_SO_MANY * counted / of * YEAR / self.days
        return counted / of if self.is_mean else 100 * counted / of

    @property
    def words(self) -> str:
        """12 of 30 (40%); "none yet" where there was nothing to count."""
        if self.unknown:
            return self.unknown
        if self.of is None:
            return f"{self.counted:,}"
        if self.value is None:
            return "none yet"
        if self.days:
            return f"{self.value:,.0f}"
        share = f"{self.value:.1f} each" if self.is_mean else f"{percent_words(self.value)}"
        return (
            f"{self.counted:,} over {self.of:,} ({share})"
            if self.is_mean
            else f"{self.counted:,} of {self.of:,} ({share})"
        )


def percent_words(value: float) -> str:
    """Never rounded to all or to nothing: 99.6% is not 100%."""
    return f"{value:.0f}%" if value in (0, 100) or 0.5 <= value <= 99.5 else f"{value:.1f}%"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The same measures, of a part of what is counted."""

    name: str
    measures: Sequence[Measure]


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """An indicator by one property. ``names_staff``: it stays inside the authority."""

    by: str
    groups: Sequence[Group]
    names_staff: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One row of §7.2. ``counted`` says in words what over what; ``day`` which day puts it into the period.

    ``maturity`` is how much of what began in the period has had its time; none where nothing is waited for.
    ``reference`` is the brief's, or empty; ``beside`` is the indicator of quality that one of time is read with (§4 row
    57); ``warnings`` are what the brief asks to be warned of.
    """

    id: str
    title: str
    counted: str
    day: str
    measures: Sequence[Measure]
    maturity: Measure | None = None
    reference: str = ""
    beside: str = ""
    warnings: Sequence[str] = ()
    breakdowns: Sequence[Breakdown] = ()


class Counted(Protocol):
    """So many that count alike."""

    @property
    def count(self) -> int: ...


C = TypeVar("C", bound=Counted)


def total(of: Iterable[Counted]) -> int:
    return sum(one.count for one in of)


def share(said: str, of: Sequence[C], holds: Callable[[C], object]) -> Measure:
    """Of how many of these it holds."""
    return Measure(said=said, counted=total(one for one in of if holds(one)), of=total(of))


def by(
    title: str,
    of: Iterable[T],
    group: Callable[[T], str],
    measures: Callable[[Sequence[T]], Sequence[Measure]],
    *,
    staff: bool = False,
) -> Breakdown:
    """The same measures for each group."""
    groups = [Group(name=name, measures=measures(part)) for name, part in grouped(of, group)]
    return Breakdown(by=title, groups=groups, names_staff=staff)


def grouped(of: Iterable[T], group: Callable[[T], str]) -> list[tuple[str, list[T]]]:
    """By the group's name, in order of the name."""
    groups: dict[str, list[T]] = {}
    for one in of:
        groups.setdefault(group(one), []).append(one)
    return sorted(groups.items())
