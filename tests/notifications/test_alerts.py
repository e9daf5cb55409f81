"""An alert to a school: asked for once, held when in doubt, sent by itself, late only when it had to be."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from notifications.codes import Guard, HoldReason, Transport, YesNoNotKnown
from notifications.notification.commands import (
    AcknowledgeNotification,
    HoldNotification,
    RecordDelivery,
    RecordPhoneDelivery,
    ReleaseNotification,
    SuppressNotification,
)
from notifications.notification.decider import NOTIFICATION
from notifications.notification.events import (
    AlertLeftToPolice,
    DuplicateNotSent,
    NotificationAcknowledged,
    NotificationBuilt,
    NotificationDelivered,
    NotificationFailed,
    NotificationHeld,
    NotificationReleased,
    NotificationRequested,
    NotificationSent,
    NotificationSuppressed,
)

from .people import ADEYEMI, AMIN, BELL, FELL, OFFICE, OSEI, RECEIVED, REYES, may
from .spec import refused, when
from .telling import (
    LARKFIELD,
    ON_ROLL,
    POLICE_DIRECT,
    alert,
    alert_with,
    alerts,
    police_contact,
    send,
)

NEXT_DAY = RECEIVED + timedelta(hours=12)
STAFF = alert_with(adult_works_with_children=YesNoNotKnown.Y)
STALE = alert_with(school_days_since_incident=11)


def kinds(events: list[object]) -> list[type]:
    return [type(event) for event in events]


def release(by: object = REYES, **answer: object) -> ReleaseNotification:
    return ReleaseNotification(reason="Spoke to the head", by=by, at=NEXT_DAY, **answer)  # pyright: ignore


def test_an_alert_is_built_as_soon_as_it_is_asked_for() -> None:
    events = when(NOTIFICATION, alert())
    assert kinds(events) == [NotificationRequested, NotificationBuilt]
    assert (events[0].due_at, events[1].profile_version) == (BELL, 1)


def test_each_field_that_was_told_can_be_proved_by_its_hash() -> None:
    built = when(NOTIFICATION, alert())[1]
    assert set(built.field_hashes) == set(built.payload)


def test_a_payload_with_one_field_more_is_refused() -> None:
    command = alert()
    told = replace(command, payload={**command.payload, "address": "14 Larkspur Way"})
    assert refused(NOTIFICATION, told) == "NOT-01"


def test_a_field_hidden_deep_inside_is_refused_too() -> None:
    command = alert()
    child = command.payload["child"]
    assert isinstance(child, dict)
    told = replace(command, payload={**command.payload, "child": {**child, "sibling": "Alfie"}})
    assert refused(NOTIFICATION, told) == "NOT-01"


def test_the_same_report_told_again_says_nothing_new() -> None:
    command = alert()
    assert when(NOTIFICATION, command, given=[command]) == []


def test_a_second_report_of_the_same_incident_is_no_second_alert() -> None:
    [first] = alerts(police_contact())
    [second] = alerts(police_contact(contact_id="another", source_ref="PPN-2026-0418999"))
    assert second.about.notification_id == first.about.notification_id
    assert kinds(when(NOTIFICATION, second, given=[first, send()])) == [DuplicateNotSent]


def test_a_second_report_is_noted_once_however_often_it_is_asked_for() -> None:
    [first] = alerts(police_contact())
    [second] = alerts(police_contact(contact_id="another", source_ref="PPN-2026-0418999"))
    assert when(NOTIFICATION, second, given=[first, second]) == []
    assert when(NOTIFICATION, second, given=[first, second, send()]) == []


def test_another_incident_is_another_alert() -> None:
    other = police_contact(incident={"police_ref": "26*118903", "occurred_at": "2026-05-03T00:10:00+01:00"})
    assert alerts(other)[0].about.notification_id != alert().about.notification_id


def test_where_the_force_tells_schools_itself_we_only_write_it_down() -> None:
    [command] = alerts(police_contact(), policy=POLICE_DIRECT)
    assert kinds(when(NOTIFICATION, command)) == [AlertLeftToPolice]
    assert when(NOTIFICATION, send(), given=[command]) == []


def test_an_adult_who_works_with_children_holds_the_alert_for_a_manager() -> None:
    held = when(NOTIFICATION, STAFF)[-1]
    assert (held.reason, held.guard) == (HoldReason.SAFETY_RISK, Guard.ADULT_IS_STAFF)


def test_not_knowing_where_an_adult_works_holds_nothing() -> None:
    assert kinds(when(NOTIFICATION, alert_with(adult_works_with_children=YesNoNotKnown.NK)))[-1] is NotificationBuilt


def test_works_with_children_is_read_from_any_adult_of_the_contact() -> None:
    contact = police_contact()
    contact["adults"][0]["works_with_children"] = "Y"
    assert when(NOTIFICATION, alerts(contact)[0])[-1].guard is Guard.ADULT_IS_STAFF


def test_victim_and_perpetrator_mixed_up_waits_for_the_police() -> None:
    command = alert(flags=["INT-07 VICTIM_PERP_SWAP"])
    assert when(NOTIFICATION, command)[-1].guard is Guard.ROLES_UNCLEAR
    assert refused(NOTIFICATION, release(), given=[command]) == "INT-07"
    assert when(NOTIFICATION, send(roles_unclear=True), given=[command]) == []
    assert kinds(when(NOTIFICATION, send(), given=[command])) == [NotificationReleased]
    assert kinds(when(NOTIFICATION, send(), given=[command, send()])) == [NotificationSent]


def test_a_version_that_mixes_them_up_holds_what_has_not_left() -> None:
    [held] = when(NOTIFICATION, send(roles_unclear=True), given=[alert()])
    assert (held.guard, held.reason) == (Guard.ROLES_UNCLEAR, HoldReason.SAFETY_RISK)


def test_when_the_police_have_answered_what_else_is_in_doubt_is_asked_next() -> None:
    contact = police_contact(
        flags=["INT-07 VICTIM_PERP_SWAP"],
        incident={"occurred_at": "2026-04-16T20:00:00+01:00", "police_ref": "26*1"},
    )
    [command] = alerts(contact)
    released, held = when(NOTIFICATION, send(), given=[command])
    assert (kinds([released]), held.guard) == ([NotificationReleased], Guard.STALE_INCIDENT)


def test_an_incident_of_more_than_ten_school_days_ago_waits_for_the_police() -> None:
    contact = police_contact(incident={"occurred_at": "2026-04-16T20:00:00+01:00", "police_ref": "26*1"})
    [command] = alerts(contact)
    assert when(NOTIFICATION, command)[-1].reason is HoldReason.STALE_INCIDENT


def test_an_incident_of_ten_school_days_ago_is_told_late() -> None:
    contact = police_contact(incident={"occurred_at": "2026-04-17T20:00:00+01:00", "police_ref": "26*1"})
    [command] = alerts(contact)
    assert when(NOTIFICATION, send(), given=[command])[0].late


def test_only_the_police_in_the_hub_can_confirm_a_stale_incident() -> None:
    assert refused(NOTIFICATION, release(by=REYES), given=[STALE]) == "NOT-12"
    assert kinds(when(NOTIFICATION, release(by=AMIN), given=[STALE])) == [NotificationReleased]


def test_over_half_term_the_alert_waits_for_the_first_morning_of_term() -> None:
    [command] = alerts(
        police_contact(incident={"occurred_at": "2026-05-22T21:00:00+01:00", "police_ref": "26*2"}),
        received_at=may(22, 23),
    )
    held = when(NOTIFICATION, command)[-1]
    assert (held.reason, held.until) == (HoldReason.SCHOOL_CLOSED, may(31, 24 - 1) + timedelta(hours=1))
    assert when(NOTIFICATION, send(at=may(30, 12)), given=[command]) == []
    assert kinds(when(NOTIFICATION, send(at=held.until), given=[command])) == [NotificationSent]


def test_beyond_the_known_terms_a_person_decides() -> None:
    [command] = alerts(
        police_contact(incident={"occurred_at": "2029-07-25T21:00:00+01:00", "police_ref": "26*3"}),
        received_at=RECEIVED.replace(year=2029, month=7, day=26),
    )
    assert command.due_at is None
    assert when(NOTIFICATION, command)[-1].guard is Guard.SCHOOL_CLOSED


@pytest.mark.parametrize("answer", [YesNoNotKnown.Y, YesNoNotKnown.NK, None])
def test_an_alert_is_not_released_to_where_the_adult_may_work(answer: YesNoNotKnown | None) -> None:
    assert refused(NOTIFICATION, release(staff_at_recipient=answer), given=[STAFF]) == "NOT-05"


def test_a_manager_who_found_out_that_the_adult_works_elsewhere_releases_it() -> None:
    answered = release(staff_at_recipient=YesNoNotKnown.N)
    assert kinds(when(NOTIFICATION, answered, given=[STAFF])) == [NotificationReleased]
    assert kinds(when(NOTIFICATION, send(), given=[STAFF, answered])) == [NotificationSent]


def test_two_doubts_need_two_answers() -> None:
    doubtful = alert_with(adult_works_with_children=YesNoNotKnown.Y, school_days_since_incident=11)
    answered = release(staff_at_recipient=YesNoNotKnown.N)
    events = when(NOTIFICATION, answered, given=[doubtful])
    assert kinds(events) == [NotificationReleased, NotificationHeld]
    assert events[1].guard is Guard.STALE_INCIDENT
    assert when(NOTIFICATION, send(), given=[doubtful, answered]) == []


def test_a_screener_cannot_release_what_is_held_for_a_manager() -> None:
    answered = release(by=ADEYEMI, staff_at_recipient=YesNoNotKnown.N)
    assert refused(NOTIFICATION, answered, given=[STAFF]) == "NOT-13"


def test_a_manager_may_hold_back_what_has_not_left() -> None:
    hold = HoldNotification(reason="The father is at the school today", by=REYES, at=NEXT_DAY)
    assert when(NOTIFICATION, hold, given=[alert()])[0].explanation == "The father is at the school today"
    assert when(NOTIFICATION, send(), given=[alert(), hold]) == []
    assert kinds(when(NOTIFICATION, send(), given=[alert(), hold, release()])) == [NotificationSent]


def test_what_has_left_can_no_longer_be_held() -> None:
    hold = HoldNotification(reason="Wait", by=REYES, at=NEXT_DAY)
    assert refused(NOTIFICATION, hold, given=[alert(), send()]) == "NOT-TOO-LATE"


def test_a_verified_recipient_is_sent_the_words_at_once() -> None:
    [sent] = when(NOTIFICATION, send(), given=[command := alert()])
    assert (sent.payload, sent.transport, sent.late) == (command.payload, Transport.PORTAL, False)
    assert (sent.about.recipient_org, sent.about.recipient_name) == ("sch-999001", "Larkfield Primary")


def test_it_is_sent_once() -> None:
    assert when(NOTIFICATION, send(), given=[alert(), send()]) == []


def test_sent_after_the_bell_is_marked_late() -> None:
    [sent] = when(NOTIFICATION, send(at=BELL + timedelta(seconds=1)), given=[alert()])
    assert sent.late


@pytest.mark.parametrize(
    "recipient",
    [
        pytest.param(None, id="nobody is registered"),
        pytest.param(replace(LARKFIELD, verified_at=None), id="never verified"),
        pytest.param(replace(LARKFIELD, verified_at=RECEIVED - timedelta(days=181)), id="verified too long ago"),
        pytest.param(replace(LARKFIELD, valid_to=date(2026, 5, 2)), id="the registration has ended"),
    ],
)
def test_an_unverified_recipient_is_not_told(recipient: object) -> None:
    [held] = when(NOTIFICATION, send(recipient=recipient), given=[alert()])  # pyright: ignore
    assert (held.reason, held.guard) == (HoldReason.RECIPIENT_UNVERIFIED, Guard.UNVERIFIED)


def test_verified_180_days_ago_still_counts() -> None:
    recipient = replace(LARKFIELD, verified_at=RECEIVED - timedelta(days=180))
    assert kinds(when(NOTIFICATION, send(recipient=recipient), given=[alert()])) == [NotificationSent]


def test_without_a_roll_the_child_is_not_named() -> None:
    [held] = when(NOTIFICATION, send(roll=None), given=[alert()])
    assert (held.reason, held.guard) == (HoldReason.RECIPIENT_UNVERIFIED, Guard.NOT_ON_ROLL)


def test_a_child_who_is_not_on_the_roll_is_not_named() -> None:
    [held] = when(NOTIFICATION, send(roll=replace(ON_ROLL, on_roll=False)), given=[alert()])
    assert held.guard is Guard.NOT_ON_ROLL


def test_the_same_obstacle_is_told_once_and_another_one_again() -> None:
    nobody = send(recipient=None)
    assert when(NOTIFICATION, nobody, given=[alert(), nobody]) == []
    assert when(NOTIFICATION, send(roll=None), given=[alert(), nobody])[0].guard is Guard.NOT_ON_ROLL


def test_once_the_register_is_put_right_it_is_sent_by_itself() -> None:
    assert kinds(when(NOTIFICATION, send(), given=[alert(), send(recipient=None)])) == [NotificationSent]


def test_no_word_of_a_manager_sends_it_to_an_unverified_recipient() -> None:
    assert refused(NOTIFICATION, release(), given=[alert(), send(recipient=None)]) == "NOT-02"


def test_a_transport_that_is_not_connected_fails_in_words() -> None:
    recipient = replace(LARKFIELD, transport=Transport.SECURE_EMAIL)
    [failed] = when(NOTIFICATION, send(recipient=recipient), given=[alert()])
    assert isinstance(failed, NotificationFailed)


def suppress(by: object = REYES, reason: str = "Father works there", on: date | None = date(2026, 6, 1)) -> object:
    return SuppressNotification(reason=reason, review_on=on, by=by, at=NEXT_DAY)  # pyright: ignore


def test_a_manager_suppresses_with_a_reason_and_a_day_of_review() -> None:
    [suppressed] = when(NOTIFICATION, suppress(), given=[STAFF])
    assert isinstance(suppressed, NotificationSuppressed)
    assert when(NOTIFICATION, send(), given=[STAFF, suppress()]) == []


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(suppress(by=ADEYEMI), id="no manager"),
        pytest.param(suppress(reason="  "), id="no reason"),
        pytest.param(suppress(on=None), id="no day of review"),
        pytest.param(suppress(on=date(2026, 5, 3)), id="a review today"),
    ],
)
def test_suppression_without_all_of_these_is_refused(command: object) -> None:
    assert refused(NOTIFICATION, command, given=[STAFF]) == "NOT-13"


def test_what_has_left_can_no_longer_be_suppressed() -> None:
    assert refused(NOTIFICATION, suppress(), given=[alert(), send()]) == "NOT-TOO-LATE"


def test_it_is_delivered_when_the_safeguarding_lead_is_shown_it() -> None:
    [delivered] = when(NOTIFICATION, RecordDelivery(by=OSEI, at=NEXT_DAY), given=[alert(), send()])
    assert (delivered.delivered_to, delivered.late) == ("dsl.osei", False)


def test_shown_after_the_bell_is_delivered_late_although_it_was_sent_in_time() -> None:
    seen = RecordDelivery(by=OSEI, at=BELL + timedelta(hours=1))
    assert when(NOTIFICATION, seen, given=[alert(), send()])[0].late


def test_it_is_delivered_once() -> None:
    seen = RecordDelivery(by=OSEI, at=NEXT_DAY)
    assert when(NOTIFICATION, seen, given=[alert(), send(), seen]) == []


@pytest.mark.parametrize("by", [FELL, OFFICE, ADEYEMI])
def test_nobody_but_the_safeguarding_lead_of_that_school_is_shown_it(by: object) -> None:
    seen = RecordDelivery(by=by, at=NEXT_DAY)  # pyright: ignore
    assert refused(NOTIFICATION, seen, given=[alert(), send()]) == "NOT-ADDRESSEE"


def test_acknowledging_what_was_not_opened_first_also_delivers_it() -> None:
    acknowledge = AcknowledgeNotification(by=OSEI, at=NEXT_DAY)
    events = when(NOTIFICATION, acknowledge, given=[alert(), send()])
    assert kinds(events) == [NotificationDelivered, NotificationAcknowledged]
    assert when(NOTIFICATION, acknowledge, given=[alert(), send(), acknowledge]) == []


def test_before_the_bell_a_manager_reads_it_out_to_a_named_person() -> None:
    told = RecordPhoneDelivery(spoken_to="Anita Osei", by=REYES, at=BELL - timedelta(minutes=20))
    [delivered] = when(NOTIFICATION, told, given=[alert(), send()])
    assert (delivered.transport, delivered.delivered_to) == (Transport.PHONE, "Anita Osei")


def test_what_could_not_be_sent_is_read_out() -> None:
    failed = send(recipient=replace(LARKFIELD, transport=Transport.SECURE_EMAIL))
    told = RecordPhoneDelivery(spoken_to="Anita Osei", by=REYES, at=NEXT_DAY)
    events = when(NOTIFICATION, told, given=[command := alert(), failed])
    assert kinds(events) == [NotificationSent, NotificationDelivered]
    assert events[0].payload == command.payload


def test_words_are_read_out_to_somebody_with_a_name() -> None:
    told = RecordPhoneDelivery(spoken_to=" ", by=REYES, at=NEXT_DAY)
    assert refused(NOTIFICATION, told, given=[alert(), send()]) == "NOT-PHONE"


def test_a_held_alert_is_not_read_out_either() -> None:
    told = RecordPhoneDelivery(spoken_to="The office", by=REYES, at=NEXT_DAY)
    assert refused(NOTIFICATION, told, given=[alert(), send(recipient=None)]) == "NOT-TOO-LATE"
