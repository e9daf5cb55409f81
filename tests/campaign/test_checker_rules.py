"""Every rule of the checker on a run made by hand: a sound one is green, and each thing that is spoilt turns it red."""

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.campaign.checker import Kind, Verdict, check_folder
from tests.campaign.checker.rules.digests import digest_of
from tests.campaign.made_runs import (
    CONTACT,
    FIRST,
    MANAGER,
    ORG,
    POLICE,
    SCREENER,
    SECOND,
    MadeRun,
    instant,
    notification,
    sound_run,
)

Spoil = Callable[[MadeRun], None]
SPOILT: list[Any] = []


def finds(kind: Kind, rule: str) -> Callable[[Spoil], Spoil]:
    """What the checker must find in the run that this function spoils."""

    def register(spoil: Spoil) -> Spoil:
        SPOILT.append(pytest.param(spoil, kind, rule, id=spoil.__name__.replace("_", " ")))
        return spoil

    return register


def verdict_on(run: MadeRun, folder: Path) -> Verdict:
    run.write(folder)
    return check_folder(folder)


def test_a_sound_run_is_green(tmp_path: Path) -> None:
    verdict = verdict_on(sound_run(), tmp_path)
    assert verdict.lines() == []
    assert verdict.closing_line() == ("acknowledged 4, faults 1, lost 0, doubled 0, phantom 0, reordered 0, unknown 0")


@pytest.mark.parametrize(("spoil", "kind", "rule"), SPOILT)
def test_what_is_spoilt_is_found(spoil: Spoil, kind: Kind, rule: str, tmp_path: Path) -> None:
    run = sound_run()
    spoil(run)
    verdict = verdict_on(run, tmp_path)
    assert (kind, rule) in {(each.kind, each.rule) for each in verdict.violations}, verdict.lines()
    assert not verdict.green


def test_a_run_without_final_reads_is_unknown(tmp_path: Path) -> None:
    assert check_folder(tmp_path).count(Kind.UNKNOWN) > 0


def events(run: MadeRun, service: str, type_: str) -> list[dict[str, Any]]:
    return [event for event in run.events[service] if event["type"] == type_]


def drop(run: MadeRun, service: str, type_: str) -> None:
    """Takes the last event of this type out of a store, and closes the gap."""
    gone = events(run, service, type_)[-1]
    run.events[service].remove(gone)
    for event in run.events[service]:
        event["position"] -= event["position"] > gone["position"]
        if event["stream"] == gone["stream"] and event["version"] > gone["version"]:
            event["version"] -= 1


@finds(Kind.LOST, "contacts")
def an_acknowledged_version_is_not_stored(run: MadeRun) -> None:
    drop(run, "intake", "ContactAmended")


@finds(Kind.LOST, "contacts")
def a_contact_is_on_one_siblings_timeline_only(run: MadeRun) -> None:
    run.timelines[SECOND] = [e for e in run.timelines[SECOND] if "ContactReceived" not in e["source_type"]]


@finds(Kind.LOST, "contacts")
def a_child_has_no_timeline_at_all(run: MadeRun) -> None:
    run.timelines[SECOND] = []


@finds(Kind.LOST, "contacts")
def a_contact_is_not_screened(run: MadeRun) -> None:
    drop(run, "screening", "ScreeningOpened")


@finds(Kind.DOUBLED, "contacts")
def a_contact_is_twice_on_a_timeline(run: MadeRun) -> None:
    run.timelines[FIRST].append({**run.timelines[FIRST][0], "entry_id": "another"})


@finds(Kind.DOUBLED, "contacts")
def a_key_was_carried_out_twice(run: MadeRun) -> None:
    told = events(run, "intake", "ContactAmended")[0]
    by = (POLICE, "POLICE_SYSTEM", ORG)
    run.event("intake", "ContactAmended", told["stream"], told["data"], minutes=3, by=by, key="EXPOL/ref-1/2")


@finds(Kind.UNKNOWN, "contacts")
def a_named_childs_timeline_was_not_read(run: MadeRun) -> None:
    del run.timelines[SECOND]


@finds(Kind.PHANTOM, "phantom")
def an_event_that_nobody_asked_for(run: MadeRun) -> None:
    by = (SCREENER, "SCREENER_SW", "la-812")
    run.event("screening", "ManagementDirectionRecorded", f"Screening-{CONTACT}", {}, minutes=90, by=by)


@finds(Kind.PHANTOM, "phantom")
def an_event_whose_cause_is_not_stored(run: MadeRun) -> None:
    events(run, "screening", "ContactQualityNoted")[0]["meta"]["causation_id"] = "nothing"


@finds(Kind.PHANTOM, "phantom")
def bytes_that_nobody_sent(run: MadeRun) -> None:
    events(run, "intake", "UnreadableSubmissionKept")[0]["data"]["body"] = base64.b64encode(b"{").decode()


@finds(Kind.PHANTOM, "phantom")
def an_entry_of_no_event(run: MadeRun) -> None:
    run.timelines[FIRST].append({**run.timelines[FIRST][0], "entry_id": "another", "source_event": "nothing"})


@finds(Kind.PHANTOM, "refused")
def a_refused_command_left_an_event(run: MadeRun) -> None:
    for op in ("c-5", "c-6"):
        run.line(op).update(phase="refused", status=422, answer=None)


@finds(Kind.REORDERED, "order")
def a_position_is_missing(run: MadeRun) -> None:
    for event in run.events["intake"][3:]:
        event["position"] += 1


@finds(Kind.REORDERED, "order")
def a_version_is_missing(run: MadeRun) -> None:
    events(run, "intake", "ContactAmended")[0]["version"] += 1


@finds(Kind.REORDERED, "order")
def time_runs_backwards(run: MadeRun) -> None:
    events(run, "intake", "ContactAmended")[0]["meta"]["recorded_at"] = instant(-1)


@finds(Kind.REORDERED, "order")
def a_streams_records_change_places_in_the_journal(run: MadeRun) -> None:
    first, second = run.journal[0], run.journal[1]
    first["offset"], second["offset"] = second["offset"], first["offset"]


@finds(Kind.REORDERED, "order")
def a_repeated_record_says_something_else(run: MadeRun) -> None:
    run.journal.append({**run.journal[0], "offset": 99, "value": base64.b64encode(b"{}").decode()})


@finds(Kind.REORDERED, "real time")
def a_later_command_stands_before_an_earlier_one(run: MadeRun) -> None:
    """Version 2 is asked for and acknowledged before anybody asked for version 1, which stands before it."""
    for op in ("c-5", "c-6"):
        run.line(op, "invoke")["at"] -= 4.5
        run.line(op)["at"] -= 4.5


@finds(Kind.BROKEN, "receipts")
def a_repeat_has_another_receipt(run: MadeRun) -> None:
    run.line("c-2")["answer"] = {**run.line("c-2")["answer"], "recorded_at": instant(9)}


@finds(Kind.BROKEN, "receipts")
def a_receipt_was_not_kept(run: MadeRun) -> None:
    del run.rows["intake"]["keys"][0]


@finds(Kind.LOST, "receipts")
def a_receipt_is_kept_of_what_is_not_stored(run: MadeRun) -> None:
    run.rows["intake"]["keys"][1]["receipt"] = {"versions": {f"Contact-{CONTACT}": 9}}


@finds(Kind.BROKEN, "receipts")
def a_used_key_takes_another_body(run: MadeRun) -> None:
    run.line("c-3").update(phase="ok", status=202, answer=run.line("c-1")["answer"])


@finds(Kind.BROKEN, "receipts")
def a_used_key_is_refused_as_something_else(run: MadeRun) -> None:
    run.line("c-3")["status"] = 409


@finds(Kind.BROKEN, "races")
def both_win_a_race(run: MadeRun) -> None:
    by, subject = (SCREENER, "SCREENER_SW", "la-812"), f"Screening-{CONTACT}"
    rated = {"rag": "RED", "starts_from": None}
    run.event("screening", "RagAssigned", subject, rated, minutes=70, by=by, correlation="c-other", key="k-lost")
    answer = {"recorded_at": instant(70), "versions": {subject: 4}}
    run.line("c-8").update(phase="ok", status=201, answer=answer)


@finds(Kind.LOST, "outbox")
def an_event_has_no_row_in_the_outbox(run: MadeRun) -> None:
    del run.rows["intake"]["outbox"][1]
    del run.journal[1]


@finds(Kind.LOST, "outbox")
def a_record_is_not_in_the_journal(run: MadeRun) -> None:
    del run.journal[1]


@finds(Kind.PHANTOM, "outbox")
def a_record_that_no_store_has_written(run: MadeRun) -> None:
    run.journal.append({**run.journal[0], "offset": 99, "message_id": "foreign"})


@finds(Kind.LOST, "subscribers")
def a_record_was_not_taken_in(run: MadeRun) -> None:
    del run.rows["screening"]["inbox"][0]


@finds(Kind.BROKEN, "subscribers")
def a_record_is_still_parked(run: MadeRun) -> None:
    message = run.rows["timeline"]["inbox"].pop(0)["message_id"]
    run.rows["timeline"]["parked"].append({"message_id": message, "error": "ValueError"})


@finds(Kind.DOUBLED, "subscribers")
def a_record_had_its_effect_twice(run: MadeRun) -> None:
    noted = events(run, "screening", "ContactQualityNoted")[0]
    again: dict[str, Any] = {"cause": noted["meta"]["causation_id"], "correlation": "c-submit", "minutes": 95}
    run.event("screening", "ContactQualityNoted", noted["stream"], noted["data"], **again)


@finds(Kind.BROKEN, "digests")
def an_entry_has_the_time_of_its_projection(run: MadeRun) -> None:
    run.timelines[FIRST][0]["known_at"] = instant(50)


@finds(Kind.BROKEN, "digests")
def a_rebuild_answers_something_else(run: MadeRun) -> None:
    run.rebuilt = {
        child: digest_of({"entries": entries if child == FIRST else [], "clocks": []})
        for child, entries in run.timelines.items()
    }


@finds(Kind.PHANTOM, "digests")
def an_entry_follows_from_no_record(run: MadeRun) -> None:
    run.timelines[FIRST].append({**run.timelines[FIRST][0], "entry_id": "another"})


@finds(Kind.BROKEN, "chain")
def an_event_was_rewritten_in_place(run: MadeRun) -> None:
    run.spoil_after_sealing["intake", 1] = orjson.dumps({**run.events["intake"][0], "type": "Other"})


@finds(Kind.BROKEN, "chain")
def a_service_says_that_its_chain_is_broken(run: MadeRun) -> None:
    run.chains[0] = {"service": "intake", "intact": False, "position": 1}


@finds(Kind.LOST, "alerts")
def a_threshold_never_fired(run: MadeRun) -> None:
    drop(run, "screening", "ClockBreached")


@finds(Kind.DOUBLED, "alerts")
def a_threshold_fired_twice(run: MadeRun) -> None:
    warned = events(run, "screening", "ClockWarned")[0]
    run.event("screening", "ClockWarned", warned["stream"], warned["data"], minutes=95)


@finds(Kind.BROKEN, "alerts")
def a_threshold_fired_early(run: MadeRun) -> None:
    events(run, "screening", "ClockWarned")[0]["data"]["fired_at"] = instant(29)


@finds(Kind.BROKEN, "alerts")
def a_late_alert_does_not_say_so(run: MadeRun) -> None:
    events(run, "screening", "ClockBreached")[0]["data"]["fired_at"] = instant(65)


@finds(Kind.BROKEN, "alerts")
def a_clock_runs_to_another_deadline(run: MadeRun) -> None:
    events(run, "screening", "ClockStarted")[1]["data"]["due_at"] = instant(1500)


@finds(Kind.LOST, "alerts")
def a_screening_has_no_clock(run: MadeRun) -> None:
    events(run, "screening", "ClockStarted")[1]["stream"] = "Clock-CK_OTHER-Screening-1"


@finds(Kind.BROKEN, "audit")
def a_reading_was_not_recorded(run: MadeRun) -> None:
    run.ask("c-10", 8.0, service="timeline", method="GET", path=f"/api/v1/children/{FIRST}/timeline", status=200)


@finds(Kind.BROKEN, "audit")
def a_reading_was_recorded_that_nobody_did(run: MadeRun) -> None:
    run.history = [line for line in run.history if line.get("op") != "c-9"]


@finds(Kind.BROKEN, "audit")
def a_reading_has_no_line_in_the_audit_table(run: MadeRun) -> None:
    run.rows["timeline"]["audit"].clear()


@finds(Kind.BROKEN, "liveness")
def the_system_did_not_settle(run: MadeRun) -> None:
    run.settled = (False, 120.0)


@finds(Kind.BROKEN, "liveness")
def the_system_settled_too_late(run: MadeRun) -> None:
    run.settled = (True, 121.0)


@finds(Kind.BROKEN, "liveness")
def a_record_waits_to_be_published(run: MadeRun) -> None:
    run.rows["intake"]["outbox"][0]["published"] = False


@finds(Kind.BROKEN, "liveness")
def a_service_is_behind_the_journal(run: MadeRun) -> None:
    place = {"journal": "cluster", "topic": "contacts", "partition": 0, "next_offset": 1}
    run.rows["timeline"]["places"].append(place)


@finds(Kind.UNKNOWN, "liveness")
def nobody_saw_whether_it_settled(run: MadeRun) -> None:
    run.settled = None


@finds(Kind.UNKNOWN, "ends")
def a_read_was_cut_short(run: MadeRun) -> None:
    run.ends[0] = {"what": "the journal", "read": 3, "complete": False, "why": "fell silent"}


def test_an_unknown_outcome_may_explain_what_is_stored(tmp_path: Path) -> None:
    """The amendment's only answers are lost: stored or not, nobody was told anything else."""
    run = sound_run()
    run.history = [line for line in run.history if line.get("op") != "c-6"]
    assert verdict_on(run, tmp_path).lines() == []


def test_an_unknown_outcome_that_was_not_stored_is_nothing_to_complain_of(tmp_path: Path) -> None:
    run = sound_run()
    run.ask("c-11", 9.0, notification(3), key="EXPOL/ref-1/3", key_client=ORG)
    assert verdict_on(run, tmp_path).lines() == []


def test_a_reading_of_unknown_outcome_may_have_been_recorded_or_not(tmp_path: Path) -> None:
    run = sound_run()
    path = f"/api/v1/children/{SECOND}/timeline"
    run.ask("c-12", 9.0, who=MANAGER, service="timeline", method="GET", path=path)
    assert verdict_on(run, tmp_path).lines() == []


def test_a_journal_that_was_published_again_is_in_order(tmp_path: Path) -> None:
    run = sound_run()
    again = [record for record in run.journal if record["topic"] == "contacts"]
    run.journal += [{**record, "offset": record["offset"] + len(again)} for record in again]
    assert verdict_on(run, tmp_path).lines() == []


@finds(Kind.DOUBLED, "contacts")
def one_unit_receives_a_contact_twice(run: MadeRun) -> None:
    told = events(run, "intake", "ContactReceived")[0]
    about: dict[str, Any] = {"by": (POLICE, "POLICE_SYSTEM", ORG), "correlation": "c-submit", "key": "EXPOL/ref-1/1"}
    run.event("intake", "ContactReceived", told["stream"], told["data"], minutes=3, **about)


@finds(Kind.LOST, "words")
def a_word_of_the_sender_is_not_stored(run: MadeRun) -> None:
    events(run, "intake", "ContactReceived")[0]["data"]["account"]["worries"] = "A bru"


@finds(Kind.DOUBLED, "outbox")
def an_event_is_told_twice(run: MadeRun) -> None:
    row = run.rows["intake"]["outbox"][0]
    run.rows["intake"]["outbox"].append({**row, "sequence": row["sequence"] + 1})


@finds(Kind.BROKEN, "receipts")
def a_key_of_ones_own_is_said_to_be_anothers(run: MadeRun) -> None:
    refused: dict[str, Any] = {"key": "EXPOL/ref-9/1", "key_client": ORG, "answer": {"code": "KEY-REUSED"}}
    run.ask("c-90", 8.0, {**notification(), "source_ref": "ref-9"}, status=422, **refused)


@finds(Kind.BROKEN, "receipts")
def a_receipt_gives_another_instant_than_the_store(run: MadeRun) -> None:
    run.line("c-1")["answer"]["recorded_at"] = instant(5)


@finds(Kind.BROKEN, "receipts")
def a_receipt_is_for_other_bytes(run: MadeRun) -> None:
    run.line("c-1")["answer"]["body_sha256"] = "0" * 64


@finds(Kind.BROKEN, "receipts")
def a_receipt_names_an_event_that_is_not_there(run: MadeRun) -> None:
    run.line("c-1")["answer"]["event_id"] = "intake-event-99"


@finds(Kind.LOST, "following")
def a_record_was_taken_in_without_its_effect(run: MadeRun) -> None:
    drop(run, "screening", "ContactAmendmentNoted")


@finds(Kind.LOST, "following")
def a_discussion_that_was_convened_is_noted_by_nobody(run: MadeRun) -> None:
    convened = {"contact_id": CONTACT, "strategy_id": "strategy-1"}
    run.event("strategy", "StrategyDiscussionConvened", "Discussion-strategy-1", convened, minutes=90)


@finds(Kind.REORDERED, "following")
def a_stream_was_heard_out_of_its_order(run: MadeRun) -> None:
    subject = f"Screening-{CONTACT}"
    run.event("screening", "ContactQualityNoted", subject, {"grade": "AGAIN"}, minutes=90, cause="intake-event-2")


@finds(Kind.BROKEN, "shown")
def a_reader_is_shown_less_than_was_acknowledged(run: MadeRun) -> None:
    run.line("c-10")["answer"]["source_version"] = 1


@finds(Kind.LOST, "shown")
def an_entry_that_was_seen_is_gone(run: MadeRun) -> None:
    run.line("c-9")["answer"]["entries"].append(["gone", "frontdoor.RagAssigned.v1", "event"])


@finds(Kind.BROKEN, "recipients")
def an_agency_is_told_of_anothers_contact(run: MadeRun) -> None:
    for event in run.events["notifications"]:
        if event["data"].get("about", {}).get("profile") == "ACK_PRO":
            event["data"]["about"]["recipient_org"] = "health-example"


@finds(Kind.BROKEN, "recipients")
def a_school_is_told_of_another_schools_child(run: MadeRun) -> None:
    for event in run.events["notifications"]:
        if event["data"].get("about", {}).get("profile") == "ENC_MIN":
            event["data"]["about"]["child_id"] = SECOND


@finds(Kind.BROKEN, "recipients")
def what_was_asked_for_one_leaves_for_another(run: MadeRun) -> None:
    events(run, "notifications", "NotificationSent")[-1]["data"]["about"]["recipient_org"] = "sch-999014"


@finds(Kind.DOUBLED, "recipients")
def a_notification_leaves_twice(run: MadeRun) -> None:
    sent = events(run, "notifications", "NotificationSent")[0]
    run.event("notifications", "NotificationSent", sent["stream"], sent["data"], minutes=9, cause="intake-event-1")


@finds(Kind.BROKEN, "audit")
def what_somebody_did_has_no_line_in_the_audit(run: MadeRun) -> None:
    run.unaudited.add("RagAssigned")


@finds(Kind.BROKEN, "audit")
def the_audit_tells_of_what_never_happened(run: MadeRun) -> None:
    line = {"user_id": MANAGER, "action": "AssignRag", "streams": ["Screening-9"], "child_ids": []}
    run.rows["screening"]["audit"].append({**line, "recorded_at": instant(70)})
