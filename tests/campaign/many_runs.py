"""A large sound run: as many contacts as one likes, each with ten events in the stores and its place on timelines."""

from pathlib import Path

from tests.campaign.made_runs import ORG, POLICE, SERVICES, Json, MadeRun, instant, keep_receipt, notification, source

CHILDREN = 2


def write_large_run(folder: Path, contacts: int) -> None:
    """Each contact is one acknowledged command."""
    run = MadeRun(timelines={}, chains=[{"service": name, "intact": True} for name in SERVICES])
    for number in range(contacts):
        _contact(run, number)
    run.write(folder)


def _contact(run: MadeRun, number: int) -> None:
    contact, police, at = f"contact-{number}", (POLICE, "POLICE_SYSTEM", ORG), number / 1000
    children = tuple(f"child-{number}-{place}" for place in range(CHILDREN))
    for child in children:
        run.timelines[child] = []
    stream, key = f"Contact-{contact}", f"EXPOL/ref-{number}/1"
    named = [{"temp_ref": f"c{place}", "first_name": f"Child {place}"} for place in range(CHILDREN)]
    account: Json = {"contact_type": "CHILD_CONCERN"}
    account["children"] = [{**child, "child_id": known} for child, known in zip(named, children, strict=True)]
    account |= {"agency": {"org_id": ORG}, "worries": "A bruise."}
    told_by: Json = {"source": source(number=number), "received_at": instant(at)}
    received = {"contact_id": contact, "account": account, **told_by}
    about: Json = {"by": police, "correlation": f"c-{number}", "key": key, "minutes": at, "children": children}
    first = run.event("intake", "ContactReceived", stream, received, **about)
    assessed = run.event("intake", "ContactQualityAssessed", stream, {"grade": "GOOD"}, **about)
    run.event("intake", "ReferrerAcknowledged", stream, {"org_id": ORG}, **about)
    receipt = {"recorded_at": instant(at), "versions": {stream: 3}, "contact_id": contact}
    body = {**notification(), "source_ref": f"ref-{number}", "children": named}
    keep_receipt(run, "intake", ORG, key, body, receipt)
    run.ask(f"c-{number}", float(number), body, status=202, answer=receipt, key=key, key_client=ORG)
    _screening(run, contact, first, number, children, at)
    because: Json = {"correlation": f"c-{number}", "children": children, "minutes": at}
    noted = {"grade": "GOOD"}
    run.event("screening", "ContactQualityNoted", f"Screening-{contact}", noted, cause=assessed, **because)
    to_sender = {"profile": "ACK_PRO", "contact_id": contact, "child_id": None, "recipient_org": ORG}
    asked = {"about": {**to_sender, "recipient_urn": None, "cause_event": first}}
    run.event("notifications", "NotificationRequested", f"Notification-{number}", asked, cause=first, **because)


def _screening(run: MadeRun, contact: str, cause: str, number: int, children: tuple[str, ...], at: float) -> None:
    because: Json = {"cause": cause, "correlation": f"c-{number}", "children": children, "minutes": at}
    subject = f"Screening-{contact}"
    opened = run.event("screening", "ScreeningOpened", subject, {"contact_id": contact}, **because)
    follows: Json = {**because, "cause": opened}
    for code, due, parts in (("CK_TRIAGE", at + 60, (0.5,)), ("CK_1WD", at + 1440, (0.5, 0.8))):
        told: Json = {"code": code, "subject": subject, "started_at": instant(at), "due_at": instant(due)}
        told["warnings"] = [
            {"fraction": part, "at": instant(at + (due - at) * part), "tell": "SCREENER_SW"} for part in parts
        ]
        run.event("screening", "ClockStarted", f"Clock-{code}-{subject}", told, **follows)
    _triage_runs_out(run, f"Clock-CK_TRIAGE-{subject}", children, at)


def _triage_runs_out(run: MadeRun, stream: str, children: tuple[str, ...], at: float) -> None:
    half = {"fraction": 0.5, "tell": "SCREENER_SW", "at": instant(at + 30), "fired_at": instant(at + 30)}
    whole = {"tell": "FRONT_DOOR_MANAGER", "at": instant(at + 60), "fired_at": instant(at + 60)}
    run.later.append((at + 30, "ClockWarned", stream, {**half, "late": False}, children))
    run.later.append((at + 60, "ClockBreached", stream, {**whole, "late": False}, children))
