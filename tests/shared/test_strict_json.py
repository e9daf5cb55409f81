"""Any JSON is either understood exactly or refused with a code; nothing else ever happens."""

import contextlib
import json
import time
import tracemalloc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.strict_json import DEEPEST, LARGEST_INTEGER, Unreadable, parse

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-LARGEST_INTEGER, LARGEST_INTEGER),
    st.floats(allow_nan=False, allow_infinity=False),
    TEXT,
)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner), max_leaves=20)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters()), inner),
    max_leaves=10,
)


@given(VALUES, st.booleans())
def test_every_value_comes_back_as_it_was(value: Any, as_ascii: bool) -> None:
    assert parse(json.dumps(value, ensure_ascii=as_ascii).encode()) == value


@given(st.binary())
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    read_or_refused(body)


@given(st.text(alphabet='{}[]",:\\ue0123456789.-+truefalsn\x00 \n'))
def test_anything_that_looks_like_json_is_read_or_refused(text: str) -> None:
    read_or_refused(text.encode())


@given(ANYTHING)
def test_any_value_is_read_or_refused(value: Any) -> None:
    read_or_refused(json.dumps(value).encode())


def read_or_refused(body: bytes) -> None:
    with contextlib.suppress(Unreadable):
        assert json.dumps(parse(body), allow_nan=False).encode("utf-8", "strict")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"[" * 100_000, "JSON-DEPTH"),
        (b'{"a":' * 33 + b"1" + b"}" * 33, "JSON-DEPTH"),
        (b"1" * 5_000, "JSON-NUMBER"),
        (str(LARGEST_INTEGER + 1).encode(), "JSON-NUMBER"),
        (b"NaN", "JSON-NUMBER"),
        (b"-Infinity", "JSON-NUMBER"),
        (b"1e999", "JSON-NUMBER"),
        (b'"\\ud800"', "JSON-SURROGATE"),
        (b'{"\\udfff": 1}', "JSON-SURROGATE"),
        (b'"a\\u0000b"', "JSON-NUL"),
        (b'{"a": 1, "a": 1}', "JSON-DUPLICATE-KEY"),
        (b'{"a": {"\\u0062": 1, "b": 1}}', "JSON-DUPLICATE-KEY"),
        (b'"\xff"', "JSON-ENCODING"),
        ('"ü"'.encode("utf-16"), "JSON-ENCODING"),
        (b"", "JSON-SYNTAX"),
        (b'{"a": 1} {"b": 2}', "JSON-SYNTAX"),
    ],
)
def test_what_two_readers_could_understand_differently_is_refused(body: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        parse(body)
    assert refused.value.code == code


def test_the_deepest_nesting_allowed_is_read() -> None:
    assert parse(b"[" * DEEPEST + b"]" * DEEPEST)


def test_a_byte_order_mark_is_no_part_of_the_body() -> None:
    assert parse(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


@pytest.mark.parametrize("body", [b"", b" \n", b"\xef\xbb\xbf"])
def test_an_empty_body_is_told_to_be_empty(body: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        parse(body)
    assert refused.value.detail == "The body is empty: send one JSON value."


def test_the_field_of_a_fault_is_named() -> None:
    with pytest.raises(Unreadable) as refused:
        parse(b'{"children": [{"surname": "a\\u0000"}]}')
    assert refused.value.field == "children.0.surname"


@pytest.mark.parametrize(
    "body", [b'"' + b'\\"' * 500_000, b'["' * 500_000, b'"' * 1_000_001, b"\\" * 1_000_000, b'{"' * 500_000]
)
def test_a_hostile_body_is_refused_in_no_time(body: bytes) -> None:
    started = time.process_time()
    with pytest.raises(Unreadable):
        parse(body)
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "text", [b"\\" * 500_001, b'\\"' * 150_000, b"[" * 500_000], ids=["backslashes", "quotes", "brackets"]
)
def test_a_hostile_text_takes_little_memory(text: bytes) -> None:
    """What is taken for a moment makes room that the process then keeps, between small things that stay."""
    body = b'{"a": "' + text
    tracemalloc.start()
    try:
        with contextlib.suppress(Unreadable):
            parse(body)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 8 * len(body)
