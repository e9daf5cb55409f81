"""Recipients: what is told leaves for whom it concerns, and for nobody else.

Who that is follows from the contact alone: the agency that sent it, and the school that it names for the child.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.campaign.checker.run import SUBMITTED, Event, Run
from tests.campaign.checker.verdict import Kind, Violation

RULE = "recipients"
TO_THE_SENDER = frozenset({"ACK_PRO", "OUTCOME_PRO", "POLICE_OUTCOME", "CLARIFY"})
TO_THE_SCHOOL = "ENC_MIN"
TOLD = ("NotificationRequested", "NotificationSent")


def check(run: Run) -> Iterator[Violation]:
    if "notifications" not in run.stores:
        return
    senders, schools = _of_contacts(run)
    organisations = {
        event.data["urn"]: event.data["org_id"]
        for event in run.of("notifications", "RecipientRegistered")
        if event.data["urn"]
    }
    asked: dict[str, Event] = {}
    sent: dict[str, Event] = {}
    for event in run.of("notifications", *TOLD):
        about = event.data["about"]
        yield from _concerned(event, about, senders, schools)
        if event.type == "NotificationRequested":
            asked[event.stream] = event
        else:
            yield from _as_asked(event, about, asked.get(event.stream), organisations)
            if event.stream in sent:
                yield Violation(Kind.DOUBLED, RULE, f"{event} has left before, as {sent[event.stream]}.")
            sent[event.stream] = event


def _of_contacts(run: Run) -> tuple[Mapping[str, str], Mapping[tuple[str, str], set[str]]]:
    """Who sent each contact, and which schools its versions, and those who joined it, name for each child."""
    senders: dict[str, str] = {}
    schools: dict[tuple[str, str], set[str]] = {}
    for event in run.of("intake", *SUBMITTED):
        contact, account = event.data["contact_id"], event.data["account"]
        senders[contact] = account["agency"]["org_id"]
        for child in account["children"]:
            schools.setdefault((contact, child["child_id"]), set()).add(child.get("school_urn") or "")
    for event in run.of("intake", "SiblingAdded", "ChildNamed"):
        child = event.data["child"]
        schools.setdefault((event.data["contact_id"], child["child_id"]), set()).add(child.get("school_urn") or "")
    return senders, schools


def _concerned(
    event: Event,
    about: Mapping[str, Any],
    senders: Mapping[str, str],
    schools: Mapping[tuple[str, str], set[str]],
) -> Iterator[Violation]:
    contact, child = about["contact_id"], about["child_id"]
    if about["profile"] in TO_THE_SENDER and about["recipient_org"] != senders.get(contact):
        yield _wrong(event, f"is for {about['recipient_org']}, and {senders.get(contact)} sent the contact")
    elif about["profile"] == TO_THE_SCHOOL and about["recipient_urn"] not in schools.get((contact, child), ()):
        yield _wrong(event, f"is for school {about['recipient_urn']}, which the contact does not name for the child")


def _as_asked(
    event: Event, about: Mapping[str, Any], asked: Event | None, organisations: Mapping[str, str]
) -> Iterator[Violation]:
    """What leaves goes to whom it was asked for; a school by its number, to the organisation that is registered."""
    wanted: Mapping[str, Any] = asked.data["about"] if asked else {}
    urn = wanted.get("recipient_urn")
    owed = organisations.get(urn, wanted.get("recipient_org")) if urn else wanted.get("recipient_org")
    if about["recipient_org"] != owed:
        yield _wrong(event, f"left for {about['recipient_org']}, and was asked for {owed}")


def _wrong(event: Event, how: str) -> Violation:
    return Violation(Kind.BROKEN, RULE, f"{event} {how}.")
