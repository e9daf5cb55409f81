"""CK_CLARIFY runs out: the screener has to try again and write it down, and the lead of the sender's agency is told."""

from dataclasses import replace
from typing import Any

from screening.case.clocks import clocks
from screening.case.commands import Command, NoteClarificationMissed, RecordClarification, RequestClarification
from screening.case.events import ClarificationMissed, ClarificationRequested
from screening.case.publishing import publish
from screening.codes import CheckedAgency, Decision, Method
from shared.access.actor import SYSTEM
from shared.clocks import StartClock
from shared.testing.service import RunningService

from .asking import done
from .conftest import arrive
from .people import ADEYEMI, REYES, may
from .spec import after, recorded, refused, the, when
from .story import CONTACT, NOOR, NOOR_READY, THE_WEEKEND, WEDNESDAY, ZED, attempted, authorised, proposed
from .test_alerts import alerts_of, wait_until
from .test_ending import CLOSE, TOLD
from .test_pages import open_page

ASKED = RequestClarification(by=ADEYEMI, at=WEDNESDAY, questions=("Which days?",), method=Method.PHONE)
DUE = may(13, 13, 40)
MISSED = NoteClarificationMissed(by=SYSTEM, at=DUE, contact_id=CONTACT, due_at=DUE)
ANSWER = RecordClarification(by=ADEYEMI, at=may(13, 15), text="Mondays.", from_whom="Anita Osei")
GIVEN: tuple[Command, ...] = (*NOOR_READY, ASKED)
LET_GO = (
    proposed(NOOR, Decision.NFA),
    proposed(ZED, Decision.NFA),
    authorised(NOOR),
    authorised(ZED),
    TOLD,
)


def test_who_did_not_answer_is_tried_again() -> None:
    missed = the(ClarificationMissed, when(MISSED, given=GIVEN))
    assert (missed.attempt_owed, missed.questions, missed.due_at) == (True, ("Which days?",), DUE)
    assert after(*GIVEN, MISSED).attempt_owed


def test_an_attempt_since_asking_is_enough_and_the_agency_is_told_all_the_same() -> None:
    missed = the(ClarificationMissed, when(MISSED, given=[*GIVEN, attempted(Method.PHONE)]))
    assert not missed.attempt_owed
    assert not after(*GIVEN, MISSED, attempted(Method.PHONE)).attempt_owed
    assert not after(*GIVEN, MISSED, ANSWER).attempt_owed


def test_what_was_answered_or_closed_is_not_missed() -> None:
    assert when(MISSED, given=[*GIVEN, ANSWER]) == []
    assert when(MISSED, given=[*GIVEN, *LET_GO, CLOSE]) == []


def test_the_case_does_not_close_over_an_attempt_that_is_owed() -> None:
    owing = [*GIVEN, MISSED, *LET_GO]
    assert refused(CLOSE, given=owing) == "SCREENING"
    assert when(CLOSE, given=[*owing, attempted(Method.PHONE)])


def test_protection_does_not_wait_for_the_sender() -> None:
    up = (proposed(NOOR, Decision.REFERRAL_STRATEGY), authorised(NOOR))
    assert after(*GIVEN, MISSED, *up).find(NOOR).is_decided  # pyright: ignore[reportOptionalMemberAccess]


def told(given: Command) -> list[tuple[float, str]]:
    asked = the(ClarificationRequested, when(replace(ASKED, at=WEDNESDAY), given=[given]))
    [clock] = [one for one in clocks(recorded(f"Screening-{CONTACT}", asked)) if isinstance(one, StartClock)]
    return [*((one.fraction, one.tell) for one in clock.warnings), (1.0, clock.breach_tells)]


def test_the_agencys_own_lead_in_the_hub_is_told_and_a_manager_where_there_is_none() -> None:
    assert told(THE_WEEKEND) == [(1.0, "POLICE_MASH"), (1.0, "SCREENER_SW")]
    assert the(ClarificationRequested, when(ASKED, given=[THE_WEEKEND])).asked_of is CheckedAgency.POLICE
    assert told(GIVEN[0]) == [(1.0, "FRONT_DOOR_MANAGER"), (1.0, "SCREENER_SW")]


def test_the_sending_agency_can_be_told_by_whoever_sends() -> None:
    missed = the(ClarificationMissed, when(MISSED, given=GIVEN))
    [contract] = publish(recorded(f"Screening-{CONTACT}", missed))
    body: dict[str, Any] = contract.model_dump()
    assert (body["agency"]["org_id"], body["source_ref"], body["professional_referrer"]) == (
        "sch-999001",
        "SP-10301",
        True,
    )


async def test_on_a_clock_that_is_moved_the_task_comes_and_goes(screening: RunningService) -> None:
    screening.clock.at = WEDNESDAY
    contact = await arrive(screening, "school-contact-good")
    adeyemi = screening.client(ADEYEMI)
    await done(screening.client(REYES), contact, "rag", rag="AMBER")
    await done(adeyemi, contact, "clarifications", questions=["Which days?"], method="PHONE")
    await wait_until(screening, 13, 13, 41)
    await screening.settle()
    [told_] = await screening.published("frontdoor.ClarificationMissed.v1")
    assert (told_["agency"]["org_id"], told_["due_at"][:16]) == ("sch-999001", "2026-05-13T12:40")
    assert (await alerts_of(screening, ADEYEMI))["CK_CLARIFY"]["roles"] == ["FRONT_DOOR_MANAGER", "SCREENER_SW"]
    address = f"/contacts/{contact['contact_id']}"
    page = await open_page(screening, ADEYEMI, address)
    assert "Try again to reach the sender, and record it" in page.text
    assert f"/screening{address}/clarification-attempt" in page.links
    assert "another attempt to reach the sender" in (await open_page(screening, ADEYEMI, "/queue")).text
    await done(adeyemi, contact, "clarification-attempts", method="PHONE", outcome="Left a message")
    assert "Try again to reach the sender" not in (await open_page(screening, ADEYEMI, address)).text
