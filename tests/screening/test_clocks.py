"""The brief's clock register, its §6.1 vectors first: what starts, what stops, who is told, and when."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from screening.case.clocks import clocks
from screening.case.commands import (
    AssignRag,
    CloseScreening,
    Command,
    NoteAmendment,
    NoteOutcomeSent,
    NoteStrategyConvened,
    RecordClarification,
    RecordInformationDeclined,
    ReopenScreening,
    RequestClarification,
    RequestInformation,
    SendOutcomeFeedback,
)
from screening.case.facts import ContactFacts
from screening.codes import CheckedAgency, Decision, Method, Rag
from shared.access.actor import SYSTEM
from shared.clocks import CancelClock, ClockCommand, RebaseClock, StartClock, StopClock

from .people import ADEYEMI, BROOK, REYES, may
from .spec import recorded, the, when
from .story import (
    AMBER,
    CONTACT,
    DIRECTION,
    EARLIER,
    GREEN,
    MAISIE,
    NOOR,
    NOOR_READY,
    NOORS_CONTACT,
    RED,
    SCHOOL_CONTACT,
    SUNDAY,
    THE_WEEKEND,
    WEDNESDAY,
    ZED,
    authorised,
    proposed,
)

STREAM = f"Screening-{CONTACT}"


def follows(command: Command, given: Sequence[Command] = ()) -> list[ClockCommand]:
    """What the clocks are asked when this command is carried out."""
    return [asked for event in when(command, given=given) for asked in clocks(recorded(STREAM, event))]


def started(code: str, command: Command, given: Sequence[Command] = ()) -> StartClock:
    found = [c for c in follows(command, given) if isinstance(c, StartClock) and c.code == code]
    assert len(found) == 1
    return found[0]


def stopped(command: Command, given: Sequence[Command] = ()) -> list[str]:
    return [c.code for c in follows(command, given) if isinstance(c, StopClock)]


def told(clock: StartClock) -> list[tuple[float, str]]:
    return [(warning.fraction, warning.tell) for warning in clock.warnings]


def test_the_red_clock_of_the_bank_holiday_sunday_is_due_at_five_past_five() -> None:
    clock = started("CK_RED", replace(RED, at=may(3, 1, 20)), [THE_WEEKEND])
    assert (clock.started_at, clock.due_at) == (SUNDAY, may(3, 5, 5))
    assert clock.subject == STREAM


def test_a_working_day_from_the_bank_holiday_sunday_ends_on_tuesday_at_five() -> None:
    assert started("CK_1WD", THE_WEEKEND).due_at == may(5, 17)


def test_red_warns_the_manager_half_way_and_the_head_of_service_before_the_end() -> None:
    clock = started("CK_RED", RED, [THE_WEEKEND])
    assert told(clock) == [
        (0.5, "FRONT_DOOR_MANAGER"),
        (0.75, "FRONT_DOOR_MANAGER"),
        (0.75, "HEAD_OF_SERVICE"),
    ]
    assert clock.warnings[0].at == may(3, 3, 5)
    assert clock.breach_tells == "HEAD_OF_SERVICE"


def test_amber_is_one_working_day_and_green_three() -> None:
    assert started("CK_AMBER", AMBER, [NOORS_CONTACT]).due_at == may(14, 9, 40)
    assert started("CK_GREEN", GREEN, [NOORS_CONTACT]).due_at == may(18, 17)
    blue = AssignRag(by=REYES, at=WEDNESDAY, rag=Rag.BLUE)
    assert started("CK_GREEN", blue, [NOORS_CONTACT]).due_at == may(18, 17)


def test_urgent_triage_is_fifteen_minutes_round_the_clock_and_night_staff_are_told() -> None:
    clock = started("CK_TRIAGE", THE_WEEKEND)
    assert clock.due_at == may(3, 1, 20)
    assert told(clock) == [(0.5, "EDT_WORKER")]
    assert clock.breach_tells == "EDT_MANAGER"


def arrived(at_day: int, hour: int, minute: int = 0) -> StartClock:
    contact: ContactFacts = replace(SCHOOL_CONTACT, received_at=may(at_day, hour, minute))
    return started("CK_TRIAGE", replace(NOORS_CONTACT, contact=contact))


def test_ordinary_triage_is_one_working_hour() -> None:
    by_day = arrived(13, 9, 40)
    assert by_day.due_at == may(13, 10, 40)
    assert (told(by_day), by_day.breach_tells) == ([(0.5, "SCREENER_SW")], "FRONT_DOOR_MANAGER")
    assert arrived(13, 16, 30).due_at == may(14, 9)


def test_triage_stops_when_both_rating_and_direction_are_there() -> None:
    assert stopped(AMBER, [NOORS_CONTACT]) == []
    assert stopped(DIRECTION, [NOORS_CONTACT, AMBER]) == ["CK_TRIAGE"]
    assert stopped(AMBER, [NOORS_CONTACT, DIRECTION]) == ["CK_TRIAGE"]


def test_an_amendment_that_makes_it_urgent_brings_triage_forward() -> None:
    graded = NoteAmendment(by=SYSTEM, at=may(13, 9, 50), contact_id=CONTACT, source_version=2, police_grade="HIGH")
    rebased = the(RebaseClock, follows(graded, [NOORS_CONTACT]))
    assert (rebased.code, rebased.new_due_at) == ("CK_TRIAGE", may(13, 10, 5))
    assert follows(graded, [NOORS_CONTACT, AMBER, DIRECTION]) == []


def test_a_child_named_later_is_owed_a_response_too() -> None:
    named = NoteAmendment(
        by=SYSTEM,
        at=may(13, 11),
        contact_id=CONTACT,
        source_version=2,
        children=(replace(NOORS_CONTACT.children[0], temp_ref="c9", child_id=MAISIE),),
    )
    assert started("CK_1WD", named, [NOORS_CONTACT]).due_at == may(14, 11)


def test_a_stricter_rating_puts_a_shorter_clock_in_the_place_of_the_longer() -> None:
    stricter = replace(RED, at=may(13, 10), reasons=("Father came home drunk",))
    asked = follows(stricter, [NOORS_CONTACT, AMBER])
    assert the(CancelClock, asked).code == "CK_AMBER"
    assert the(StartClock, asked).due_at == may(13, 13, 40)


def test_a_milder_rating_leaves_the_clock_as_it_is() -> None:
    assert follows(replace(GREEN, reasons=("He is in custody",)), [THE_WEEKEND, RED]) == []


S17 = Decision.REFERRAL_S17
BOTH = (*NOOR_READY, proposed(NOOR, S17), proposed(ZED, S17))


def test_the_decision_clocks_run_until_every_child_is_decided() -> None:
    assert stopped(authorised(NOOR), BOTH) == []
    last = stopped(authorised(ZED), (*BOTH, authorised(NOOR)))
    assert last == ["CK_1WD", "CK_RED", "CK_AMBER", "CK_GREEN"]


def test_a_holding_decision_answers_the_working_day_and_leaves_the_rating_running() -> None:
    holding = Decision.PROCEED_TO_MASH_ENQUIRY
    given = (*NOOR_READY, proposed(NOOR, holding), proposed(ZED, holding), authorised(NOOR))
    assert stopped(authorised(ZED), given) == ["CK_1WD"]


def test_a_strategy_discussion_stops_the_red_clock() -> None:
    held = NoteStrategyConvened(
        by=SYSTEM,
        at=may(3, 11, 5),
        contact_id=CONTACT,
        strategy_id=EARLIER[0],
        child_ids=tuple(child.child_id for child in THE_WEEKEND.children),
        held_at=may(3, 11),
    )
    stop = the(StopClock, follows(held, [THE_WEEKEND, RED]))
    assert (stop.code, stop.at) == ("CK_RED", may(3, 11))


def test_the_referrer_is_told_within_a_working_day_of_the_decision() -> None:
    assert started("CK_FEEDBACK", authorised(NOOR), BOTH).due_at == may(14, 9, 40)
    decided = (*BOTH, authorised(NOOR), authorised(ZED))
    sent = NoteOutcomeSent(by=SYSTEM, at=WEDNESDAY, contact_id=CONTACT, notification_id=EARLIER[0], child_id=NOOR)
    assert stopped(sent, decided) == []
    assert stopped(replace(sent, child_id=ZED), (*decided, sent)) == ["CK_FEEDBACK"]


def test_nobody_is_told_an_outcome_who_is_no_professional() -> None:
    neighbour = replace(NOORS_CONTACT, contact=replace(SCHOOL_CONTACT, professional_referrer=False))
    asked = follows(authorised(NOOR), (neighbour, *BOTH[1:]))
    assert not any(isinstance(command, StartClock) for command in asked)


@pytest.mark.parametrize(("rating", "due"), [(RED, (13, 10, 40)), (AMBER, (13, 13, 40)), (GREEN, (14, 9, 40))])
def test_the_sender_answers_sooner_the_graver_it_is(rating: AssignRag, due: tuple[int, int, int]) -> None:
    asked = RequestClarification(by=ADEYEMI, at=WEDNESDAY, questions=("Which days?",), method=Method.PHONE)
    assert started("CK_CLARIFY", asked, [NOORS_CONTACT, rating]).due_at == may(*due)
    answer = RecordClarification(by=ADEYEMI, at=WEDNESDAY, text="Mondays", from_whom="R Fell")
    assert stopped(answer, [NOORS_CONTACT, rating, asked]) == ["CK_CLARIFY"]


@pytest.mark.parametrize(("rating", "due"), [(RED, (13, 11, 40)), (AMBER, (13, 15, 40)), (GREEN, (14, 9, 40))])
def test_each_partner_has_a_clock_of_their_own(rating: AssignRag, due: tuple[int, int, int]) -> None:
    asked = RequestInformation(by=ADEYEMI, at=WEDNESDAY, agency=CheckedAgency.HEALTH, questions=("Seen when?",))
    clock = started("CK_PARTNER", asked, [NOORS_CONTACT, rating])
    assert (clock.due_at, clock.breach_tells) == (may(*due), "HEALTH_MASH")
    assert clock.subject == f"{STREAM}/HEALTH"
    declined = RecordInformationDeclined(
        by=ADEYEMI, at=WEDNESDAY, agency=CheckedAgency.HEALTH, reason="It would put her at risk"
    )
    assert the(StopClock, follows(declined, [NOORS_CONTACT])).subject == clock.subject


def test_a_reopened_case_has_its_ratings_clock_again() -> None:
    done = (*BOTH, authorised(NOOR), authorised(ZED))
    reopen = ReopenScreening(by=BROOK, at=may(20, 10), reason="The school rang again")
    assert started("CK_AMBER", reopen, done).due_at == may(21, 10)


def test_a_case_that_closes_unrated_stops_waiting_for_a_rating() -> None:
    untold = SendOutcomeFeedback(by=ADEYEMI, at=WEDNESDAY, told_whom="Anita Osei", method=Method.PHONE)
    given = (NOORS_CONTACT, *NOOR_READY[2:], *BOTH[5:], authorised(NOOR), authorised(ZED), untold)
    assert stopped(CloseScreening(by=ADEYEMI, at=WEDNESDAY), given) == ["CK_TRIAGE"]
