"""Codes are read as leniently as is safe; what no set holds is kept as it was sent, and its sender is told."""

from dataclasses import replace
from typing import Any

import pytest

from intake import codes
from intake.accounts import account_of, missing_account_of
from intake.facts import ContactType
from intake.quality import answers_of
from intake.requests import SentContact, SentMissing, not_understood
from shared.web.code_words import DISABILITY, ETHNICITY, GENDER, SEX

from .conftest import POLICE, SCHOOL, example

NAMED = {"source_system": "A", "source_ref": "B"}


def read(**body: Any) -> SentContact:
    return SentContact.model_validate(NAMED | body)


@pytest.mark.parametrize(
    ("sent", "meant"), [("HIGH", "HIGH"), ("high", "HIGH"), (" Medium ", "MEDIUM"), ("std", "STANDARD")]
)
def test_a_police_grade_is_read_in_any_letters(sent: str, meant: str) -> None:
    police = read(police={"da": {"grade": sent}}).police
    assert police
    assert police.da
    assert police.da.grade == meant


@pytest.mark.parametrize(
    ("sent", "meant"), [("N", "N"), ("no", "N"), (False, "N"), (True, "Y"), ("Yes", "Y"), ("not known", "NK")]
)
def test_whether_a_child_is_safe_is_read_however_it_is_said(sent: str | bool, meant: str) -> None:
    assert read(immediate_safety={"is_child_safe_now": sent}).immediate_safety.is_child_safe_now == meant


def test_a_code_that_no_set_holds_is_kept_and_named() -> None:
    sent = read(
        source_code="99",
        children=[{"sex": "boy", "disability": ["aut", "ADHD"]}],
        police={"da": {"grade": "VERY HIGH"}},
    )
    assert dict(not_understood(sent)) == {
        "source_code": "99",
        "children.0.disability.1": "ADHD",
        "police.da.grade": "VERY HIGH",
    }
    assert (sent.children[0].sex, sent.children[0].disability) == ("M", ["AUT", "ADHD"])


@pytest.mark.parametrize("name", ["school-contact-good", "school-contact-thin", "police-domestic-abuse-high"])
def test_the_examples_are_understood_whole(name: str) -> None:
    assert list(not_understood(read(**example(name)))) == []


def test_an_unknown_kind_of_contact_is_screened_as_another_kind() -> None:
    sent = read(contact_type="Neglect", channel="FAX", worries="No food in the house")
    assert (sent.contact_type, sent.channel.value) == (ContactType.OTHER, "API")
    assert dict(not_understood(sent)) == {"contact_type": "Neglect", "channel": "FAX"}
    assert read(contact_type="domestic abuse").contact_type is ContactType.DOMESTIC_ABUSE


def test_a_return_is_one_even_when_nobody_says_when() -> None:
    body = NAMED | {"contact_type": "MISSING_RETURN", "child": {"first_name": "Tyler"}, "found_how": "By himself"}
    account = missing_account_of(SentMissing.model_validate(body), "contact", POLICE)
    assert account.found
    assert account.missing is None
    assert account.absence is None


def test_what_a_return_says_of_the_absence_is_newer_than_the_report() -> None:
    said = {"child": {"first_name": "Tyler"}, "last_seen_at": "2026-05-09T18:30:00+01:00"}
    report = NAMED | said | {"contact_type": "MISSING", "missing_from": "HOME", "placement": "Example House"}
    back = NAMED | said | {"contact_type": "MISSING_RETURN", "missing_from": "CARE", "known_associates": ["Ref A17"]}
    first, then = (missing_account_of(SentMissing.model_validate(body), "contact", POLICE) for body in (report, back))
    assert then.absence is not None
    assert (then.absence.missing_from, then.absence.known_associates) == ("CARE", ("Ref A17",))
    both = replace(first, found=then.found).absence
    assert both is not None
    assert (both.missing_from, both.placement, both.known_associates) == ("CARE", "Example House", ("Ref A17",))


@pytest.mark.parametrize(
    ("child", "test", "answer"),
    [
        ({"expected_dob": "2026-09-01"}, "q1", True),
        ({"first_name": "Noor"}, "q1", False),
        ({"first_name": "Noor", "dob": "2024-05-01", "gp": "Quay Street Surgery"}, "q4", True),
        ({"first_name": "Noor", "dob": "2024-05-01"}, "q4", False),
    ],
)
def test_quality_knows_the_unborn_and_those_too_young_for_school(
    child: dict[str, str], test: str, answer: bool
) -> None:
    account = account_of(read(children=[child]), "contact", SCHOOL)
    assert answers_of(account)[test] is answer


@pytest.mark.parametrize(
    ("sent", "meant"), [("01", "01"), ("1", "01"), ("female", "02"), ("self-describe", "09"), ("not known", "00")]
)
def test_a_gender_is_read_however_it_is_said(sent: str, meant: str) -> None:
    assert read(children=[{"gender": sent}]).children[0].gender == meant


@pytest.mark.parametrize("reason", ["UN1", "UN2", "UN3", "UN4", "UN5", "UN7", "un5"])
def test_why_there_is_no_pupil_number_is_a_code_of_the_census(reason: str) -> None:
    sent = read(children=[{"upn_unknown": reason}])
    assert (sent.children[0].upn_unknown, list(not_understood(sent))) == (reason.upper(), [])


def test_what_no_set_of_genders_or_reasons_holds_is_kept_and_its_sender_told() -> None:
    sent = read(children=[{"gender": "05", "upn_unknown": "UN6"}])
    assert dict(not_understood(sent)) == {"children.0.gender": "05", "children.0.upn_unknown": "UN6"}
    [child] = account_of(sent, "contact", SCHOOL).children
    assert (child.gender, child.upn_unknown) == ("05", "UN6")


@pytest.mark.parametrize(
    ("known", "words"), [(codes.SEXES, SEX), (codes.GENDERS, GENDER), (codes.DISABILITIES, DISABILITY)]
)
def test_every_code_that_a_form_offers_is_one_that_is_read(known: codes.CodeSet, words: dict[str, str]) -> None:
    assert known.codes == set(words)


@pytest.mark.parametrize(("words", "answer"), [("He hurt mummy", True), ("", False)])
def test_quality_hears_what_children_told_officers(words: str, *, answer: bool) -> None:
    police = {"da": {"grade": "HIGH"}, "children_spoken_to": [{"temp_ref": "c1", "spoken": "Y", "words": words}]}
    sent = read(contact_type="DOMESTIC_ABUSE", children=[{"first_name": "Noor"}], police=police)
    assert answers_of(account_of(sent, "contact", SCHOOL))["q7"] is answer


def test_every_ethnicity_has_its_words() -> None:
    assert set(ETHNICITY) == codes.ETHNICITIES.codes
