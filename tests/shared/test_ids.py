"""Identifiers: new ones sort by time, derived ones are the standard's."""

from uuid import NAMESPACE_URL, UUID, uuid5

from hypothesis import given
from hypothesis import strategies as st

from shared.ids import derived_id, new_id


@given(st.lists(st.text(), min_size=1))
def test_a_derived_id_is_the_standards_version_5(parts: list[str]) -> None:
    parts = [part.encode("utf-8", "ignore").decode() for part in parts]
    assert derived_id(*parts) == str(uuid5(NAMESPACE_URL, "/".join(("frontdoor", *parts))))


def test_a_new_id_is_of_version_7() -> None:
    assert UUID(new_id()).version == 7
