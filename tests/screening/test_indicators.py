"""The indicators as a whole: who reads them, the page, the file that may leave, and that they come from events."""

import csv
from datetime import timedelta
from importlib import import_module
from io import StringIO

import pytest

from screening.read_models.measuring import KINDS
from shared.access.actor import Actor, Role
from shared.testing.service import RunningService

from .conftest import arrive
from .counting import another, asked, everything_counted, graded
from .guarded_worlds import asked_back, authorise_each, looked_into, propose_for_each
from .html import Page
from .measured_again import KEPT_BEFORE, forget, measured_rows, upgrade
from .people import ADEYEMI, CARTER, HALE, LUND, MARSH, OSEI, PATEL, REYES, STONE, may
from .test_audit_api import asked as asked_of
from .test_pages import open_page
from .test_referral_api import TRANSFER

ANALYST = Actor("pa.lowe", "Ines Lowe", Role.PERFORMANCE_ANALYST, "la-812")
IDS = ["I01", "I02", "I03", "I04", "I10", "I11", "I12", "I17", "I18", "I21", "I22", "I24", "I25", "I26"]
DAYS = "?from=2026-05-01&to=2026-05-31"
EARLY_HELP = import_module("screening.migrations.versions.0016_when_early_help_was_answered")


@pytest.mark.parametrize("who", [REYES, LUND, HALE, PATEL, STONE, ANALYST])
async def test_managers_leaders_and_auditors_read_them(screening: RunningService, who: Actor) -> None:
    assert list(await asked(screening, by=who)) == IDS
    page = await open_page(screening, who, f"/indicators{DAYS}")
    assert page.title.startswith("Indicators")
    assert all(f"#{one}" in page.links for one in IDS)


@pytest.mark.parametrize("who", [ADEYEMI, MARSH, OSEI, CARTER])
@pytest.mark.parametrize("address", ["/indicators", "/api/v1/indicators", "/api/v1/indicators.csv"])
async def test_nobody_else_does(screening: RunningService, who: Actor, address: str) -> None:
    assert (await screening.browser(who).get(address)).status_code == 403


async def test_each_says_what_is_counted_over_what_and_none_yet_is_no_share(screening: RunningService) -> None:
    page = await open_page(screening, REYES, f"/indicators{DAYS}")
    assert "1 May 2026 to 31 May 2026" in page.text
    assert "Children decided for a referral, of the children in contacts" in page.text
    assert "Became referrals: none yet" in page.text
    assert "0%" not in page.text.replace("100%", "").replace("90%", "").replace("40%", "")


async def test_the_page_shows_true_counts_with_what_they_are_of(screening: RunningService) -> None:
    contact = await looked_into(screening)
    await propose_for_each(screening, contact, decision="EARLY_HELP", need_level=2)
    await authorise_each(screening, contact)
    page = await open_page(screening, PATEL, f"/indicators{DAYS}")
    assert "Came back within 30 days: 0 of 2 (0%)" in page.text
    assert "Has had its time 0 of 2 (0%): their 30 days are over" in page.text
    assert "Dana Brook" in page.text
    assert "Noor" not in page.text


async def test_without_days_the_last_whole_month_is_counted(screening: RunningService) -> None:
    screening.clock.at = may(31, 23, 30) + timedelta(hours=1)
    answer = (await screening.client(REYES).get("/api/v1/indicators")).json()
    assert (answer["from"], answer["to"]) == ("2026-05-01", "2026-05-31")
    assert answer["as_at"] == "2026-05-31T23:30:00Z"
    page = await open_page(screening, REYES, "/indicators")
    assert "1 May 2026 to 31 May 2026" in page.text
    for days in ("from=2026-06-01&to=2026-06-01", "from=2025-06-01&to=2026-05-31"):
        assert f"/screening/indicators?{days}" in page.links


@pytest.mark.parametrize("days", ["from=2026-05-02&to=2026-05-01", "from=0001-01-01", "from=soon"])
async def test_days_that_are_no_period_are_refused_in_words(screening: RunningService, days: str) -> None:
    answer = await screening.client(REYES).get(f"/api/v1/indicators?{days}")
    assert answer.status_code == 422
    shown = await screening.browser(REYES).get(f"/indicators?{days}")
    assert shown.status_code == 422
    assert "Give a" in Page(shown.text).text


async def test_a_managers_morning_leads_there(screening: RunningService) -> None:
    assert "/screening/indicators" in (await open_page(screening, REYES, "/morning")).links
    assert "/screening/indicators" in (await open_page(screening, STONE, "/audits")).links


async def test_the_file_that_may_leave_leaves_small_counts_out(screening: RunningService) -> None:
    for number in range(7):
        grade = "GOOD" if number else "INADEQUATE"
        await graded(screening, await another(screening, "school-contact-good", number), grade)
    await arrive(screening, "police-domestic-abuse-high")
    answer = await screening.browser(REYES).get(f"/api/v1/indicators.csv{DAYS}")
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="indicators-2026-05-01-2026-05-31.csv"'
    lines = list(csv.DictReader(StringIO(answer.text)))
    by_source = {line["group"]: line["counted"] for line in lines if line["part"] == "By source"}
    assert {line["indicator"] for line in lines} == set(IDS)
    volume = {line["group"]: line["counted"] for line in lines if line["part"] == "By source" and line["of"] == ""}
    assert volume == {"Police": "c", "School": "15"}
    assert by_source.keys() == volume.keys()
    good = [line for line in lines if line["indicator"] == "I10" and line["measure"] == "Good" and not line["group"]]
    assert [(line["counted"], line["of"], line["value"]) for line in good] == [("c", "10", "")]
    assert not any("authorised" in line["part"] for line in lines)


FORGOTTEN = """
    update step_ups set decided_at = null; update episodes set closed_at = null;
    update step_downs set accepted_at = null; update referrals set introductions = 0"""


async def test_what_is_counted_is_made_again_from_the_events(screening: RunningService) -> None:
    """Everything that this service keeps for them is thrown away, and comes out of its event store as it was."""
    parts = await asked_back(screening)
    await asked_of(screening, HALE, f"referrals/{parts['referral_id']}/transfers", **TRANSFER)
    await everything_counted(screening)
    pool = screening.service.pool
    before, rows = await asked(screening), await measured_rows(pool)
    assert {row["type"] for row in await pool.fetch("select type from events")} >= {kind.__name__ for kind in KINDS}
    async with pool.acquire() as connection, connection.transaction():
        await forget(connection)
        await connection.execute(FORGOTTEN)
    assert await asked(screening) != before
    async with pool.acquire() as connection, connection.transaction():
        for step in (*KEPT_BEFORE.FROM_WHAT_WAS_TOLD, *EARLY_HELP.FROM_WHAT_WAS_TOLD):
            await connection.execute(step)
        await upgrade(connection)
    assert await measured_rows(pool) == rows
    assert await asked(screening) == before
