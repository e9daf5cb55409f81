"""What an asked agency answers itself reaches the case: never refused, and never lost behind a closed one."""

from dataclasses import replace

from screening.case.commands import NoteInformationAnswered
from screening.case.events import InformationReceived, ScreeningReopened
from screening.codes import CheckedAgency
from shared.access.actor import SYSTEM
from shared.testing.service import RunningService

from .asking import done
from .conftest import arrive
from .people import ADEYEMI, may
from .spec import after, the, when
from .story import CONTACT, NOOR, ZED, authorised
from .test_ending import CLOSE, TOLD
from .test_what_intake_tells import BOTH_PROPOSED, GONE

SAID = {
    "agency": "HEALTH",
    "health": "Two visits missed.",
    "recipient_org": "health-example",
    "recipient_name": "Example Health",
    "answered_by": "Dr Farrow",
    "late": False,
}

ANSWER = NoteInformationAnswered(
    by=SYSTEM,
    at=may(14, 9),
    contact_id=CONTACT,
    agency=CheckedAgency.HEALTH,
    words="Two visits missed.",
    declined=False,
    from_whom="Dr Farrow, Example Health",
    org_id="health-example",
    answered_at=may(14, 9),
)


def test_an_answer_after_closing_opens_the_case_again_for_the_children_whom_it_let_go() -> None:
    reopened = the(ScreeningReopened, when(ANSWER, given=(*GONE, CLOSE)))
    assert set(reopened.child_ids) == {NOOR, ZED}
    assert not after(*GONE, CLOSE, ANSWER).closed


def test_an_answer_after_a_referral_is_kept_and_opens_nothing() -> None:
    referred = (*BOTH_PROPOSED, authorised(NOOR), authorised(ZED), TOLD, CLOSE)
    [kept] = when(ANSWER, given=referred)
    assert isinstance(kept, InformationReceived)


def test_a_refusal_after_closing_says_nothing_new() -> None:
    assert len(when(replace(ANSWER, declined=True), given=(*GONE, CLOSE))) == 1


async def answered(service: RunningService, contact_id: str, **changes: object) -> None:
    said = SAID | {"contact_id": contact_id, "answered_at": service.clock.now().isoformat()} | changes
    await service.publish(
        "notifications", "frontdoor.InformationRequestAnswered.v1", said, key="Notification-q", child_ids=()
    )


async def test_an_answer_stops_the_clock_and_says_who_gave_it(screening: RunningService) -> None:
    screening.clock.at = may(13, 9, 40)
    contact = await arrive(screening, "school-contact-good")
    await done(screening.client(ADEYEMI), contact, "information-requests", agency="HEALTH", questions=["Seen?"])
    screening.clock.at = may(13, 10, 40)
    await answered(screening, contact["contact_id"])
    [told] = await screening.published("frontdoor.InformationReceived.v1")
    assert (told["health"], told["from_whom"]) == ("Two visits missed.", "Dr Farrow, Example Health")
    [stopped] = [
        each for each in await screening.published("frontdoor.ClockStopped.v1") if each["code"] == "CK_PARTNER"
    ]
    assert stopped["met"]
    page = await screening.browser(ADEYEMI).get(f"/contacts/{contact['contact_id']}")
    assert "Dr Farrow, Example Health" in page.text
    assert "Two visits missed." in page.text


async def test_a_late_answer_ends_the_clock_as_not_met(screening: RunningService) -> None:
    screening.clock.at = may(13, 9, 40)
    contact = await arrive(screening, "school-contact-good")
    await done(screening.client(ADEYEMI), contact, "information-requests", agency="HEALTH", questions=["Seen?"])
    screening.clock.at = may(20, 10, 40)
    await answered(screening, contact["contact_id"], late=True)
    [stopped] = [
        each for each in await screening.published("frontdoor.ClockStopped.v1") if each["code"] == "CK_PARTNER"
    ]
    assert not stopped["met"]


async def test_a_further_answer_stands_beside_the_first(screening: RunningService) -> None:
    screening.clock.at = may(13, 9, 40)
    contact = await arrive(screening, "school-contact-good")
    await answered(screening, contact["contact_id"])
    await answered(screening, contact["contact_id"], health="Three, not two.")
    told = await screening.published("frontdoor.InformationReceived.v1")
    assert [one["health"] for one in told] == ["Two visits missed.", "Three, not two."]


async def test_a_refusal_to_share_is_kept_with_its_reason(screening: RunningService) -> None:
    screening.clock.at = may(13, 9, 40)
    contact = await arrive(screening, "school-contact-good")
    await answered(screening, contact["contact_id"], health="", declined_because="She would be found.")
    [told] = await screening.published("frontdoor.InformationDeclined.v1")
    assert (told["reason"], told["from_whom"]) == ("She would be found.", "Dr Farrow, Example Health")
