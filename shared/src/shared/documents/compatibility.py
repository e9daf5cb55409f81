"""Whether a contract has only been added to since its schema was committed.

A reader of yesterday must be able to read what is published today, and today's code what was published yesterday: so
a field never goes, never changes its kind, and never becomes one that may be left out.
"""

from collections.abc import Iterator
from typing import Any, cast

Schema = dict[str, Any]


def breaking_changes(old: Schema, new: Schema) -> list[str]:
    """Every way in which the new schema is not the old one with something added; empty when it only grew."""
    return list(_compare(_Side(old, old), _Side(new, new), ""))


class _Side:
    """A place in one of the two schemas, with references followed."""

    def __init__(self, root: Schema, place: Schema) -> None:
        self._root = root
        while "$ref" in place:
            place = root["$defs"][place["$ref"].rpartition("/")[2]]
        self.place = place

    def inner(self, place: Schema) -> "_Side":
        return _Side(self._root, place)

    @property
    def fields(self) -> Schema:
        return cast(Schema, self.place.get("properties", {}))

    @property
    def choices(self) -> "list[_Side]":
        return [self.inner(each) for each in self.place.get("anyOf", [])]

    @property
    def kind(self) -> tuple[str, ...]:
        """What JSON values it allows, without looking inside."""
        if self.choices:
            return tuple(sorted({name for choice in self.choices for name in choice.kind}))
        return (f"{self.place.get('type', 'anything')}{_in(self.place.get('format'))}",)

    @property
    def content(self) -> "_Side":
        """Itself, or the one choice that is not null."""
        others = [choice for choice in self.choices if choice.place.get("type") != "null"]
        return others[0] if len(others) == 1 else self


def _compare(old: _Side, new: _Side, path: str) -> Iterator[str]:
    if old.kind != new.kind:
        yield f"{path or 'the record'} was {' or '.join(old.kind)}, is {' or '.join(new.kind)}"
        return
    old, new = old.content, new.content
    for value in old.place.get("enum", []):
        if value not in new.place.get("enum", [value]):
            yield f"{path} could be {value}, no longer can"
    yield from _compare_fields(old, new, path)
    for word, mark in (("items", "[]"), ("additionalProperties", "{}")):
        before, after = old.place.get(word), new.place.get(word)
        if isinstance(before, dict) and isinstance(after, dict):
            inside = old.inner(cast(Schema, before)), new.inner(cast(Schema, after))
            yield from _compare(*inside, f"{path}{mark}")


def _compare_fields(old: _Side, new: _Side, path: str) -> Iterator[str]:
    for name, field in old.fields.items():
        inner = f"{path}.{name}" if path else name
        if name not in new.fields:
            yield f"{inner} is gone"
            continue
        if name in old.place.get("required", []) and name not in new.place.get("required", []):
            yield f"{inner} was always there, may now be left out"
        yield from _compare(old.inner(field), new.inner(new.fields[name]), inner)


def _in(form: str | None) -> str:
    return f" ({form})" if form else ""
