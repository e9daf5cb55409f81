"""What people and machines may write where a time, a day or a whole number is asked for, and what is taken for none."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from shared.inputs import Day, Instant, InstantWithOffset, Version

WRITTEN = {
    Instant: ["2026-05-04T13:45:00Z", "2026-05-04T13:45:00"],
    InstantWithOffset: ["2026-05-04T13:45:00+01:00"],
    Day: ["2026-05-04"],
    Version: [0, 7, "7"],
}
NUMBERS = [0, 7, 1.5, "1777900000", "-3.16e-77", "1E9", "+1.5", True]


@pytest.mark.parametrize(("kind", "said"), [(kind, said) for kind, many in WRITTEN.items() for said in many])
def test_what_is_written_out_is_taken(kind: Any, said: Any) -> None:
    TypeAdapter(kind).validate_python(said)


@pytest.mark.parametrize("kind", [Instant, InstantWithOffset, Day])
@pytest.mark.parametrize("said", NUMBERS)
def test_a_number_is_no_date(kind: Any, said: Any) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(said)


@pytest.mark.parametrize("said", [True, False, -1, 2_000_000_001, "seven", 1.5])
def test_neither_yes_nor_no_is_a_version(said: Any) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Version).validate_python(said)
