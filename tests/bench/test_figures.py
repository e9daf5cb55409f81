"""Medians, percentiles and what is kept of a run."""

from pathlib import Path

from bench.charts import draw, in_words
from bench.figures import Figure, percentile, spread
from bench.page import write
from bench.results import Run, merge, results

RUN = Run(size="full", measured_at="2026-05-04T16:00:00Z", commit="abc1234", machine="2 cores")


def figure(median: float, met: bool | None = None) -> Figure:
    return Figure(
        id="P2",
        name="contact intake <one worker>",
        unit="requests/s",
        ours=spread([median - 1, median, median + 1]),
        limits={"no work": spread([100.0])},
        ratio=median / 100,
        target="at least half" if met is not None else None,
        met=met,
    )


def test_a_spread_is_the_median_with_the_lowest_and_the_highest_round():
    taken = spread([3.0, 1.0, 2.0])

    assert (taken.median, taken.low, taken.high, taken.rounds) == (2.0, 1.0, 3.0, 3)


def test_a_percentile_is_a_value_that_was_measured():
    assert percentile(range(1, 101), 0.99) == 99
    assert percentile([7.0], 0.99) == 7.0
    assert percentile([1.0, 2.0, 3.0], 0.5) == 2.0


def test_a_run_replaces_only_the_figures_of_its_own_modules(tmp_path: Path):
    stored = tmp_path / "results.json"
    merge(stored, RUN, "append", [figure(1.0), figure(2.0)])
    merge(stored, RUN, "idle", [figure(3.0)])
    merge(stored, RUN, "append", [figure(4.0)])

    assert [(each["module"], each["ours"]["median"]) for each in results(stored)] == [("idle", 3.0), ("append", 4.0)]


def test_each_stored_figure_says_when_and_at_which_commit_it_was_taken(tmp_path: Path):
    stored = tmp_path / "results.json"
    merge(stored, RUN, "append", [figure(1.0)])

    assert results(stored)[0]["commit"] == "abc1234"
    assert results(stored)[0]["measured_at"] == "2026-05-04T16:00:00Z"


def test_the_page_keeps_its_prose_and_says_plainly_what_falls_short(tmp_path: Path):
    stored, page = tmp_path / "results.json", tmp_path / "performance.md"
    merge(stored, RUN, "intake_http", [figure(40.0, met=False)])
    page.write_text("Before\n<!-- figures: intake_http -->\nold\n<!-- end -->\nAfter\n<!-- targets -->\n<!-- end -->\n")

    write(page, tmp_path / "performance", results(stored))

    text = page.read_text()
    assert text.startswith("Before\n")
    assert "After\n" in text
    assert "old" not in text
    assert text.count("| 0.40 | at least half | **no** |") == 2


def test_a_module_without_figures_is_said_to_be_missing(tmp_path: Path):
    page = tmp_path / "performance.md"
    page.write_text("<!-- figures: growth -->\n<!-- end -->\n")

    write(page, tmp_path / "performance", [])

    assert "Not measured yet" in page.read_text()


def test_a_chart_is_well_formed_and_names_what_it_shows(tmp_path: Path):
    stored = tmp_path / "results.json"
    merge(stored, RUN, "intake_http", [figure(40.0)])

    draw(tmp_path, results(stored))

    chart = (tmp_path / "intake_http-requests-a-s.svg").read_text()
    assert "contact intake &lt;one worker&gt;" in chart
    assert "no work" in chart


def test_numbers_are_written_as_people_read_them():
    assert in_words(12345.6) == "12,346"
    assert in_words(0.5) == "0.5"
    assert in_words(7.128) == "7.13"
