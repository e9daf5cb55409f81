"""What a professional disagreement does to the case: it stays open, and an upheld one opens the decision again."""

from screening.case.commands import NoteEscalation, NoteEscalationEnded, ReopenScreening
from screening.case.decider.asking import child_of
from screening.case.decider.ending import reopen
from screening.case.events import EscalationEndNoted, EscalationNoted, Event
from screening.case.state import Case
from shared.decider import Refused
from shared.working_time import in_london


def note_escalation(command: NoteEscalation, case: Case) -> list[Event]:
    """There has to be a decision to disagree with; one agency has one open escalation about one child."""
    children = tuple(child_of(case, child_id) for child_id in command.child_ids) or case.children
    decided = tuple(child.child_id for child in children if child.decision is not None)
    if not decided or (command.child_ids and len(decided) < len(children)):
        raise Refused("ESC-08 NOTHING_DECIDED", "There is no decision yet to disagree with.", "child_ids")
    for one in case.escalations:
        if one.agency_org_id == command.agency_org_id and set(one.child_ids) & set(decided):
            raise Refused(
                "ESC-02 ALREADY_OPEN",
                f"Your agency's disagreement of {in_london(one.noted_at):%d %B} about this is still open.",
                "child_ids",
            )
    return [
        EscalationNoted(
            contact_id=case.contact.contact_id,
            child_ids=decided,
            escalation_id=command.escalation_id,
            agency_org_id=command.agency_org_id,
            agency_name=command.agency_name,
            noted_at=command.at,
        )
    ]


def note_escalation_ended(command: NoteEscalationEnded, case: Case) -> list[Event]:
    """An upheld disagreement opens what it was about again, so that nobody has to remember to."""
    about = next((one for one in case.escalations if one.escalation_id == command.escalation_id), None)
    if about is None:
        return []
    ended = EscalationEndNoted(
        contact_id=case.contact.contact_id,
        child_ids=about.child_ids,
        escalation_id=command.escalation_id,
        how=command.how,
        noted_at=command.at,
    )
    found = [case.find(child_id) for child_id in about.child_ids]
    standing = tuple(child.child_id for child in found if child is not None and child.is_decided)
    if not command.reopen_because or not standing:
        return [ended]
    again = ReopenScreening(by=command.by, at=command.at, reason=command.reopen_because, child_ids=standing)
    return [ended, *reopen(again, case)]
