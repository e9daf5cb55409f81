"""A page as a test reads it: its words, its links, and its forms as a browser would send them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "hr", "img", "wbr", "path"}
TICKED = {"radio", "checkbox"}


@dataclass
class Form:
    """What the form sends when nobody touches it."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    def add(self, name: str, value: str) -> None:
        self.fields.setdefault(name, []).append(value)


class Page(HTMLParser):
    """Raises ``AssertionError`` for tags that cross, and for an id that stands twice."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.ids: list[str] = []
        self._open: list[str] = []
        self._title: list[str] = []
        self._named = ""
        self.feed(content)
        self.close()
        assert self._open == []
        assert len(self.ids) == len(set(self.ids)), f"twice: {sorted(i for i in self.ids if self.ids.count(i) > 1)}"

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    @property
    def title(self) -> str:
        return " ".join("".join(self._title).split())

    def form(self, ending: str) -> Form:
        [found] = [form for form in self.forms if form.action.endswith(ending)]
        return found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag == "form":
            self.forms.append(Form(given.get("action", "")))
        self._field(tag, given)
        if tag not in VOID:
            self._open.append(tag)

    def _field(self, tag: str, given: dict[str, str]) -> None:
        if not self.forms:
            return
        if tag == "input" and (given.get("type") not in TICKED or "checked" in given):
            self.forms[-1].add(given["name"], given.get("value", ""))
        if tag in ("textarea", "select"):
            self._named = given["name"]
        if tag == "option" and "selected" in given:
            self.forms[-1].add(self._named, given["value"])

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self._open.pop() == tag, f"</{tag}>"

    def handle_data(self, data: str) -> None:
        inside = self._open[-1] if self._open else ""
        if inside == "title":
            self._title.append(data)
        elif inside == "textarea":
            self.forms[-1].add(self._named, data.removeprefix("\n"))
        else:
            self.words.append(data)
