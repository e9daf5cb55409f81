"""What people and machines post as JSON: closed models, and times that a living person could mean."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from notifications.codes import Transport, YesNoNotKnown
from notifications.notification.answering import LONGEST_ANSWER
from shared.inputs import Day, Version

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_ANSWER)]
Urn = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^\d{6}$")]
LARGEST_SCHOOL = 5000


class Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Decision(Body):
    """``expected_version`` is the version that the person who decides has seen."""

    expected_version: Version | None = None


class Acknowledgement(Decision):
    pass


class Answer(Body):
    """What your organisation knows, or why it does not share. ``answered_by``: who in your organisation says so."""

    answer: Words | None = None
    declined_because: Words | None = None
    answered_by: Line | None = None

    @model_validator(mode="after")
    def one_of_both(self) -> "Answer":
        if (self.answer is None) is (self.declined_because is None):
            raise ValueError("Say either answer or declined_because")
        return self


class Approval(Decision):
    pass


class Hold(Decision):
    reason: Text


class Release(Decision):
    """``staff_at_recipient``: does an adult of this contact work at this school (NOT-05)?"""

    reason: Text
    staff_at_recipient: YesNoNotKnown | None = None


class Suppression(Decision):
    reason: Text
    review_on: Day | None = None


class ReadOut(Decision):
    """To whom the words were read on the phone."""

    spoken_to: Line


class Recipient(Body):
    """A school by its URN, another organisation without one."""

    urn: Urn | None = None
    org_id: Line
    name: Line
    dsl: Line
    deputy: Line | None = None
    transport: Transport = Transport.PORTAL
    valid_to: Day


class Verification(Body):
    """``spoken_to`` is the registered safeguarding lead or deputy."""

    spoken_to: Line
    valid_to: Day


class Pupil(Body):
    first_name: Line
    surname: Line
    dob: Day
    upn: Line | None = None


class Roll(Body):
    """Every pupil of the school today."""

    urn: Urn
    pupils: Annotated[tuple[Pupil, ...], Field(max_length=LARGEST_SCHOOL)]
