"""Bugs of what is understood: a form refused that is well filled in, words that change hands, an outcome of another."""

import importlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from shared.clocks import StopClock
from shared.decider import Refused
from tests.campaign.bugs.registry import bug, swap

ELSEWHERE = timedelta(hours=5)


@bug("name-refused")
def name_refused() -> None:
    """A name of a kind that the form was never tried with is no name."""
    accounts: Any = importlib.import_module("intake.accounts")

    def strictly(named: Any) -> Any:
        def named_strictly(children: list[dict[str, Any]], contact_id: str) -> list[dict[str, Any]]:
            if any(child["surname"].endswith("7") for child in children):
                raise Refused("INT-00 NAME", "This is no name.", "children.surname")
            return named(children, contact_id)

        return named_strictly

    swap(accounts, "_named", strictly)


@bug("siblings-mixed-up")
def siblings_mixed_up() -> None:
    """Two lists are sorted apart, and the first child has the second one's birthday."""
    accounts: Any = importlib.import_module("intake.accounts")

    def mixed(named: Any) -> Any:
        def named_and_mixed(children: list[dict[str, Any]], contact_id: str) -> list[dict[str, Any]]:
            birthdays = sorted((child["dob"] for child in children), key=str)
            return [child | {"dob": day} for child, day in zip(named(children, contact_id), birthdays, strict=True)]

        return named_and_mixed

    swap(accounts, "_named", mixed)


@bug("received-elsewhere")
def received_elsewhere() -> None:
    """When a contact came is written down by a clock of another part of the world."""
    arriving: Any = importlib.import_module("intake.decider.arriving")

    def there(received: Any) -> Any:
        def received_there(**named: Any) -> Any:
            return received(**(named | {"received_at": named["received_at"] - ELSEWHERE}))

        return received_there

    swap(arriving, "ContactReceived", there)


@bug("rating-lowered")
def rating_lowered() -> None:
    """A rating that is missing from some old table counts as the lowest."""
    opening: Any = importlib.import_module("screening.case.decider.opening")

    def lower(assigned: Any) -> Any:
        def assigned_lower(**named: Any) -> Any:
            return assigned(**(named | {"rag": opening.Rag.GREEN}))

        return assigned_lower

    swap(opening, "RagAssigned", lower)


@bug("triage-goes-on")
def triage_goes_on() -> None:
    """What is to stop the clock of the triage is forgotten where the commands are put together."""
    clocks: Any = importlib.import_module("screening.case.clocks")

    def on_and_on(stop: Any) -> Any:
        def but_for_triage(*words: Any) -> Sequence[StopClock]:
            return [command for command in stop(*words) if command.code != "CK_TRIAGE"]

        return but_for_triage

    swap(clocks, "_stop", on_and_on)


@bug("decision-not-shown")
def decision_not_shown() -> None:
    """The timeline hears of each decision, and has no place for it."""
    subscriptions: Any = importlib.import_module("shared.subscriptions")

    def deaf(listening: Any) -> Any:
        def listening_to_the_rest(self: Any, topic: str, contract_type: str) -> Any:
            heard = listening(self, topic, contract_type)
            is_decision = contract_type == "frontdoor.ThresholdDecisionAuthorised.v1"
            return [replace(each, telling=_nothing) for each in heard] if is_decision else heard

        return listening_to_the_rest

    swap(subscriptions.Subscriptions, "listening", deaf)


def _nothing(_: object) -> list[Any]:
    return []


@bug("asked-twice")
def asked_twice() -> None:
    """Each receipt is asked for once more, under a name that nobody has used yet."""
    subscriptions: Any = importlib.import_module("notifications.subscriptions")
    new_id = importlib.import_module("shared.ids").new_id

    def once_more(encompass_requests: Any) -> Any:
        def and_the_receipt(data: Any, meta: Any, policy: Any) -> Any:
            receipt = subscriptions.receipt_request(data, meta, policy)
            again = replace(receipt, about=replace(receipt.about, notification_id=new_id()))
            return [*encompass_requests(data, meta, policy), again]

        return and_the_receipt

    swap(subscriptions, "encompass_requests", once_more)


@bug("outcome-of-a-sibling")
def outcome_of_a_sibling() -> None:
    """An outcome goes by the name of whichever child of the contact comes first."""
    outcomes: Any = importlib.import_module("notifications.owed.outcomes")

    def of_the_first(words: Any) -> Any:
        def words_of_the_first(decision: Any, decided_at: Any, contact: Any, policy: Any) -> Any:
            first = next(iter(sorted(contact.child_refs.values())), "")
            refs = dict.fromkeys(contact.child_refs, first)
            return words(decision, decided_at, replace(contact, child_refs=refs), policy)

        return words_of_the_first

    swap(outcomes, "_words", of_the_first)
