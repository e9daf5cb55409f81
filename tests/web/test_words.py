"""Times, ages and durations in the words that pages use."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from shared.clocks import ClockView
from shared.testing.gallery import NOW, clock_view
from shared.web import words


def test_an_instant_is_told_in_london_time():
    assert words.day_and_time_words(datetime(2026, 5, 2, 1, 40, tzinfo=UTC)) == "Sat 2 May, 02:40"


def test_an_instant_of_another_year_tells_its_year():
    assert words.day_and_time_words("2021-11-08T10:00:00+00:00", NOW) == "Mon 8 Nov 2021, 10:00"


def test_machines_read_the_iso_time():
    html = words.day_and_time(datetime(2026, 5, 2, 1, 40, tzinfo=UTC))
    assert html == '<time datetime="2026-05-02T02:40:00+01:00">Sat 2 May, 02:40</time>'


def test_a_time_that_nobody_knows_is_said_in_words():
    assert words.day_and_time(None) == "time not known"


@pytest.mark.parametrize(
    ("at", "told"), [("2026-10-25T00:30:00+00:00", "01:30 BST"), ("2026-10-25T01:30:00+00:00", "01:30 GMT")]
)
def test_the_hour_that_october_has_twice_says_which(at: str, told: str):
    assert words.clock_words(at) == told


def test_a_time_without_an_offset_is_an_error():
    with pytest.raises(ValueError, match="no offset"):
        words.london("2026-05-02T02:40:00")


@pytest.mark.parametrize(
    ("born", "told"),
    [
        (date(2017, 9, 14), "8 years 7 months"),
        ("2025-10-02", "7 months"),
        ("2025-05-02", "1 year"),
        ("2025-04-02", "1 year 1 month"),
        ("2026-04-10", "3 weeks"),
        ("2026-04-30", "2 days"),
        ("2026-05-02", "newborn"),
        ("2026-07-14", "unborn, due 14 July 2026"),
        (None, "age not known"),
    ],
)
def test_an_age_is_told_in_years_and_months(born: date | str | None, told: str):
    assert words.age_words(born, date(2026, 5, 2)) == told


def test_a_child_born_on_the_29th_of_february_is_a_month_old_on_the_29th_of_march():
    assert words.age_words("2024-02-29", date(2024, 3, 29)) == "1 month"


def test_an_age_at_an_instant_counts_the_day_in_london():
    assert words.age_words("2025-05-03", datetime(2026, 5, 2, 23, 30, tzinfo=UTC)) == "1 year"


@pytest.mark.parametrize(
    ("lasting", "told"),
    [
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(minutes=12), "12 min"),
        (timedelta(hours=1, minutes=12), "1 h 12 min"),
        (timedelta(hours=18), "18 h"),
        (timedelta(hours=23, minutes=59, seconds=59), "23 h 59 min"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=3, hours=4, minutes=59), "3 days 4 h"),
        (timedelta(days=21, hours=4), "21 days"),
    ],
)
def test_a_duration_is_cut_and_never_rounded_up(lasting: timedelta, told: str):
    assert words.duration_words(lasting) == told


def test_lateness_counts_from_the_incident():
    assert words.lateness("2026-05-02T23:20:00+01:00", "2026-05-03T17:20:00+01:00") == "18 h after the incident"


def test_lateness_without_a_known_incident_says_so():
    assert words.lateness(None, NOW) == "time of the incident not known"


@pytest.mark.parametrize(
    ("clock", "state", "sentence"),
    [
        (clock_view(), "running", "1 h 20 min left of 4 h"),
        (clock_view(warned=0.5), "warned", "1 h 20 min left of 4 h"),
        (clock_view(started=17, due=21), "breached", "1 h 40 min over a limit of 4 h"),
        (clock_view("BREACHED", started=17, due=21), "breached", "1 h 40 min over a limit of 4 h"),
        (clock_view("MET", stopped=21), "met", "Done in 1 h of 4 h"),
        (clock_view("MET_LATE", started=10, due=14, stopped=16), "met-late", "Done 2 h over a limit of 4 h"),
        (clock_view("CANCELLED", stopped=21), "cancelled", "Cancelled, limit was 4 h"),
        (
            clock_view("CANCELLED", stopped=21, ended_by="ReferralClosed"),
            "cancelled",
            "Cancelled as the referral was closed, limit was 4 h",
        ),
    ],
)
def test_a_clock_says_its_number_its_limit_and_its_state(clock: words.ClockFacts, state: str, sentence: str):
    assert (words.clock_state(clock, NOW), words.clock_sentence(clock, NOW)) == (state, sentence)


def running(code: str, started: str, due: str) -> ClockView:
    at, until = (datetime.fromisoformat(told).replace(tzinfo=words.LONDON) for told in (started, due))
    return replace(clock_view(), code=code, started_at=at, due_at=until)


HOLIDAY = running("CK_1WD", "2026-05-01 10:15", "2026-05-05 10:15")
FRIDAY_NIGHT, TUESDAY = datetime(2026, 5, 1, 21, tzinfo=UTC), datetime(2026, 5, 5, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("clock", "now", "sentence"),
    [
        pytest.param(HOLIDAY, FRIDAY_NIGHT, "1 working day left of 1 working day", id="before a bank holiday"),
        pytest.param(HOLIDAY, TUESDAY, "2 h 15 min left of 1 working day", id="on the last day"),
        pytest.param(HOLIDAY, TUESDAY + timedelta(days=2), "1 day 21 h over a limit of 1 working day", id="late"),
        pytest.param(
            replace(HOLIDAY, status="MET", stopped_at=TUESDAY),
            TUESDAY,
            "Done in 1 working day of 1 working day",
            id="met",
        ),
        pytest.param(
            running("CK_1WD", "2026-05-02 23:50", "2026-05-05 17:00"),
            TUESDAY,
            "9 h left of 1 working day",
            id="received out of hours, until the close of service",
        ),
        pytest.param(
            running("CK_ICPC", "2026-05-03 15:20", "2026-05-26 23:59:59"),
            TUESDAY,
            "14 working days left of 15 working days",
            id="fifteen working days over two bank holidays",
        ),
        pytest.param(
            running("CK_RHI", "2026-05-01 10:15", "2026-05-04 10:15"),
            FRIDAY_NIGHT,
            "2 days 12 h left of 3 days",
            id="72 h",
        ),
        pytest.param(
            running("CK_CLARIFY", "2026-05-01 15:30", "2026-05-05 11:30"),
            TUESDAY,
            "3 h left of 4 working hours",
            id="four working hours over a bank holiday",
        ),
        pytest.param(
            running("CK_TRIAGE", "2026-05-01 16:20", "2026-05-05 09:20"),
            FRIDAY_NIGHT,
            "50 min left of 1 working hour",
            id="an hour of service, begun before a bank holiday",
        ),
        pytest.param(
            running("CK_TRIAGE", "2026-05-02 23:50", "2026-05-03 00:05"),
            datetime(2026, 5, 2, 23, tzinfo=UTC),
            "5 min left of 15 min",
            id="an urgent triage counts minutes, also past midnight",
        ),
        pytest.param(
            running("CK_ALLOC", "2026-10-24 23:00", "2026-10-25 04:00"),
            datetime(2026, 10, 24, 22, tzinfo=UTC),
            "6 h left of 6 h",
            id="across the change of the clocks",
        ),
    ],
)
def test_a_limit_is_told_as_the_register_counts_it(clock: ClockView, now: datetime, sentence: str):
    assert words.clock_sentence(clock, now) == sentence
