"""The system scores a contact first; a screener looks and confirms, or answers otherwise and says why."""

from intake.commands import ConfirmContactQuality
from intake.decider.state import Contact, with_reason
from intake.events import ContactQualityAssessed
from intake.quality import answers_of, grade, score
from shared.decider import Refused


def confirm_quality(command: ConfirmContactQuality, state: Contact) -> ContactQualityAssessed:
    """The screener's answers. One that differs from the system's needs a reason."""
    asked = answers_of(state.account) if state.account else {}
    unknown = sorted(command.tests.keys() - asked.keys())
    if unknown:
        raise Refused("INT-32 TESTS", f"{', '.join(unknown)} is not asked of this contact", "tests")
    tests = {test: command.tests.get(test, answer) for test, answer in asked.items()}
    if tests != asked:
        with_reason(command.reason, "why you answer otherwise than the system did")
    return ContactQualityAssessed(
        contact_id=state.contact_id,
        child_ids=state.child_ids,
        grade=grade(tests),
        score=score(tests),
        tests=tests,
        assessed_by=command.by.user_id,
    )
