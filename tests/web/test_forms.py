"""What a person typed, understood or refused with the name of the field."""

from datetime import UTC, date, datetime

import pytest

from shared.decider import Refused
from shared.web import forms


def test_a_picked_time_is_an_instant_of_london():
    assert forms.instant({"due_at": "2026-05-02T23:40"}, "due_at") == datetime(2026, 5, 2, 22, 40, tzinfo=UTC)


def test_an_empty_time_is_none():
    assert forms.instant({"due_at": ""}, "due_at") is None


@pytest.mark.parametrize("typed", ["yesterday", "2026-03-29T01:30"])
def test_a_time_that_is_none_is_refused_at_its_field(typed: str):
    with pytest.raises(Refused) as refused:
        forms.instant({"due_at": typed}, "due_at")
    assert refused.value.field == "due_at"


def test_a_time_with_its_own_offset_is_not_read_as_london_time():
    with pytest.raises(Refused):
        forms.instant({"due_at": "2026-05-02T23:40+05:00"}, "due_at")


def test_a_day_is_a_date():
    assert forms.day({"on": "2026-05-02"}, "on") == date(2026, 5, 2)


def test_what_is_no_day_is_refused():
    with pytest.raises(Refused):
        forms.day({"on": "2 May"}, "on")


def test_one_box_and_several_boxes_read_alike():
    assert (forms.texts({"a": "x"}, "a"), forms.texts({"a": ["x", "y"]}, "a"), forms.texts({}, "a")) == (
        ("x",),
        ("x", "y"),
        (),
    )


def test_lines_leave_out_the_empty_ones():
    assert forms.lines({"a": "one\n\n  two "}, "a") == ("one", "two")


@pytest.mark.parametrize(("typed", "version"), [("4", 4), ("", None)])
def test_the_version_that_the_page_showed_comes_back(typed: str, version: int | None):
    assert forms.expected_version({"expected_version": typed}) == version


@pytest.mark.parametrize("typed", ["four", "-1", "²", "9" * 5000])
def test_a_version_that_is_no_number_is_refused(typed: str):
    with pytest.raises(Refused):
        forms.expected_version({"expected_version": typed})
