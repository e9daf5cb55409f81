"""Dip samples, audits, actions and briefings through the API and the pages, on a real store."""

from typing import Any

import httpx2
import pytest

from screening.audit.questions import QUESTIONS
from shared.access.actor import Actor, Role
from shared.testing.service import RunningService

from .asking import done, post, strategy
from .conftest import arrive
from .people import ADEYEMI, BROOK, MARSH, OSEI, PATEL, REYES, STONE, may
from .test_escalation_api import noors as noors
from .test_pages import fill_in, open_page

FINCH = Actor("qa.finch", "Omar Finch", Role.QA_AUDITOR, "la-812")
SELECTION = {"question": "Is the threshold right?", "since": "2026-05-01", "until": "2026-05-31", "seed": "twelve"}
ANSWERS = {
    question: {"answer": "NO" if question == "q14" else "YES", "evidence": "In the record"} for question in QUESTIONS
}
FINDINGS: dict[str, Any] = {
    "grade": "GOOD",
    "answers": ANSWERS,
    "own_child": "YES",
    "child_at_risk": False,
    "summary": "Careful work.",
}
BRIEFING: dict[str, Any] = {
    "title": "Thresholds",
    "looked_at": "Decisions of May.",
    "good": "The child's words came first.",
    "change": "Open the history.",
    "messages": ["Open it", "Ring the school", "Say why"],
    "standard": "Practice standards, chapter 3.",
}
LATER = may(20, 10)


async def ask(screening: RunningService, who: Actor, path: str, **body: Any) -> httpx2.Response:
    return await screening.client(who).post(f"/api/v1/{path}", json=body)


async def asked(screening: RunningService, who: Actor, path: str, **body: Any) -> dict[str, Any]:
    answer = await ask(screening, who, path, **body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def seen(screening: RunningService, who: Actor, path: str) -> Any:
    answer = await screening.client(who).get(f"/api/v1/{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
async def audit_id(screening: RunningService, noors: dict[str, Any]) -> str:
    """A sample of the two decisions about Noor and Zed, drawn a week later by Stone."""
    screening.clock.at = LATER
    return (await asked(screening, STONE, "audits", **SELECTION))["audit_id"]


async def test_a_sample_is_drawn_and_drawn_again_the_same_whatever_has_been_decided_since(
    screening: RunningService, noors: dict[str, Any], audit_id: str
) -> None:
    sample = await seen(screening, STONE, f"audits/{audit_id}")
    assert (len(sample["cases"]), sample["seed"], sample["population"]) == (2, "twelve", 2)
    assert {case["child_id"] for case in sample["cases"]} == {child["child_id"] for child in noors["children"]}
    later = await arrive(screening, "police-domestic-abuse-high")
    for child in later["children"]:
        await done(screening.client(ADEYEMI), later, "proposals", **strategy(child))
        await done(screening.client(BROOK), later, "authorisations", child_id=child["child_id"], manager_rationale="Go")
    again = await seen(screening, STONE, f"audits/{audit_id}/draw")
    assert again["equal"] is True
    assert [case["child_id"] for case in again["cases"]] == [case["child_id"] for case in sample["cases"]]
    grown = await asked(screening, STONE, "audits", **SELECTION)
    assert len((await seen(screening, STONE, f"audits/{grown['audit_id']}"))["cases"]) == 4


async def test_a_sample_that_somebody_tampered_with_is_not_equal_when_it_is_drawn_again(
    screening: RunningService, audit_id: str
) -> None:
    await screening.service.pool.execute("delete from decided where position = (select min(position) from decided)")
    assert (await seen(screening, STONE, f"audits/{audit_id}/draw"))["equal"] is False


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"question": ""}, "AUD-09 MISSING_WORDS", "question"),
        ({"since": "2026-06-01"}, "AUD-10 PERIOD", "until"),
        ({"since": "2025-01-01", "until": "2025-01-31"}, "AUD-11 NOTHING_TO_DRAW", "since"),
        ({"size": 0}, None, "size"),
        ({"since": "soon"}, None, "since"),
    ],
)
async def test_a_sample_that_cannot_be_drawn_says_why(
    screening: RunningService, noors: dict[str, Any], changes: dict[str, Any], code: str | None, field: str
) -> None:
    screening.clock.at = LATER
    answer = await ask(screening, STONE, "audits", **SELECTION | changes)
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert code is None or answer.json()["code"] == code


async def test_no_decision_of_the_auditors_own_is_in_their_sample(
    screening: RunningService, noors: dict[str, Any]
) -> None:
    screening.clock.at = LATER
    assert (await ask(screening, BROOK, "audits", **SELECTION)).json()["code"] == "AUD-11 NOTHING_TO_DRAW"
    assert (await ask(screening, REYES, "audits", **SELECTION)).status_code == 201


async def test_an_auditor_reads_a_sampled_record_while_the_audit_is_open_and_nothing_else(
    screening: RunningService, noors: dict[str, Any], audit_id: str
) -> None:
    record = await seen(screening, STONE, f"audits/{audit_id}/cases/1")
    assert record["contact"]["said"]["worries"]
    assert "ThresholdDecisionAuthorised" in [one["type"] for one in record["record"]]
    assert "9 Quay Street" not in str(record)
    kept = await screening.service.pool.fetchrow(
        "select user_id, child_ids from audit where action = 'ViewSampledCase' order by recorded_at desc limit 1"
    )
    assert kept is not None
    assert (kept["user_id"], set(kept["child_ids"])) == (
        "qa.stone",
        {child["child_id"] for child in noors["children"]},
    )
    stone = screening.client(STONE)
    assert (await stone.get(f"/api/v1/screenings/{noors['contact_id']}")).status_code == 403
    assert (await stone.get("/api/v1/queue")).status_code == 403
    assert (await stone.get(f"/api/v1/audits/{audit_id}/cases/3")).status_code == 404
    screening.clock.at = may(20, 10).replace(month=6)
    closed = await stone.get(f"/api/v1/audits/{audit_id}/cases/1")
    assert (closed.status_code, closed.json()["code"]) == (403, "AUD-03 TIME_BOX")
    assert "Noor" not in str(await seen(screening, STONE, f"audits/{audit_id}"))


async def test_nobody_audits_their_own_decision(screening: RunningService, audit_id: str) -> None:
    refused = await ask(screening, BROOK, f"audits/{audit_id}/cases/1/audit", **FINDINGS)
    assert (refused.status_code, refused.json()["code"], refused.json()["field"]) == (
        422,
        "AUD-01 OWN_DECISION",
        "case",
    )
    hidden = await screening.client(BROOK).get(f"/api/v1/audits/{audit_id}/cases/1")
    assert (hidden.status_code, hidden.json()["code"]) == (403, "AUD-01 OWN_DECISION")


async def test_who_is_no_auditor_is_not_let_in(screening: RunningService, audit_id: str) -> None:
    for who in (ADEYEMI, MARSH, OSEI, PATEL):
        assert (await ask(screening, who, "audits", **SELECTION)).status_code == 403
        assert (await screening.client(who).get(f"/api/v1/audits/{audit_id}")).status_code == 403
    [counted] = await seen(screening, PATEL, "audits")
    assert (counted["cases"], counted["audited"]) == (2, 0)
    assert "child_ids" not in counted


async def test_an_audit_is_recorded_moderated_and_counted(screening: RunningService, audit_id: str) -> None:
    case = f"audits/{audit_id}/cases/1"
    refused = await ask(
        screening, STONE, f"{case}/audit", **FINDINGS | {"answers": {**ANSWERS, "q7": {"answer": "NO"}}}
    )
    assert (refused.json()["code"], refused.json()["field"]) == ("AUD-04 UNANSWERED", "q7_evidence")
    receipt = await asked(screening, STONE, f"{case}/audit", **FINDINGS)
    assert receipt["events"] == ["AuditCompleted"]
    moderation = {"grade": "REQUIRES_IMPROVEMENT", "reason": "The history was pasted."}
    assert (await ask(screening, STONE, f"{case}/moderation", **moderation)).json()["code"] == "AUD-06 OWN_AUDIT"
    await asked(screening, FINCH, f"{case}/moderation", **moderation)
    [counted] = await seen(screening, PATEL, "audits")
    assert (counted["audited"], counted["moderated"], counted["grades_changed"]) == (1, 1, 1)
    [told] = await screening.published("frontdoor.AuditModerated.v1")
    assert told["grade_changed"] is True


async def test_a_child_at_risk_is_somebodys_the_same_day_until_it_is_done(
    screening: RunningService, audit_id: str
) -> None:
    unsafe = FINDINGS | {"child_at_risk": True, "answers": {**ANSWERS, "q14": {"answer": "YES", "evidence": "Home"}}}
    case = f"audits/{audit_id}/cases/1/audit"
    assert (await ask(screening, STONE, case, **unsafe | {"child_at_risk": False})).json()["field"] == "child_at_risk"
    assert (await ask(screening, STONE, case, **unsafe)).json()["field"] == "action_what"
    action = {"what": "Visit this afternoon", "owner": "Marta Reyes", "due_at": "2026-05-21T12:00"}
    tomorrow = await ask(screening, STONE, case, **unsafe, action=action)
    assert (tomorrow.json()["code"], tomorrow.json()["field"]) == ("AUD-05 CHILD_AT_RISK", "action_due_at")
    receipt = await asked(screening, STONE, case, **unsafe, action=action | {"due_at": "2026-05-20T16:00"})
    [owed] = await seen(screening, REYES, "audit-actions")
    assert (owed["owner"], owed["urgent"], owed["action_id"]) == ("Marta Reyes", True, receipt["action_id"])
    screening.clock.at = may(20, 15)
    completion = f"audit-actions/{owed['action_id']}/completion"
    assert (await ask(screening, REYES, completion, outcome="")).json()["field"] == "outcome"
    await asked(screening, REYES, completion, outcome="Seen, safe, at her aunt's")
    assert (await ask(screening, REYES, completion, outcome="Again")).json()["code"] == "AUD-12 NO_SUCH_ACTION"
    assert (await ask(screening, REYES, "audit-actions/none/completion", outcome="x")).status_code == 404


async def test_a_briefing_is_published_without_a_name_and_read_by_everybody(
    screening: RunningService, audit_id: str
) -> None:
    path = f"audits/{audit_id}/briefings"
    named = await ask(screening, STONE, path, **BRIEFING | {"good": "Noor was heard."})
    assert (named.json()["code"], named.json()["field"]) == ("BRF-03 IDENTIFIER", "good")
    born = await ask(screening, STONE, path, **BRIEFING | {"change": "The girl born 3 June 2018"})
    assert born.json()["field"] == "change"
    assert (await ask(screening, STONE, path, **BRIEFING | {"messages": ["One"]})).json()["field"] == "messages"
    briefing_id = (await asked(screening, STONE, path, **BRIEFING))["briefing_id"]
    [unread] = await seen(screening, ADEYEMI, "briefings")
    assert unread["acknowledged_at"] is None
    acknowledged = await asked(screening, ADEYEMI, f"briefings/{briefing_id}/acknowledgement")
    assert acknowledged["events"] == ["BriefingAcknowledged"]
    assert (await asked(screening, ADEYEMI, f"briefings/{briefing_id}/acknowledgement"))["events"] == []
    [read] = await seen(screening, ADEYEMI, "briefings")
    assert read["acknowledged_at"] is not None
    assert (await screening.client(OSEI).get("/api/v1/briefings")).status_code == 403
    assert (await ask(screening, ADEYEMI, "briefings/none/acknowledgement")).status_code == 404
    page = await open_page(screening, STONE, f"/briefings/{briefing_id}")
    assert "Tola Adeyemi" in page.text
    assert "Dana Brook, front door manager: not yet" in page.text


async def test_the_same_words_for_a_fifth_child_are_accepted_with_a_warning_and_sampled(
    screening: RunningService,
) -> None:
    screening.clock.at = may(13, 9, 40)
    receipts: list[dict[str, Any]] = []
    for number in range(3):
        name = f"019df6a0-0000-7000-8000-00000000000{number}"
        contact = await arrive(screening, "school-contact-good", contact_id=name)
        receipts += [await proposed_again(screening, contact, child["child_id"]) for child in contact["children"]]
    assert [receipt["events"] for receipt in receipts[:4]] == [["ThresholdDecisionProposed"]] * 4
    warned = receipts[4]
    assert warned["events"] == ["ThresholdDecisionProposed", "TemplateRationaleNoticed"]
    [warning] = warned["warnings"]
    assert warning["code"] == "SCR-19 TEMPLATE_RATIONALE"
    assert warning["field"] == "rationale"


async def proposed_again(screening: RunningService, contact: dict[str, Any], child_id: str) -> dict[str, Any]:
    answer = await post(screening.client(ADEYEMI), contact, "proposals", **strategy({"child_id": child_id}))
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_sample_is_drawn_read_and_audited_on_pages(screening: RunningService, noors: dict[str, Any]) -> None:
    screening.clock.at = LATER
    assert "would stand here" in (await open_page(screening, STONE, "/audits")).text
    kept = await fill_in(screening, STONE, "/audits/draw", question="Why?", since="", until="")
    assert kept.status_code == 422
    assert "Why?" in kept.text
    drawn = await fill_in(screening, STONE, "/audits/draw", **SELECTION)
    assert drawn.status_code == 303, drawn.text
    page = drawn.headers["location"].removeprefix("/screening")
    shown = await open_page(screening, STONE, page)
    assert "0 of 2 audited" in shown.text
    assert "Random control" in shown.text
    again = await open_page(screening, STONE, f"{page}?again=true")
    assert "the cases are the same" in again.text
    case = f"{page}/cases/1"
    record = await open_page(screening, STONE, case)
    assert "that you read it is kept" in record.text
    assert "9 Quay Street" not in record.text
    typed = {question: "NO" if question == "q14" else "YES" for question in QUESTIONS}
    typed |= {f"{question}_evidence": "In the record" for question in QUESTIONS}
    typed |= {"grade": "GOOD", "own_child": "YES", "child_at_risk": "N", "summary": "Careful."}
    missing = await fill_in(screening, STONE, case, form=f"{case}/audit", **typed | {"q7": "", "summary": "Kept words"})
    assert missing.status_code == 422
    assert "Answer this: Are the child" in missing.text
    assert "Kept words" in missing.text
    assert (await fill_in(screening, STONE, case, form=f"{case}/audit", **typed)).status_code == 303
    assert "1 of 2 audited" in (await open_page(screening, STONE, page)).text
    assert "Careful." in (await open_page(screening, STONE, case)).text
    assert (
        await fill_in(screening, FINCH, case, form=f"{case}/moderate", grade="INADEQUATE", reason="Pasted")
    ).status_code == 303
    assert "was good" in (await open_page(screening, STONE, page)).text


async def test_an_action_is_agreed_and_completed_and_a_briefing_written_on_pages(
    screening: RunningService, audit_id: str
) -> None:
    action = f"/audits/{audit_id}/action"
    kept = await fill_in(screening, STONE, action, what="Show it", owner="", due_at="2026-05-27T17:00")
    assert "Name the person who owns this action." in kept.text
    agreed = await fill_in(
        screening, STONE, action, what="Show it", owner="Dana Brook", due_at="2026-05-27T17:00", case="1"
    )
    assert agreed.status_code == 303
    owed = await open_page(screening, BROOK, "/audit-actions")
    assert "Show it" in owed.text
    [form] = [form for form in owed.forms if form.action.endswith("/complete")]
    action_id = form.action.split("/")[-2]
    completing = f"/audit-actions/{action_id}/complete"
    empty = await fill_in(screening, BROOK, "/audit-actions", form=completing)
    assert "Say what was done" in empty.text
    outcome = {f"outcome-{action_id}": "Shown"}
    assert (await fill_in(screening, BROOK, "/audit-actions", form=completing, **outcome)).status_code == 303
    assert "Show it: Shown" in (await open_page(screening, BROOK, "/audit-actions")).text
    writing = f"/audits/{audit_id}/briefing"
    typed = BRIEFING | {"messages": "\n".join(BRIEFING["messages"])}
    named = await fill_in(screening, STONE, writing, **typed | {"good": "Noor was heard"})
    assert "could name a child of this sample" in named.text
    assert "Noor was heard" in named.text
    assert (await fill_in(screening, STONE, writing, **typed)).status_code == 303
    unread = await open_page(screening, MARSH, "/briefings")
    address = next(link for link in unread.links if "/briefings/" in link).removeprefix("/screening")
    assert (await fill_in(screening, MARSH, address, form=f"{address}/acknowledge")).status_code == 303
    assert "You read this" in (await open_page(screening, MARSH, address)).text
