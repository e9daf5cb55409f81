"""The police grade the adult victim's risk: the officer first, then the hub, whose word stands (domain brief §2.1).

A grade may start and shorten clocks. None is lengthened or stopped by one.
"""

from collections.abc import Sequence

from intake.codes import GRADES
from intake.commands import SetPoliceRiskGrade, SubmitContact
from intake.decider.arriving import lag
from intake.decider.state import HUB, Contact, ids_of, only, with_reason
from intake.events import ContactEvent, PoliceRiskGradeAmended
from intake.facts import Account, ContactType
from shared.access.actor import Role
from shared.decider import Refused

ORDER = ("STANDARD", "MEDIUM", "HIGH")


def set_by_hub(command: SetPoliceRiskGrade, state: Contact) -> list[ContactEvent]:
    """The police in the hub confirm the officer's grade, or say another and why."""
    only(command.by.role, (Role.POLICE_MASH,), "The police in the hub confirm or change their grade")
    account = state.account
    if account is None or account.police is None or account.police.da is None:
        raise Refused("INT-43 NOT_ABUSE", "The police report no domestic abuse in this contact", "grade")
    if command.grade not in GRADES.codes:
        raise Refused("INT-44 GRADE", f"One of {', '.join(ORDER)}", "grade")
    if state.hub_grade == command.grade:
        raise Refused("INT-45 GRADED", "The hub has said this already", "grade")
    graded = PoliceRiskGradeAmended(
        contact_id=state.contact_id,
        child_ids=state.child_ids,
        previous=state.police_grade,
        grade=command.grade,
        graded_by=HUB,
        reason=with_reason(command.reason, "what the grade rests on"),
        by=command.by.user_id,
        amended_at=command.at,
    )
    return [graded, *measured_again(state, account, [graded])]


def regraded(command: SubmitContact, state: Contact, before: Account) -> list[PoliceRiskGradeAmended]:
    """A later version gives another grade than the one before. What the hub has said is raised by it, never lowered,
    unless it is the hub's own."""
    now = command.account.police_grade
    da = command.account.police.da if command.account.police else None
    if now is None or da is None or now == before.police_grade:
        return []
    if state.hub_grade and da.graded_by != HUB and _rank(now) <= _rank(state.hub_grade):
        return []
    return [
        PoliceRiskGradeAmended(
            contact_id=command.contact_id,
            child_ids=ids_of(command.account.children),
            previous=state.police_grade,
            grade=now,
            graded_by=da.graded_by,
            reason=da.grade_reason,
            by=command.by.user_id,
            amended_at=command.at,
        )
    ]


def measured_again(state: Contact, account: Account, graded: Sequence[PoliceRiskGradeAmended]) -> list[ContactEvent]:
    """When it happened, how the police grade it, or that it is domestic abuse, is known better: it is as late as that
    makes it."""
    before = state.account
    if before is None or state.received_at is None:
        return []
    now = graded[0].grade if graded else state.hub_grade or account.police_grade
    known = (before.incident.occurred_at, state.police_grade, before.contact_type is ContactType.DOMESTIC_ABUSE)
    if known == (account.incident.occurred_at, now, account.contact_type is ContactType.DOMESTIC_ABUSE):
        return []
    return lag(state.contact_id, account, state.received_at, now)


def _rank(grade: str) -> int:
    """A grade that no set holds ranks below all: it is looked at, and lowers nothing."""
    return ORDER.index(grade) if grade in ORDER else -1
