"""Which child is this? What agrees, what it weighs, and what no machine may decide."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.facts import NamedAdult, NamedChild, Relationship
from intake.matching.comparing import PERHAPS_HALF_SIBLING, PERHAPS_NEWLY_NAMED, PERHAPS_TWIN, compare
from intake.matching.descriptions import Description, asked_keys, described, household_keys, keys_of, number
from intake.matching.names import Likeness, likeness
from intake.matching.places import home_of, postcode_of
from intake.read_models.candidates import RARITY, proof_of

HOME = "14 Larkspur Way, Exampleby EX1 4QQ"
KERRY = NamedAdult(temp_ref="a1", first_name="Kerry", surname="Thornbeck", dob=date(1994, 3, 30), role="VICTIM")
MAISIE = Description(
    first_name="Maisie",
    surname="Thornbeck",
    dob=date(2017, 9, 14),
    sex="F",
    nhs="9434765919",
    upn="A999001170914",
    address=HOME,
    adults=("TRNBK:KR:1994-03-30",),
)


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ("Maisie", "MAISIE", Likeness.SAME),
        ("Zoë", "Zoe", Likeness.SAME),
        ("O'Brien", "OBrien", Likeness.SAME),
        ("Thornbeck-Rudd", "Rudd", Likeness.PART),
        ("Alfie", "Alfred", Likeness.SHORT_FORM),
        ("Dan", "Daniel", Likeness.SHORT_FORM),
        ("Katherine", "Kathryn", Likeness.SHORT_FORM),
        ("Filip", "Philip", Likeness.ALIKE),
        ("Thornbeck", "Thornbek", Likeness.ALIKE),
        ("M", "Maisie", Likeness.INITIAL),
        ("Maisie", "Alfie", Likeness.DIFFERENT),
        ("Unborn", "Maisie", Likeness.ABSENT),
        ("", "Maisie", Likeness.ABSENT),
        ("张伟", "Maisie", Likeness.ABSENT),
    ],
)
def test_names_agree_by_levels_that_one_can_explain(ours: str, theirs: str, expected: Likeness) -> None:
    assert likeness(ours, theirs) is expected


def test_a_home_is_its_postcode_and_its_numbers() -> None:
    assert home_of("Flat 2, 9 Quay Street, Exampleby ex2 1ab") == "EX21AB/2/9"
    assert home_of("Quay Street, EX2 1AB") is None
    assert postcode_of("no postcode here") is None


@pytest.mark.parametrize("written", ["943 476 5919", "9434765919 "])
def test_a_number_is_the_same_however_it_is_spaced(written: str) -> None:
    assert number(written) == "9434765919"


@pytest.mark.parametrize("written", ["0000000000", "999 999 9999", "", None])
def test_a_number_of_one_digit_stands_for_none(written: str | None) -> None:
    assert number(written) is None


def test_every_field_that_both_have_says_what_it_weighs() -> None:
    found = compare(replace(MAISIE, surname="Thornbek", sex=None), MAISIE)
    assert [finding.field for finding in found.findings] == [
        "nhs", "upn", "dob", "first_name", "surname", "home", "adults",
    ]  # fmt: skip
    assert found.says("surname") == "ALIKE"
    assert found.weight == round(sum(finding.weight for finding in found.findings), 1)


def test_a_twin_is_proposed_with_a_caution_and_never_proven() -> None:
    twin = compare(replace(MAISIE, first_name="Poppy", nhs=None, upn=None), MAISIE)
    assert twin.is_worth_proposing
    assert PERHAPS_TWIN in twin.cautions
    assert proof_of(twin) is None


def test_a_twin_with_the_other_ones_number_typed_in_is_for_a_person() -> None:
    assert proof_of(compare(replace(MAISIE, first_name="Poppy"), MAISIE)) is None


def test_a_brother_or_sister_is_not_proposed_however_much_they_share() -> None:
    alfie = replace(MAISIE, first_name="Alfie", dob=date(2023, 12, 2), sex="M", nhs=None, upn=None)
    assert not compare(alfie, MAISIE).is_worth_proposing


def test_a_half_sibling_of_the_same_first_name_is_cautioned() -> None:
    other = replace(MAISIE, surname="Rudd", dob=date(2015, 1, 3), nhs=None, upn=None)
    assert PERHAPS_HALF_SIBLING in compare(other, MAISIE).cautions


def test_a_new_surname_is_proposed_and_said() -> None:
    renamed = compare(replace(MAISIE, surname="Holroyd", nhs=None, upn=None), MAISIE)
    assert renamed.is_worth_proposing
    assert PERHAPS_NEWLY_NAMED in renamed.cautions


def test_names_in_each_others_place_still_agree() -> None:
    swapped = compare(Description(first_name="Thornbeck", surname="Maisie", dob=MAISIE.dob), MAISIE)
    assert swapped.says("names_swapped") == "YES"
    assert swapped.is_worth_proposing


def test_an_unborn_child_and_the_child_that_is_born_about_then_are_proposed() -> None:
    unborn = Description(first_name="Unborn", surname="Thornbeck", expected_dob=date(2017, 9, 1), sex="U", address=HOME)
    born = compare(replace(MAISIE, nhs=None, upn=None), unborn)
    assert born.says("dob") == "BORN_WHEN_EXPECTED"
    assert born.is_worth_proposing
    assert set(asked_keys(MAISIE)) & set(keys_of(unborn))


@pytest.mark.parametrize(("changes", "proof"), [({}, "AUTO_NHS_DOB"), ({"nhs": None}, "AUTO_UPN_DOB")])
def test_an_exact_number_and_birthday_prove_it(changes: dict[str, None], proof: str) -> None:
    assert proof_of(compare(replace(MAISIE, **changes), MAISIE)) == proof


@pytest.mark.parametrize(
    "changes", [{"dob": date(2017, 9, 15)}, {"nhs": "9434765918"}, {"nhs": None, "upn": None}, {"dob": None}]
)
def test_anything_less_is_for_a_person(changes: dict[str, date | str | None]) -> None:
    assert proof_of(compare(replace(MAISIE, **changes), MAISIE)) is None  # pyright: ignore[reportArgumentType]


def test_a_child_is_marked_by_the_adults_it_is_related_to() -> None:
    other = NamedAdult(temp_ref="a2", first_name="Shaun", surname="Rudd", dob=date(1990, 11, 8), role="PARENT")
    child = NamedChild(temp_ref="c1", child_id="x", relationship_to_adults=(Relationship(adult="a1", rel="MOTHER"),))
    assert len(described(child, (KERRY, other)).adults) == 1
    assert len(described(replace(child, relationship_to_adults=()), (KERRY, other)).adults) == 2


def test_a_household_is_a_home_and_its_adults() -> None:
    assert household_keys(MAISIE) == ["home:EX14QQ/14", "adult:TRNBK:KR:1994-03-30"]


DESCRIPTIONS = st.builds(
    Description,
    first_name=st.text(max_size=30),
    surname=st.text(max_size=30),
    dob=st.none() | st.dates(date(2000, 1, 1), date(2026, 5, 1)),
    expected_dob=st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    sex=st.sampled_from([None, "M", "F", "U"]),
    address=st.none() | st.text(max_size=60) | st.just(HOME),
)


@given(DESCRIPTIONS, DESCRIPTIONS)
def test_any_two_descriptions_compare_and_the_score_is_a_share(named: Description, known: Description) -> None:
    found = compare(named, known)
    assert 0 <= found.score <= 100
    assert {key.partition(":")[0] for key in asked_keys(named)} <= RARITY.keys()


@given(DESCRIPTIONS)
def test_a_description_is_found_by_its_own_keys(named: Description) -> None:
    assert set(keys_of(named)) <= set(asked_keys(named))
