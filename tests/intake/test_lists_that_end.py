"""What people work from shows all that is open; any other list says where it ends, and how much there is."""

import re
from datetime import UTC, datetime, timedelta

from shared.testing.service import RunningService

from .asking import sent
from .conftest import CALL_HANDLER, MACHINE, POLICE, POLICE_MASH, SCHOOL, example

REPORT = example("police-domestic-abuse-high")
OPEN = 210
SUNDAY = datetime(2026, 5, 3, 0, 5, tzinfo=UTC)


async def unreadable(service: RunningService, number: int) -> None:
    school = service.client(SCHOOL, MACHINE)
    for n in range(number):
        await school.post("/api/v1/contacts", content=f"not json {n}".encode())


async def test_every_submission_that_nobody_could_read_stands_on_the_list(intake: RunningService) -> None:
    await unreadable(intake, OPEN)
    page = (await intake.browser(CALL_HANDLER).get("/to-sort-out")).text
    assert len(set(re.findall(r'href="/intake/unreadable/([^"]+)"', page))) == OPEN


async def test_the_grades_to_confirm_say_how_many_there_are_and_high_comes_first(intake: RunningService) -> None:
    police = intake.client(POLICE, MACHINE)
    for n in range(102):
        intake.clock.at = SUNDAY + timedelta(minutes=n)
        report = REPORT | {"source_ref": f"PPN-{n}", "police": REPORT["police"] | {"da": {"grade": "STANDARD"}}}
        await police.post("/api/v1/police-notifications", json=report)
    await police.post("/api/v1/police-notifications", json=REPORT | {"source_ref": "PPN-HIGH"})
    page = (await intake.browser(POLICE_MASH).get("/police-questions")).text
    assert "The first 100 of 103, high risk first, then the oldest" in page
    assert page.index("PPN-HIGH") < page.index(">PPN-0<") < page.index(">PPN-1<")


async def test_an_agencys_submissions_are_fetched_page_by_page(intake: RunningService) -> None:
    for n in range(5):
        intake.clock.at = SUNDAY + timedelta(minutes=n)
        await sent(intake, source_ref=f"SP-{n}")
    school, address, seen = intake.client(SCHOOL, MACHINE), "?limit=2", list[str]()
    while address:
        answer = await school.get(f"/api/v1/submissions{address}")
        seen += [row["source_ref"] for row in answer.json()]
        found = re.match(r'<([^>]+)>; rel="next"', answer.headers.get("link", ""))
        address = found[1] if found else ""
    assert seen == [f"SP-{n}" for n in (4, 3, 2, 1, 0)]
