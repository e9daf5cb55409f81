"""What follows: a record that was taken in leads to what it must lead to, and each stream is heard in its order.

That a record is marked as taken in says nothing of its effect. What must follow is written down here by type; which
events of another service led to which of one's own is said by the events themselves.
"""

from collections.abc import Iterator, Mapping

from tests.campaign.checker.run import Event, Run, Store
from tests.campaign.checker.verdict import Kind, Violation

RULE = "following"

FOLLOWS: Mapping[tuple[str, str], Mapping[str, frozenset[str]]] = {
    ("screening", "intake"): {
        "ContactReceived": frozenset({"ScreeningOpened"}),
        "ContactAmended": frozenset({"ContactAmendmentNoted"}),
        "ContactQualityAssessed": frozenset({"ContactQualityNoted"}),
        "ChildIdentified": frozenset({"ChildIdentityNoted"}),
        "IncidentLagMeasured": frozenset({"IncidentLagNoted"}),
        "SiblingsFound": frozenset({"SiblingsFoundNoted"}),
    },
    ("screening", "strategy"): {"StrategyDiscussionConvened": frozenset({"StrategyConvenedNoted"})},
    ("notifications", "intake"): {"ContactReceived": frozenset({"NotificationRequested"})},
    ("notifications", "screening"): {"ThresholdDecisionAuthorised": frozenset({"NotificationRequested"})},
}
"""By who hears and who tells: any of these follows from each event of that type."""
STRATEGY = "REFERRAL_STRATEGY"
JOINED = ("StrategyThresholdMet", "ChildAddedToDiscussion")


def check(run: Run) -> Iterator[Violation]:
    caused: dict[tuple[str, str], set[str]] = {}
    for store in run.stores.values():
        yield from _in_order(run, store)
        for event in store.events:
            caused.setdefault((store.service, event.causation_id), set()).add(event.type)
    yield from _discussed(run)
    for (hears, tells), types in FOLLOWS.items():
        if hears in run.stores:
            for event in run.of(tells, *types):
                if _must_follow(event) and not caused.get((hears, event.event_id), set()) & types[event.type]:
                    text = f"{event} led to none of {', '.join(sorted(types[event.type]))} in {hears}."
                    yield Violation(Kind.LOST, RULE, text)


def _must_follow(event: Event) -> bool:
    """A version that a later one has overtaken changes nothing, and a discussion may be about no contact."""
    match event.type:
        case "ContactAmended":
            return not event.data["superseded"]
        case "StrategyDiscussionConvened":
            return event.data["contact_id"] is not None
        case _:
            return True


def _discussed(run: Run) -> Iterator[Violation]:
    """A child about whom a discussion was decided on is in the discussion of that contact, whoever asked for it."""
    if "strategy" not in run.stores:
        return
    contacts = {event.stream: event.data["contact_id"] for event in run.of("strategy", "StrategyThresholdMet")}
    discussed = {
        (contacts.get(event.stream), child) for event in run.of("strategy", *JOINED) for child in event.child_ids
    }
    for event in run.of("screening", "ThresholdDecisionAuthorised"):
        asked = (event.data["contact_id"], event.data["child_id"])
        if event.data["decision"] == STRATEGY and asked not in discussed:
            yield Violation(Kind.LOST, RULE, f"{event} led to no discussion of the child in strategy.")


def _in_order(run: Run, store: Store) -> Iterator[Violation]:
    """What a stream of another service led to here, in one stream, is in that stream's order."""
    furthest: dict[tuple[str, str, str], Event] = {}
    for event in store.events:
        cause = run.events.get(event.causation_id)
        if cause is None or cause.service == store.service:
            continue
        of = (cause.service, cause.stream, event.stream)
        before = furthest.setdefault(of, cause)
        if cause.position < before.position:
            text = f"{event} follows {cause}, and comes after what followed the later {before}."
            yield Violation(Kind.REORDERED, RULE, text)
        else:
            furthest[of] = cause
