"""Reads JSON as a contract, not as a guess: what two readers could understand differently is refused.

Refused are: bytes that are no UTF-8, more than 32 levels of nesting, duplicate keys, NaN and infinities, integers
beyond 64 bits, lone surrogates and NUL characters.
"""

import json
import math
import re
from codecs import BOM_UTF8
from collections.abc import Mapping, Sequence
from typing import Any, cast

from shared.problems import Problem

DEEPEST = 32
LARGEST_INTEGER = 2**63 - 1
STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
"""A string, or the rest of a body whose last string never ends: looked at once, whatever it holds, and never gone back
over. A pattern that may go back keeps a note of each step: 32 MB for half a megabyte of backslashes."""
BRACKET = re.compile(rb"[\[\]{}]")


class Unreadable(Problem):
    """The body is no JSON that can be relied on. ``code`` says what is wrong with it."""

    def __init__(self, code: str, detail: str, field: str | None = None) -> None:
        super().__init__(400, "Unreadable body", detail, code, field)


def parse(body: bytes) -> Any:
    """The JSON value in this body. Raises ``Unreadable``. A byte order mark before it, as some systems write, is no
    part of it (RFC 8259 §8.1)."""
    body = body.removeprefix(BOM_UTF8)
    if not body.strip():
        raise Unreadable("JSON-SYNTAX", "The body is empty: send one JSON value.")
    _check_depth(body)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise Unreadable("JSON-ENCODING", "The body is not UTF-8.") from None
    try:
        value = json.loads(
            text,
            object_pairs_hook=_no_duplicates,
            parse_constant=_no_constant,
            parse_int=_integer,
            parse_float=_finite,
        )
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Unreadable("JSON-SYNTAX", f"The body is not JSON: {error.msg} at {where}.") from None
    # Only an escape can bring in what UTF-8 and JSON themselves refuse.
    if b"\\u" in body:
        _check_text(value, "")
    return value


def _check_depth(body: bytes) -> None:
    if body.count(b"[") + body.count(b"{") <= DEEPEST:
        return
    depth = 0
    for bracket in BRACKET.findall(STRING.sub(b"", body)):
        depth += 1 if bracket in b"[{" else -1
        if depth > DEEPEST:
            raise Unreadable("JSON-DEPTH", f"The body is nested more than {DEEPEST} levels deep.")


def _no_duplicates(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise Unreadable("JSON-DUPLICATE-KEY", "A key appears twice in one object.", _printable(key))
        found[key] = value
    return found


def _no_constant(name: str) -> Any:
    raise Unreadable("JSON-NUMBER", f"{name} is not a JSON number.")


def _integer(digits: str) -> int:
    if len(digits) > 20 or abs(int(digits)) > LARGEST_INTEGER:
        raise Unreadable("JSON-NUMBER", "An integer is larger than 64 bits.")
    return int(digits)


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise Unreadable("JSON-NUMBER", "A number is too large.")
    return number


def _check_text(value: Any, path: str) -> None:
    match value:
        case str():
            _check_characters(value, path)
        case Mapping():
            for key, member in cast(Mapping[str, Any], value).items():
                _check_characters(key, path)
                _check_text(member, f"{path}.{key}" if path else key)
        case list():
            for index, member in enumerate(cast(list[Any], value)):
                _check_text(member, f"{path}.{index}")
        case _:
            pass


def _check_characters(text: str, path: str) -> None:
    if "\x00" in text:
        raise Unreadable("JSON-NUL", "Text must not hold the NUL character.", path)
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise Unreadable("JSON-SURROGATE", "Text holds half of a surrogate pair.", path)


def _printable(key: str) -> str:
    return key.encode("ascii", "replace").decode()[:100]
