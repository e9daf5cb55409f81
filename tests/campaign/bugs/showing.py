"""Bugs of what people are shown: stored and told as it should be, and yet nobody sees it, or takes it on."""

import importlib
import itertools
from typing import Any

from tests.campaign.bugs.registry import bug, swap


@bug("amendment-not-shown")
def amendment_not_shown() -> None:
    """What a sender is shown of its contact stays at the first version."""
    submissions: Any = importlib.import_module("intake.read_models.submissions")
    amended = next(kind for kind in submissions.KINDS if kind.__name__ == "ContactAmended")

    async def nothing(*_: object) -> None:
        return None

    submissions.KINDS[amended] = nothing


@bug("queue-forgets-one")
def queue_forgets_one() -> None:
    """Every fifth screening that is opened stands in no queue."""
    numbers = itertools.count(1)
    queue: Any = importlib.import_module("screening.read_models.queue")
    opened = next(kind for kind in queue.KINDS if kind.__name__ == "ScreeningOpened")
    keep = queue.KINDS[opened]

    async def most(connection: Any, happened: Any) -> None:
        await keep(connection, [each for each in happened if next(numbers) % 5])

    queue.KINDS[opened] = most


@bug("rating-not-shown")
def rating_not_shown() -> None:
    """The queue shows every case as unrated."""
    queue: Any = importlib.import_module("screening.read_models.queue")
    rated = next(kind for kind in queue.KINDS if kind.__name__ == "RagAssigned")

    async def nothing(*_: object) -> None:
        return None

    queue.KINDS[rated] = nothing


@bug("narrative-to-health")
def narrative_to_health() -> None:
    """Whoever may know that there was an incident, and its grade, reads the police's own words with it."""
    disclosure: Any = importlib.import_module("timeline.disclosure")

    def generous(level: Any) -> Any:
        def fuller(*words: Any, **named: Any) -> Any:
            found = level(*words, **named)
            return disclosure.Level.FULL if found is disclosure.Level.REDACTED else found

        return fuller

    swap(disclosure, "level", generous)


@bug("submission-of-anybody")
def submission_of_anybody() -> None:
    """An agency is shown what other agencies sent as if it had sent it."""
    disclosure: Any = importlib.import_module("timeline.disclosure")

    def sent_in(reader: Any, _: object) -> bool:
        return reader.actor.role in disclosure.AGENCY_ROLES

    swap(disclosure.Reader, "sent_in", lambda _: sent_in)


@bug("hub-sees-less")
def hub_sees_less() -> None:
    """Words of the police are kept from the police in the hub, too."""
    disclosure: Any = importlib.import_module("timeline.disclosure")
    reads = disclosure._reads  # pyright: ignore[reportPrivateUsage]

    def fewer(part: Any, entry: Any, reader: Any) -> bool:
        from_police = part.cls is disclosure.Sensitivity.POL
        return not (from_police and reader.actor.role in disclosure.AGENCY_ROLES) and reads(part, entry, reader)

    swap(disclosure, "_reads", lambda _: fewer)


@bug("board-forgets-one")
def board_forgets_one() -> None:
    """Of what is owed to children the board shows no more than fits on a page."""
    items: Any = importlib.import_module("edt_handover.read_models.items")

    def fewer(open_items: Any) -> Any:
        async def a_page_of_them(connection: Any) -> Any:
            return (await open_items(connection))[:-1]

        return a_page_of_them

    swap(items, "open_items", fewer)


@bug("night-left-behind")
def night_left_behind() -> None:
    """A shift begins with an empty list, whatever the one before still owed."""
    steps: Any = importlib.import_module("edt_handover.shift.steps")

    async def nothing(*_: object) -> list[Any]:
        return []

    swap(steps, "_to_carry", lambda _: nothing)


@bug("referral-waits-nowhere")
def referral_waits_nowhere() -> None:
    """Of the children who are to be referred the newest is on nobody's list."""
    referrals: Any = importlib.import_module("screening.read_models.referrals")

    def older(to_accept: Any) -> Any:
        async def all_but_the_newest(connection: Any) -> Any:
            return (await to_accept(connection))[:-1]

        return all_but_the_newest

    swap(referrals, "to_accept", older)
