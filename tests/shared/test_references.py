"""Short references: the same for ever, and understood as they are said."""

import pytest

from shared.references import as_said, contact_ref, reference


def test_a_reference_is_the_same_for_the_same_id_for_ever() -> None:
    assert contact_ref("019df6a0-0000-7000-8000-00000000bbbb") == "C-71DTF"
    assert reference("ENC", "019df6a0-0000-7000-8000-00000000bbbb") == "ENC-71DTF"


@pytest.mark.parametrize("typed", ["c-10f3k", " C-1OF3K ", "C-IOF3K", "C-L0F3K"])
def test_what_was_heard_or_read_as_another_letter_is_understood(typed: str) -> None:
    assert as_said(typed) == "C-10F3K"
