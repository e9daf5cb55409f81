"""The kinds of value that the outbound profiles are made of, and the groups that several of them share."""

from typing import Annotated, Literal

from pydantic import Field

from shared.disclosure.classes import Sensitivity as S
from shared.disclosure.profile import Part

Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
TimeOfDay = Annotated[str, Field(pattern=r"^\d{2}:\d{2}$")]
Instant = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$")]
Reference = Annotated[str, Field(min_length=1, max_length=200)]
Line = Annotated[str, Field(max_length=500)]
Text = Annotated[str, Field(max_length=5000)]
YesNoNotKnown = Literal["Y", "N", "NK"]
NeedLevel = Annotated[int, Field(ge=1, le=4)]
QualityTest = Literal["q1", "q2", "q3", "q4", "q5", "q6", "q7", "q8", "q9", "q10"]
OutcomeCode = Literal[
    "NFA",
    "INFO_ADVICE",
    "SIGNPOST_UNIVERSAL",
    "EARLY_HELP",
    "REFERRAL_S17",
    "REFERRAL_STRATEGY",
    "LINK_OPEN_CASE",
    "PRIVATE_FOSTERING",
    "MISSING_PATHWAY",
    "OTHER_LA",
    "LADO",
    "PROCEED_TO_MASH_ENQUIRY",
]
DaRiskGrade = Literal["STANDARD", "MEDIUM", "HIGH"]
Concern = Literal["PHY", "SAB", "NEG", "EMO", "EXPLOITATION", "FGM", "PREBIRTH", "FII"]


class NamedChild(Part):
    """A child as the recipient knows them already."""

    first_name: Annotated[Line, S.ID]
    surname: Annotated[Line, S.ID]
    date_of_birth: Annotated[Day | None, S.ID]


class Question(Part):
    number: Annotated[int, S.PUBLIC]
    text: Annotated[Line, S.SUB]


class HouseholdMember(Part):
    name: Annotated[Line, S.HH]
    relationship: Annotated[Line, S.HH]
    parental_responsibility: Annotated[YesNoNotKnown, S.HH]
