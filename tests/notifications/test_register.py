"""The register of recipients and rolls: who may be told, and which children they may be told of."""

from datetime import date
from importlib import import_module

import pytest

from notifications.codes import Transport
from notifications.pupils import pupil_keys
from notifications.recipient.commands import RecordRoll, RegisterRecipient, VerifyRecipient
from notifications.recipient.decider import RECIPIENT, recipient_id_of
from notifications.recipient.events import RecipientRegistered, RecipientVerified, RollRecorded
from notifications.sender import introduce_recipients
from shared.testing.service import RunningService

from .people import REYES, may
from .spec import refused, when

BEFORE = import_module("notifications.migrations.versions.0005_recipients_to_introduce")
ID = recipient_id_of("999001", "sch-999001")
REGISTER = RegisterRecipient(
    recipient_id=ID,
    urn="999001",
    org_id="sch-999001",
    name="Larkfield Primary",
    dsl="Anita Osei",
    deputy="Jan Lyle",
    transport=Transport.PORTAL,
    valid_to=date(2026, 7, 31),
    by=REYES,
    at=may(1, 10),
)


def verify(spoken_to: str = "Anita Osei", valid_to: date = date(2026, 7, 31)) -> VerifyRecipient:
    return VerifyRecipient(recipient_id=ID, spoken_to=spoken_to, valid_to=valid_to, by=REYES, at=may(1, 11))


def roll(urn: str = "999001") -> RecordRoll:
    keys = pupil_keys("Maisie", "Thornbeck", date(2017, 9, 14))
    return RecordRoll(recipient_id=ID, urn=urn, pupil_keys=keys, pupils=1, by=REYES, at=may(1, 11))


def test_a_school_is_registered_with_its_safeguarding_lead() -> None:
    assert [type(event) for event in when(RECIPIENT, REGISTER)] == [RecipientRegistered]


@pytest.mark.parametrize("who", ["Anita Osei", "Jan Lyle"])
def test_the_lead_or_the_deputy_verifies_it(who: str) -> None:
    [verified] = when(RECIPIENT, verify(who), given=[REGISTER])
    assert isinstance(verified, RecipientVerified)
    assert verified.verified_at == may(1, 11)


def test_nobody_else_can_verify_it() -> None:
    assert refused(RECIPIENT, verify("The caretaker"), given=[REGISTER]) == "NOT-02"


def test_nobody_is_verified_before_they_are_registered() -> None:
    assert refused(RECIPIENT, verify()) == "NOT-02"


def test_a_verification_that_has_ended_already_is_refused() -> None:
    assert refused(RECIPIENT, verify(valid_to=date(2026, 4, 30)), given=[REGISTER]) == "NOT-02"


def test_a_school_gives_its_roll() -> None:
    [recorded] = when(RECIPIENT, roll(), given=[REGISTER])
    assert isinstance(recorded, RollRecorded)


def test_a_roll_of_another_school_is_refused() -> None:
    assert refused(RECIPIENT, roll("999014"), given=[REGISTER]) == "NOT-03"


def test_the_roll_holds_no_child_s_name() -> None:
    [recorded] = when(RECIPIENT, roll(), given=[REGISTER])
    assert "aisie" not in str(recorded)
    assert "2017" not in str(recorded.pupil_keys)


def test_a_school_has_one_registration_however_often_it_is_registered() -> None:
    assert recipient_id_of("999001", "sch-999001") == recipient_id_of("999001", "trust-example")


@pytest.mark.parametrize(
    ("first_name", "surname"),
    [("Maisie", "Thornbeck"), ("MAISIE", "thornbeck"), (" Maisie ", "Thorn-beck"), ("Maïsie", "Thornbeck")],
)
def test_a_child_is_found_however_the_name_is_written(first_name: str, surname: str) -> None:
    born = date(2017, 9, 14)
    assert pupil_keys(first_name, surname, born) == pupil_keys("Maisie", "Thornbeck", born)


def test_a_child_is_found_by_pupil_number_alone() -> None:
    by_number = pupil_keys(None, None, None, "A999001180013")
    assert set(by_number) <= set(pupil_keys("Noor", "Hadley", date(2018, 6, 3), "a999001180013"))


def test_a_child_without_a_birthday_has_no_key_by_name() -> None:
    assert pupil_keys("Maisie", "Thornbeck", None) == ()


async def test_whoever_was_registered_before_others_were_told_of_anybody_is_made_known_once(
    registered: RunningService,
) -> None:
    await registered.service.pool.execute("drop table recipients_to_introduce")
    await registered.service.pool.execute(BEFORE.STEP)
    for _ in range(2):
        await introduce_recipients(registered.service)
    told = await registered.published("frontdoor.RecipientRegistered.v1")
    assert [(each["urn"], each["name"], each["meta"]["version"]) for each in told] == [
        ("999001", "Larkfield Primary", 1),
        ("999001", "Larkfield Primary", 4),
    ]
