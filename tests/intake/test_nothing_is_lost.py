"""Whatever JSON an authenticated agency posts ends as a contact, or is refused with its bytes kept for a person."""

import asyncio
import copy
import json
import random
from collections.abc import Iterator
from typing import Any, cast

import pytest

from shared.testing.service import RunningService

from .conftest import CALL_HANDLER, MACHINE, POLICE, SCHOOL, SCREENER, example

JUNK: list[Any] = [
    None, "", 0, -1, 1e308, True, [], {}, "x" * 3000, "2026-13-45", "31/12/2020", "\U0001f9d2", ["a", 1],
    {"a": {"b": []}}, "9999-12-31T23:59:59-14:00", "INT-07", 2**63, [[[[]]]],
]  # fmt: skip
BODIES = 120


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a body."""
    members: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, member in members:
        yield (*path, name)
        yield from places(member, (*path, name))


def mangled(body: Any, chance: random.Random) -> Any:
    """The body with a few of its places taken out or filled with something else."""
    for _ in range(chance.randint(0, 2)):
        path = chance.choice(list(places(body)) or [()])
        holder = body
        for name in path[:-1]:
            holder = holder[name]
        if not path:
            break
        if chance.random() < 0.3:
            del holder[path[-1]]
        else:
            holder[path[-1]] = copy.deepcopy(chance.choice(JUNK))
    return body


def submissions(chance: random.Random) -> Iterator[tuple[str, bytes]]:
    """Routes and bodies: mangled examples, values that are no contact, and bytes that are cut off."""
    for number in range(BODIES):
        name, route = chance.choice(
            [
                ("school-contact-good", "contacts"),
                ("school-contact-thin", "contacts"),
                ("police-domestic-abuse-high", "police-notifications"),
                ("missing-child-and-return", "missing-reports"),
            ]
        )
        whole: Any = example(name)
        one = cast(dict[str, Any], chance.choice(cast(list[Any], whole)) if isinstance(whole, list) else whole)
        one = one | {"source_ref": f"R-{chance.randint(1, BODIES // 2)}"}
        body = json.dumps(chance.choice([mangled(one, chance)] * 5 + [chance.choice(JUNK)])).encode()
        yield f"/api/v1/{route}", body[: chance.randint(0, len(body))] if number % 10 == 0 else body


@pytest.mark.parametrize("seed", [1, 2])
async def test_any_body_is_a_contact_or_a_task(intake: RunningService, seed: int) -> None:
    sent = dict.fromkeys(submissions(random.Random(seed)))
    together = asyncio.Semaphore(8)

    async def post(route: str, body: bytes) -> tuple[int, dict[str, Any]]:
        who = SCHOOL if route.endswith("/contacts") else POLICE
        async with together:
            answer = await intake.client(who, MACHINE).post(route, content=body)
        return answer.status_code, answer.json()

    answers = await asyncio.gather(*(post(route, body) for route, body in sent))
    person = intake.client(SCREENER)
    tasks = (await person.get("/api/v1/unreadable")).json()
    kept = {
        (task["route"].removeprefix("/intake"), text)
        for task in tasks
        for text in [(await person.get(f"/api/v1/unreadable/{task['task_id']}")).json()["text"]]
    }
    stored = set(await _contacts(intake))
    for (route, body), (status, answer) in zip(sent, answers, strict=True):
        if status == 202:
            assert answer["contact_id"] in stored, body
        else:
            assert (400 <= status < 500, bool(answer["code"])) == (True, True), (status, body)
            assert (route, body.decode("utf-8", "replace")) in kept, (answer, body)


async def _contacts(intake: RunningService) -> list[str]:
    rows = await intake.service.pool.fetch("select distinct stream from events where stream like 'Contact-%'")
    return [row["stream"].removeprefix("Contact-") for row in rows]


async def test_the_same_bytes_again_are_the_same_task(intake: RunningService) -> None:
    for _ in range(3):
        await intake.client(SCHOOL, MACHINE).post("/api/v1/contacts", content=b'{"worries": "Jay"')
    person = intake.client(SCREENER)
    [task] = (await person.get("/api/v1/unreadable")).json()
    await person.post(f"/api/v1/unreadable/{task['task_id']}/done", json={"what_was_done": "Telephoned the school"})
    await intake.client(SCHOOL, MACHINE).post("/api/v1/contacts", content=b'{"worries": "Jay"')
    [again] = (await person.get("/api/v1/unreadable")).json()
    assert (again["task_id"], again["dealt_with_at"]) == (task["task_id"], None)


async def test_another_body_under_a_version_that_stands_is_kept_for_a_person(intake: RunningService) -> None:
    school = intake.client(SCHOOL, MACHINE)
    await school.post("/api/v1/contacts", json=example("school-contact-good"))
    changed = example("school-contact-good") | {"worries": "She told us today that he hit her"}
    refused = (await school.post("/api/v1/contacts", json=changed)).json()
    assert (refused["code"], refused["field"]) == ("KEY-REUSED", "source_version")
    assert "source_version 2" in refused["detail"]
    [task] = (await intake.client(SCREENER).get("/api/v1/unreadable")).json()
    text = (await intake.client(SCREENER).get(f"/api/v1/unreadable/{task['task_id']}")).json()["text"]
    assert "he hit her" in text


async def test_of_a_body_that_is_too_long_its_sender_its_length_and_its_beginning_are_kept(
    intake: RunningService,
) -> None:
    body = b'{"source_system": "RMS", "worries": "Jay is afraid to go home' + b" " * 2_000_000
    refused = await intake.client(POLICE, MACHINE).post("/api/v1/police-notifications", content=body)
    answer = refused.json()
    assert (refused.status_code, answer["code"]) == (413, "BODY-TOO-LARGE")
    assert "longer than 1,048,576 bytes" in answer["detail"]
    assert "Nobody has read it" in answer["detail"]
    [task] = (await intake.client(SCREENER).get("/api/v1/unreadable")).json()
    kept = (await intake.client(SCREENER).get(f"/api/v1/unreadable/{task['task_id']}")).json()
    assert (task["org_id"], kept["cut_from"], len(kept["text"])) == (POLICE.org_id, len(body), 65_536)
    assert "Jay is afraid" in kept["text"]
    page = (await intake.browser(SCREENER).get(f"/unreadable/{task['task_id']}")).text
    assert f"{len(body):,} bytes or more" in page


async def test_a_call_handler_deals_with_what_the_police_sent_without_reading_it(intake: RunningService) -> None:
    await intake.client(POLICE, MACHINE).post("/api/v1/police-notifications", content=b'{"narrative": "Jay"')
    handler = intake.client(CALL_HANDLER)
    [task] = (await handler.get("/api/v1/unreadable")).json()
    assert (await handler.get(f"/api/v1/unreadable/{task['task_id']}")).json()["text"] is None
    page = (await intake.browser(CALL_HANDLER).get(f"/unreadable/{task['task_id']}")).text
    assert "a social worker reads it here" in page
    done = {"what_was_done": "Telephoned the force, which sends it again"}
    assert (await handler.post(f"/api/v1/unreadable/{task['task_id']}/done", json=done)).status_code == 201


async def test_a_body_that_is_too_long_is_kept_of_nobody_unknown(intake: RunningService) -> None:
    answer = await intake.nobody().post("/api/v1/contacts", content=b" " * 2_000_000)
    assert answer.status_code == 401
    assert await intake.service.pool.fetchval("select count(*) from events") == 0


async def test_what_we_have_no_field_for_is_kept_and_read_by_a_person(intake: RunningService) -> None:
    body: dict[str, Any] = example("school-contact-good")
    body["safeguarding_log"] = ["Mum said he has a knife", 2]
    receipt = (await intake.client(SCHOOL, MACHINE).post("/api/v1/contacts", json=body)).json()
    assert receipt["not_understood"] == ["safeguarding_log"]
    address = f"/contacts/{receipt['contact_id']}/steps"
    assert "Mum said he has a knife" in (await intake.browser(SCREENER).get(address)).text
    assert "a knife" not in (await intake.browser(CALL_HANDLER).get(address)).text


async def test_a_slash_too_many_changes_nothing(intake: RunningService) -> None:
    answer = await intake.client(SCHOOL, MACHINE).post("/api/v1/contacts/", content=b'{"worries": "Jay"')
    assert (answer.status_code, answer.json()["code"]) == (400, "JSON-SYNTAX")
    assert len((await intake.client(SCREENER).get("/api/v1/unreadable")).json()) == 1


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"children": [{"dob": "31/12/2020"}]}, "children.0.dob: Give a day as 2026-05-02"),
        ({"reported_at": "yesterday"}, "reported_at: Give a time as 2026-05-02T23:20:00+01:00"),
        ({"children": "none"}, "children: Give a list, in [ and ]"),
    ],
)
async def test_a_refusal_says_what_to_send_and_that_it_is_kept(
    intake: RunningService, body: dict[str, Any], words: str
) -> None:
    whole = {"source_system": "A", "source_ref": "B", "contact_type": "OTHER"} | body
    detail = (await intake.client(SCHOOL, MACHINE).post("/api/v1/contacts", json=whole)).json()["detail"]
    assert detail == f"{words}. What you sent is kept for a person to look at. Put it right and send it again."
