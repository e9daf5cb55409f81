"""What the police in the hub say of the adult victim's risk: it hurries triage, and gives nobody more time (§2.1)."""

from dataclasses import replace

from screening.case.clocks import clocks
from screening.case.commands import NoteAmendment, NotePoliceGrade
from screening.case.events import PoliceGradeNoted, ScreeningReopened
from screening.case.urgency import POLICE_GRADE_HIGH
from screening.codes import Decision
from shared.access.actor import SYSTEM
from shared.clocks import RebaseClock
from shared.testing.service import RunningService

from .conftest import arrive
from .people import ADEYEMI, may
from .spec import after, recorded, the, when
from .story import AMBER, CONTACT, DIRECTION, JAYS_CONTACT, NOOR, NOOR_READY, ZED, authorised, proposed
from .test_ending import CLOSE, TOLD
from .test_pages import open_page

HIGH = NotePoliceGrade(by=SYSTEM, at=may(7, 16, 20), contact_id=CONTACT, grade="HIGH", by_hub=True)
STANDARD = replace(HIGH, at=may(7, 16, 40), grade="STANDARD")
CLOSED = (
    *NOOR_READY,
    proposed(NOOR, Decision.NFA),
    proposed(ZED, Decision.NFA),
    authorised(NOOR),
    authorised(ZED),
    TOLD,
    CLOSE,
)


def officers(grade: str) -> NoteAmendment:
    return NoteAmendment(by=SYSTEM, at=may(7, 17), contact_id=CONTACT, source_version=2, police_grade=grade)


def test_a_high_grade_leaves_fifteen_minutes_for_triage() -> None:
    graded = the(PoliceGradeNoted, when(HIGH, given=[JAYS_CONTACT]))
    assert graded.urgent_facts == (POLICE_GRADE_HIGH,)
    subject = f"Screening-{CONTACT}"
    assert clocks(recorded(subject, graded)) == [
        RebaseClock(
            code="CK_TRIAGE", subject=subject, reason="The contact has become urgent", new_due_at=may(7, 16, 35)
        )
    ]


def test_a_lower_grade_gives_nobody_more_time() -> None:
    assert the(PoliceGradeNoted, when(STANDARD, given=[JAYS_CONTACT, HIGH])).urgent_until is None


def test_a_case_that_is_triaged_already_is_not_hurried() -> None:
    assert the(PoliceGradeNoted, when(HIGH, given=[JAYS_CONTACT, AMBER, DIRECTION])).urgent_until is None


def test_an_officers_later_version_does_not_lower_what_the_hub_has_said() -> None:
    assert after(JAYS_CONTACT, HIGH, officers("STANDARD")).contact.police_grade == "HIGH"
    assert after(JAYS_CONTACT, officers("HIGH"), officers("STANDARD")).contact.police_grade == "STANDARD"


def test_what_is_known_already_says_nothing_new() -> None:
    assert when(HIGH, given=[JAYS_CONTACT, HIGH]) == []
    assert when(replace(HIGH, grade=None), given=[JAYS_CONTACT]) == []


def test_children_whom_a_closed_case_lets_go_are_looked_at_again_when_the_risk_turns_out_high() -> None:
    again = the(ScreeningReopened, when(replace(HIGH, at=may(14, 10)), given=CLOSED))
    assert set(again.child_ids) == {NOOR, ZED}
    lower = when(replace(STANDARD, at=may(14, 10)), given=CLOSED)
    assert not [event for event in lower if isinstance(event, ScreeningReopened)]


async def test_the_contact_and_the_daily_view_show_what_the_hub_says(screening: RunningService) -> None:
    screening.clock.at = may(3, 0, 5)
    contact = await arrive(screening, "police-domestic-abuse-high")
    await screening.publish(
        "contacts",
        "frontdoor.PoliceRiskGradeAmended.v1",
        {"contact_id": contact["contact_id"], "grade": "MEDIUM", "graded_by": "MASH"},
        key=f"Contact-{contact['contact_id']}",
    )
    page = (await open_page(screening, ADEYEMI, f"/contacts/{contact['contact_id']}")).text
    assert "Medium, confirmed by the hub" in page
    assert "Police grade medium" in (await open_page(screening, ADEYEMI, "/domestic-abuse")).text
