"""Recipients: what is told leaves for whom it concerns, once, about the child that it names; and for nobody else.

Who that is follows from the contact alone: the agency that sent it, and the school that it names for the child. What is
said of a child is what the contact calls it, and what was decided.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from tests.campaign.checker.naming import Contacts
from tests.campaign.checker.run import Event, Run
from tests.campaign.checker.verdict import Kind, Violation

RULE = "recipients"
TO_THE_SENDER = frozenset({"ACK_PRO", "OUTCOME_PRO", "POLICE_OUTCOME", "CLARIFY"})
TO_THE_SCHOOL = "ENC_MIN"
OF_A_DECISION = frozenset({"OUTCOME_PRO", "POLICE_OUTCOME"})
TOLD = ("NotificationRequested", "NotificationBuilt", "NotificationSent")
ADDRESSED = ("profile", "contact_id", "child_id", "recipient_org", "recipient_urn", "cause_event")
"""What makes it the same message."""

Json = Mapping[str, Any]


def check(run: Run) -> Iterator[Violation]:
    if "notifications" not in run.stores:
        return
    contacts = Contacts(run)
    organisations = {
        event.data["urn"]: event.data["org_id"]
        for event in run.of("notifications", "RecipientRegistered")
        if event.data["urn"]
    }
    asked: dict[str, Event] = {}
    same: dict[tuple[Any, ...], Event] = {}
    sent: dict[str, Event] = {}
    for event in run.of("notifications", *TOLD):
        about = event.data["about"]
        yield from _concerned(event, about, contacts)
        match event.type:
            case "NotificationRequested":
                asked[event.stream] = event
                yield from _once(same, tuple(about[name] for name in ADDRESSED), event)
            case "NotificationBuilt":
                yield from _as_it_is(event, contacts, run.events.get(about["cause_event"]))
            case _:
                yield from _as_asked(event, about, asked.get(event.stream), organisations)
                yield from _once(sent, event.stream, event)


def _once(before: dict[Any, Event], what: object, event: Event) -> Iterator[Violation]:
    if what in before:
        yield Violation(Kind.DOUBLED, RULE, f"{event} tells what {before[what]} told before.")
    before[what] = event


def _concerned(event: Event, about: Json, contacts: Contacts) -> Iterator[Violation]:
    sender = contacts.sender.get(about["contact_id"])
    if about["profile"] in TO_THE_SENDER and about["recipient_org"] != sender:
        yield _wrong(event, f"is for {about['recipient_org']}, and {sender} sent the contact")
    schools = {child.school for child in contacts.meant(about)}
    if about["profile"] == TO_THE_SCHOOL and about["recipient_urn"] not in schools:
        yield _wrong(event, f"is for school {about['recipient_urn']}, which the contact does not name for the child")


def _as_it_is(event: Event, contacts: Contacts, cause: Event | None) -> Iterator[Violation]:
    """A child in a message goes by what its contact calls it, and has the outcome that was decided for it."""
    about, payload = event.data["about"], event.data["payload"]
    meant = contacts.meant(about)
    if "child" in payload and _name(payload["child"]) not in {each.name for each in meant}:
        yield _wrong(event, "is about a child, and names another")
    known = {each.name for each in contacts.children(about["contact_id"])}
    for child in payload.get("children", ()):
        if "surname" in child and _name(child) not in known:
            yield _wrong(event, "names a child as its contact does not")
        if about["profile"] in OF_A_DECISION:
            yield from _as_decided(event, child, {each.ref for each in meant}, cause)


def _as_decided(event: Event, child: Json, refs: Collection[str], cause: Event | None) -> Iterator[Violation]:
    if child["child_ref"] not in refs:
        yield _wrong(event, f"is about {child['child_ref']}, which is another child of its contact")
    decided = cause.data.get("decision") if cause else None
    if child["outcome_code"] != decided:
        yield _wrong(event, f"says {child['outcome_code']}, and {cause} decided {decided}")


def _name(child: Json) -> tuple[str | None, ...]:
    return child["first_name"], child["surname"], child["date_of_birth"]


def _as_asked(event: Event, about: Json, asked: Event | None, organisations: Mapping[str, str]) -> Iterator[Violation]:
    """What leaves goes to whom it was asked for; a school by its number, to the organisation that is registered."""
    wanted: Json = asked.data["about"] if asked else {}
    urn = wanted.get("recipient_urn")
    owed = organisations.get(urn, wanted.get("recipient_org")) if urn else wanted.get("recipient_org")
    if about["recipient_org"] != owed:
        yield _wrong(event, f"left for {about['recipient_org']}, and was asked for {owed}")


def _wrong(event: Event, how: str) -> Violation:
    return Violation(Kind.BROKEN, RULE, f"{event} {how}.")
