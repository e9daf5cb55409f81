"""`python -m bench [--quick] [--only append,idle]`: runs the benchmarks one after another and writes what they found.

A full run is what is published: bench/results.json, the charts, the tables of docs/performance.md. A quick one writes
bench/results-quick.json and nothing else.
"""

import argparse
import asyncio
import importlib
import sys
import time
import traceback
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import uvloop

from bench import charts, page
from bench.charts import in_words
from bench.figures import Figure, Size
from bench.results import FILES, Run, merge, results, this_run

MODULES = (
    "append",
    "growth",
    "rebuild",
    "matching",
    "intake_http",
    "end_to_end",
    "end_to_end_kafka",
    "idle",
    "demand",
)
NOT_QUICK = ("end_to_end_kafka",)
"""Too long for five minutes in all."""
ON_REQUEST = ("growth_ten_million", "wiped")
"""Too long for a run of everything: measured by `--only`, and kept in the results until it is measured again."""
PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
CHARTS = PAGE.with_suffix("")

Measure = Callable[[Size], Awaitable[Sequence[Figure]]]


def main() -> None:
    asked = _arguments()
    size: Size = "quick" if asked.quick else "full"
    names = asked.only or [name for name in MODULES if size == "full" or name not in NOT_QUICK]
    run = this_run(size)
    failed = [name for name in names if not _ran(name, run)]
    if size == "full":
        publish()
    if failed:
        sys.exit(f"Not measured: {', '.join(failed)}")


def _ran(name: str, run: Run) -> bool:
    """Measures and stores one module. One that fails is told, and does not take the others along."""
    began = time.monotonic()
    try:
        figures = _measured(importlib.import_module(f"bench.{name}").measure, run.size)
    except Exception:  # noqa: BLE001 - whatever it is, it is printed, and the exit code says so
        traceback.print_exc()
        return False
    print(f"\n{name} ({time.monotonic() - began:.0f} s)")
    for figure in figures:
        print(_line(figure))
    merge(FILES[run.size], run, name, figures)
    return True


def publish() -> None:
    """Draws the charts and fills in the page from what is stored."""
    stored = results(FILES["full"])
    charts.draw(CHARTS, stored)
    page.write(PAGE, CHARTS, stored)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Ours beside the peers and the limit.")
    parser.add_argument("--quick", action="store_true", help="smaller sizes, at most five minutes in all")
    parser.add_argument("--only", type=_names, help=f"some of {','.join((*MODULES, *ON_REQUEST))}")
    return parser.parse_args()


def _names(text: str) -> list[str]:
    names = text.split(",")
    if unknown := set(names) - {*MODULES, *ON_REQUEST}:
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))}")
    return names


def _measured(measure: Measure, size: Size) -> Sequence[Figure]:
    async def all_of_it() -> Sequence[Figure]:
        return await measure(size)

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(all_of_it())


def _line(figure: Figure) -> str:
    ours = figure.ours
    spread = f"({in_words(ours.low)} to {in_words(ours.high)})" if ours.rounds > 1 else "(one round)"
    ratio = f"  ratio {figure.ratio:.2f}" if figure.ratio is not None else ""
    aim = f"  {figure.target}: {'met' if figure.met else 'NOT MET'}" if figure.target else ""
    return f"  {figure.id:20} {figure.name}: {in_words(ours.median)} {figure.unit} {spread}{ratio}{aim}"


if __name__ == "__main__":
    main()
