"""A run made by hand: what a small, sound run leaves behind, for tests that then spoil one thing of it.

Written with the checker's own file formats and nothing else, so that a rule is shown on what it really reads.
"""

import base64
import hashlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import orjson

from tests.campaign.checker.folder import FINAL, HISTORY
from tests.campaign.checker.reading import write_settled
from tests.campaign.checker.rules.digests import digest_of

Json = dict[str, Any]

TUESDAY = datetime.fromisoformat("2026-06-09T09:00:00+00:00")
POLICE, ORG = "expol-rms", "force-example"
MANAGER, SCREENER, LA = "fdm.reyes", "sw.adeyemi", "la-812"
SERVICES = ("intake", "screening", "strategy", "edt-handover", "notifications", "timeline")
URN, SCHOOL = "999001", "sch-999001"
CONTACT, FIRST, SECOND = "contact-1", "child-1", "child-2"
SYSTEM = ("SYSTEM", "SYSTEM", LA)
TABLES = ("events", "outbox", "keys", "inbox", "parked", "clocks", "audit", "places")
TOPIC_OF = {"intake": "contacts", "screening": "threshold-decisions"}
ENTERED = (
    *("ContactReceived", "ContactAmended", "ContactQualityAssessed", "ReferrerAcknowledged"),
    *("ScreeningOpened", "RagAssigned", "ManagementDirectionRecorded", "ThresholdDecisionAuthorised"),
    *("ReferralAccepted", "WorkerAllocated"),
)
NOT_TOLD = ("ContactQualityNoted", "ContactAmendmentNoted")
HEARD_BY_SCREENING = ("ContactReceived", "ContactAmended", "ContactQualityAssessed")


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def instant(minutes: float) -> str:
    return (TUESDAY + timedelta(minutes=minutes)).isoformat()


@dataclass
class MadeRun:
    """The files of a run as Python values. ``events`` are unsealed: they are chained when they are written."""

    history: list[Json] = field(default_factory=list[Json])
    counts: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    events: dict[str, list[Json]] = field(default_factory=lambda: {name: list[Json]() for name in SERVICES})
    rows: dict[str, dict[str, list[Json]]] = field(
        default_factory=lambda: {name: {table: list[Json]() for table in TABLES} for name in SERVICES}
    )
    journal: list[Json] = field(default_factory=list[Json])
    timelines: dict[str, list[Json]] = field(default_factory=lambda: {FIRST: list[Json](), SECOND: list[Json]()})
    lists: dict[str, list[Json]] = field(default_factory=dict[str, list[Json]])
    chains: list[Json] = field(default_factory=lambda: [{"service": name, "intact": True} for name in SERVICES])
    ends: list[Json] = field(default_factory=lambda: [{"what": "the journal", "read": 1, "complete": True}])
    rebuilt: dict[str, str] | None = None
    settled: tuple[bool, float] | None = (True, 3.0)
    later: list[tuple[float, str, str, Json, tuple[str, ...]]] = field(
        default_factory=list[tuple[float, str, str, Json, tuple[str, ...]]]
    )
    """What screening's clocks will say: minutes, type, stream, data, children."""
    unaudited: set[str] = field(default_factory=set[str])
    """Types of events of which the audit says nothing."""
    spoil_after_sealing: dict[tuple[str, int], bytes] = field(default_factory=dict[tuple[str, int], bytes])

    def event(
        self,
        service: str,
        type_: str,
        stream: str,
        data: Json,
        *,
        minutes: float = 0,
        by: tuple[str, str, str] = SYSTEM,
        cause: str | None = None,
        correlation: str = "",
        key: str | None = None,
        children: tuple[str, ...] = (FIRST, SECOND),
    ) -> str:
        """Appends an event and what follows from it in the outbox; returns its id."""
        events = self.events[service]
        position = len(events) + 1
        correlation = correlation or f"correlation-{service}-{position}"
        event_id = f"{service}-event-{position}"
        actor = {"user_id": by[0], "name": by[0], "role": by[1], "org_id": by[2]}
        meta: Json = {"recorded_at": instant(minutes), "actor": actor, "child_ids": list(children)}
        meta |= {"correlation_id": correlation, "causation_id": cause or correlation}
        meta |= {"idempotency_key": key} if key else {}
        version = self.counts[service, stream] = self.counts[service, stream] + 1
        events.append(
            {
                "position": position,
                "stream": stream,
                "version": version,
                "event_id": event_id,
                "type": type_,
                "schema_version": 1,
                "data": data,
                "meta": meta,
            }
        )
        if service in TOPIC_OF and type_ not in NOT_TOLD:
            self._tell(service, events[-1])
        return event_id

    def _tell(self, service: str, event: Json) -> None:
        children = [{"child_id": child} for child in event["meta"]["child_ids"]]
        body = {"children": children, "meta": {"event_id": event["event_id"], "child_ids": event["meta"]["child_ids"]}}
        message = f"message-{event['event_id']}"
        value = orjson.dumps(body)
        told = {
            "topic": TOPIC_OF[service],
            "key": event["stream"],
            "message_id": message,
            "type": f"frontdoor.{event['type']}.v1",
        }
        place = {"sequence": event["position"] * 100, "position": event["position"], "published": True}
        self.rows[service]["outbox"].append({**told, **place, "value_sha256": sha256(value)})
        self.counts[told["topic"], ""] += 1
        at = {"partition": 0, "offset": self.counts[told["topic"], ""] - 1}
        self.journal.append({**told, **at, "value": base64.b64encode(value).decode()})
        self.rows["timeline"]["inbox"].append({"message_id": message})
        if event["type"] in HEARD_BY_SCREENING:
            self.rows["screening"]["inbox"].append({"message_id": message})
        if event["type"] in ENTERED:
            for child in event["meta"]["child_ids"]:
                self.timelines[child].append(_entry(event, message, child))

    def ask(self, op: str, at: float, body: Json | None = None, **said: Any) -> None:
        """A request and, where ``status`` is given, its answer a tenth of a second later."""
        asked: Json = {"who": POLICE, "client": "police-0", "service": "intake", "method": "POST", "kind": "submit"}
        asked |= {"path": "/api/v1/police-notifications", "key": None, "key_client": None} | said
        status, answer = asked.pop("status", None), asked.pop("answer", None)
        content = orjson.dumps(body) if body is not None else b""
        told = {"body": body, "body_sha256": sha256(content) if body is not None else None}
        self.history.append({"op": op, "phase": "invoke", "at": at, "wall": instant(at), **asked, **told})
        end = {"op": op, "at": at + 0.1, "wall": instant(at), **asked, "status": status, "answer": answer}
        if status is not None:
            phase = "ok" if status < 300 else "refused" if 400 <= status < 500 else "unknown"
            self.history.append({**end, "phase": phase})

    def line(self, op: str, phase: str = "") -> Json:
        """The line of the history that says how this op was asked, or how it ended."""
        return next(
            line for line in self.history if line.get("op") == op and (line["phase"] == "invoke") == (phase == "invoke")
        )

    def write(self, folder: Path) -> None:
        for minutes, type_, stream, data, children in sorted(self.later, key=lambda each: each[0]):
            self.event("screening", type_, stream, data, minutes=minutes, children=children)
        final = folder / FINAL
        final.mkdir(parents=True)
        _write_lines(folder / HISTORY, self.history)
        for service in SERVICES:
            self._write_store(final, service)
        _write_lines(final / "journal.jsonl", self.journal)
        counts: dict[str, int] = {}
        for record in self.journal:
            counts[record["topic"]] = counts.get(record["topic"], 0) + 1
        ends = [{"topic": topic, "partition": 0, "end": count} for topic, count in counts.items()]
        (final / "journal-ends.json").write_bytes(orjson.dumps({"identity": "cluster", "ends": ends}))
        _write_lines(final / "timelines.jsonl", [_timeline(child, told) for child, told in self.timelines.items()])
        lists = [{"list": name, "rows": rows} for name, rows in self.lists.items()]
        _write_lines(final / "lists.jsonl", lists)
        _write_lines(final / "chains.jsonl", self.chains)
        (final / "ends.json").write_bytes(orjson.dumps(self.ends))
        clocks = dict.fromkeys(SERVICES, instant(300))
        (final / "clocks.json").write_bytes(orjson.dumps(clocks))
        if self.rebuilt is not None:
            _write_lines(final / "rebuilt.jsonl", [{"child_id": c, "sha256": d} for c, d in self.rebuilt.items()])
        if self.settled is not None:
            write_settled(folder, *self.settled)

    def _is_audited(self, event: Json) -> bool:
        """A reading has its line already."""
        return event["type"] != "RecordViewed" and event["type"] not in self.unaudited

    def _write_store(self, final: Path, service: str) -> None:
        previous, lines = b"", list[Json]()
        self.rows[service]["audit"] += [_line(event) for event in self.events[service] if self._is_audited(event)]
        for event in self.events[service]:
            content = orjson.dumps(event, option=orjson.OPT_SORT_KEYS)
            previous = hashlib.sha256(previous + content).digest()
            columns = {name: event[name] for name in ("position", "stream", "version", "event_id", "type")}
            columns |= {name: event["meta"][name] for name in ("child_ids", "recorded_at")}
            stored = self.spoil_after_sealing.get((service, event["position"]), content)
            lines.append({**columns, "content": base64.b64encode(stored).decode(), "hash": previous.hex()})
        _write_lines(final / f"{service}.events.jsonl", lines)
        head = {"position": lines[-1]["position"] if lines else 0, "hash": previous.hex()}
        (final / f"{service}.head.json").write_bytes(orjson.dumps(head))
        for table in TABLES[1:]:
            _write_lines(final / f"{service}.{table}.jsonl", self.rows[service][table])


def _write_lines(path: Path, lines: list[Json]) -> None:
    path.write_bytes(b"".join(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE) for line in lines))


def _line(event: Json) -> Json:
    meta = event["meta"]
    about: Json = {"streams": [event["stream"]], "child_ids": meta["child_ids"], "recorded_at": meta["recorded_at"]}
    return {"user_id": meta["actor"]["user_id"], "action": f"Do{event['type']}", **about}


def _entry(event: Json, message: str, child: str) -> Json:
    return {
        "entry_id": str(uuid5(NAMESPACE_URL, f"frontdoor/timeline/{message}/entry/{child}")),
        "known_at": event["meta"]["recorded_at"],
        "source_event": event["event_id"],
        "source_type": f"frontdoor.{event['type']}.v1",
    }


def _timeline(child: str, entries: list[Json]) -> Json:
    answer: Json = {"child_id": child, "entries": entries, "clocks": []}
    return {"child_id": child, "status": 200 if entries else 404, "answer": answer, "digest": digest_of(answer)}


def notification(version: int = 1, words: str = "A bruise.") -> Json:
    children = [
        {"temp_ref": "c1", "first_name": "Ada", "surname": "Example", "dob": "2018-03-04", "school_urn": URN},
        {"temp_ref": "c2", "first_name": "Ben", "surname": "Example"},
    ]
    source = {"source_system": "EXPOL", "source_ref": "ref-1", "source_version": version}
    return {**source, "worries": words, "children": children}


def source(version: int = 1, number: int = 1) -> Json:
    return {"system": "EXPOL", "ref": f"ref-{number}", "version": version}


def sound_run() -> MadeRun:
    """One contact about two children: sent, repeated, corrected, screened, rated, told, read; its triage ran out."""
    run = MadeRun()
    _contact(run)
    _screening(run)
    _telling(run)
    _reading(run)
    run.history += [
        {"fault": "f-1", "phase": "start", "what": "kill", "where": "intake.api", "at": 3.0},
        {"fault": "f-1", "phase": "heal", "what": "kill", "where": "intake.api", "at": 3.5},
    ]
    return run


def _contact(run: MadeRun) -> None:
    police, stream, key = (POLICE, "POLICE_SYSTEM", ORG), f"Contact-{CONTACT}", "EXPOL/ref-1/1"
    account: Json = {"contact_type": "CHILD_CONCERN", "urgent_flag": False, "police": None}
    named = [{"dob": None, **child} for child in notification()["children"]]
    account["children"] = [{**child, "child_id": known} for child, known in zip(named, (FIRST, SECOND), strict=True)]
    account |= {"agency": {"org_id": ORG}, "worries": "A bruise."}
    received = {"contact_id": CONTACT, "account": account, "received_at": instant(0), "source": source()}
    about: Json = {"by": police, "correlation": "c-submit", "key": key}
    run.event("intake", "ContactReceived", stream, received, **about)
    run.event("intake", "ContactQualityAssessed", stream, {"grade": "GOOD"}, **about)
    run.event("intake", "ReferrerAcknowledged", stream, {"org_id": ORG}, **about)
    receipt = {**_received(0, "intake-event-1"), "versions": {stream: 3}}
    keep_receipt(run, "intake", ORG, key, notification(), receipt)
    known: Json = {"key": key, "key_client": ORG}
    run.ask("c-1", 1.0, notification(), status=202, answer=receipt, **known)
    run.ask("c-2", 2.0, notification(), status=202, answer=receipt, kind="repeat", **known)
    run.ask("c-3", 2.5, notification(words="Other words."), status=422, kind="key_reuse", **known)
    run.ask("c-4", 2.6, {"base64": "e30="}, status=400, kind="bad")
    unread = {"body": base64.b64encode(orjson.dumps({"base64": "e30="})).decode()}
    run.event("intake", "UnreadableSubmissionKept", "Unreadable-1", unread, minutes=1, by=police, children=())
    run.rows["intake"]["outbox"].pop()
    run.journal.pop()
    _amendment(run, account, police)


def _amendment(run: MadeRun, account: Json, police: tuple[str, str, str]) -> None:
    stream, key = f"Contact-{CONTACT}", "EXPOL/ref-1/2"
    told = {"contact_id": CONTACT, "account": account, "superseded": False, "source": source(2)}
    told["received_at"] = instant(2)
    run.event("intake", "ContactAmended", stream, told, minutes=2, by=police, correlation="c-amend", key=key)
    receipt = {**_received(2, "intake-event-5"), "versions": {stream: 4}}
    keep_receipt(run, "intake", ORG, key, notification(2), receipt)
    run.ask("c-5", 4.0, notification(2), kind="amend", status=503, key=key, key_client=ORG)
    run.ask("c-6", 5.0, notification(2), kind="repeat", status=202, answer=receipt, key=key, key_client=ORG)


def _received(minutes: float, event_id: str) -> Json:
    at = instant(minutes)
    children = [{"temp_ref": "c1", "child_id": FIRST}, {"temp_ref": "c2", "child_id": SECOND}]
    told: Json = {"recorded_at": at, "received_at": at, "contact_id": CONTACT, "event_id": event_id}
    return {**told, "children": children}


def keep_receipt(run: MadeRun, service: str, client: str, key: str, body: Json, receipt: Json) -> None:
    row = {"client": client, "key": key, "body_sha256": sha256(orjson.dumps(body)), "receipt": receipt}
    run.rows[service]["keys"].append(row)


def _screening(run: MadeRun) -> None:
    subject, cause = f"Screening-{CONTACT}", "intake-event-1"
    because: Json = {"cause": cause, "correlation": "c-submit"}
    opened = run.event("screening", "ScreeningOpened", subject, {"contact_id": CONTACT}, minutes=0.1, **because)
    _clock(run, subject, "CK_TRIAGE", opened, due=60, fractions=(0.5,))
    _clock(run, subject, "CK_1WD", opened, due=1440, fractions=(0.5, 0.8))
    noted = {"grade": "GOOD"}
    run.event("screening", "ContactQualityNoted", subject, noted, cause="intake-event-2", correlation="c-submit")
    run.events["screening"][-1]["meta"]["recorded_at"] = instant(0.1)
    _alarms(run, subject)
    body, path = {"rag": "AMBER", "expected_version": 2}, f"/api/v1/screenings/{CONTACT}/rag"
    rated = {"rag": "AMBER", "starts_from": instant(0)}
    who = (MANAGER, "FRONT_DOOR_MANAGER", LA)
    event = run.event(
        "screening", "RagAssigned", subject, rated, minutes=70, by=who, correlation="c-rate", key="k-rate"
    )
    _clock(run, subject, "CK_AMBER", event, due=1440, fractions=(0.5, 0.8), minutes=70)
    receipt = {"recorded_at": instant(70), "versions": {subject: 3}}
    keep_receipt(run, "screening", f"{LA}/{MANAGER}", "k-rate", body, receipt)
    desk: Json = {"service": "screening", "path": path, "kind": "screening"}
    run.ask(
        "c-7", 6.0, body, who=MANAGER, key="k-rate", key_client=f"{LA}/{MANAGER}", status=201, answer=receipt, **desk
    )
    run.lists["the queue"] = [
        {"contact_id": CONTACT, "rag": "AMBER", "worker_id": None, "clocks": [{"due_at": instant(1440)}]}
    ]
    noted = {"version": 2}
    because = {"cause": "intake-event-5", "correlation": "c-amend"}
    run.event("screening", "ContactAmendmentNoted", subject, noted, minutes=71, **because)
    lost, late = {"rag": "RED", "expected_version": 2}, {"code": "STALE-VERSION"}
    known: Json = {"who": SCREENER, "key": "k-lost", "key_client": f"{LA}/{SCREENER}"}
    run.ask("c-8", 6.0, lost, status=409, answer=late, **known, **desk)


def _clock(
    run: MadeRun, subject: str, code: str, cause: str, due: float, fractions: tuple[float, ...], minutes: float = 0.1
) -> None:
    told: Json = {"code": code, "subject": subject, "started_at": instant(0), "due_at": instant(due)}
    told["warnings"] = [{"fraction": part, "at": instant(due * part), "tell": "SCREENER_SW"} for part in fractions]
    correlation = "c-rate" if code == "CK_AMBER" else "c-submit"
    about: Json = {"minutes": minutes, "cause": cause, "correlation": correlation}
    run.event("screening", "ClockStarted", f"Clock-{code}-{subject}", told, **about)


def _alarms(run: MadeRun, subject: str) -> None:
    """Half of the triage's hour, then all of it, each told within a second."""
    stream, late = f"Clock-CK_TRIAGE-{subject}", {"fired_at": "", "late": False}
    warned = {"fraction": 0.5, "tell": "SCREENER_SW", "at": instant(30), **late, "fired_at": instant(30.01)}
    run.event("screening", "ClockWarned", stream, warned, minutes=30.01)
    breached = {"tell": "FRONT_DOOR_MANAGER", "at": instant(60), **late, "fired_at": instant(60.01)}
    run.event("screening", "ClockBreached", stream, breached, minutes=60.01)


def _telling(run: MadeRun) -> None:
    """The sender is told that it was received, and a child's school."""
    school = {"urn": URN, "org_id": SCHOOL}
    by = (MANAGER, "FRONT_DOOR_MANAGER", LA)
    run.event("notifications", "RecipientRegistered", "Recipient-1", school, by=by, key="k-school", children=())
    receipt = {"recorded_at": instant(0), "versions": {"Recipient-1": 1}}
    keep_receipt(run, "notifications", f"{LA}/{MANAGER}", "k-school", school, receipt)
    known: Json = {"who": MANAGER, "service": "notifications", "path": "/api/v1/recipients", "kind": "register"}
    known |= {"key": "k-school", "key_client": f"{LA}/{MANAGER}", "answer": receipt}
    run.ask("c-0", 0.5, school, status=201, **known)
    because: Json = {"cause": "intake-event-1", "correlation": "c-submit", "minutes": 0.2}
    to_sender = {"profile": "ACK_PRO", "contact_id": CONTACT, "child_id": None, "recipient_org": ORG}
    to_school = {"profile": "ENC_MIN", "contact_id": CONTACT, "child_id": FIRST, "recipient_org": None}
    pupil = {"child": {"first_name": "Ada", "surname": "Example", "date_of_birth": "2018-03-04"}}
    for stream, to, urn, org, payload in (("A", to_sender, None, ORG, {}), ("B", to_school, URN, SCHOOL, pupil)):
        about = {**to, "recipient_urn": urn, "cause_event": "intake-event-1"}
        tell(run, f"Notification-{stream}", about, org, payload, **because)


def tell(run: MadeRun, stream: str, about: Json, org: str, payload: Json, **because: Any) -> None:
    """A message is asked for, put together and sent to this organisation."""
    run.event("notifications", "NotificationRequested", stream, {"about": about}, **because)
    run.event("notifications", "NotificationBuilt", stream, {"about": about, "payload": payload}, **because)
    run.event("notifications", "NotificationSent", stream, {"about": {**about, "recipient_org": org}}, **because)


def _reading(run: MadeRun) -> None:
    path = f"/api/v1/submissions/{CONTACT}"
    told = {"contact_id": CONTACT, "source_version": 2}
    run.ask("c-10", 6.0, who=POLICE, method="GET", kind="observe", path=path, status=200, answer=told)
    path = f"/api/v1/children/{FIRST}/timeline"
    seen_entries = [[entry["entry_id"], entry["source_type"], ""] for entry in run.timelines[FIRST]]
    given: Json = {"child_id": FIRST, "entries": seen_entries}
    run.ask("c-9", 7.0, who=MANAGER, service="timeline", method="GET", kind="read", path=path, status=200, answer=given)
    who, seen = (MANAGER, "FRONT_DOOR_MANAGER", LA), {"user_id": MANAGER, "child_id": FIRST}
    run.event("timeline", "RecordViewed", f"Access-{FIRST}", seen, minutes=80, by=who, children=(FIRST,))
    line: Json = {"user_id": MANAGER, "action": "ViewRecord", "streams": [f"Access-{FIRST}"], "child_ids": [FIRST]}
    line["recorded_at"] = instant(80)
    run.rows["timeline"]["audit"].append(line)
