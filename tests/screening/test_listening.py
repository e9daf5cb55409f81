"""What screening hears of the others, and what it lets them read."""

from datetime import date
from typing import Any

import pytest

from screening import readings, subscriptions
from screening.case.commands import (
    Note,
    NoteAmendment,
    NoteCareStatus,
    NoteCompletion,
    NoteConsent,
    NoteEnding,
    NoteIdentity,
    NoteMaracReferral,
    NoteOutcomeSent,
    NoteQuality,
    NoteSiblingExcluded,
    NoteSiblingsFound,
    OpenScreening,
)
from screening.case.facts import Consent
from screening.case.publishing import ThresholdDecisionAuthorisedV1, publish
from screening.case.urgency import POLICE_GRADE_HIGH, POLICE_PROTECTION, SAID_URGENT, UNDER_ONE
from screening.codes import Agreement, CareStatus, Decision, Ending, ParentsInformed
from screening.heard_strategy import note_strategy_convened
from screening.readings import (
    ChildIdentified,
    ContactAmended,
    ContactQualityAssessed,
    ContactReceived,
    NotificationSent,
)
from screening.strategy_readings import StrategyDiscussionConvened
from screening.subscriptions import (
    note_amendment,
    note_identity,
    note_outcome_sent,
    note_quality,
    open_screening,
)
from shared.access.actor import SYSTEM
from shared.contracts import CONTRACTS, ContractActor, ContractMeta, Reading, Unclassified, classes_of
from shared.subscriptions import Message

from .conftest import contact_of
from .people import may
from .spec import recorded, when
from .story import CONTACT, GROUNDS, MAISIE, NOOR, NOOR_READY, SUNDAY, THE_WEEKEND, ZED, authorised, proposed


def message(reading: Reading) -> Message[Any]:
    actor = ContractActor(**{name: value for name, value in SYSTEM.to_dict().items() if name != "registered_sw"})
    meta = ContractMeta(
        event_id="e",
        stream="s",
        version=1,
        position=1,
        recorded_at=may(3, 1, 6),
        received_at=SUNDAY,
        actor=actor,
        correlation_id="c",
        causation_id="c",
    )
    return Message(id="m", type="t", topic="contacts", data=reading, meta=meta)


def opening(name: str, **changes: Any) -> OpenScreening:
    contact = ContactReceived.model_validate(contact_of(name) | changes)
    [step] = open_screening(message(contact))
    assert step.stream == f"Screening-{contact.contact_id}"
    assert isinstance(step.command, OpenScreening)
    return step.command


def test_a_contact_opens_a_screening_with_the_facts_that_the_guards_ask_about() -> None:
    opened = opening("police-domestic-abuse-high")
    contact = opened.contact
    assert contact.received_at == SUNDAY
    assert contact.urgent_facts == (SAID_URGENT, POLICE_GRADE_HIGH)
    assert contact.high_risk_factors[0] == "STRANGULATION"
    assert (contact.previous_incidents_12m, contact.professional_referrer) == (3, True)
    assert [child.born_on for child in opened.children] == [date(2017, 9, 14), date(2023, 12, 2)]
    assert opened.consent.parental_agreement is Agreement.AGREED


def test_police_protection_and_a_baby_are_urgent_whatever_the_sender_says() -> None:
    baby = {"temp_ref": "c1", "child_id": MAISIE, "dob": "2026-01-10"}
    opened = opening("school-contact-good", contact_type="POLICE_PROTECTION", children=[baby])
    assert opened.contact.urgent_facts == (POLICE_PROTECTION, UNDER_ONE)
    unborn = {"temp_ref": "c1", "child_id": MAISIE, "expected_dob": "2026-07-14"}
    assert opening("school-contact-good", children=[unborn]).contact.urgent_facts == (UNDER_ONE,)


def test_a_neighbour_is_no_professional_and_an_unnamed_one_neither() -> None:
    assert not opening("school-contact-good", source_code="1B").contact.professional_referrer
    anonymous = opening("school-contact-good", referrer={"anonymous": True})
    assert not anonymous.contact.professional_referrer


def test_what_no_code_says_is_unknown() -> None:
    opened = opening("school-contact-good", consent={"parents_informed": "perhaps", "parental_agreement": ""})
    assert opened.consent.parents_informed is ParentsInformed.UNKNOWN
    assert opened.consent.parental_agreement is Agreement.UNKNOWN


def test_the_other_facts_of_a_contact_are_noted() -> None:
    amended = ContactAmended(contact_id=CONTACT, source_version=2, superseded=True)
    assessed = ContactQualityAssessed(contact_id=CONTACT, grade="GOOD")
    identified = ChildIdentified(contact_id=CONTACT, temp_ref="c1", provisional_child_id=MAISIE, child_id=NOOR)
    commands = [
        note_amendment(message(amended))[0].command,
        note_quality(message(assessed))[0].command,
        note_identity(message(identified))[0].command,
    ]
    assert [type(command) for command in commands] == [NoteAmendment, NoteQuality, NoteIdentity]


@pytest.mark.parametrize(("profile", "contact_id"), [("ENC_MIN", CONTACT), ("OUTCOME_PRO", None)])
def test_only_the_outcome_of_a_contact_counts_as_telling(profile: str, contact_id: str | None) -> None:
    sent = NotificationSent(notification_id="n", profile=profile, contact_id=contact_id)
    assert note_outcome_sent(message(sent)) == []


def test_the_outcome_that_was_sent_is_noted() -> None:
    sent = NotificationSent(notification_id="n", profile="OUTCOME_PRO", contact_id=CONTACT, child_id=NOOR)
    [step] = note_outcome_sent(message(sent))
    assert isinstance(step.command, NoteOutcomeSent)


def test_a_strategy_discussion_counts_where_it_names_its_contact() -> None:
    held = StrategyDiscussionConvened(strategy_id="s", child_ids=(MAISIE,), held_at=SUNDAY)
    assert note_strategy_convened(message(held)) == []
    [step] = note_strategy_convened(message(held.model_copy(update={"contact_id": CONTACT})))
    assert step.stream == f"Screening-{CONTACT}"


def test_a_decision_for_a_strategy_discussion_says_on_what_grounds() -> None:
    given = (THE_WEEKEND, proposed(MAISIE, Decision.REFERRAL_STRATEGY))
    [contract] = publish(recorded("Screening-1", when(authorised(MAISIE), given=given)[0]))
    assert isinstance(contract, ThresholdDecisionAuthorisedV1)
    assert (contract.grounds, contract.concern, contract.immediacy) == (
        GROUNDS.grounds,
        GROUNDS.concern,
        GROUNDS.immediacy,
    )
    assert contract.agency.org_id == "force-example"


def test_any_other_decision_has_no_grounds() -> None:
    given = (*NOOR_READY, proposed(NOOR, Decision.REFERRAL_S17), proposed(ZED, Decision.REFERRAL_S17))
    [contract] = publish(recorded("Screening-1", when(authorised(NOOR), given=given)[0]))
    assert isinstance(contract, ThresholdDecisionAuthorisedV1)
    assert (contract.grounds, contract.concern, contract.immediacy) == ("", (), None)


def test_what_only_the_front_door_needs_is_not_published() -> None:
    opened = when(THE_WEEKEND)[0]
    [contract] = publish(recorded("Screening-1", opened))
    assert "high_risk_factors" not in type(contract).model_fields
    noted = when(NoteQuality(by=SYSTEM, at=SUNDAY, contact_id=CONTACT, grade="GOOD", failed=()), given=[THE_WEEKEND])
    assert publish(recorded("Screening-1", noted[0])) == []


def test_every_field_that_leaves_has_its_sensitivity_class() -> None:
    ours = [contract for contract in CONTRACTS.values() if contract.topic == "threshold-decisions"]
    assert len(ours) >= 11
    unmarked = [mark for contract in ours for mark in classes_of(contract).values() if isinstance(mark, Unclassified)]
    assert unmarked == []


AT = may(3, 1, 6)
NOTED: Any = {"by": SYSTEM, "at": AT, "contact_id": CONTACT}


@pytest.mark.parametrize(
    ("listening", "reading", "command"),
    [
        (
            subscriptions.note_siblings_found,
            readings.SiblingsFound(contact_id=CONTACT, found=(readings.FoundSibling(child_id=ZED),)),
            NoteSiblingsFound(**NOTED, found=(ZED,)),
        ),
        (
            subscriptions.note_sibling_excluded,
            readings.SiblingExcluded(contact_id=CONTACT, child_id=ZED, reason="Lives elsewhere"),
            NoteSiblingExcluded(**NOTED, sibling_id=ZED, reason="Lives elsewhere"),
        ),
        (
            subscriptions.note_completion,
            readings.ContactCompleted(contact_id=CONTACT, completed_at=AT),
            NoteCompletion(**NOTED, completed_at=AT),
        ),
        (
            subscriptions.note_care_status,
            readings.CareStatusAtContactRecorded(
                contact_id=CONTACT, child_id=NOOR, care_status="CP", team="CASS-3", manager="Jo Hale"
            ),
            NoteCareStatus(
                **NOTED, child_id=NOOR, care_status=CareStatus.CP, team="CASS-3", worker=None, manager="Jo Hale"
            ),
        ),
        (
            subscriptions.note_consent,
            readings.ConsentStatusRecorded(contact_id=CONTACT, parents_informed="YES", parental_agreement="REFUSED"),
            NoteConsent(
                **NOTED,
                consent=Consent(parents_informed=ParentsInformed.YES, parental_agreement=Agreement.REFUSED),
            ),
        ),
        (
            subscriptions.note_marac_referral,
            readings.MaracReferralRecorded(contact_id=CONTACT, by_agency="Example Police", confirmed_at=AT),
            NoteMaracReferral(**NOTED, by_agency="Example Police", confirmed_at=AT),
        ),
        (
            subscriptions.note_not_about_a_child,
            readings.ContactMarkedNotAboutAChild(contact_id=CONTACT, reason="Two adults", by="fdm.reyes"),
            NoteEnding(**NOTED, because=Ending.NOT_ABOUT_A_CHILD, reason="Two adults", ended_by="fdm.reyes"),
        ),
        (
            subscriptions.note_redirected,
            readings.ContactRedirected(contact_id=CONTACT, la="999", reason="Lives there.", by="fdm.reyes"),
            NoteEnding(
                **NOTED,
                because=Ending.REDIRECTED,
                reason="Authority 999 has taken it. Lives there.",
                ended_by="fdm.reyes",
            ),
        ),
    ],
)
def test_what_intake_finds_out_becomes_a_note(listening: Any, reading: Reading, command: Note) -> None:
    [step] = listening(message(reading))
    assert (step.stream, step.command) == (f"Screening-{CONTACT}", command)
