"""A number over another, the days that are counted, and what may leave the authority. Pure."""

import csv
from datetime import UTC, date, datetime
from io import StringIO

import pytest

from screening.indicators.figures import Breakdown, Group, Indicator, Measure
from screening.indicators.leaving import HEADINGS, LEFT_OUT, as_csv
from screening.indicators.period import Period, period
from shared.decider import Refused

TODAY = date(2026, 6, 17)
NOW = datetime(2026, 6, 17, 9, 5, 30, tzinfo=UTC)
MAY = Period(first=date(2026, 5, 1), last=date(2026, 5, 31))


@pytest.mark.parametrize(
    ("counted", "of", "words"),
    [
        (0, 0, "none yet"),
        (0, 4, "0 of 4 (0%)"),
        (12, 30, "12 of 30 (40%)"),
        (499, 500, "499 of 500 (99.8%)"),
        (1, 500, "1 of 500 (0.2%)"),
        (7, None, "7"),
        (10_112, 40_157, "10,112 of 40,157 (25%)"),
        (60_000, None, "60,000"),
    ],
)
def test_a_share_says_what_it_is_of(counted: int, of: int | None, words: str) -> None:
    assert Measure(said="Good", counted=counted, of=of).words == words


def test_a_mean_is_shared_out() -> None:
    assert Measure(said="Moves", counted=7, of=2, is_mean=True).words == "7 over 2 (3.5 each)"
    assert Measure(said="Moves", counted=0, of=0, is_mean=True).words == "none yet"


def test_a_rate_is_for_ten_thousand_children_and_a_year() -> None:
    rate = Measure(said="A year", counted=917, of=37_800, days=31)
    assert (round(rate.value or 0), rate.words) == (2856, "2,856")


def test_what_the_rate_is_of_can_be_unknown() -> None:
    rate = Measure(said="A year", counted=917, days=31, unknown="not known")
    assert (rate.value, rate.words) == (None, "not known")


@pytest.mark.parametrize(("today", "days"), [(date(2026, 5, 10), 10), (date(2026, 7, 1), 31), (date(2026, 4, 1), 1)])
def test_a_rate_counts_the_days_that_have_begun(today: date, days: int) -> None:
    assert MAY.days_by(today) == days


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (None, None, ("2026-05-01", "2026-05-31")),
        ("2026-02-10", None, ("2026-02-10", "2026-02-28")),
        (None, "2026-02-10", ("2026-02-01", "2026-02-10")),
        ("2025-06-17", "2026-06-17", ("2025-06-17", "2026-06-17")),
    ],
)
def test_without_days_the_last_whole_month_is_counted(
    first: str | None, last: str | None, days: tuple[str, str]
) -> None:
    found = period(first and date.fromisoformat(first), last and date.fromisoformat(last), TODAY)
    assert (found.first.isoformat(), found.last.isoformat()) == days


@pytest.mark.parametrize(
    ("first", "last"), [("2026-05-02", "2026-05-01"), ("2025-06-16", "2026-06-17"), ("9999-12-31", None)]
)
def test_days_that_are_no_period_are_refused(first: str, last: str | None) -> None:
    with pytest.raises(Refused, match="at most a year"):
        period(date.fromisoformat(first), last and date.fromisoformat(last), TODAY)


def test_the_days_are_londons() -> None:
    assert MAY.since.isoformat() == "2026-04-30T23:00:00+00:00"
    assert MAY.until.isoformat() == "2026-05-31T23:00:00+00:00"


def test_what_leaves_says_when_it_was_counted() -> None:
    [line] = lines(indicator(Measure(said="Good", counted=10)))
    assert (line["from"], line["to"], line["as_at"]) == ("2026-05-01", "2026-05-31", "2026-06-17T10:05+01:00")


def indicator(*measures: Measure, breakdown: Breakdown | None = None) -> Indicator:
    return Indicator(
        id="I99", title="Any", counted="", day="", measures=measures, breakdowns=(breakdown,) if breakdown else ()
    )


def leaving(counted: int, of: int | None = None, *, is_mean: bool = False) -> tuple[str, str, str]:
    [line] = lines(indicator(Measure(said="Good", counted=counted, of=of, is_mean=is_mean)))
    assert (LEFT_OUT in (line["counted"], line["of"])) is bool(line["left_out"])
    return line["counted"], line["of"], line["value"]


def lines(*indicators: Indicator) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(as_csv(indicators, MAY, NOW))))


@pytest.mark.parametrize(
    ("counted", "of", "left"),
    [
        (0, 0, ("0", "0", "none yet")),
        (0, 40, ("0", "40", "0")),
        (1, 40, ("c", "40", "")),
        (5, 40, ("c", "40", "")),
        (6, 40, ("10", "40", "25")),
        (33, 39, ("35", "40", "88")),
        (39, 40, ("c", "40", "")),
        (40, 40, ("40", "40", "100")),
        (2, 4, ("c", "c", "")),
        (4, 4, ("c", "c", "")),
        (3, None, ("c", "", "")),
        (13, None, ("15", "", "")),
    ],
)
def test_small_counts_and_all_but_small_ones_stay_inside(counted: int, of: int | None, left: tuple[str, ...]) -> None:
    assert leaving(counted, of) == left


def test_a_mean_leaves_over_rounded_counts() -> None:
    assert leaving(23, 12, is_mean=True) == ("25", "10", "2.5")


def test_a_rate_leaves_over_rounded_counts_and_says_what_is_not_known() -> None:
    known = Measure(said="A year", counted=917, of=37_802, days=31)
    unknown = Measure(said="A year", counted=917, days=31, unknown="not known")
    first, second = lines(indicator(known, unknown))
    assert (first["counted"], first["of"], first["value"], first["left_out"]) == ("915", "37800", "2850", "")
    assert (second["counted"], second["of"], second["value"], second["left_out"]) == ("", "", "", "not known")
    small = Measure(said="A year", counted=5, of=37_800, days=31)
    assert [line["value"] for line in lines(indicator(small))] == [""]


@pytest.mark.parametrize("small", range(1, 6))
def test_no_total_gives_back_a_part_that_was_left_out(small: int) -> None:
    """Whoever knows the total and every other group as they left finds more than one count that the part can be."""
    for other in range(6, 60):
        total, rest = leaving(small + other)[0], leaving(other)[0]
        fits = {
            part
            for part in range(1, 6)
            for beside in range(6, 70)
            if leaving(beside)[0] == rest and leaving(part + beside)[0] == total
        }
        assert small in fits
        assert len(fits) > 1


def test_nobody_of_the_staff_and_no_formula_leaves() -> None:
    groups = [Group(name="=SUM(A1)", measures=[Measure(said="Good", counted=10)])]
    assert [line["group"] for line in lines(indicator(breakdown=Breakdown(by="By agency", groups=groups)))] == [
        "'=SUM(A1)"
    ]
    staff = Breakdown(by="By who authorised", groups=groups, names_staff=True)
    assert lines(indicator(breakdown=staff)) == []
    assert as_csv([], MAY, NOW).strip() == ",".join(HEADINGS)
