"""Bugs of what people are shown: stored and told as it should be, and yet nobody sees it."""

import importlib
import itertools
from typing import Any

from tests.campaign.bugs.registry import bug


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
