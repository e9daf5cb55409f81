"""A contract only ever grows."""

from typing import Annotated, Any

import pytest

from frontdoor import documents
from shared.contracts import Contract, Part
from shared.contracts import Sensitivity as S
from shared.documents.compatibility import breaking_changes
from shared.documents.schemas import schema_of

from .spoken import ROOT


def test_no_committed_contract_was_broken() -> None:
    assert list(documents.broken_contracts(ROOT)) == []


class Child(Part):
    child_id: Annotated[str, S.PUBLIC]
    dob: Annotated[str | None, S.ID]


class Before(Contract):
    contact_id: Annotated[str, S.PUBLIC]
    rag: Annotated[str | None, S.SCR]
    children: tuple[Child, ...]


class Grown(Before):
    note: Annotated[str | None, S.SCR] = None


class ChildWithoutBirth(Part):
    child_id: Annotated[str, S.PUBLIC]


class NumberedChild(Part):
    child_id: Annotated[int, S.PUBLIC]
    dob: Annotated[str | None, S.ID]


class FieldGone(Contract):
    contact_id: Annotated[str, S.PUBLIC]
    children: tuple[Child, ...]


class PartOfPartGone(Contract):
    contact_id: Annotated[str, S.PUBLIC]
    rag: Annotated[str | None, S.SCR]
    children: tuple[ChildWithoutBirth, ...]


class KindChanged(Contract):
    contact_id: Annotated[str, S.PUBLIC]
    rag: Annotated[str | None, S.SCR]
    children: tuple[NumberedChild, ...]


class Narrower(Contract):
    contact_id: Annotated[str, S.PUBLIC]
    rag: Annotated[str, S.SCR]
    children: tuple[Child, ...]


class Wider(Contract):
    contact_id: Annotated[str | None, S.PUBLIC]
    rag: Annotated[str | None, S.SCR]
    children: tuple[Child, ...]


class MayBeLeftOut(Contract):
    contact_id: Annotated[str, S.PUBLIC] = ""
    rag: Annotated[str | None, S.SCR]
    children: tuple[Child, ...]


class OneInsteadOfMany(Contract):
    contact_id: Annotated[str, S.PUBLIC]
    rag: Annotated[str | None, S.SCR]
    children: Child


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (Before, []),
        (Grown, []),
        (FieldGone, ["rag is gone"]),
        (PartOfPartGone, ["children[].dob is gone"]),
        (KindChanged, ["children[].child_id was string, is integer"]),
        (Narrower, ["rag was null or string, is string"]),
        (Wider, ["contact_id was string, is null or string"]),
        (MayBeLeftOut, ["contact_id was always there, may now be left out"]),
        (OneInsteadOfMany, ["children was array, is object"]),
    ],
)
def test_each_change_that_breaks_somebody_is_told_and_growth_is_not(after: type[Contract], told: list[str]) -> None:
    assert breaking_changes(schema_of(Before), schema_of(after)) == told


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (["RED", "AMBER"], ["RED", "AMBER", "BLUE"], []),
        (["RED", "AMBER"], ["RED"], ["rag could be AMBER, no longer can"]),
    ],
)
def test_a_code_may_be_added_but_not_taken_away(before: list[str], after: list[str], told: list[str]) -> None:
    assert breaking_changes(coded(before), coded(after)) == told


def coded(values: list[str]) -> dict[str, Any]:
    return {
        "$defs": {"Rag": {"type": "string", "enum": values}},
        "type": "object",
        "properties": {"rag": {"anyOf": [{"$ref": "#/$defs/Rag"}, {"type": "null"}]}},
    }
