"""Open children, the rest of the household, MARAC, contacts that end: what intake tells changes what the rules ask."""

from dataclasses import replace

import pytest

from screening.case.clocks import clocks
from screening.case.commands import (
    NoteAmendment,
    NoteCareStatus,
    NoteCompletion,
    NoteConsent,
    NoteEnding,
    NoteIdentity,
    NoteMaracReferral,
    NoteSibling,
    NoteSiblingExcluded,
    NoteSiblingsFound,
    RecordConversation,
    ReopenScreening,
)
from screening.case.events import ScreeningEnded, ScreeningReopened, ThresholdDecisionAuthorised
from screening.case.facts import Consent, NamedChild
from screening.codes import Agreement, CareStatus, Decision, Ending, ParentsInformed
from screening.streams import screening_of
from shared.access.actor import SYSTEM
from shared.clocks import CancelClock, StartClock

from .people import ADEYEMI, REYES, may
from .spec import after, recorded, refusal, refused, the, when
from .story import (
    ALFIE,
    AMBER,
    CLEAR,
    CONTACT,
    DIRECTION,
    EARLIER,
    MAISIE,
    NOOR,
    NOOR_READY,
    NOORS_CONTACT,
    RED,
    THE_WEEKEND,
    WEDNESDAY,
    ZED,
    authorised,
    proposed,
    reviewed,
)
from .test_ending import CLOSE, TOLD

NFA, S17 = Decision.NFA, Decision.REFERRAL_S17
BABY = NamedChild(temp_ref="sibling-1", child_id=EARLIER[0])
FOUND = NoteSiblingsFound(by=SYSTEM, at=WEDNESDAY, contact_id=CONTACT, found=(EARLIER[0], EARLIER[1]))
ADDED = NoteSibling(by=SYSTEM, at=WEDNESDAY, contact_id=CONTACT, child=BABY)
EXCLUDED = NoteSiblingExcluded(
    by=SYSTEM, at=WEDNESDAY, contact_id=CONTACT, sibling_id=EARLIER[1], reason="Lives with her father in another town"
)
BOTH_PROPOSED = (*NOOR_READY, proposed(NOOR, S17), proposed(ZED, S17))
GONE = (*NOOR_READY, proposed(NOOR, NFA), proposed(ZED, NFA), authorised(NOOR), authorised(ZED), TOLD)


def care(child_id: str, status: CareStatus) -> NoteCareStatus:
    return NoteCareStatus(
        by=SYSTEM,
        at=WEDNESDAY,
        contact_id=CONTACT,
        child_id=child_id,
        care_status=status,
        team="CASS-3",
        worker="sw.ndlovu",
    )


@pytest.mark.parametrize("status", [CareStatus.CP, CareStatus.CIN, CareStatus.CLA])
def test_scr_11_a_child_whom_intake_knows_to_be_open_is_not_closed_whatever_the_reviewer_found(
    status: CareStatus,
) -> None:
    reviewed_as_closed = (*NOOR_READY[:3], reviewed(NOOR, care_status=CareStatus.CLOSED), NOOR_READY[4])
    assert refused(proposed(NOOR, NFA), given=(*reviewed_as_closed, care(NOOR, status))) == "SCR-11"
    assert when(proposed(ZED, NFA), given=(*reviewed_as_closed, care(NOOR, status)))
    put_right = (*reviewed_as_closed, care(NOOR, status), care(NOOR, CareStatus.CLOSED))
    assert when(proposed(NOOR, NFA), given=put_right)


def test_the_care_status_of_a_child_whom_we_do_not_have_says_nothing() -> None:
    assert when(care(MAISIE, CareStatus.CIN), given=[NOORS_CONTACT]) == []


def test_scr_12_an_incomplete_contact_is_not_decided_until_each_child_of_the_household_is_in_or_out() -> None:
    refusing = refusal(authorised(NOOR), given=(*BOTH_PROPOSED, FOUND))
    assert (refusing.code, "2 still to do" in refusing.reason) == ("SCR-12 SIBLING_GAP", True)
    one_left = (*BOTH_PROPOSED, FOUND, EXCLUDED)
    assert "1 still to do" in refusal(authorised(NOOR), given=one_left).reason
    baby_in = (*one_left, ADDED)
    assert refused(authorised(NOOR), given=baby_in) == "SCR-02"
    ready = (*baby_in, reviewed(EARLIER[0]), proposed(EARLIER[0], S17))
    assert when(authorised(NOOR), given=ready)


def test_a_contact_that_intake_calls_complete_is_complete() -> None:
    completed = NoteCompletion(by=SYSTEM, at=WEDNESDAY, contact_id=CONTACT, completed_at=WEDNESDAY)
    assert when(authorised(NOOR), given=(*BOTH_PROPOSED, FOUND, completed))


def test_a_sibling_who_turns_out_to_be_the_named_child_waits_no_more() -> None:
    same = NoteIdentity(
        by=SYSTEM, at=WEDNESDAY, contact_id=CONTACT, temp_ref="c1", provisional_child_id=NOOR, child_id=EARLIER[0]
    )
    assert after(NOORS_CONTACT, FOUND, same).siblings_waiting == {EARLIER[1]}


def test_protection_waits_for_no_sibling_and_the_case_does_not_close_without_them() -> None:
    strategy = Decision.REFERRAL_STRATEGY
    protected = (*NOOR_READY, FOUND, proposed(NOOR, strategy), proposed(ZED, strategy), authorised(NOOR))
    assert when(authorised(ZED), given=protected)
    assert refused(CLOSE, given=(*protected, authorised(ZED), TOLD)) == "SCR-12"


def test_scr_10_a_confirmed_marac_referral_is_the_marac_check() -> None:
    ready = (THE_WEEKEND, AMBER, DIRECTION, reviewed(MAISIE), reviewed(ALFIE))
    assert refused(proposed(MAISIE, NFA), given=ready) == "SCR-10"
    confirmed = NoteMaracReferral(
        by=SYSTEM, at=WEDNESDAY, contact_id=CONTACT, by_agency="Example Police", confirmed_at=WEDNESDAY
    )
    assert when(proposed(MAISIE, NFA), given=(*ready, confirmed))


def test_an_amendment_that_says_nothing_about_the_police_wipes_no_grade() -> None:
    silent = NoteAmendment(by=SYSTEM, at=WEDNESDAY, contact_id=CONTACT, source_version=2, says_police=False)
    contact = after(THE_WEEKEND, silent).contact
    assert (contact.police_grade, contact.high_risk_factors) == ("HIGH", ("STRANGULATION", "SEPARATION"))


def test_consent_that_became_known_later_counts_where_it_says_something() -> None:
    refusal_of_help = Consent(parents_informed=ParentsInformed.UNKNOWN, parental_agreement=Agreement.REFUSED)
    told = NoteConsent(by=SYSTEM, at=WEDNESDAY, contact_id=CONTACT, consent=refusal_of_help)
    assert after(NOORS_CONTACT, told).consent == replace(CLEAR, parental_agreement=Agreement.REFUSED)


def test_a_refusal_is_not_forgotten_when_a_conversation_says_nothing_of_it() -> None:
    refused_help = Consent(parents_informed=ParentsInformed.YES, parental_agreement=Agreement.REFUSED)
    told = NoteConsent(by=SYSTEM, at=WEDNESDAY, contact_id=CONTACT, consent=refused_help)
    spoken = RecordConversation(
        by=ADEYEMI, at=WEDNESDAY, who="Her aunt", spoken_at=WEDNESDAY, views="Worried", consent=Consent()
    )
    assert after(NOORS_CONTACT, told, spoken).consent == replace(refused_help, child_view=CLEAR.child_view)


REDIRECTED = NoteEnding(
    by=SYSTEM,
    at=WEDNESDAY,
    contact_id=CONTACT,
    because=Ending.REDIRECTED,
    reason="Lives in Lincolnshire",
    ended_by=REYES.user_id,
)


def test_a_contact_that_a_manager_ended_ends_its_screening_and_cancels_its_clocks_with_the_reason() -> None:
    ended = the(ScreeningEnded, when(REDIRECTED, given=(NOORS_CONTACT, AMBER)))
    assert (ended.because, ended.ended_by) == (Ending.REDIRECTED, REYES.user_id)
    asked = clocks(recorded(screening_of(CONTACT), ended))
    assert all(isinstance(one, CancelClock) and one.by == REYES.user_id and one.reason for one in asked)
    assert {one.code for one in asked} >= {"CK_TRIAGE", "CK_1WD", "CK_AMBER"}
    assert refused(proposed(NOOR, S17), given=(NOORS_CONTACT, REDIRECTED)) == "SCREENING"
    assert when(REDIRECTED, given=(NOORS_CONTACT, REDIRECTED)) == []


def test_a_contact_that_was_ended_wrongly_is_opened_again() -> None:
    reopen = ReopenScreening(by=REYES, at=WEDNESDAY, reason="The other authority sent it back")
    assert when(RED, given=(NOORS_CONTACT, REDIRECTED, reopen))


def test_what_nobody_had_triaged_is_triaged_and_answered_as_if_it_came_now() -> None:
    reopen = ReopenScreening(by=REYES, at=may(20, 10), reason="The other authority sent it back")
    reopened = the(ScreeningReopened, when(reopen, given=(NOORS_CONTACT, REDIRECTED)))
    started = [one for one in clocks(recorded(screening_of(CONTACT), reopened)) if isinstance(one, StartClock)]
    assert {one.code: one.due_at for one in started} == {"CK_TRIAGE": may(20, 11), "CK_1WD": may(21, 10)}
    answered = (reopen, replace(AMBER, at=may(20, 10, 30)), replace(DIRECTION, at=may(20, 10, 30)))
    protected = proposed(NOOR, Decision.REFERRAL_STRATEGY, at=may(20, 11))
    decided = authorised(NOOR, at=may(20, 11))
    stands = the(ThresholdDecisionAuthorised, when(decided, given=(NOORS_CONTACT, REDIRECTED, *answered, protected)))
    assert not stands.late


AMENDED = NoteAmendment(
    by=SYSTEM, at=may(14, 9), contact_id=CONTACT, source_version=2, children=(BABY,), says_police=False
)


def test_a_child_named_after_the_case_has_closed_is_not_lost_behind_it() -> None:
    reopened = the(ScreeningReopened, when(AMENDED, given=(*GONE, CLOSE)))
    assert set(reopened.child_ids) == {NOOR, ZED, EARLIER[0]}
    case = after(*GONE, CLOSE, AMENDED)
    assert not case.closed
    assert [child.is_decided for child in case.children] == [False, False, False]
    assert not after(*GONE, CLOSE, ADDED).closed
    assert not after(NOORS_CONTACT, REDIRECTED, AMENDED).closed
    named_now = after(*GONE, CLOSE, AMENDED).find(BABY.child_id)
    assert named_now
    assert named_now.response_due_at == may(15, 9)


def test_a_referral_stands_when_its_contact_is_amended_later() -> None:
    referred = (*BOTH_PROPOSED, authorised(NOOR), authorised(ZED), TOLD, CLOSE)
    case = after(*referred, AMENDED)
    assert [child.is_decided for child in case.children] == [True, True, False]


@pytest.mark.parametrize(
    "told",
    [
        care(NOOR, CareStatus.CP),
        NoteIdentity(
            by=SYSTEM, at=WEDNESDAY, contact_id=CONTACT, temp_ref="c1", provisional_child_id=NOOR, child_id=EARLIER[0]
        ),
    ],
)
def test_a_child_let_go_who_turns_out_to_be_known_is_looked_at_again(told: NoteCareStatus | NoteIdentity) -> None:
    case = after(*GONE, CLOSE, told)
    assert [child.is_decided for child in case.children] == [False, True]
    assert when(told, given=(*GONE, CLOSE))


def test_a_decision_that_lets_go_is_not_closed_over_what_the_sender_added_after_it() -> None:
    unread = NoteAmendment(by=SYSTEM, at=WEDNESDAY, contact_id=CONTACT, source_version=2, says_police=False)
    assert refused(CLOSE, given=(*GONE, unread)) == "SCR-02"
    assert when(CLOSE, given=(*GONE, unread, reviewed(NOOR), reviewed(ZED)))
