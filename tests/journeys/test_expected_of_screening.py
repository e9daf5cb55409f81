"""The examples of the domain brief §6.1 to §6.4, sent to intake as they stand, and what screening makes of them.

Both services run whole, with one journal between them; each "Expected" line that is screening's has its assertion.
"""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx2
import pytest_asyncio

from intake.main import build as build_intake
from screening.main import build as build_screening
from shared.access.actor import Actor, Role
from shared.scheduler import Scheduler
from shared.testing.plugin import NewDatabase, ServiceDatabase
from shared.testing.service import RunningService, running

EXAMPLES = Path(__file__).parents[2] / "examples"
LA = "la-812"
POLICE = Actor("expol-rms", "Example Police", Role.POLICE_SYSTEM, "force-example")
MISPER = Actor("expol-misper", "Example Police", Role.POLICE_SYSTEM, "force-example")
DUNMERE = Actor("school-portal-999014", "Dunmere Academy", Role.SCHOOL_DSL, "sch-999014")
LARKFIELD = Actor("school-portal-999001", "Larkfield Primary", Role.SCHOOL_DSL, "sch-999001")
HEALTH = Actor("health-portal", "Example Health", Role.HEALTH_SYSTEM, "health-example")
HANDLER = Actor("ch.marsh", "Lee Marsh", Role.CALL_HANDLER, LA)
ADEYEMI = Actor("sw.adeyemi", "Tola Adeyemi", Role.SCREENER_SW, LA, registered_sw=True)
REYES = Actor("fdm.reyes", "Marta Reyes", Role.FRONT_DOOR_MANAGER, LA, registered_sw=True)
LUND = Actor("edt.lund", "Ingrid Lund", Role.EDT_MANAGER, LA, registered_sw=True)
OKAFOR = Actor("edt.okafor", "Chidi Okafor", Role.EDT_WORKER, LA, registered_sw=True)
MACHINE = "contacts:submit contacts:read"
LONDON = ZoneInfo("Europe/London")
WORDS = "The facts are these, tested against the history and what the school and the health visitor say. " * 3
ANALYSIS = {"harm_analysis": "Tired, hungry, and in an adult's place.", "what_if_wrong": "A baby is alone for hours."}
CLOSING = {"decision": "NFA", "need_level": 1, "rationale": WORDS, "plain_reason": "We have looked into it."} | ANALYSIS


def london(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=LONDON).astimezone(UTC)


def example(name: str) -> Any:
    return json.loads((EXAMPLES / f"{name}.json").read_text())


@dataclass(frozen=True)
class FrontDoor:
    intake: RunningService
    screening: RunningService

    def at(self, moment: datetime) -> None:
        self.intake.clock.at = self.screening.clock.at = moment

    async def send(self, who: Actor, route: str, body: dict[str, Any]) -> dict[str, Any]:
        """The receipt of what a sender sends, once screening has heard of it."""
        client = self.intake.client(who, "" if who.org_id == LA else MACHINE)
        answer = await client.post(f"/api/v1/{route}", json=body)
        assert answer.status_code == 202, answer.text
        await self.settle()
        return answer.json()

    async def settle(self) -> None:
        await self.intake.settle()
        await self.screening.settle()

    async def know(self, receipt: dict[str, Any], who: dict[str, str | None]) -> None:
        """A person says who each child is: one that we know, or a child new to us."""
        for temp_ref, child_id in who.items():
            answer = await self.intake.client(ADEYEMI).post(
                f"/api/v1/contacts/{receipt['contact_id']}/identities",
                json={"temp_ref": temp_ref, "child_id": child_id},
            )
            assert answer.status_code == 201, answer.text
        await self.settle()

    async def case(self, receipt: dict[str, Any]) -> dict[str, Any]:
        answer = await self.screening.client(OKAFOR).get(f"/api/v1/screenings/{receipt['contact_id']}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def ask(self, who: Actor, receipt: dict[str, Any], command: str, **body: Any) -> httpx2.Response:
        path = f"/api/v1/screenings/{receipt['contact_id']}/{command}"
        return await self.screening.client(who).post(path, json=body)

    async def done(self, who: Actor, receipt: dict[str, Any], command: str, **body: Any) -> None:
        answer = await self.ask(who, receipt, command, **body)
        assert answer.status_code == 201, answer.text

    async def due(self, receipt: dict[str, Any]) -> dict[str, datetime]:
        clocks = (await self.case(receipt))["clocks"]
        return {clock["code"]: datetime.fromisoformat(clock["due_at"]) for clock in clocks}


@pytest_asyncio.fixture
async def door(service_database: ServiceDatabase, new_database: NewDatabase) -> AsyncIterator[FrontDoor]:
    journal = await new_database()
    start = london(2026, 5, 3, 1, 5)
    async with (
        running(build_intake, await service_database("intake"), journal, start) as intake,
        running(build_screening, await service_database("screening"), journal, start) as screening,
    ):
        yield FrontDoor(intake, screening)


def child_ids(receipt: dict[str, Any]) -> dict[str, str]:
    return {child["temp_ref"]: child["child_id"] for child in receipt["children"]}


def code_of(answer: httpx2.Response) -> str:
    return answer.json()["code"].split()[0]


async def three_standard_notifications(door: FrontDoor) -> dict[str, str]:
    """The household is known by three earlier notifications, each graded STANDARD."""
    known: dict[str, str | None] = {"c1": None, "c2": None}
    for number, month in enumerate((8, 11, 3)):
        at = london(2025 if month > 5 else 2026, month, 4, 10)
        door.at(at)
        sent = example("police-domestic-abuse-high") | {"source_ref": f"PPN-EARLIER-{number}", "urgent_flag": False}
        sent["incident"] = {"occurred_at": at.isoformat(), "location_type": "HOME"}
        sent["reported_at"] = at.isoformat()
        sent["police"]["da"] |= {"grade": "STANDARD", "high_risk_factors": [], "ticks": 4, "previous_incidents_12m": 0}
        receipt = await door.send(POLICE, "police-notifications", sent)
        await door.know(receipt, known)
        if known["c1"] is None:
            known = {child["temp_ref"]: child["child_id"] for child in (await door.case(receipt))["children"]}
    return {ref: child_id for ref, child_id in known.items() if child_id}


async def test_6_1_the_notification_of_the_night(door: FrontDoor) -> None:
    known = await three_standard_notifications(door)
    door.at(london(2026, 5, 3, 1, 5))
    receipt = await door.send(POLICE, "police-notifications", example("police-domestic-abuse-high"))
    await door.know(receipt, dict(known))
    await door.done(LUND, receipt, "rag", rag="RED")
    due = await door.due(receipt)
    assert due["CK_RED"] == london(2026, 5, 3, 5, 5)
    assert due["CK_1WD"] == london(2026, 5, 5, 17)
    case = await door.case(receipt)
    assert case["record"][1]["type"] != "SiblingsFoundNoted"
    lag = next(entry["data"] for entry in case["record"] if entry["type"] == "IncidentLagNoted")
    assert (lag["lag_hours"], lag["band"]) == (1.75, "IN_BAND")
    assert [len(child["history"]) for child in case["children"]] == [3, 3]
    maisie = case["children"][0]["child_id"]
    await door.done(LUND, receipt, "direction", text="Visit tonight.")
    for child in case["children"]:
        opened = [item["contact_id"] for item in child["history"]]
        await door.done(
            OKAFOR,
            receipt,
            "history-reviews",
            child_id=child["child_id"],
            sources=["LCS", "POLICE"],
            summary="Three STANDARD notifications in a year, each closed alone.",
            items_opened=opened,
            timeline_read_at="2026-05-03T01:30:00+01:00",
        )
    wanted = {guard["code"].split()[0] for guard in (await door.case(receipt))["children"][0]["missing"]}
    assert {"SCR-07", "SCR-10"} <= wanted
    closing = CLOSING | {"child_id": maisie, "assumptions_tested": ["That he stays in custody"]}
    assert code_of(await door.ask(OKAFOR, receipt, "proposals", **closing)) == "SCR-07"


async def test_6_1_going_up_asks_only_for_a_social_worker_and_a_manager(door: FrontDoor) -> None:
    receipt = await door.send(POLICE, "police-notifications", example("police-domestic-abuse-high"))
    strategy = {
        "child_id": child_ids(receipt)["c1"],
        "decision": "REFERRAL_STRATEGY",
        "need_level": 4,
        "rationale": "Non-fatal strangulation.",
        "strategy": {"grounds": "Strangulation seen by Maisie", "concern": ["EMO"], "immediacy": "IMMEDIATE"},
    }
    unregistered = Actor("sw.new", "New Worker", Role.SCREENER_SW, LA)
    assert code_of(await door.ask(unregistered, receipt, "proposals", **strategy)) == "SCR-06"
    await door.done(OKAFOR, receipt, "proposals", **strategy)
    about = {"child_id": strategy["child_id"], "manager_rationale": "At once."}
    await door.done(LUND, receipt, "authorisations", **about)
    child = (await door.case(receipt))["children"][0]
    assert child["decision"] == "REFERRAL_STRATEGY"
    assert {guard["code"].split()[0] for guard in child["owed"]} >= {"SCR-01", "SCR-02"}
    assert datetime.fromisoformat(child["owed_by"]) == london(2026, 5, 3, 5, 5)


async def two_earlier_contacts(door: FrontDoor) -> str:
    """What the record holds of Jay: a health visitor in 2021, a neighbour in January 2026. His id."""
    jay = example("school-contact-thin")
    visitor = jay | {"source_system": "HEALTH-PORTAL", "source_ref": "HV-1", "source_code": "3B", "agency": {}}
    visitor |= {"worries": "Home cold and dirty; Jay hungry at both visits.", "reported_at": None}
    door.at(london(2021, 6, 9, 11))
    first = await door.send(HEALTH, "contacts", visitor)
    await door.know(first, {"c1": None})
    child_id = (await door.case(first))["children"][0]["child_id"]
    neighbour = jay | {"source_system": "TELEPHONE", "source_ref": "T-1", "source_code": "1B", "agency": {}}
    neighbour |= {"worries": "He is out alone late, in the same clothes.", "reported_at": None, "channel": "PHONE"}
    door.at(london(2026, 1, 14, 15))
    second = await door.send(HANDLER, "public-contacts", neighbour)
    await door.know(second, {"c1": child_id})
    return str(child_id)


async def test_6_2_the_thin_contact_is_worked_before_it_may_close(door: FrontDoor) -> None:
    jay = await two_earlier_contacts(door)
    door.at(london(2026, 5, 7, 16, 5))
    receipt = await door.send(DUNMERE, "contacts", example("school-contact-thin"))
    await door.know(receipt, {"c1": jay})
    case = await door.case(receipt)
    assert case["quality"]["grade"] == "INADEQUATE"
    assert set(case["quality"]["failed"]) == {"q2", "q3", "q5", "q6", "q7", "q8", "q9", "q10"}
    [child] = case["children"]
    assert sorted(item["source_code"] for item in child["history"]) == ["1B", "3B"]
    await door.done(REYES, receipt, "rag", rag="GREEN")
    await door.done(REYES, receipt, "direction", text="Ring the school; ask health.")
    await door.done(
        ADEYEMI,
        receipt,
        "history-reviews",
        child_id=jay,
        sources=["LCS"],
        summary="Two earlier worries about neglect.",
        items_opened=[item["contact_id"] for item in child["history"]],
        patterns=["NEGLECT"],
    )

    async def refused(**changes: Any) -> str:
        return code_of(await door.ask(ADEYEMI, receipt, "proposals", **(CLOSING | {"child_id": jay} | changes)))

    assert await refused() == "SCR-03"
    await door.done(ADEYEMI, receipt, "clarification-attempts", method="PHONE", outcome="No answer")
    assert await refused() == "SCR-03"
    await door.done(ADEYEMI, receipt, "clarification-attempts", method="EMAIL", outcome="No answer")
    assert await refused() == "SCR-03"
    await door.done(ADEYEMI, receipt, "information", agency="EDUCATION", summary="The sender's own agency.")
    assert await refused() == "SCR-03"
    await door.done(ADEYEMI, receipt, "information", agency="HEALTH", summary="Not brought since 2022.")
    assert await refused() == "SCR-04"
    tested = {"assumptions_tested": ["That lateness is all: the health visitor saw hunger"]}
    assert await refused(**tested) == "SCR-07"
    await door.done(
        ADEYEMI,
        receipt,
        "cumulative-analyses",
        child_id=jay,
        incidents=["Health visitor 2021", "Neighbour January 2026", "School May 2026"],
        themes=["NEGLECT"],
        trajectory="WORSENING",
        so_what="Three people in five years describe the same neglect.",
    )
    assert await refused(**tested) == "SCR-09"


async def test_6_3_the_good_contact_goes_up_to_a_referral(door: FrontDoor) -> None:
    door.at(london(2026, 5, 13, 9, 40))
    receipt = await door.send(LARKFIELD, "contacts", example("school-contact-good"))
    assert (await door.case(receipt))["quality"]["grade"] == "GOOD"
    await door.done(REYES, receipt, "rag", rag="AMBER")
    assert (await door.due(receipt))["CK_AMBER"] == london(2026, 5, 14, 9, 40)
    await door.done(REYES, receipt, "direction", text="Read the early help record.")
    about = list(child_ids(receipt).values())
    for child_id in about:
        review = {"child_id": child_id, "sources": ["LCS", "EHM"], "summary": "Early help has not held."}
        await door.done(ADEYEMI, receipt, "history-reviews", **review)
    for child_id in about:
        referral = {
            "child_id": child_id,
            "decision": "REFERRAL_S17",
            "need_level": 4,
            "rationale": WORDS,
            "plain_reason": "A social worker will visit and assess.",
            **ANALYSIS,
            "assumptions_tested": ["That grandmother can stay: until Thursday only"],
        }
        await door.done(ADEYEMI, receipt, "proposals", **referral)
    for child_id in about:
        body = {"child_id": child_id, "manager_rationale": "Neglect of both children, not held by early help."}
        await door.done(REYES, receipt, "authorisations", **body)
    decisions = await door.screening.published("frontdoor.ThresholdDecisionAuthorised.v1")
    assert [one["decision"] for one in decisions] == ["REFERRAL_S17", "REFERRAL_S17"]
    assert (await door.due(receipt))["CK_FEEDBACK"] == london(2026, 5, 14, 9, 40)
    noor = f"/api/v1/screenings/{receipt['contact_id']}/children/{about[0]}/referral"
    said = {"primary_need": "N1", "care_status": "EH"}
    accepted = await door.screening.client(REYES).post(noor, json=said)
    assert accepted.status_code == 201, accepted.text
    started = await door.screening.published("frontdoor.ClockStarted.v1")
    [assess] = [datetime.fromisoformat(one["due_at"]) for one in started if one["code"] == "CK_ASSESS"]
    assert assess.astimezone(LONDON) == datetime(2026, 7, 16, 23, 59, 59, tzinfo=LONDON)
    found = ["16A", "1B", "7A"]
    at = f"/api/v1/referrals/{accepted.json()['referral_id']}"
    worker = {"worker": "sw.ndlovu", "team": "CASS-3"}
    assert (await door.screening.client(REYES).post(f"{at}/allocation", json=worker)).status_code == 201
    assessed = {"authorised_on": "2026-05-13", "factors": found}
    assert (await door.screening.client(REYES).post(f"{at}/assessment", json=assessed)).status_code == 201
    [told] = await door.screening.published("frontdoor.AssessmentAuthorised.v1")
    assert told["factors"] == found


async def test_6_4_the_missing_child_in_care_is_an_open_case(door: FrontDoor) -> None:
    missing, returned = example("missing-child-and-return")
    door.at(london(2026, 5, 9, 22, 10))
    receipt = await door.send(MISPER, "missing-reports", missing)
    case = await door.case(receipt)
    [tyler] = case["children"]
    noted = next(entry["data"] for entry in case["record"] if entry["type"] == "CareStatusNoted")
    assert noted["care_status"] == "CLA"
    assert "SCR-11" in {guard["code"].split()[0] for guard in tyler["missing"]}
    queue = (await door.screening.client(ADEYEMI).get("/api/v1/queue")).json()
    assert receipt["contact_id"] in {line["contact_id"] for line in queue}
    door.at(london(2026, 5, 11, 4))
    await door.send(MISPER, "missing-reports", returned)
    door.at(london(2026, 5, 14, 3, 41))
    intake = door.intake.service
    await Scheduler(intake.store, intake.pool, door.intake.clock).fire_due()
    await door.settle()
    told = {alert["code"]: alert for alert in (await door.screening.client(REYES).get("/api/v1/alerts")).json()}
    assert datetime.fromisoformat(told["CK_MISS3"]["due_at"]) == london(2026, 5, 11, 17)
    assert datetime.fromisoformat(told["CK_RHI"]["due_at"]) == london(2026, 5, 14, 3, 40)
    assert told["CK_RHI"]["children"] == [tyler["child_id"]]
