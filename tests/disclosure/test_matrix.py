"""The need-to-know matrix is the brief's, and where the brief is silent it is closed."""

import pytest

from shared.access.actor import Role
from shared.disclosure import Level, Sensitivity, cell, level, may_read

S = Sensitivity

# The table of domain brief §2.2, verbatim. `–` is none; roles that share a row stand together.
BRIEF = """
| POLICE_SYSTEM | O | O | O | O | – | – | – | M outcome code | – | – | – | – | – |
| POLICE_MASH | F | F | F | F | M answer to question | M | R summary | R decision+rationale | F if attendee | M | – | R | M if crime |
| SCHOOL_DSL | O/M own pupils | O | O | **–** | – | O | – | M outcome | M invite; record if attendee | – | – | – | O own staff |
| HEALTH_MASH | F | F | F | R fact of incident + grade | F | M | R summary | R | F if attendee | M | – | – | – |
| EARLY_HELP_WORKER EARLY_HELP_MANAGER | F if accepted | F if accepted | R | – (fact + year only) | M | M | R step-down pack | M pack | – | – | – | R if needed to visit safely | – |
| CALL_HANDLER | F | F | F | – | – | – | flag only: known/open/alert | – | – | – | F | R safe-contact rule | – |
| SCREENER_SW FRONT_DOOR_MANAGER | F | F | F | F | F | F | F | F | F | F | F | F | M exists? |
| EDT_WORKER EDT_MANAGER | F | F | F | F | F | F | F (B outside shift) | F | F | F | F | F | M |
| ASSESSMENT_SW ASSESSMENT_MANAGER | F team; B other | F | F | F | F | F | F | F | F | F | R | F | M |
| OTHER_PROFESSIONAL | O | O | O | – | – | – | – | M `OUTCOME_PRO` | if attendee | – | – | – | O |
| REFERRER_PUBLIC | – | – | O (reference no. only) | – | – | – | – | – | – | – | self | – | – |
| QA_AUDITOR | F sampled | F | F | F | F | F | F | F | F | F | R | R | – |
| PERFORMANCE_ANALYST | P | P | – | codes | – | – | counts | codes/times | codes/times | counts | – | – | counts |
| SENIOR_LEADER | B | B | B | B | B | B | B | B | B | B | – | – | B |
"""  # noqa: E501
COLUMNS = (S.ID, S.HH, S.SUB, S.POL, S.HLT, S.EDU, S.HIS, S.SCR, S.STR, S.EDT, S.REF, S.ADR, S.LADO)

# Cells in which the brief has words and no letter, or a letter that its own words narrow.
IN_WORDS = {
    "flag only: known/open/alert": "M",
    "if attendee": "F",
    "M invite; record if attendee": "F",
    "O (reference no. only)": "M",
    "self": "O",
    "codes": "P",
    "counts": "P",
    "codes/times": "P",
}


def brief_cells() -> list[tuple[Role, Sensitivity, str]]:
    rows = [[part.strip(" *") for part in line.strip("|").split("|")] for line in BRIEF.strip().splitlines()]
    return [
        (Role(role), sensitivity, written)
        for names, *cells in rows
        for role in names.split()
        for sensitivity, written in zip(COLUMNS, cells, strict=True)
    ]


@pytest.mark.parametrize(("role", "sensitivity", "written"), brief_cells())
def test_the_cell_is_the_briefs(role: Role, sensitivity: Sensitivity, written: str) -> None:
    letter = IN_WORDS.get(written, written[0]).replace("–", "-")

    assert cell(role, sensitivity).level == Level(letter)


def test_every_role_has_a_cell_for_every_class() -> None:
    assert all(cell(role, sensitivity) for role in Role for sensitivity in Sensitivity)


def test_what_says_nothing_about_a_person_is_open_to_all() -> None:
    assert all(may_read(role, S.PUBLIC, own=False) for role in Role)


@pytest.mark.parametrize("sensitivity", COLUMNS)
@pytest.mark.parametrize("role", [Role.SYSTEM, Role.IG_OFFICER])
def test_who_is_not_there_for_content_reads_none(role: Role, sensitivity: Sensitivity) -> None:
    assert level(role, sensitivity, own=True, attended=True) is Level.NONE


@pytest.mark.parametrize("own", [True, False])
@pytest.mark.parametrize("sensitivity", [S.POL, S.HLT, S.HIS, S.SCR, S.STR, S.EDT, S.REF, S.ADR])
def test_a_school_never_reads_what_others_sent_or_decided(sensitivity: Sensitivity, own: bool) -> None:
    assert not may_read(Role.SCHOOL_DSL, sensitivity, own)


@pytest.mark.parametrize(("own", "may"), [(True, True), (False, False)])
def test_a_school_reads_its_own_submission(own: bool, may: bool) -> None:
    assert may_read(Role.SCHOOL_DSL, S.SUB, own) is may


@pytest.mark.parametrize("role", [Role.POLICE_MASH, Role.HEALTH_MASH, Role.SCHOOL_DSL, Role.OTHER_PROFESSIONAL])
def test_only_attendance_opens_a_strategy_record_to_a_partner(role: Role) -> None:
    assert not may_read(role, S.STR, own=True)
    assert may_read(role, S.STR, own=False, attended=True)


def test_assessment_reads_its_teams_children_and_breaks_glass_for_others() -> None:
    levels = [level(Role.ASSESSMENT_SW, S.SCR, own=own) for own in (True, False)]

    assert levels == [Level.FULL, Level.BREAK_GLASS]


def test_history_is_break_glass_for_out_of_hours_when_no_shift_is_open() -> None:
    levels = [level(Role.EDT_WORKER, S.HIS, own=on_shift) for on_shift in (True, False)]

    assert levels == [Level.FULL, Level.BREAK_GLASS]


def test_an_auditor_reads_the_sample_only() -> None:
    assert may_read(Role.QA_AUDITOR, S.STR, own=True)
    assert not may_read(Role.QA_AUDITOR, S.STR, own=False)


@pytest.mark.parametrize("sensitivity", COLUMNS)
def test_a_leader_reads_nothing_without_breaking_glass(sensitivity: Sensitivity) -> None:
    assert not may_read(Role.SENIOR_LEADER, sensitivity, own=True)


def test_redacted_minimum_and_pseudonymised_are_not_the_stored_words() -> None:
    assert not may_read(Role.POLICE_MASH, S.HIS, own=True)
    assert not may_read(Role.POLICE_MASH, S.HLT, own=True)
    assert not may_read(Role.PERFORMANCE_ANALYST, S.ID, own=True)


def test_a_condition_is_noted_in_the_briefs_words() -> None:
    assert cell(Role.POLICE_MASH, S.STR).note == "if attendee"
