"""Writes the tables of docs/performance.md from the results, between markers; the prose around them is written by hand.

A place is `<!-- figures: module -->` … `<!-- end -->`, or `<!-- targets -->` … `<!-- end -->` for what has a target.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.charts import charts, in_words
from bench.results import Result

MARKED = re.compile(r"(<!-- (?P<what>targets|figures: (?P<module>\w+)) -->\n).*?(<!-- end -->)", re.DOTALL)
HEAD = (
    "| Figure | Unit | Ours (lowest to highest) | Beside it | Ratio | Target | Met |\n|---|---|---|---|---|---|---|\n"
)
NOT_YET = "Not measured yet: run `make bench`.\n"


def write(page: Path, folder: Path, results: Sequence[Result]) -> None:
    """Fills in every marked place of the page."""
    page.write_text(MARKED.sub(lambda found: found[1] + _filled(found, folder, results) + found[4], page.read_text()))


def _filled(found: re.Match[str], folder: Path, results: Sequence[Result]) -> str:
    if found["what"] == "targets":
        return _table([result for result in results if result["target"]])
    chosen = [result for result in results if result["module"] == found["module"]]
    if not chosen:
        return NOT_YET
    first = chosen[0]
    taken = f"\nTaken {first['measured_at']} at {first['commit']} on {first['machine']}.\n"
    images = "".join(f"\n![{title}]({folder.name}/{path.name})\n" for path, title, _ in charts(folder, chosen))
    return _table(chosen) + _notes(chosen) + taken + images


def _table(results: Sequence[Result]) -> str:
    return HEAD + "".join(_row(result) for result in results) if results else NOT_YET


def _row(result: Result) -> str:
    beside = {**result["limits"], **result["peers"]}
    cells = [
        f"{result['id']}: {result['name']}" if result["target"] else result["name"],
        result["unit"],
        _spread(result["ours"]),
        "; ".join(f"{name} {in_words(spread['median'])}" for name, spread in beside.items()),
        "" if result["ratio"] is None else f"{result['ratio']:.2f}",
        result["target"] or "",
        {True: "yes", False: "**no**", None: ""}[result["met"]],
    ]
    return f"| {' | '.join(cells)} |\n"


def _spread(spread: Mapping[str, Any]) -> str:
    if spread["rounds"] == 1:
        return f"{in_words(spread['median'])} (one round)"
    return f"{in_words(spread['median'])} ({in_words(spread['low'])} to {in_words(spread['high'])})"


def _notes(results: Sequence[Result]) -> str:
    notes = dict.fromkeys(result["note"] for result in results if result["note"])
    return "".join(f"\n{note}\n" for note in notes)
