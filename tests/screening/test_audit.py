"""An audit: nobody looks at their own decision, a child at risk has an owner today, and what is learnt names nobody."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from screening.audit.commands import (
    AcknowledgeBriefing,
    AgreeAuditAction,
    AuditCommand,
    CompleteAuditAction,
    ModerateAudit,
    PublishOneMinuteBriefing,
    RecordAudit,
    SelectDipSample,
)
from screening.audit.decider import AUDIT
from screening.audit.events import (
    AUDIT_EVENTS,
    AuditActionAgreed,
    AuditActionCompleted,
    AuditCompleted,
    AuditEvent,
    AuditModerated,
    BriefingAcknowledged,
    BriefingPublished,
    DipSampleDrawn,
)
from screening.audit.facts import Action, Answer, Decided, Query
from screening.audit.identifiers import identifier_in
from screening.audit.publishing import SAME_FIELDS
from screening.audit.questions import QUESTIONS
from screening.codes import AuditAnswer, AuditGrade, Decision, Stratum
from shared.access.actor import Actor, Role
from shared.contracts import Unclassified, classes_of
from shared.decider import Refused

from .people import BROOK, REYES, STONE, may
from .spec import the

FINCH = Actor("qa.finch", "Omar Finch", Role.QA_AUDITOR, "la-812")
AUDIT_ID = "019df6a0-0000-7000-8000-0000000000a1"
TODAY = may(20, 10)


def decided(position: int, *strata: Stratum, deciders: tuple[str, ...] = ("sw.adeyemi", "fdm.brook")) -> Decided:
    return Decided(
        position=position,
        contact_id=f"contact-{position}",
        child_id=f"child-{position}",
        decision=Decision.NFA,
        decided_at=may(13, 10),
        deciders=deciders,
        strata=strata,
    )


SELECT = SelectDipSample(
    by=STONE,
    at=TODAY,
    audit_id=AUDIT_ID,
    question="Do we close police domestic abuse too early?",
    query=Query(since=datetime(2026, 5, 1, tzinfo=UTC), until=datetime(2026, 6, 1, tzinfo=UTC), size=10, per_stratum=2),
    seed="a seed",
    population=(decided(1, Stratum.POLICE_DA_NFA), decided(2), decided(3, Stratum.UNDER_ONE)),
    position=3,
)
ANSWERS = tuple(
    Answer(question=question, answer=AuditAnswer.NO if question == "q14" else AuditAnswer.YES, evidence="In the record")
    for question in QUESTIONS
)
TODAYS_ACTION = Action(what="Visit her this afternoon", owner="Marta Reyes", due_at=may(20, 17))
RECORD = RecordAudit(
    by=STONE,
    at=may(20, 11),
    case=1,
    grade=AuditGrade.GOOD,
    answers=ANSWERS,
    own_child=AuditAnswer.YES,
    child_at_risk=False,
    summary="Careful work.",
    action_id="action-1",
)
MODERATE = ModerateAudit(
    by=FINCH, at=may(21, 9), case=1, grade=AuditGrade.REQUIRES_IMPROVEMENT, reason="The history was pasted."
)
AGREE = AgreeAuditAction(
    by=STONE,
    at=may(20, 12),
    action_id="action-2",
    action=Action(what="Show what a good history looks like", owner="Dana Brook", due_at=may(27, 17)),
    case=2,
)
BRIEFING = PublishOneMinuteBriefing(
    by=STONE,
    at=may(21, 12),
    briefing_id="briefing-1",
    title="Closing domestic abuse",
    looked_at="Ten decisions to close.",
    good="The child's words came first.",
    change="History is opened, not pasted.",
    messages=("Open the history", "Ring the school", "Say what would change your mind"),
    standard="Practice standards, chapter 3.",
    names=("Maisie", "Thornbeck", "Will"),
    birthdays=(date(2017, 9, 14),),
)


def happened(command: AuditCommand, *given: AuditCommand) -> list[AuditEvent]:
    state = AUDIT.initial
    for earlier in given:
        state = AUDIT.fold(AUDIT.decide(earlier, state), state)
    return list(AUDIT.decide(command, state))


def no(command: AuditCommand, *given: AuditCommand) -> tuple[str, str | None]:
    with pytest.raises(Refused) as caught:
        happened(command, *given)
    return caught.value.code, caught.value.field


def without(question: str, answers: Sequence[Answer] = ANSWERS) -> tuple[Answer, ...]:
    return tuple(answer for answer in answers if answer.question != question)


def test_a_sample_keeps_its_question_its_seed_and_what_it_was_drawn_from() -> None:
    drawn = the(DipSampleDrawn, happened(SELECT))
    assert (drawn.seed, drawn.position, drawn.population) == ("a seed", 3, 3)
    assert {case.contact_id for case in drawn.cases} == {"contact-1", "contact-2", "contact-3"}
    assert drawn.cases[0].stratum is Stratum.POLICE_DA_NFA
    assert drawn.closes_at == may(4, 17, 0).replace(month=6)


def test_a_sample_is_drawn_once_about_something_from_a_period_that_holds_decisions() -> None:
    assert no(SELECT, SELECT)[0] == "AUD-08 DRAWN"
    assert no(replace(SELECT, question="")) == ("AUD-09 MISSING_WORDS", "question")
    backwards = replace(SELECT.query, until=SELECT.query.since)
    assert no(replace(SELECT, query=backwards)) == ("AUD-10 PERIOD", "until")
    own = (decided(1, deciders=("qa.stone",)),)
    assert no(replace(SELECT, population=own)) == ("AUD-11 NOTHING_TO_DRAW", "since")


def test_an_auditor_answers_every_question_and_grades() -> None:
    completed = the(AuditCompleted, happened(RECORD, SELECT))
    assert (completed.grade, completed.child_at_risk, completed.audited_by) == (AuditGrade.GOOD, False, "qa.stone")
    assert len(completed.answers) == 14


def test_nobody_audits_a_decision_in_which_they_had_a_part() -> None:
    assert no(replace(RECORD, by=BROOK), SELECT) == ("AUD-01 OWN_DECISION", "case")
    assert happened(replace(RECORD, by=REYES), SELECT)


def test_what_is_not_in_the_sample_is_not_audited() -> None:
    assert no(replace(RECORD, case=9), SELECT) == ("AUD-02 NOT_SAMPLED", "case")
    assert no(RECORD)[0] == "AUD-02 NOT_SAMPLED"


def test_an_audit_has_its_time() -> None:
    assert no(replace(RECORD, at=may(20, 11).replace(month=7)), SELECT)[0] == "AUD-03 TIME_BOX"
    assert no(replace(MODERATE, at=may(20, 11).replace(month=7)), SELECT, RECORD)[0] == "AUD-03 TIME_BOX"


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_question_is_answered_with_its_evidence(question: str) -> None:
    assert no(replace(RECORD, answers=without(question)), SELECT) == ("AUD-04 UNANSWERED", question)
    silent = (*without(question), Answer(question=question, answer=AuditAnswer.PARTLY, evidence=""))
    assert no(replace(RECORD, answers=silent), SELECT) == ("AUD-04 UNANSWERED", f"{question}_evidence")


def test_a_question_that_nobody_asked_is_not_answered() -> None:
    more = (*ANSWERS, Answer(question="q15", answer=AuditAnswer.YES, evidence="x"))
    assert no(replace(RECORD, answers=more), SELECT) == ("AUD-04 UNANSWERED", "q15")


def test_something_unsafe_now_means_that_a_child_is_at_risk() -> None:
    unsafe = (*without("q14"), Answer(question="q14", answer=AuditAnswer.PARTLY, evidence="He is back home"))
    assert no(replace(RECORD, answers=unsafe), SELECT) == ("AUD-05 CHILD_AT_RISK", "child_at_risk")


@pytest.mark.parametrize(
    ("action", "code", "field"),
    [
        (None, "AUD-13 ACTION", "action_what"),
        (replace(TODAYS_ACTION, owner=""), "AUD-13 ACTION", "action_owner"),
        (replace(TODAYS_ACTION, due_at=None), "AUD-13 ACTION", "action_due_at"),
        (replace(TODAYS_ACTION, due_at=may(20, 9)), "AUD-13 ACTION", "action_due_at"),
        (replace(TODAYS_ACTION, due_at=may(21, 0, 30)), "AUD-05 CHILD_AT_RISK", "action_due_at"),
    ],
)
def test_a_child_at_risk_has_somebody_who_acts_today(action: Action | None, code: str, field: str) -> None:
    assert no(replace(RECORD, child_at_risk=True, action=action), SELECT) == (code, field)


def test_a_child_at_risk_has_an_owner_in_the_same_breath() -> None:
    completed, agreed = happened(replace(RECORD, child_at_risk=True, action=TODAYS_ACTION), SELECT)
    assert isinstance(completed, AuditCompleted)
    assert isinstance(agreed, AuditActionAgreed)
    assert (agreed.owner, agreed.urgent, agreed.child_ids) == ("Marta Reyes", True, (completed.child_id,))


def test_another_auditor_moderates_and_may_change_the_grade() -> None:
    moderated = the(AuditModerated, happened(MODERATE, SELECT, RECORD))
    assert (moderated.grade_changed, moderated.changed_from) == (True, AuditGrade.GOOD)
    same = the(AuditModerated, happened(replace(MODERATE, grade=AuditGrade.GOOD), SELECT, RECORD))
    assert not same.grade_changed


def test_who_audited_does_not_moderate_nor_does_who_decided() -> None:
    assert no(replace(MODERATE, by=STONE), SELECT, RECORD) == ("AUD-06 OWN_AUDIT", "case")
    assert no(replace(MODERATE, by=BROOK), SELECT, RECORD) == ("AUD-01 OWN_DECISION", "case")
    assert no(MODERATE, SELECT) == ("AUD-07 NOT_AUDITED", "case")
    assert no(MODERATE, SELECT, RECORD, MODERATE) == ("AUD-07 NOT_AUDITED", "case")
    assert no(RECORD, SELECT, RECORD) == ("AUD-07 NOT_AUDITED", "case")
    assert no(replace(MODERATE, reason=""), SELECT, RECORD) == ("AUD-09 MISSING_WORDS", "reason")


def test_an_action_has_an_owner_and_a_day_and_is_completed_once() -> None:
    agreed = the(AuditActionAgreed, happened(AGREE, SELECT))
    assert (agreed.owner, agreed.urgent, agreed.case) == ("Dana Brook", False, 2)
    for field in ("what", "owner"):
        assert no(replace(AGREE, action=replace(AGREE.action, **{field: ""})), SELECT) == ("AUD-13 ACTION", field)
    assert no(replace(AGREE, action=replace(AGREE.action, due_at=None)), SELECT) == ("AUD-13 ACTION", "due_at")
    assert no(replace(AGREE, case=77), SELECT) == ("AUD-02 NOT_SAMPLED", "case")
    done = CompleteAuditAction(by=BROOK, at=may(28, 9), action_id="action-2", outcome="Shown in the team meeting")
    assert the(AuditActionCompleted, happened(done, SELECT, AGREE)).late
    assert no(done, SELECT, AGREE, done) == ("AUD-12 NO_SUCH_ACTION", "action_id")
    assert no(replace(done, outcome=""), SELECT, AGREE) == ("AUD-09 MISSING_WORDS", "outcome")


def test_a_briefing_takes_one_minute_and_has_three_messages() -> None:
    published = the(BriefingPublished, happened(BRIEFING, SELECT))
    assert len(published.messages) == 3
    assert no(replace(BRIEFING, messages=BRIEFING.messages[:2]), SELECT) == ("BRF-02 THREE_MESSAGES", "messages")
    assert no(replace(BRIEFING, change="word " * 290), SELECT) == ("BRF-01 TOO_LONG", "looked_at")
    for field in ("title", "looked_at", "good", "change", "standard"):
        assert no(replace(BRIEFING, **{field: ""}), SELECT) == ("BRF-04 MISSING_WORDS", field)


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("good", "Maisie was asked what she wanted."),
        ("change", "maisie's history"),
        ("looked_at", "The Thornbeck family"),
        ("change", "The girl born 14/09/2017"),
        ("change", "born 14th September 2017"),
        ("title", "2017-09-14"),
        ("standard", "NHS 943 476 5919"),
        ("good", "Will was seen"),
    ],
)
def test_a_briefing_names_no_child_of_the_sample(field: str, words: str) -> None:
    assert no(replace(BRIEFING, **{field: words}), SELECT) == ("BRF-03 IDENTIFIER", field)


def test_a_name_among_three_messages_is_found_too() -> None:
    named = (*BRIEFING.messages[:2], "Ask Maisie")
    assert no(replace(BRIEFING, messages=named), SELECT) == ("BRF-03 IDENTIFIER", "messages")


def test_ordinary_words_and_numbers_name_nobody() -> None:
    words = "We will look at 300 decisions of 2026, ring 01999 555001, and read on 14 September."
    assert identifier_in(words, BRIEFING.names, BRIEFING.birthdays) is None


def test_a_briefing_is_acknowledged_once_by_each() -> None:
    read = AcknowledgeBriefing(by=BROOK, at=may(22, 9), briefing_id="briefing-1")
    assert not the(BriefingAcknowledged, happened(read, SELECT, BRIEFING)).late
    assert happened(read, SELECT, BRIEFING, read) == []
    assert the(BriefingAcknowledged, happened(replace(read, by=REYES), SELECT, BRIEFING, read)).user == "fdm.reyes"
    late = replace(read, at=may(22, 9).replace(month=6))
    assert the(BriefingAcknowledged, happened(late, SELECT, BRIEFING)).late
    assert no(replace(read, briefing_id="none"), SELECT)[0] == "BRF-05 NO_SUCH_BRIEFING"


def test_every_event_of_an_audit_is_published_with_each_field_classed() -> None:
    assert {kind.python_type for kind in AUDIT_EVENTS.kinds()} == set(SAME_FIELDS)
    for contract_type in SAME_FIELDS.values():
        assert not [each for each in classes_of(contract_type).values() if isinstance(each, Unclassified)]


def test_no_published_contract_holds_an_answer_of_an_audit() -> None:
    assert not {"answers", "evidence"} & set(SAME_FIELDS[AuditCompleted].model_fields)
