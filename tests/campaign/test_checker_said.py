"""What was sent, asked and decided, on a run made by hand: each thing that is taken down or told wrongly is found."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.campaign.checker import Kind, Verdict, check_folder
from tests.campaign.made_runs import (
    CONTACT,
    FIRST,
    LA,
    MANAGER,
    ORG,
    SCREENER,
    SECOND,
    MadeRun,
    instant,
    keep_receipt,
    notification,
    sound_run,
    tell,
)

Json = dict[str, Any]
Spoil = Callable[[MadeRun], None]
CASE, WORKER = f"Screening-{CONTACT}", "sw.ndlovu"


def decided_run() -> MadeRun:
    """The sound run's contact, directed, decided for both children, and the police told of each; one is referred."""
    run = sound_run()
    words = {"text": "Read it as one story."}
    _asked(run, "ManagementDirectionRecorded", "direction", {"text": "Read it as one story. "}, words)
    for ref, child in (("c1", FIRST), ("c2", SECOND)):
        command = {"child_id": child, "manager_rationale": "Agreed."}
        decision = {**command, "contact_id": CONTACT, "decision": "REFERRAL_S17"}
        cause = _asked(run, "ThresholdDecisionAuthorised", f"authorise-{child}", command, decision)
        because: Json = {"cause": cause, "correlation": f"c-authorise-{child}", "minutes": 91}
        about = {"profile": "POLICE_OUTCOME", "contact_id": CONTACT, "child_id": child, "recipient_org": ORG}
        about |= {"recipient_urn": None, "cause_event": cause}
        payload = {"children": [{"child_ref": ref, "outcome_code": "REFERRAL_S17"}]}
        tell(run, f"Notification-{ref}", about, ORG, payload, **because)
    accepted = {"referral_id": "referral-1", "child_id": FIRST}
    _asked(run, "ReferralAccepted", "accept", {}, accepted, "Referral-referral-1")
    _asked(run, "WorkerAllocated", "give", {"worker": WORKER}, {**accepted, "worker": WORKER}, "Referral-referral-1")
    for code in ("CK_1WD", "CK_AMBER"):
        run.event("screening", "ClockStopped", f"Clock-{code}-{CASE}", {}, **because)
    run.lists["the queue"][0]["clocks"] = []
    run.lists["to be accepted"] = [{"contact_id": CONTACT, "child_id": SECOND}]
    run.lists["referrals"] = [{"referral_id": "referral-1", "worker": WORKER}]
    return run


def _asked(run: MadeRun, type_: str, step: str, command: Json, data: Json, stream: str = CASE) -> str:
    """A manager's command about the case and what it led to; returns its event."""
    by: Json = {"by": (MANAGER, "FRONT_DOOR_MANAGER", LA), "minutes": 90}
    children = (data["child_id"],) if "child_id" in data else (FIRST, SECOND)
    about: Json = {**by, "correlation": f"c-{step}", "key": f"k-{step}", "children": children}
    event = run.event("screening", type_, stream, data, **about)
    receipt = {"recorded_at": instant(90), "versions": {stream: run.counts["screening", stream]}}
    known: Json = {"key": f"k-{step}", "key_client": f"{LA}/{MANAGER}", "answer": receipt}
    known |= {"path": f"/api/v1/screenings/{CONTACT}/{step.partition('-')[0]}", "kind": "screening"}
    run.ask(f"d-{step}", 20.0, command, who=MANAGER, service="screening", status=201, **known)
    keep_receipt(run, "screening", f"{LA}/{MANAGER}", f"k-{step}", command, receipt)
    return event


def _stored(run: MadeRun, service: str, type_: str) -> Json:
    return next(event["data"] for event in reversed(run.events[service]) if event["type"] == type_)


def siblings_have_changed_birthdays(run: MadeRun) -> None:
    first, second = _stored(run, "intake", "ContactReceived")["account"]["children"]
    first["dob"], second["dob"] = None, first["dob"]


def a_word_of_a_direction_is_missing(run: MadeRun) -> None:
    _stored(run, "screening", "ManagementDirectionRecorded")["text"] = "Read it."


def a_rating_is_another(run: MadeRun) -> None:
    _stored(run, "screening", "RagAssigned")["rag"] = "GREEN"


def a_contact_is_refused(run: MadeRun) -> None:
    body = {**notification(), "source_ref": "ref-2"}
    refused: Json = {"status": 422, "answer": {"code": "INPUT"}, "key": "EXPOL/ref-2/1", "key_client": ORG}
    run.ask("r-1", 30.0, body, **refused)


def somebody_is_late_and_nobody_was_there(run: MadeRun) -> None:
    body, late = {"rag": "RED", "expected_version": 40}, {"code": "STALE-VERSION"}
    known: Json = {"who": SCREENER, "key": "k-late", "key_client": f"{LA}/{SCREENER}"}
    about: Json = {"service": "screening", "path": f"/api/v1/screenings/{CONTACT}/rag", "kind": "screening"}
    run.ask("r-1", 30.0, body, status=409, answer=late, **known, **about)


def a_child_is_said_to_be_settled(run: MadeRun) -> None:
    path = f"/api/v1/contacts/{CONTACT}/identities"
    known: Json = {"who": SCREENER, "key": "k-who", "key_client": f"{LA}/{SCREENER}", "kind": "confirm"}
    run.ask("r-1", 30.0, {"temp_ref": "c1"}, status=422, answer={"code": "INT-15 IDENTIFIED"}, path=path, **known)


def rubbish_is_taken(run: MadeRun) -> None:
    run.line("c-4").update(phase="ok", status=202)


def a_receipt_is_for_other_children(run: MadeRun) -> None:
    run.line("c-1")["answer"]["children"].reverse()
    run.line("c-1")["answer"]["children"][0]["temp_ref"] = "c1"


def a_receipt_has_another_instant_than_the_contact(run: MadeRun) -> None:
    _stored(run, "intake", "ContactReceived")["received_at"] = instant(1)


def a_contact_came_when_it_happened(run: MadeRun) -> None:
    _stored(run, "intake", "ContactAmended")["received_at"] = instant(-600)
    run.line("c-6")["answer"]["received_at"] = instant(-600)


def a_message_is_asked_for_twice(run: MadeRun) -> None:
    about = next(event["data"]["about"] for event in run.events["notifications"] if event["stream"] == "Notification-A")
    tell(run, "Notification-D", about, ORG, {}, cause="intake-event-1", correlation="c-submit", minutes=92)


def a_school_is_told_of_a_sibling(run: MadeRun) -> None:
    built = [event["data"] for event in run.events["notifications"] if event["type"] == "NotificationBuilt"]
    built[1]["payload"]["child"]["first_name"] = "Ben"


def an_outcome_is_of_a_sibling(run: MadeRun) -> None:
    _stored(run, "notifications", "NotificationBuilt")["payload"]["children"][0]["child_ref"] = "c1"


def an_outcome_was_not_decided(run: MadeRun) -> None:
    _stored(run, "notifications", "NotificationBuilt")["payload"]["children"][0]["outcome_code"] = "NFA"


def a_triage_runs_on(run: MadeRun) -> None:
    run.events["screening"] = [event for event in run.events["screening"] if event["type"] != "ClockBreached"]


def a_response_runs_on(run: MadeRun) -> None:
    run.events["screening"].pop()


def a_decision_is_on_no_timeline(run: MadeRun) -> None:
    told = run.timelines[SECOND]
    told[:] = [entry for entry in told if entry["source_type"] != "frontdoor.ThresholdDecisionAuthorised.v1"]


def a_child_waits_on_no_list(run: MadeRun) -> None:
    run.lists["to be accepted"] = []


def a_child_waits_who_has_been_referred(run: MadeRun) -> None:
    run.lists["to be accepted"].append({"contact_id": CONTACT, "child_id": FIRST})


def a_referral_is_with_nobody(run: MadeRun) -> None:
    run.lists["referrals"][0]["worker"] = None


def a_child_is_said_to_be_referred(run: MadeRun) -> None:
    path = f"/api/v1/screenings/{CONTACT}/children/{SECOND}/referral"
    known: Json = {"who": MANAGER, "key": "k-refer", "key_client": f"{LA}/{MANAGER}", "kind": "referral"}
    refused: Json = {"status": 422, "answer": {"code": "REFERRAL OPEN_CHILD"}, "service": "screening"}
    run.ask("r-1", 30.0, {"primary_need": "N1"}, path=path, **known, **refused)


SPOILT = [
    (siblings_have_changed_birthdays, Kind.BROKEN, "words"),
    (a_word_of_a_direction_is_missing, Kind.LOST, "words"),
    (a_rating_is_another, Kind.LOST, "words"),
    (a_contact_is_refused, Kind.LOST, "refusals"),
    (somebody_is_late_and_nobody_was_there, Kind.LOST, "refusals"),
    (a_child_is_said_to_be_settled, Kind.LOST, "refusals"),
    (rubbish_is_taken, Kind.BROKEN, "refusals"),
    (a_receipt_is_for_other_children, Kind.BROKEN, "receipts"),
    (a_receipt_has_another_instant_than_the_contact, Kind.BROKEN, "receipts"),
    (a_contact_came_when_it_happened, Kind.BROKEN, "receipts"),
    (a_message_is_asked_for_twice, Kind.DOUBLED, "recipients"),
    (a_school_is_told_of_a_sibling, Kind.BROKEN, "recipients"),
    (an_outcome_is_of_a_sibling, Kind.BROKEN, "recipients"),
    (an_outcome_was_not_decided, Kind.BROKEN, "recipients"),
    (a_triage_runs_on, Kind.BROKEN, "ended"),
    (a_response_runs_on, Kind.BROKEN, "ended"),
    (a_decision_is_on_no_timeline, Kind.LOST, "digests"),
    (a_child_waits_on_no_list, Kind.LOST, "referrals"),
    (a_child_waits_who_has_been_referred, Kind.PHANTOM, "referrals"),
    (a_referral_is_with_nobody, Kind.BROKEN, "referrals"),
    (a_child_is_said_to_be_referred, Kind.LOST, "refusals"),
]


def _verdict_on(run: MadeRun, folder: Path) -> Verdict:
    run.write(folder)
    return check_folder(folder)


def test_a_decided_run_is_green(tmp_path: Path) -> None:
    assert _verdict_on(decided_run(), tmp_path).lines() == []


@pytest.mark.parametrize(
    ("spoil", "kind", "rule"), SPOILT, ids=[spoil.__name__.replace("_", " ") for spoil, *_ in SPOILT]
)
def test_what_is_said_wrongly_is_found(spoil: Spoil, kind: Kind, rule: str, tmp_path: Path) -> None:
    run = decided_run()
    spoil(run)
    verdict = _verdict_on(run, tmp_path)
    assert (kind, rule) in {(each.kind, each.rule) for each in verdict.violations}, verdict.lines()
