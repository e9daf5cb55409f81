"""Names in place of the ids of staff, and nowhere else."""

import pytest

from timeline.words import named_in

NAMES = {"edt.lund": "Ingrid Lund", "cass.tm1": "Gwen Hale"}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("edt.lund, Children's social care", "Ingrid Lund, Children's social care"),
        ("Told by edt.lund.", "Told by Ingrid Lund."),
        ("cass.tm1; edt.lund", "Gwen Hale; Ingrid Lund"),
        ("not-edt.lund", "not-edt.lund"),
        ("edt.lund@example.org", "edt.lund@example.org"),
        ("x.edt.lund", "x.edt.lund"),
        ("edt.nobody", "edt.nobody"),
        ("Nothing to replace here.", "Nothing to replace here."),
    ],
)
def test_an_id_is_read_as_a_name_where_it_stands_as_a_word_of_its_own(text: str, read: str) -> None:
    assert named_in(text, NAMES) == read
