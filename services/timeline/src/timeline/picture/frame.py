"""What both pictures have around them: a name and a description for those who don't see it, links, escaped
text."""

from xml.etree.ElementTree import Element, SubElement, tostring

from markupsafe import Markup

from shared.web.words import full_day_and_time_words
from timeline.facts import Entry
from timeline.picture.marks import PAPER, box, number
from timeline.picture.scene import Scene, mark_words

SVG = "http://www.w3.org/2000/svg"


def start_svg(scene: Scene, width: float, height: float, shape: str) -> Element:
    """An empty sheet with its title and description."""
    svg = Element(
        "svg",
        {
            "xmlns": SVG,
            "viewBox": f"0 0 {number(width)} {number(height)}",
            "width": "100%",
            "role": "group",
            "class": f"fd-picture__{shape}",
        },
    )
    SubElement(svg, "title").text = "What happened, and when it was known"
    SubElement(svg, "desc").text = description_of(scene)
    box(svg, 0, 0, width, height, PAPER)
    return svg


def description_of(scene: Scene) -> str:
    """The picture in one breath; the list below it says the same in full."""
    if not scene.entries:
        return f"Nothing was known. {scene.line_words}."
    first, last = scene.entries[0], scene.entries[-1]
    count = len(scene.entries)
    return (
        f"{count} {'entry' if count == 1 else 'entries'} from {full_day_and_time_words(first.at)} "
        f"to {full_day_and_time_words(last.at)}. {scene.line_words}. The list below says the same in words."
    )


def link_to(parent: Element, entry: Entry) -> Element:
    """A link to the entry in the list, with its words."""
    said = mark_words(entry)
    link = SubElement(parent, "a", {"href": f"#entry-{entry.entry_id}", "aria-label": said})
    SubElement(link, "title").text = said
    return link


def finished(svg: Element) -> Markup:
    """The picture as text. Everything that came from outside has been escaped by the XML writer."""
    return Markup(tostring(svg, encoding="unicode"))  # noqa: S704
