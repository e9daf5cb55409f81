"""Each guard refuses until what it asks for is there, and says how to give it."""

from dataclasses import replace
from datetime import date

import pytest

from screening.case.commands import (
    AcknowledgeOpenCase,
    AssignRag,
    NoteAmendment,
    NoteIdentity,
    OverrideGuard,
    ProceedWithoutCheck,
    RecordClarification,
    RecordConversation,
    RecordInformationDeclined,
    RecordManagementDirection,
    ReopenScreening,
)
from screening.case.events import (
    HistoryReviewed,
    ManagementDirectionRecorded,
    SecondManagerSought,
    ThresholdDecisionAuthorised,
    ThresholdDecisionProposed,
)
from screening.case.facts import Consent, InformationGap, KnownOfChild, OnCallCall, SafetyPlan
from screening.codes import (
    RATED_HIGH_BY_THE_SENDER,
    Agreement,
    CareStatus,
    CheckedAgency,
    Decision,
    Method,
    ParentsInformed,
    Rag,
    Theme,
)
from shared.access.actor import SYSTEM

from .people import ADEYEMI, BROOK, HALE, LUND, MARSH, OKAFOR, REYES, may
from .spec import refusal, refused, the, when
from .story import (
    ALFIE,
    AMBER,
    CLEAR,
    CONTACT,
    DIRECTION,
    EARLIER,
    GREEN,
    JAY,
    JAYS_CONTACT,
    MAISIE,
    NOOR,
    NOOR_READY,
    NOORS_CONTACT,
    RED,
    THE_WEEKEND,
    THIN,
    THURSDAY,
    WEDNESDAY,
    WORDS,
    ZED,
    analysed,
    answered,
    attempted,
    authorised,
    proposed,
    reviewed,
)

NFA = Decision.NFA
JAY_READY = (JAYS_CONTACT, AMBER, DIRECTION, reviewed(JAY))


def test_scr_01_nothing_is_decided_before_a_manager_gave_direction() -> None:
    given = (NOORS_CONTACT, AMBER, reviewed(NOOR), reviewed(ZED))
    assert refused(proposed(NOOR, NFA), given=given) == "SCR-01"


def test_scr_01_out_of_hours_a_worker_writes_down_the_on_call_managers_call() -> None:
    told = replace(DIRECTION, by=OKAFOR, at=may(3, 1, 25))
    assert refused(told, given=[THE_WEEKEND]) == "SCR-01"
    call = OnCallCall(manager="edt.lund", called_at=may(3, 1, 20))
    recorded = the(ManagementDirectionRecorded, when(replace(told, on_call=call), given=[THE_WEEKEND]))
    assert recorded.on_call == call


def test_scr_02_no_decision_before_this_childs_history_is_reviewed() -> None:
    given = (NOORS_CONTACT, AMBER, DIRECTION, reviewed(ZED))
    assert refused(proposed(NOOR, NFA), given=given) == "SCR-02"


def test_scr_02_the_siblings_history_counts_too() -> None:
    given = (NOORS_CONTACT, AMBER, DIRECTION, reviewed(NOOR))
    refusing = refusal(proposed(NOOR, NFA), given=given)
    assert "other children" in refusing.reason


def test_scr_02_an_amended_contact_asks_for_the_history_again() -> None:
    amended = NoteAmendment(by=SYSTEM, at=WEDNESDAY, contact_id=CONTACT, source_version=2)
    assert refused(proposed(NOOR, NFA), given=(*NOOR_READY, amended)) == "SCR-02"


def test_scr_02_a_child_who_turns_out_to_be_known_has_a_history_to_read() -> None:
    linked = NoteIdentity(
        by=SYSTEM,
        at=WEDNESDAY,
        contact_id=CONTACT,
        temp_ref="c1",
        provisional_child_id=NOOR,
        child_id=EARLIER[0],
    )
    assert refused(proposed(NOOR, NFA), given=(*NOOR_READY, linked)) == "SCR-02"


def test_scr_02_a_review_that_opened_nothing_read_nothing() -> None:
    unread = reviewed(NOOR, items_available=EARLIER)
    assert refused(unread, given=[NOORS_CONTACT]) == "SCR-02"
    read = replace(unread, items_opened=(EARLIER[1], "something else"))
    assert the(HistoryReviewed, when(read, given=[NOORS_CONTACT])).items_opened == (EARLIER[1],)


def test_scr_02_what_came_after_a_review_that_opened_nothing_has_to_be_read() -> None:
    since = KnownOfChild(position=90, items=EARLIER, contacts_12m=2, abuse_contacts_12m=0)
    refusing = refusal(proposed(NOOR, NFA, known=since), given=NOOR_READY)
    assert (refusing.code, refusing.field) == ("SCR-02 NO_HISTORY", "items_opened")
    read = reviewed(NOOR, items_available=EARLIER, items_opened=EARLIER[:1])
    assert when(proposed(NOOR, NFA, known=since), given=(*NOOR_READY, read))


def test_scr_03_a_thin_contact_is_not_closed_because_it_is_thin() -> None:
    assert refused(proposed(JAY, NFA), given=(*JAY_READY, THIN)) == "SCR-03"


def test_scr_03_the_senders_answer_satisfies_it() -> None:
    answer = RecordClarification(by=ADEYEMI, at=WEDNESDAY, text="He is late on Mondays.", from_whom="R Fell")
    events = when(proposed(JAY, NFA), given=(*JAY_READY, THIN, answer))
    assert the(ThresholdDecisionProposed, events).decision is NFA


@pytest.mark.parametrize(
    "attempts",
    [
        (attempted(Method.PHONE), attempted(Method.EMAIL)),
        (attempted(Method.PHONE, day=12), attempted(Method.PHONE, day=13)),
    ],
)
def test_scr_03_two_real_attempts_and_another_agencys_answer_satisfy_it(attempts: tuple[object, ...]) -> None:
    given = (*JAY_READY, THIN, *attempts, answered(CheckedAgency.HEALTH))
    assert when(proposed(JAY, NFA), given=given)  # pyright: ignore[reportArgumentType]


def test_scr_03_the_same_attempt_twice_is_one_attempt() -> None:
    twice = (attempted(Method.PHONE), attempted(Method.PHONE), answered(CheckedAgency.HEALTH))
    assert refused(proposed(JAY, NFA), given=(*JAY_READY, THIN, *twice)) == "SCR-03"


def test_scr_03_attempts_alone_do_not_do() -> None:
    tried = (attempted(Method.PHONE), attempted(Method.EMAIL))
    assert refused(proposed(JAY, NFA), given=(*JAY_READY, THIN, *tried)) == "SCR-03"


def test_scr_03_the_senders_own_agency_and_marac_are_no_other_agency() -> None:
    tried = (*JAY_READY, THIN, attempted(Method.PHONE), attempted(Method.EMAIL))
    for agency in (CheckedAgency.EDUCATION, CheckedAgency.MARAC):
        assert refused(proposed(JAY, NFA), given=(*tried, answered(agency))) == "SCR-03"


def test_scr_04_an_untested_assumption_stops_the_proposal() -> None:
    refusing = refusal(proposed(NOOR, NFA, assumptions_tested=()), given=NOOR_READY)
    assert (refusing.code, refusing.field) == ("SCR-04 ASSUMPTIONS", "assumptions_tested")


def test_scr_04_a_gap_needs_its_reason() -> None:
    gap = InformationGap(gap="Father's drinking at night")
    assert refused(proposed(NOOR, NFA, info_gaps=(gap,)), given=NOOR_READY) == "SCR-04"
    told = replace(gap, how_tolerated="Grandmother stays until Thursday")
    assert when(proposed(NOOR, NFA, info_gaps=(told,)), given=NOOR_READY)


def test_scr_05_nobody_authorises_their_own_proposal() -> None:
    given = (
        *NOOR_READY,
        proposed(NOOR, Decision.REFERRAL_S17, by=REYES),
        proposed(ZED, Decision.REFERRAL_S17, by=REYES),
    )
    assert refused(authorised(NOOR, by=REYES), given=given) == "SCR-05"
    assert when(authorised(NOOR, by=BROOK), given=given)


def test_scr_06_a_call_handler_proposes_nothing() -> None:
    assert refused(proposed(NOOR, NFA, by=MARSH), given=NOOR_READY) == "SCR-06"


def test_scr_06_a_screener_authorises_nothing() -> None:
    given = (*NOOR_READY, proposed(NOOR, NFA), proposed(ZED, NFA))
    assert refused(authorised(NOOR, by=ADEYEMI), given=given) == "SCR-06"


@pytest.mark.parametrize(
    "history", [{"contacts_counted_12m": 3}, {"patterns": (Theme.NEGLECT,)}, {"cp_plans_prior": 1}]
)
def test_scr_07_a_pattern_is_analysed_before_it_is_closed(history: dict[str, object]) -> None:
    given = (NOORS_CONTACT, AMBER, DIRECTION, reviewed(NOOR, **history), reviewed(ZED))
    assert refused(proposed(NOOR, NFA), given=given) == "SCR-07"
    assert when(proposed(NOOR, NFA), given=(*given, analysed(NOOR)))


def test_scr_07_the_record_knows_a_pattern_that_nobody_reviewed() -> None:
    thrice = KnownOfChild(position=90, items=(), contacts_12m=3, abuse_contacts_12m=0)
    assert refused(proposed(NOOR, NFA, known=thrice), given=NOOR_READY) == "SCR-07"
    assert when(proposed(NOOR, NFA, known=thrice), given=(*NOOR_READY, analysed(NOOR)))


def test_scr_08_early_help_needs_agreement() -> None:
    refusal_of_help = replace(CLEAR, parental_agreement=Agreement.REFUSED)
    proposal = proposed(NOOR, Decision.EARLY_HELP, consent=refusal_of_help, why_not_level_4="Safe with gran")
    assert refused(proposal, given=NOOR_READY) == "SCR-08"
    assert when(proposed(NOOR, Decision.EARLY_HELP), given=NOOR_READY)


def test_scr_08_refused_help_is_no_way_to_no_further_action() -> None:
    proposal = proposed(NOOR, NFA, consent=replace(CLEAR, parental_agreement=Agreement.REFUSED))
    refusing = refusal(proposal, given=NOOR_READY)
    assert (refusing.code, refusing.field) == ("SCR-08 EH_NO_AGREEMENT", "why_not_level_4")
    assert when(replace(proposal, why_not_level_4="Safe with grandmother, seen"), given=NOOR_READY)


def test_scr_08_a_refusal_in_the_record_is_not_forgotten_in_the_proposal() -> None:
    spoken = RecordConversation(
        by=ADEYEMI,
        at=WEDNESDAY,
        who="Father",
        spoken_at=WEDNESDAY,
        views="",
        consent=replace(CLEAR, parental_agreement=Agreement.REFUSED),
    )
    given = (*NOOR_READY, spoken)
    assert refused(proposed(NOOR, Decision.EARLY_HELP), given=given) == "SCR-08"
    assert refused(proposed(NOOR, NFA), given=given) == "SCR-08"
    assert when(proposed(NOOR, Decision.EARLY_HELP), given=(*given, replace(spoken, consent=CLEAR)))


@pytest.mark.parametrize(
    "unclear",
    [
        Consent(parents_informed=ParentsInformed.UNKNOWN, parental_agreement=Agreement.AGREED),
        Consent(parents_informed=ParentsInformed.YES, parental_agreement=Agreement.UNKNOWN),
    ],
)
def test_scr_09_nothing_closes_on_unclear_consent(unclear: Consent) -> None:
    assert refused(proposed(NOOR, NFA, consent=unclear), given=NOOR_READY) == "SCR-09"
    not_safe = Consent(parents_informed=ParentsInformed.NOT_SAFE, parental_agreement=Agreement.NOT_SAFE_TO_SEEK)
    assert when(proposed(NOOR, NFA, consent=not_safe), given=NOOR_READY)


ABUSE_READY = (
    THE_WEEKEND,
    AMBER,
    DIRECTION,
    reviewed(MAISIE),
    reviewed(ALFIE),
)


def test_scr_10_high_risk_abuse_closes_only_after_a_marac_check() -> None:
    assert refused(proposed(MAISIE, NFA), given=ABUSE_READY) == "SCR-10"
    assert when(proposed(MAISIE, NFA), given=(*ABUSE_READY, answered(CheckedAgency.MARAC)))


def test_scr_10_marac_that_declined_to_say_is_no_check() -> None:
    declined = RecordInformationDeclined(by=ADEYEMI, at=WEDNESDAY, agency=CheckedAgency.MARAC, reason="Not listed yet")
    assert refused(proposed(MAISIE, NFA), given=(*ABUSE_READY, declined)) == "SCR-10"


def test_scr_10_a_third_contact_about_abuse_counts_whoever_sends_it() -> None:
    third = KnownOfChild(position=90, items=(), contacts_12m=1, abuse_contacts_12m=3)
    assert refused(proposed(NOOR, NFA, known=third), given=NOOR_READY) == "SCR-10"


def test_scr_10_one_manager_is_not_enough() -> None:
    given = (*ABUSE_READY, answered(CheckedAgency.MARAC), proposed(MAISIE, NFA), proposed(ALFIE, NFA))
    in_time = may(4, 10)
    first = authorised(MAISIE, by=BROOK, at=in_time)
    assert the(SecondManagerSought, when(first, given=given)).first_manager == BROOK.user_id
    assert refused(first, given=(*given, first)) == "SCR-10"
    second = the(ThresholdDecisionAuthorised, when(replace(first, by=REYES), given=(*given, first)))
    assert (second.first_manager, second.authorised_by) == (BROOK.user_id, REYES.user_id)


def test_scr_10_what_one_child_is_let_past_stands_for_no_other_child() -> None:
    let_past = OverrideGuard(
        by=REYES, at=WEDNESDAY, child_id=ALFIE, guard="SCR-10", reason=WORDS, review_by=date(2026, 5, 20)
    )
    given = (*ABUSE_READY, answered(CheckedAgency.MARAC), proposed(MAISIE, NFA), proposed(ALFIE, NFA), let_past)
    [sought] = when(authorised(MAISIE, by=BROOK, at=may(4, 10)), given=given)
    assert isinstance(sought, SecondManagerSought)
    assert the(ThresholdDecisionAuthorised, when(authorised(ALFIE, by=BROOK, at=may(4, 10)), given=given))


@pytest.mark.parametrize(
    "facts",
    [
        {"police_grade": "HIGH"},
        {"high_risk_factors": ("WEAPON",)},
        {"previous_incidents_12m": 2},
        {"contact_type": "CHILD_CONCERN", "police_grade": None, "high_risk_factors": (RATED_HIGH_BY_THE_SENDER,)},
    ],
)
def test_scr_10_knows_high_risk_by_more_than_the_grade(facts: dict[str, object]) -> None:
    plain = replace(THE_WEEKEND.contact, police_grade="STANDARD", high_risk_factors=(), previous_incidents_12m=0)
    rest = ABUSE_READY[1:]
    calm = replace(THE_WEEKEND, contact=plain)
    assert when(proposed(MAISIE, NFA), given=(calm, *rest))
    grave = replace(THE_WEEKEND, contact=replace(plain, **facts))
    assert refused(proposed(MAISIE, NFA), given=(grave, *rest)) == "SCR-10"


def test_scr_11_an_open_childs_contact_goes_to_the_team_that_holds_the_case() -> None:
    given = (NOORS_CONTACT, AMBER, DIRECTION, reviewed(NOOR, care_status=CareStatus.CIN), reviewed(ZED))
    assert refused(proposed(NOOR, NFA), given=given) == "SCR-11"
    link = proposed(NOOR, Decision.LINK_OPEN_CASE)
    assert refused(link, given=given) == "SCR-11"
    acknowledged = AcknowledgeOpenCase(by=HALE, at=WEDNESDAY, child_id=NOOR, team="CASS-3")
    assert when(link, given=(*given, acknowledged))


def test_scr_11_a_case_that_is_opened_again_is_acknowledged_again() -> None:
    ready = (NOORS_CONTACT, AMBER, DIRECTION, reviewed(NOOR, care_status=CareStatus.CIN), reviewed(ZED))
    acknowledged = AcknowledgeOpenCase(by=HALE, at=WEDNESDAY, child_id=NOOR, team="CASS-3")
    link = proposed(NOOR, Decision.LINK_OPEN_CASE)
    linked = (*ready, acknowledged, link, proposed(ZED, NFA), authorised(NOOR))
    reopen = ReopenScreening(by=BROOK, at=may(20, 10), reason="The school rang again", child_ids=(NOOR,))
    assert refused(link, given=(*linked, reopen)) == "SCR-11"
    assert when(link, given=(*linked, reopen, replace(acknowledged, at=may(20, 11))))


def test_scr_11_only_the_team_that_holds_the_case_acknowledges() -> None:
    acknowledged = AcknowledgeOpenCase(by=REYES, at=WEDNESDAY, child_id=NOOR, team="CASS-3")
    assert refused(acknowledged, given=[NOORS_CONTACT]) == "SCR-11"


def test_scr_12_no_child_is_forgotten_beside_a_sibling() -> None:
    given = (*NOOR_READY, proposed(NOOR, NFA))
    refusing = refusal(authorised(NOOR), given=given)
    assert refusing.code == "SCR-12 SIBLING_GAP"
    assert when(authorised(NOOR), given=(*given, proposed(ZED, NFA)))


CHECKS = RecordManagementDirection(by=REYES, at=WEDNESDAY, text="Ask health", checks_required=(CheckedAgency.HEALTH,))


def test_scr_13_a_directed_check_is_answered_or_let_go_by_a_manager() -> None:
    given = (*NOOR_READY, CHECKS)
    assert refused(proposed(NOOR, NFA), given=given) == "SCR-13"
    assert when(proposed(NOOR, NFA), given=(*given, answered(CheckedAgency.HEALTH)))
    without = ProceedWithoutCheck(
        by=REYES, at=WEDNESDAY, agency=CheckedAgency.HEALTH, reason="Practice closed until Monday"
    )
    assert refused(replace(without, by=ADEYEMI), given=given) == "SCR-13"
    assert when(proposed(NOOR, NFA), given=(*given, without))


def test_scr_13_a_red_case_is_never_closed_without_the_check() -> None:
    without = ProceedWithoutCheck(by=REYES, at=WEDNESDAY, agency=CheckedAgency.HEALTH, reason="Closed")
    given = (NOORS_CONTACT, RED, CHECKS, reviewed(NOOR), reviewed(ZED), without)
    assert refused(proposed(NOOR, NFA), given=given) == "SCR-13"


def test_scr_13_no_override_lets_no_further_action_on_red_past_a_check() -> None:
    past = [
        OverrideGuard(by=BROOK, at=WEDNESDAY, child_id=NOOR, guard=guard, reason=WORDS, review_by=date(2026, 5, 20))
        for guard in ("SCR-13", "SCR-14")
    ]
    given = (NOORS_CONTACT, RED, CHECKS, reviewed(NOOR), reviewed(ZED), *past)
    assert refused(proposed(NOOR, NFA), given=given) == "SCR-13"
    assert when(proposed(NOOR, Decision.INFO_ADVICE), given=given)


def test_scr_14_a_red_case_is_rated_again_before_it_closes() -> None:
    given = (NOORS_CONTACT, RED, DIRECTION, reviewed(NOOR), reviewed(ZED))
    assert refused(proposed(NOOR, NFA), given=given) == "SCR-14"
    calmer = AssignRag(by=REYES, at=WEDNESDAY, rag=Rag.GREEN, reasons=("Grandmother has moved in",))
    assert when(proposed(NOOR, NFA), given=(*given, calmer))


def test_scr_15_a_safety_plan_that_nobody_watches_protects_nobody() -> None:
    relying = proposed(NOOR, NFA, relies_on_safety_plan=True)
    assert refused(relying, given=NOOR_READY) == "SCR-15"
    plan = SafetyPlan(
        who_monitors="Grandmother and school",
        how_tested="Unannounced call on Friday",
        contingency="EDT visit",
        review_on=date(2026, 5, 20),
    )
    assert when(replace(relying, safety_plan=plan), given=NOOR_READY)


def test_scr_20_the_machine_decides_nothing() -> None:
    assert refused(proposed(NOOR, NFA, by=SYSTEM), given=NOOR_READY) == "SCR-20"
    assert refused(replace(GREEN, by=SYSTEM), given=[NOORS_CONTACT]) == "SCR-20"
    given = (*NOOR_READY, proposed(NOOR, NFA), proposed(ZED, NFA))
    assert refused(authorised(NOOR, by=SYSTEM), given=given) == "SCR-20"


@pytest.mark.parametrize("decision", [one for one in Decision if one.closes])
def test_edt_04_out_of_hours_nobody_ends_a_new_contact(decision: Decision) -> None:
    given = (*JAY_READY, proposed(JAY, decision))
    assert refused(authorised(JAY, by=LUND, at=THURSDAY), given=given) == "EDT-04"
