"""Codes as people say them."""

from shared.access.actor import Role
from shared.web.code_words import ROLE, in_words, options


def test_a_code_of_a_set_has_its_own_words():
    assert in_words("NK", "yes_no") == "Not known"


def test_a_code_without_words_is_made_into_words():
    assert in_words("SCHOOL_HOLIDAY") == "School holiday"


def test_a_missing_code_is_said_to_be_missing():
    assert in_words(None, "source") == "Not recorded"


def test_choices_can_be_some_of_a_set():
    assert options("yes_no", "Y", "N") == [("Y", "Yes"), ("N", "No")]


def test_every_role_has_words():
    assert set(ROLE) == set(Role)
