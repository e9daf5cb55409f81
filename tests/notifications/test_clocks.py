"""The clock of an alert: before the bell, with an hour's warning, and late when it was late already."""

from datetime import datetime, timedelta

from notifications.clocks import clocks
from notifications.notification.decider import NOTIFICATION
from shared.access.actor import SYSTEM
from shared.clocks import ClockCommand, StartClock
from shared.events import Meta, Recorded

from .people import BELL, INCIDENT, OSEI, RECEIVED
from .spec import when
from .telling import MAISIE, alert, alerts, police_contact, receipt, school_contact


def recorded(event: object, at: datetime) -> Recorded[object]:
    meta = Meta(recorded_at=at, actor=SYSTEM, correlation_id="c", causation_id="c")
    return Recorded(
        position=1,
        stream="Notification-1",
        version=1,
        event_id="e",
        type=type(event).__name__,
        schema_version=1,
        data=event,
        meta=meta,
    )


def started(command: object, at: datetime = RECEIVED) -> list[ClockCommand]:
    return [clock for event in when(NOTIFICATION, command) for clock in clocks(recorded(event, at))]


def test_it_starts_when_we_heard_of_it_and_warns_an_hour_before_the_bell() -> None:
    [clock] = started(alert())
    assert isinstance(clock, StartClock)
    assert (clock.code, clock.child_ids) == ("CK_ENC", (MAISIE,))
    assert (clock.started_at, clock.due_at) == (RECEIVED, BELL)
    [warning] = clock.warnings
    assert (warning.at, warning.tell) == (BELL - timedelta(minutes=60), "FRONT_DOOR_MANAGER")
    assert 0.98 < warning.fraction < 1


def test_what_we_heard_of_after_the_bell_ran_from_the_incident_and_warns_nobody() -> None:
    [command] = alerts(police_contact(), received_at=BELL + timedelta(hours=1))
    [clock] = started(command, at=BELL + timedelta(hours=1))
    assert isinstance(clock, StartClock)
    assert (clock.started_at, clock.due_at, clock.warnings) == (INCIDENT, BELL, ())


def test_receipts_run_no_clock_here() -> None:
    assert started(receipt(school_contact(), OSEI)) == []
