"""The marks of the picture: a shape for each kind of entry, so that nothing depends on colour alone."""

from xml.etree.ElementTree import Element, SubElement

from timeline.facts import Kind, Lane

INK = "#0b4144"
FAINT = "#505a5f"
LATE = "#942514"
PAPER = "#ffffff"
NIGHT = "#e9edf0"
WEEKEND = "#dde3e8"
HAIRLINE = "#b1b4b6"
FONT = "arial, helvetica, sans-serif"

LANE_NAMES = {
    Lane.CONTACT: "Contact",
    Lane.SCREENING: "Screening",
    Lane.STRATEGY: "Strategy and s47",
    Lane.OUT_OF_HOURS: "Out of hours",
    Lane.NOTIFICATIONS: "Notifications",
    Lane.MISSING: "Missing",
    Lane.RESTRICTED: "Restricted",
}

CIRCLE = "M-7 0A7 7 0 1 1 7 0A7 7 0 1 1 -7 0Z"
DIAMOND = "M0 -8L8 0L0 8L-8 0Z"
SQUARE = "M-6 -6H6V6H-6Z"
HEXAGON = "M-4 -7H4L8 0L4 7H-4L-8 0Z"
TRIANGLE = "M0 -8L8 6H-8Z"
PENTAGON = "M0 -8L8 -2L5 7H-5L-8 -2Z"
MOON = "M3 -8A8 8 0 1 0 7 4A7 7 0 0 1 3 -8Z"
ARROW = "M-7 -7L8 0L-7 7L-3 0Z"
ENVELOPE = "M-8 -6H8V6H-8ZM-8 -6L0 1L8 -6"
DROP = "M0 8L-8 -6H8Z"
CROSS = "M-3 -8H3V-3H8V3H3V8H-3V3H-8V-3H-3Z"
HATCH = "M-7 -7H7V7H-7ZM-7 7L7 -7"

SHAPES = {
    Kind.CONTACT: CIRCLE,
    Kind.DA_INCIDENT: CIRCLE,
    Kind.DECISION: DIAMOND,
    Kind.REFERRAL: DIAMOND,
    Kind.STRATEGY: HEXAGON,
    Kind.S47: TRIANGLE,
    Kind.ICPC: PENTAGON,
    Kind.EDT: MOON,
    Kind.HANDOVER: ARROW,
    Kind.NOTIFICATION: ENVELOPE,
    Kind.MISSING: DROP,
    Kind.RHI: DROP,
    Kind.CORRECTION: CROSS,
    Kind.RESTRICTED: HATCH,
}
STROKED = frozenset({ENVELOPE, HATCH})


def number(value: float) -> str:
    """A coordinate: one decimal is finer than a screen shows."""
    return f"{value:.1f}".removesuffix(".0")


def mark(parent: Element, kind: Kind, x: float, y: float, *, routine: bool, pale: bool) -> None:
    """One mark, its middle at x, y. Routine ones are small, pale ones are outlines."""
    path = SHAPES.get(kind, SQUARE)
    size = " scale(.6)" if routine else ""
    hollow = pale or path in STROKED
    attributes = {
        "d": path,
        "transform": f"translate({number(x)} {number(y)}){size}",
        "fill": PAPER if hollow else INK,
        "stroke": FAINT if pale else INK,
        "stroke-width": "2" if routine else "1.5",
        "stroke-linejoin": "round",
    }
    if pale:
        attributes["stroke-dasharray"] = "3 2"
    SubElement(parent, "path", attributes)


def line(
    parent: Element,
    start: tuple[float, float],
    end: tuple[float, float],
    *,
    stroke: str = INK,
    width: float = 1.5,
    dashes: str | None = None,
) -> Element:
    """A straight line."""
    attributes = {
        "x1": number(start[0]),
        "y1": number(start[1]),
        "x2": number(end[0]),
        "y2": number(end[1]),
        "stroke": stroke,
        "stroke-width": number(width),
    }
    if dashes:
        attributes["stroke-dasharray"] = dashes
    return SubElement(parent, "line", attributes)


def box(parent: Element, x: float, y: float, width: float, height: float, fill: str) -> Element:
    """A filled rectangle."""
    sides = {
        "x": number(x),
        "y": number(y),
        "width": number(max(0.0, width)),
        "height": number(max(0.0, height)),
    }
    return SubElement(parent, "rect", {**sides, "fill": fill})


def words(
    parent: Element,
    text: str,
    x: float,
    y: float,
    *,
    size: float = 12,
    fill: str = INK,
    anchor: str = "start",
    bold: bool = False,
    halo: str = "",
) -> Element:
    """A line of text, its base line at y."""
    attributes = {
        "x": number(x),
        "y": number(y),
        "font-family": FONT,
        "font-size": number(size),
        "fill": fill,
        "text-anchor": anchor,
    }
    if bold:
        attributes["font-weight"] = "bold"
    if halo:
        # Words stay readable where a line runs behind them.
        attributes |= {"paint-order": "stroke", "stroke": halo, "stroke-width": "3", "stroke-linejoin": "round"}
    made = SubElement(parent, "text", attributes)
    made.text = text
    return made


def width_of(text: str, size: float) -> float:
    """About how wide these words are in Arial, on the safe side."""
    return len(text) * size * 0.54
