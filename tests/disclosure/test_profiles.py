"""Nothing leaves but the fields of a profile (guard NOT-01)."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.disclosure import PROFILES, NotInProfile, Sensitivity, build, check
from shared.disclosure.profile import Part

S = Sensitivity

# The Encompass payload of domain brief §6.1: "this and nothing more".
ENCOMPASS: dict[str, Any] = {
    "profile": "ENC_MIN",
    "profile_version": 1,
    "alert_ref": "ENC-7F3K2",
    "urn": "999001",
    "recipient_role": "DSL",
    "child": {"first_name": "Maisie", "surname": "Thornbeck", "date_of_birth": "2017-09-14"},
    "incident_date": "2026-05-02",
    "incident_time": "23:20",
    "child_present": "PRESENT",
    "welfare_check_made": "Y",
    "text_code": "ENC_STD_1",
}
OUTCOME: dict[str, Any] = {
    "profile": "OUTCOME_PRO",
    "profile_version": 1,
    "contact_ref": "C-1",
    "children": [{"child_ref": "a", "outcome_code": "EARLY_HELP", "reason": "Words.", "need_level": 2}],
    "team": "Front door",
    "phone": "01632 960001",
    "asked_to_do": "Stay part of the support.",
    "escalation_route": "Ask for the manager.",
}


def with_value(payload: dict[str, Any], path: tuple[str | int, ...], value: object) -> dict[str, Any]:
    changed = deepcopy(payload)
    place: Any = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return changed


def test_the_briefs_own_payload_passes() -> None:
    check("ENC_MIN", ENCOMPASS)


def test_build_makes_exactly_that_payload() -> None:
    fields = {name: value for name, value in ENCOMPASS.items() if not name.startswith("profile")}

    assert build("ENC_MIN", **fields) == ENCOMPASS


@pytest.mark.parametrize(
    ("payload", "path", "named"),
    [
        (ENCOMPASS, ("grade",), "grade"),
        (ENCOMPASS, ("child", "address"), "child.address"),
        (ENCOMPASS, ("child", "siblings"), "child.siblings"),
        (OUTCOME, ("children", 0, "police_narrative"), "children.0.police_narrative"),
        (OUTCOME, ("history",), "history"),
    ],
)
def test_a_field_outside_the_profile_is_refused_by_its_path(
    payload: dict[str, Any], path: tuple[str | int, ...], named: str
) -> None:
    with pytest.raises(NotInProfile) as refused:
        check(payload["profile"], with_value(payload, path, "a secret"))

    assert refused.value.fields == (named,)


def test_a_refusal_never_repeats_a_value() -> None:
    with pytest.raises(NotInProfile) as refused:
        check("ENC_MIN", with_value(ENCOMPASS, ("child", "surname"), {"name": "Thornbeck"}) | {"x": "a secret"})

    assert "secret" not in repr(refused.value)
    assert "Thornbeck" not in repr(refused.value)
    assert refused.value.__cause__ is None


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("child", "first_name"), {"words": "hidden in a group"}),
        (("child", "first_name"), ["hidden", "in", "a", "list"]),
        (("alert_ref",), 7),
        (("text_code",), "Father was arrested"),
        (("child_present",), "HID UNDER THE BED"),
        (("incident_date",), "2 May, at 14 Mill Lane"),
        (("incident_time",), "23:20 by the father"),
        (("profile_version",), 2),
        (("profile",), "OUTCOME_PRO"),
    ],
)
def test_a_value_of_another_kind_is_refused(path: tuple[str, ...], value: object) -> None:
    with pytest.raises(NotInProfile):
        check("ENC_MIN", with_value(ENCOMPASS, path, value))


def test_a_missing_field_is_refused() -> None:
    with pytest.raises(NotInProfile) as refused:
        check("ENC_MIN", {name: value for name, value in ENCOMPASS.items() if name != "child"})

    assert refused.value.wrong == ("child",)


@pytest.mark.parametrize(("length", "fits"), [(500, True), (501, False)])
def test_a_plain_reason_has_at_most_500_characters(length: int, fits: bool) -> None:
    payload = with_value(OUTCOME, ("children", 0, "reason"), "x" * length)
    if fits:
        check("OUTCOME_PRO", payload)
    else:
        with pytest.raises(NotInProfile):
            check("OUTCOME_PRO", payload)


def test_an_unknown_profile_lets_nothing_through() -> None:
    with pytest.raises(NotInProfile):
        check("ENC_EVERYTHING", {})


@given(
    st.dictionaries(st.text(min_size=1, max_size=8).filter(lambda name: name not in ENCOMPASS), st.text(), min_size=1)
)
def test_no_extra_field_whatever_its_name_passes(extra: dict[str, str]) -> None:
    with pytest.raises(NotInProfile):
        check("ENC_MIN", ENCOMPASS | extra)


@pytest.mark.parametrize("name", PROFILES)
def test_every_leaf_of_every_profile_has_its_class(name: str) -> None:
    def unmarked(part: type[Part]) -> list[str]:
        fields = part.model_fields.items()
        return [
            field
            for field, about in fields
            if not any(isinstance(mark, Sensitivity) for mark in about.metadata) and not is_group(about.annotation)
        ]

    def is_group(annotation: Any) -> bool:
        inner = getattr(annotation, "__args__", (annotation,))
        return any(isinstance(part, type) and issubclass(part, Part) and not unmarked(part) for part in inner)

    assert unmarked(PROFILES[name].fields) == []


@pytest.mark.parametrize(
    ("name", "classes"),
    [
        ("ENC_MIN", {S.ID}),
        ("ACK_PRO", set[Sensitivity]()),
        ("ACK_PUBLIC", set[Sensitivity]()),
        ("POLICE_OUTCOME", {S.SCR}),
        ("OUTCOME_PRO", {S.SCR}),
        ("STRATEGY_INVITE", {S.ID, S.STR}),
        ("CLARIFY", {S.ID, S.SUB}),
        ("STEPDOWN_PACK", {S.ID, S.HH, S.SCR}),
    ],
)
def test_a_profile_carries_these_classes_and_no_others(name: str, classes: set[Sensitivity]) -> None:
    assert PROFILES[name].classes() - {S.PUBLIC} == classes
