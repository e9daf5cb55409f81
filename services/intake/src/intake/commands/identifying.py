"""What a person says of who a named child is."""

from dataclasses import dataclass
from datetime import date

from intake.commands.asked import Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingBefore:
    """How often the same child was missing in the 30 and 90 days before this episode, by our own record."""

    in_30_days: int = 0
    in_90_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What a person knows of a child new to us, where the contact says nothing or two things at once."""

    dob: date | None = None
    expected_dob: date | None = None
    dob_estimated: bool = False
    sex: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmIdentity(Asked):
    """A person says who a named child is. ``child_id`` None: this is a child whom we did not know.

    ``sealed``: the identity chosen is one that may never be linked to.
    """

    temp_ref: str
    child_id: str | None
    sealed: bool = False
    details: Details | None = None
    missing_before: MissingBefore = MissingBefore()


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectIdentityLink(Asked):
    """A person says that the child was taken for another. ``child_id`` None: it is a child of its own after all."""

    temp_ref: str
    child_id: str | None
    reason: str
    sealed: bool = False
    missing_before: MissingBefore = MissingBefore()
