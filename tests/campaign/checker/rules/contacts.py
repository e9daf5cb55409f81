"""Lost and doubled: what was answered 2xx is stored once, and each contact is once on each named child's timeline."""

from collections import Counter
from collections.abc import Iterator

from tests.campaign.checker.identities import Identities
from tests.campaign.checker.run import Command, Event, Run
from tests.campaign.checker.verdict import Kind, Violation

RULE = "contacts"
CONTACT_EVENTS = ("ContactReceived", "ContactAmended")


def check(run: Run) -> Iterator[Violation]:
    yield from _acknowledged(run)
    yield from _once_for_each_key(run)
    yield from _once_for_each_version(run)
    yield from _opened(run)
    yield from _on_timelines(run)


def _acknowledged(run: Run) -> Iterator[Violation]:
    """Every version that a receipt names is stored."""
    for command in run.asked:
        if not command.ok or command.service not in run.stores:
            continue
        for stream, version in command.receipt.get("versions", {}).items():
            event = run.placed.get((command.service, stream, version))
            if event is None:
                yield _lost(command, f"{stream} has no version {version}")
        if command.is_submission and command.known_as not in run.units_of_key:
            yield _lost(command, f"no event bears its reference, {command.known_as}")


def _lost(command: Command, how: str) -> Violation:
    return Violation(Kind.LOST, RULE, f"{command.op} was acknowledged ({command.status}), but {how}.")


def _once_for_each_key(run: Run) -> Iterator[Violation]:
    for key, units in run.units_of_key.items():
        if len(units) > 1:
            events = ", ".join(str(unit[0]) for unit in units)
            yield Violation(Kind.DOUBLED, RULE, f"Key {key} was carried out {len(units)} times: {events}.")


def _once_for_each_version(run: Run) -> Iterator[Violation]:
    """Also within one unit: a contact is received once, and each version of it told once."""
    seen: dict[tuple[str, int], Event] = {}
    for event in run.of("intake", *CONTACT_EVENTS):
        version = (event.data["contact_id"], event.data["source"]["version"])
        if version in seen:
            yield Violation(Kind.DOUBLED, RULE, f"{event} is the same version of its contact as {seen[version]}.")
        seen[version] = event


def _opened(run: Run) -> Iterator[Violation]:
    """Every contact received is screened, once."""
    if "screening" not in run.stores:
        return
    opened = Counter(event.stream for event in run.of("screening", "ScreeningOpened"))
    for received in run.of("intake", "ContactReceived"):
        count = opened[f"Screening-{received.data['contact_id']}"]
        if count != 1:
            kind = Kind.LOST if count == 0 else Kind.DOUBLED
            yield Violation(kind, RULE, f"{received} was opened {count} times in screening.")


def _on_timelines(run: Run) -> Iterator[Violation]:
    if "timeline" not in run.stores:
        return
    identities = Identities(run.of("intake", "ChildIdentified"))
    shown = {
        child: Counter(entry.source_event for entry in timeline.entries) for child, timeline in run.timelines.items()
    }
    for event in run.of("intake", *CONTACT_EVENTS):
        yield from _on_timeline(event, identities, shown)


def _on_timeline(event: Event, identities: Identities, shown: dict[str, Counter[str]]) -> Iterator[Violation]:
    named = children_named(event)
    meant = Counter(identities.child_of(child) for child in named)
    for child in named:
        if child not in shown:
            yield Violation(Kind.UNKNOWN, RULE, f"The timeline of child {child} of {event} was not read.")
            continue
        found, owed = shown[child][event.event_id], meant[identities.child_of(child)]
        if found != owed:
            kind = Kind.LOST if found < owed else Kind.DOUBLED
            yield Violation(kind, RULE, f"{event} is {found} times, not {owed}, on the timeline of child {child}.")


def children_named(event: Event) -> list[str]:
    """The children that a contact's own account names."""
    return [child["child_id"] for child in event.data.get("account", {}).get("children", ())]
