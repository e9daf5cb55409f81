"""Every role before every endpoint: nothing outside the need-to-know matrix (brief §2.2) leaves on any of them."""

from dataclasses import replace

import pytest

from shared.access.actor import Actor, Role
from shared.testing.service import RunningService
from timeline.disclosure import READERS
from timeline.subscriptions import TOPICS

from .canaries import CANARY, CHILD, OTHER, PROVISIONAL, canaries
from .canaries import HUB as HUB_ORG
from .streams import may
from .telling import ADEYEMI, AMIN, FARROW, FELL, HALE, LUND, MARSH, NDLOVU, OKAFOR, OSEI, PATEL, POLICE, REYES

ALL = frozenset(
    {
        "ID",
        "HH",
        "SUB",
        "POL",
        "POL-role",
        "HLT",
        "EDU",
        "HIS",
        "HIS-role",
        "HIS-min",
        "SCR",
        "SCR-role",
        "SCR-min",
        "STR",
        "EDT",
        "REF",
        "ADR",
    }
)
SENT = frozenset({"sentschool", "sentpolice", "senthub"})
HUB = frozenset({"ID", "HH", "SUB", "POL-role", "HIS-role", "HIS-min", "SCR-role", "SCR-min"})


def person(role: Role, org_id: str = "la-812") -> Actor:
    return Actor(role.value.lower(), role.value, role, org_id)


SEEN: dict[Actor, frozenset[str]] = {
    POLICE: frozenset({"ID", "HH", "SUB", "POL", "POL-role", "SCR-min", "sentpolice"}),
    AMIN: HUB | {"POL", "sentpolice"},
    OSEI: frozenset({"LADO", "sentschool"}),
    FARROW: HUB | {"HLT"},
    MARSH: frozenset({"ID", "HH", "SUB", "REF", "HIS-min"}),
    ADEYEMI: ALL | SENT,
    REYES: ALL | SENT,
    OKAFOR: ALL - {"HIS", "HIS-role", "HIS-min"} | SENT,
    LUND: ALL - {"HIS", "HIS-role", "HIS-min"} | SENT,
    NDLOVU: ALL - {"REF"} | SENT,
    HALE: ALL - {"REF"} | SENT,
    person(Role.LADO): frozenset({"LADO"}),
    person(Role.MISSING_COORDINATOR): frozenset({"ID", "SUB", "HIS", "HIS-role"}),
    person(Role.EARLY_HELP_WORKER, HUB_ORG): frozenset({"ID", "HIS-role", "HIS-min", "senthub"}),
    person(Role.EARLY_HELP_MANAGER, HUB_ORG): frozenset({"ID", "HIS-role", "HIS-min", "senthub"}),
}
"""What each may see of this child, written down from the brief. At 14:00 on a Tuesday EDT is not on duty."""

UNKNOWN = [
    replace(POLICE, user_id="other-force", org_id="force-other"),
    FELL,
    person(Role.HEALTH_SYSTEM, "health-example"),
    person(Role.OTHER_PROFESSIONAL, "housing-example"),
    person(Role.EARLY_HELP_WORKER),
    person(Role.EARLY_HELP_MANAGER),
    person(Role.QA_AUDITOR),
]
"""To these the child is not there at all."""

CLOSED = [person(role) for role in Role if role not in READERS and role is not Role.SYSTEM]


def addresses(child_id: str) -> list[str]:
    return [
        f"/api/v1/children/{child_id}/timeline",
        f"/api/v1/children/{child_id}/timeline?order=known",
        f"/api/v1/children/{child_id}/timeline?as_known_at=2026-05-03T12:00:00Z",
        f"/api/v1/children/{child_id}/digest",
        f"/children/{child_id}",
        f"/children/{child_id}?as_known_at=2026-05-04T12:00",
    ]


LISTS = ["/api/v1/children", "/api/v1/agency/children", "/children", "/children?q=canary"]


async def everything(service: RunningService, who: Actor) -> str:
    """All that the service has ever answered this reader."""
    browser = service.browser(who)
    answers = [await browser.get(address) for child in (CHILD, PROVISIONAL) for address in addresses(child)]
    answers += [await browser.get(address) for address in LISTS]
    return "\n".join(answer.text + str(answer.headers) for answer in answers)


def canaries_in(text: str) -> set[str]:
    """The classes that a text gives away, however its codes have been put into words."""
    by_lower = {f"canary-{cls}".lower(): cls for cls in ALL | SENT | {"LADO"}}
    return {by_lower[found.lower()] for found in CANARY.findall(text)}


def test_there_is_a_canary_in_a_contract_of_every_kind() -> None:
    assert {told.name for told in canaries()} - {"ClockStarted"} == {
        name for heard in TOPICS.values() for name in heard
    }


@pytest.mark.parametrize("who", SEEN, ids=lambda who: who.role.value)
async def test_a_role_sees_its_classes_and_no_other(told_canaries: RunningService, who: Actor) -> None:
    assert canaries_in(await everything(told_canaries, who)) == SEEN[who]


@pytest.mark.parametrize("who", UNKNOWN, ids=lambda who: f"{who.role.value}-{who.org_id}")
async def test_a_child_of_whom_nothing_may_be_seen_is_an_unknown_child(
    told_canaries: RunningService, who: Actor
) -> None:
    client = told_canaries.client(who)
    for address in addresses(CHILD)[:4]:
        answer = await client.get(address)
        unknown = await client.get(address.replace(CHILD, "child-nobody"))
        assert (answer.status_code, answer.json()) == (404, unknown.json())
    assert not CANARY.search(await everything(told_canaries, who))


@pytest.mark.parametrize("who", CLOSED, ids=lambda who: who.role.value)
async def test_other_roles_are_not_let_in(told_canaries: RunningService, who: Actor) -> None:
    client = told_canaries.client(who)
    answers = [await client.get(address) for address in (*addresses(CHILD), *LISTS)]
    assert {answer.status_code for answer in answers} == {403}


async def test_the_missing_coordinator_sees_missing_episodes_and_return_interviews_and_nothing_else(
    told_canaries: RunningService,
) -> None:
    coordinator = person(Role.MISSING_COORDINATOR)
    answer = (await told_canaries.client(coordinator).get(addresses(CHILD)[0])).json()
    assert sorted(entry["title"] for entry in answer["entries"]) == [
        "Found",
        "Missing: last seen",
        "Return home interview declined",
        "Return home interview held",
        "Return home interview offered",
    ]
    assert (answer["child"]["first_name"], answer["clocks"]) == ("canary-ID", [])
    listed = (await told_canaries.client(coordinator).get("/api/v1/children")).json()
    assert [row["child_id"] for row in listed] == [CHILD]


async def test_a_child_who_was_never_missing_is_unknown_to_the_missing_coordinator(
    told_canaries: RunningService,
) -> None:
    client = told_canaries.client(person(Role.MISSING_COORDINATOR))
    answer = await client.get(f"/api/v1/children/{OTHER}/timeline")
    assert answer.status_code == 404


async def test_a_leader_sees_nothing_before_the_glass_is_broken(told_canaries: RunningService) -> None:
    assert not CANARY.search(await everything(told_canaries, PATEL))
    answer = await told_canaries.client(PATEL).get(addresses(CHILD)[0])
    assert (answer.status_code, answer.json()["code"]) == (422, "TL-02 BREAK_GLASS")


async def test_an_agency_gets_no_hint_of_what_it_may_not_see(told_canaries: RunningService) -> None:
    answer = (await told_canaries.client(OSEI).get(addresses(CHILD)[0])).json()
    titles = [entry["title"] for entry in answer["entries"]]
    assert (sorted(titles), answer["clocks"], answer["later_entries"]) == (
        ["Allegation about a worker", "Contact amended by its sender", "Encompass alert sent"],
        [],
        0,
    )
    before = (await told_canaries.client(OSEI).get(addresses(CHILD)[2])).json()
    assert before["later_entries"] == 0
    page = (await told_canaries.browser(OSEI).get(addresses(CHILD)[4])).text
    assert not [name for name in ("Screening", "Strategy", "Out of hours", "Missing", "Decision") if name in page]


async def test_an_agency_goes_on_using_the_id_it_was_told_first(told_canaries: RunningService) -> None:
    answer = (await told_canaries.client(POLICE, "contacts:read").get(addresses(CHILD)[0])).json()
    assert answer["child_id"] == PROVISIONAL


async def test_a_social_worker_sees_that_something_restricted_is_there(told_canaries: RunningService) -> None:
    answer = (await told_canaries.client(ADEYEMI).get(addresses(CHILD)[0])).json()
    restricted, *_ = [entry for entry in answer["entries"] if entry["kind"] == "RESTRICTED"]
    assert (restricted["title"], restricted["parts"], restricted["source_type"], restricted["lane"]) == (
        "Restricted entry",
        [],
        "",
        "RESTRICTED",
    )


async def test_a_machine_needs_the_scope(told_canaries: RunningService) -> None:
    answer = await told_canaries.client(POLICE, "contacts:submit").get(addresses(CHILD)[0])
    assert answer.status_code == 403


async def test_out_of_hours_the_duty_team_reads_the_history(told_canaries: RunningService) -> None:
    told_canaries.clock.at = may(6, 3)
    try:
        found = canaries_in(await everything(told_canaries, OKAFOR))
    finally:
        told_canaries.clock.at = may(5, 14)
    assert found == ALL | SENT
