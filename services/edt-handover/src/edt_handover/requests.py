"""The body of the pre-closure meeting."""

from typing import Annotated

from pydantic import Field

from shared.inputs import Closed, Day, Ids, Instant, Texts, Whole


class PrepBody(Closed):
    closure_from: Day
    closure_to: Day
    held_at: Instant
    attendees: Ids
    items: Texts = ()
    alerts_reviewed: Annotated[Whole, Field(ge=0, le=10_000)] = 0
