"""Plain SVG bar charts of the results, one a module and unit: each figure with what stands beside it.

The bars start at zero; a thin line over each spans the lowest and the highest round.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from bench.results import Result

WIDTH, LABEL, VALUE = 860, 330, 90
ROW, GAP, TOP = 20, 14, 34
LONGEST = 52
COLOURS = {"ours": "#1d70b8", "limit": "#b1b4b6", "peer": "#5694ca"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One horizontal bar."""

    label: str
    kind: str
    spread: Mapping[str, Any]


def draw(folder: Path, results: Sequence[Result]) -> None:
    """Writes `<module>-<unit>.svg` for every module and unit that there is a figure of."""
    folder.mkdir(parents=True, exist_ok=True)
    for path, title, figures in charts(folder, results):
        path.write_text(_svg(title, [list(_bars(figure)) for figure in figures]))


def charts(folder: Path, results: Sequence[Result]) -> Iterator[tuple[Path, str, list[Result]]]:
    """Where each chart is, its title, and its figures."""
    keys = dict.fromkeys((result["module"], result["unit"]) for result in results)
    for module, unit in keys:
        figures = [each for each in results if (each["module"], each["unit"]) == (module, unit)]
        yield folder / f"{module}-{_word(unit)}.svg", f"{module.replace('_', ' ')}, {unit}", figures


def _word(unit: str) -> str:
    words = unit.replace("%", "percent").replace("/", " a ").split()
    return "-".join("".join(filter(str.isalnum, word)) for word in words).lower()


def _bars(figure: Result) -> Iterator[Bar]:
    yield Bar(label=figure["name"], kind="ours", spread=figure["ours"])
    for kind in ("limit", "peer"):
        for name, spread in figure[f"{kind}s"].items():
            yield Bar(label=name, kind=kind, spread=spread)


def _svg(title: str, groups: Sequence[Sequence[Bar]]) -> str:
    most = max((bar.spread["high"] for bars in groups for bar in bars), default=0) or 1
    scale = (WIDTH - LABEL - VALUE) / most
    parts: list[str] = []
    y = TOP
    for bars in groups:
        for bar in bars:
            parts.append(_bar(bar, y, scale))
            y += ROW
        y += GAP
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" role="img" aria-label="{escape(title)}"'
            ' font-family="Arial, sans-serif" font-size="12" fill="#0b0c0c">',
            f'<rect width="{WIDTH}" height="{y}" fill="#ffffff"/>',
            f'<text x="8" y="20" font-size="15" font-weight="bold">{escape(title)}</text>',
            *parts,
            "</svg>\n",
        ]
    )


def _bar(bar: Bar, y: int, scale: float) -> str:
    low, median, high = (LABEL + bar.spread[name] * scale for name in ("low", "median", "high"))
    weight = "bold" if bar.kind == "ours" else "normal"
    label = escape(bar.label if len(bar.label) <= LONGEST else bar.label[: LONGEST - 1] + "…")
    middle = y + ROW / 2 - 2
    return (
        f'<text x="{LABEL - 8}" y="{y + 12}" text-anchor="end" font-weight="{weight}">{label}</text>'
        f'<rect x="{LABEL}" y="{y}" width="{median - LABEL:.1f}" height="{ROW - 5}" fill="{COLOURS[bar.kind]}"/>'
        f'<line x1="{low:.1f}" x2="{high:.1f}" y1="{middle}" y2="{middle}" stroke="#0b0c0c"/>'
        f'<text x="{high + 6:.1f}" y="{y + 12}">{in_words(bar.spread["median"])}</text>'
    )


def in_words(value: float) -> str:
    """Three significant digits, thousands apart."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
