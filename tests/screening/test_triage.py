"""How a screening begins: facts in whatever order they travel, a person's rating, a manager's direction."""

from dataclasses import replace
from datetime import date

from screening.case.commands import (
    AssignRag,
    NoteAmendment,
    NoteIdentity,
    NoteIncidentLag,
    NoteOutcomeSent,
    NoteQuality,
    NoteStrategyConvened,
    ProposeRag,
)
from screening.case.events import (
    ContactAmendmentNoted,
    ManagementDirectionRecorded,
    RagAssigned,
    RagProposed,
    ScreeningOpened,
    StrategyConvenedNoted,
)
from screening.case.facts import NamedChild
from screening.case.urgency import UNDER_ONE
from screening.codes import CheckedAgency, Decision, Rag
from shared.access.actor import SYSTEM

from .people import ADEYEMI, BROOK, REYES, may
from .spec import after, refused, the, when
from .story import (
    ALFIE,
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
    SUNDAY,
    THE_WEEKEND,
    THIN,
    WEDNESDAY,
    ZED,
    authorised,
    proposed,
)


def test_a_contact_opens_one_screening_however_often_it_is_told() -> None:
    assert the(ScreeningOpened, when(THE_WEEKEND)).child_ids == (MAISIE, ALFIE)
    assert when(THE_WEEKEND, given=[THE_WEEKEND]) == []


def test_a_screening_that_nothing_opened_takes_no_persons_command() -> None:
    assert refused(RED) == "SCREENING"


def test_a_child_is_found_by_the_provisional_id_too() -> None:
    linked = NoteIdentity(
        by=SYSTEM,
        at=SUNDAY,
        contact_id=CONTACT,
        temp_ref="c1",
        provisional_child_id=NOOR,
        child_id=EARLIER[0],
    )
    case = after(NOORS_CONTACT, THIN, linked)
    assert case.child_ids == (EARLIER[0], ZED)
    assert case.quality == "INADEQUATE"
    assert case.find(NOOR) == case.find(EARLIER[0])


def test_what_others_tell_us_is_never_refused() -> None:
    notes = (
        NoteAmendment(by=SYSTEM, at=SUNDAY, contact_id=CONTACT, source_version=2),
        NoteQuality(by=SYSTEM, at=SUNDAY, contact_id=CONTACT, grade="GOOD", failed=()),
        NoteIncidentLag(by=SYSTEM, at=SUNDAY, contact_id=CONTACT, lag_hours=1.75, band="IN_BAND"),
        NoteStrategyConvened(
            by=SYSTEM,
            at=SUNDAY,
            contact_id=CONTACT,
            strategy_id=EARLIER[0],
            child_ids=(MAISIE,),
            held_at=SUNDAY,
        ),
        NoteOutcomeSent(by=SYSTEM, at=SUNDAY, contact_id=CONTACT, notification_id=EARLIER[0], child_id=MAISIE),
    )
    for note in notes:
        when(note)
        when(note, given=[THE_WEEKEND])


def test_an_amendment_names_a_new_child_and_regrades() -> None:
    baby = NamedChild(temp_ref="c3", child_id=EARLIER[0], born_on=date(2026, 2, 1))
    amendment = NoteAmendment(
        by=SYSTEM,
        at=may(13, 11),
        contact_id=CONTACT,
        source_version=2,
        children=(*NOORS_CONTACT.children, baby),
        police_grade="HIGH",
    )
    noted = the(ContactAmendmentNoted, when(amendment, given=[NOORS_CONTACT]))
    assert noted.added == (baby,)
    assert UNDER_ONE in noted.urgent_facts
    case = after(NOORS_CONTACT, amendment)
    assert case.child_ids == (NOOR, ZED, EARLIER[0])
    assert case.contact.police_grade == "HIGH"


def test_an_amendment_that_was_overtaken_changes_nothing() -> None:
    late = NoteAmendment(by=SYSTEM, at=SUNDAY, contact_id=CONTACT, source_version=2, superseded=True)
    assert when(late, given=[NOORS_CONTACT]) == []


def test_a_change_of_rating_gives_its_reasons() -> None:
    changed = AssignRag(by=BROOK, at=WEDNESDAY, rag=Rag.GREEN)
    assert refused(changed, given=[NOORS_CONTACT, AMBER]) == "SCREENING"
    rated = the(RagAssigned, when(replace(changed, reasons=("Gran is there",)), given=[NOORS_CONTACT, AMBER]))
    assert (rated.previous, rated.rag) == (Rag.AMBER, Rag.GREEN)


def test_the_same_rating_again_says_nothing_new() -> None:
    assert when(AMBER, given=[NOORS_CONTACT, AMBER]) == []


def test_the_first_rating_counts_from_receipt_however_late_it_comes() -> None:
    late = replace(RED, at=may(3, 4))
    rated = the(RagAssigned, when(late, given=[THE_WEEKEND]))
    assert (rated.starts_from, rated.decision_due_at) == (SUNDAY, may(3, 5, 5))


def test_a_stricter_rating_counts_from_receipt_too() -> None:
    stricter = AssignRag(by=REYES, at=may(13, 10), rag=Rag.RED, reasons=("Father came home drunk",))
    rated = the(RagAssigned, when(stricter, given=[NOORS_CONTACT, AMBER]))
    assert (rated.starts_from, rated.decision_due_at) == (WEDNESDAY, may(13, 13, 40))
    assert rated.replaces is Rag.AMBER


def test_a_case_that_turns_red_after_four_hours_is_due_at_once() -> None:
    late = AssignRag(by=REYES, at=may(13, 15), rag=Rag.RED, reasons=("Father came home drunk",))
    assert the(RagAssigned, when(late, given=[NOORS_CONTACT, AMBER])).decision_due_at == may(13, 13, 40)


def test_a_milder_rating_lengthens_nothing() -> None:
    milder = AssignRag(by=REYES, at=may(3, 3), rag=Rag.GREEN, reasons=("He is in custody",))
    rated = the(RagAssigned, when(milder, given=[THE_WEEKEND, RED]))
    assert (rated.starts_from, rated.replaces) == (None, None)
    assert rated.decision_due_at == may(3, 5, 5)


def test_triage_is_complete_with_both_a_rating_and_a_direction() -> None:
    assert not the(RagAssigned, when(AMBER, given=[NOORS_CONTACT])).completes_triage
    directed = the(ManagementDirectionRecorded, when(DIRECTION, given=[NOORS_CONTACT, AMBER]))
    assert directed.completes_triage
    assert the(RagAssigned, when(GREEN, given=[NOORS_CONTACT, DIRECTION])).completes_triage


def test_a_second_direction_adds_its_checks() -> None:
    first = replace(DIRECTION, checks_required=(CheckedAgency.HEALTH,))
    second = replace(DIRECTION, checks_required=(CheckedAgency.POLICE,))
    case = after(NOORS_CONTACT, first, second)
    assert case.checks_required == {CheckedAgency.HEALTH, CheckedAgency.POLICE}


def test_a_direction_says_something() -> None:
    assert refused(replace(DIRECTION, text=""), given=[NOORS_CONTACT]) == "SCREENING"


def test_a_strategy_discussion_that_is_heard_of_before_its_contact_stands_in_the_record() -> None:
    held = NoteStrategyConvened(
        by=SYSTEM, at=SUNDAY, contact_id=CONTACT, strategy_id=EARLIER[0], child_ids=(NOOR,), held_at=SUNDAY
    )
    noted = the(StrategyConvenedNoted, when(held, given=[]))
    assert (noted.strategy_id, noted.answers_all) == (EARLIER[0], False)
    assert after(held, NOORS_CONTACT) == after(NOORS_CONTACT)


def test_a_strategy_discussion_answers_the_case_when_it_covers_every_undecided_child() -> None:
    held = NoteStrategyConvened(
        by=SYSTEM,
        at=SUNDAY,
        contact_id=CONTACT,
        strategy_id=EARLIER[0],
        child_ids=(NOOR,),
        held_at=SUNDAY,
    )
    assert not the(StrategyConvenedNoted, when(held, given=[NOORS_CONTACT])).answers_all
    decided = (
        *NOOR_READY,
        proposed(ZED, Decision.REFERRAL_S17),
        proposed(NOOR, Decision.REFERRAL_S17),
        authorised(ZED),
    )
    assert the(StrategyConvenedNoted, when(held, given=decided)).answers_all


def test_a_social_worker_proposes_a_rating_and_no_clock_starts_before_a_manager_rates() -> None:
    proposal = ProposeRag(by=ADEYEMI, at=WEDNESDAY, rag=Rag.AMBER, reasons=("A baby in the home",))
    assert the(RagProposed, when(proposal, given=[NOORS_CONTACT])).proposed_by == ADEYEMI.user_id
    assert refused(replace(proposal, reasons=()), given=[NOORS_CONTACT]) == "SCREENING"
    assert refused(replace(proposal, by=SYSTEM), given=[NOORS_CONTACT]) == "SCR-20"
    waiting = after(NOORS_CONTACT, proposal)
    assert (waiting.rag, waiting.decision_due_at, waiting.rag_proposed is not None) == (None, None, True)
    assert after(NOORS_CONTACT, proposal, AMBER).rag_proposed is None
