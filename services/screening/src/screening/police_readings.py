"""What screening reads of what the police in the hub say of a contact, over what its report says."""

from shared.contracts import Reading


class PoliceRiskGradeAmended(Reading):
    """The police grade the adult victim's risk anew; ``graded_by`` MASH are those in the hub, whose word stands."""

    contact_id: str
    grade: str | None = None
    graded_by: str | None = None

    @property
    def by_hub(self) -> bool:
        return self.graded_by == "MASH"


class IntelligenceHandlingMarked(Reading):
    """How they want what they report to be handled."""

    contact_id: str
    handling: str
