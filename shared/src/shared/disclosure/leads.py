"""What whoever answers for an agency's safeguarding is told of the agency's own contacts."""

from typing import Annotated

from pydantic import Field

from shared.disclosure.classes import Sensitivity as S
from shared.disclosure.fields import Instant, Line, QualityTest, Question, Reference
from shared.disclosure.profile import Part


class MissedClarification(Part):
    """That an agency did not answer in time, to whoever answers for its safeguarding: the questions once more."""

    contact_ref: Annotated[Reference, S.PUBLIC]
    child_initials: Annotated[str, Field(max_length=60), S.ID]
    local_ref: Annotated[Reference, S.SUB]
    questions: list[Question]
    asked_at: Annotated[Instant, S.PUBLIC]
    was_due_at: Annotated[Instant, S.PUBLIC]
    answer_to: Annotated[Line, S.PUBLIC]


class FailedTest(Part):
    test: Annotated[QualityTest, S.PUBLIC]
    contacts: Annotated[int, S.PUBLIC]


class QualityOfContacts(Part):
    """A month of an agency's own contacts in numbers, and how the test most often missed is met; no child in it."""

    month: Annotated[str, Field(pattern=r"^\d{4}-\d{2}$"), S.PUBLIC]
    scored: Annotated[int, S.PUBLIC]
    good: Annotated[int, S.PUBLIC]
    adequate: Annotated[int, S.PUBLIC]
    inadequate: Annotated[int, S.PUBLIC]
    percent_good: Annotated[int, Field(ge=0, le=100), S.PUBLIC]
    most_failed: list[FailedTest]
    exemplar: Annotated[Line | None, S.PUBLIC]
