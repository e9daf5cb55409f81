"""The kinds of fields of what senders post: what counts as nothing, and how long the rest may be."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from shared.inputs import Day, Instant, Text


def _absent(value: Any) -> Any:
    """Many systems send an empty string for what they do not know."""
    return None if value == "" else value


def _of_an_address(ref: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_.-]{0,40}", ref):
        raise ValueError("give at most 40 letters, digits, dots, hyphens or underscores, such as c1")
    return ref


Ref = Annotated[str, AfterValidator(_of_an_address)]
"""A sender's own name for a child, which becomes part of the address of a page; none where it is empty."""
Code = Annotated[Annotated[str, Field(max_length=100)] | None, BeforeValidator(_absent)]
Line = Annotated[Annotated[str, Field(max_length=1_000)] | None, BeforeValidator(_absent)]
Words = Annotated[Text | None, BeforeValidator(_absent)]
"""What somebody writes in their own words is as long as it is: nobody's notification comes back for it."""
MaybeInstant = Annotated[Instant | None, BeforeValidator(_absent)]
MaybeDay = Annotated[Day | None, BeforeValidator(_absent)]
Texts = Annotated[list[Text], Field(max_length=200)]
