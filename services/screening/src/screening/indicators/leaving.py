"""The indicators as they may leave the authority: counts of 1 to 5 are left out (domain brief §7.1).

Its law: what is left out does not follow from what is there. Every other count is rounded to the nearest 5, and to 10
at least, so that no total gives back a part, in this file or beside that of other days; a share is that of the rounded
counts; where what is left of a whole is 1 to 5, the part is left out too; and nobody of the staff is named.
"""

import csv
from collections.abc import Iterator, Sequence
from datetime import datetime
from io import StringIO

from screening.indicators.figures import Indicator, Measure
from screening.indicators.period import Period
from shared.working_time import in_london

LEFT_OUT = "c"
"""The DfE's mark for a figure that is left out for confidentiality."""
LEAST, ROUNDED_TO, SMALLEST = 6, 5, 10
HEADINGS = (
    "indicator",
    "title",
    "from",
    "to",
    "as_at",
    "part",
    "group",
    "measure",
    "counted",
    "of",
    "value",
    "left_out",
)
WHY = "1 to 5, or all but 1 to 5: left out. Other counts are rounded to the nearest 5, and to 10 at least."


def as_csv(indicators: Sequence[Indicator], of: Period, as_at: datetime) -> str:
    """One line a measure, with when it was counted, in London's time; ``value`` is a percentage, a mean, or a rate."""
    out = StringIO()
    lines = csv.writer(out)
    lines.writerow(HEADINGS)
    counted_at = in_london(as_at).isoformat(timespec="minutes")
    for one in indicators:
        about = (one.id, one.title, of.first.isoformat(), of.last.isoformat(), counted_at)
        lines.writerows((*about, *part, *_figures(measure)) for *part, measure in _measures(one))
    return out.getvalue()


def _measures(one: Indicator) -> Iterator[tuple[str, str, str, Measure]]:
    """Which part, which group, what is counted, and the measure."""
    for measure in one.measures:
        yield "All", "", measure.said, measure
    if one.maturity:
        yield "Had its time", "", one.maturity.said, one.maturity
    for breakdown in one.breakdowns:
        for group in () if breakdown.names_staff else breakdown.groups:
            for measure in group.measures:
                yield breakdown.by, _plain(group.name), measure.said, measure


def _plain(name: str) -> str:
    """An agency's name comes from outside: a spreadsheet must not take it for a formula."""
    return f"'{name}" if name.startswith(("=", "+", "-", "@", "\t", "\r")) else name


def _figures(measure: Measure) -> tuple[str, str, str, str]:
    """The count, what it is of, the value, and why something is left out or not known."""
    if measure.unknown:
        return "", "", "", measure.unknown
    counted, of = _leaving(measure.counted), "" if measure.of is None else _leaving(measure.of)
    if measure.of is not None and not measure.is_mean and is_small(measure.of - measure.counted):
        counted = LEFT_OUT
    left_out = LEFT_OUT in (counted, of)
    return counted, of, "" if left_out or not of else _value(counted, of, measure), WHY if left_out else ""


def is_small(count: int) -> bool:
    return 0 < count < LEAST


def _leaving(count: int) -> str:
    if count == 0:
        return "0"
    return LEFT_OUT if is_small(count) else str(max(ROUNDED_TO * round(count / ROUNDED_TO), SMALLEST))


def _value(counted: str, of: str, measure: Measure) -> str:
    if of == "0":
        return "none yet"
    value = measure.value_of(int(counted), int(of))
    return f"{value:.1f}" if measure.is_mean else f"{value:.0f}"
