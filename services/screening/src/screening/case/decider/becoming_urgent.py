"""What makes a case urgent after it has come: an injury, a baby, a graver grade, harm that a child tells of. Triage
then has 15 minutes."""

from collections.abc import Sequence
from datetime import datetime

from screening.case.commands import NoteMissingConcern, NotePoliceGrade, RecordInjury
from screening.case.deadlines import triage_due
from screening.case.decider.asking import child_of, machine_decides, needed
from screening.case.events import Event, InjuryRecorded, MissingConcernNoted, PoliceGradeNoted
from screening.case.facts import NamedChild
from screening.case.state import Case
from screening.case.urgency import (
    HARM_TOLD,
    INJURY,
    POLICE_PROTECTION,
    SAID_URGENT,
    STRATEGY_WANTED,
    urgent_facts,
)
from shared.access.actor import Role


def record_injury(command: RecordInjury, case: Case) -> list[Event]:
    """Where the sender did not say so, whoever reads or hears of it writes it down (clock register, CK_TRIAGE)."""
    if command.by.role is Role.SYSTEM:
        raise machine_decides()
    needed(command.text, "text", "Write who is hurt and how, and who says so.")
    child = child_of(case, command.child_id) if command.child_id is not None else None
    facts, until = urgent_now(case, (), case.contact.police_grade, command.at, said=frozenset({INJURY}))
    return [
        InjuryRecorded(
            contact_id=case.contact.contact_id,
            child_ids=case.child_ids,
            injured_child_id=child.child_id if child else None,
            text=command.text,
            urgent_facts=facts,
            urgent_until=until,
            recorded_by=command.by.user_id,
        )
    ]


def graded(command: NotePoliceGrade, case: Case) -> list[Event]:
    """A graver grade makes triage urgent; a lesser one gives nobody more time. What says nothing new is no event."""
    known = command.grade == case.contact.police_grade and command.by_hub == case.graded_by_hub
    if command.grade is None or known:
        return []
    facts, until = urgent_now(case, (), command.grade, command.at)
    return [
        PoliceGradeNoted(
            contact_id=command.contact_id,
            child_ids=case.child_ids,
            police_grade=command.grade,
            by_hub=command.by_hub,
            urgent_facts=facts,
            urgent_until=until,
        )
    ]


def missing_concern(command: NoteMissingConcern, case: Case) -> MissingConcernNoted:
    """What a missing child tells when it is back is no note on an old contact: somebody looks at once."""
    facts, until = urgent_now(case, (), case.contact.police_grade, command.at, said=frozenset({command.because.value}))
    return MissingConcernNoted(
        contact_id=command.contact_id,
        child_ids=case.child_ids,
        because=command.because,
        words=command.words,
        urgent_facts=facts,
        urgent_until=until,
        noted_at=command.at,
    )


def urgent_now(
    case: Case,
    added: Sequence[NamedChild],
    police_grade: str | None,
    at: datetime,
    *,
    said: frozenset[str] = frozenset(),
) -> tuple[tuple[str, ...], datetime | None]:
    """What makes the case urgent now and, where that is new, when its triage is due. What was ``said`` once stays."""
    known = said.union(case.contact.urgent_facts)
    facts = urgent_facts(
        said_urgent=SAID_URGENT in known,
        injured=INJURY in known,
        police_protection=POLICE_PROTECTION in known,
        police_grade=police_grade,
        born_on=tuple(child.born_on for child in (*case.children, *added)),
        received_at=case.contact.received_at,
        harm_told=HARM_TOLD in known,
        strategy_wanted=STRATEGY_WANTED in known,
    )
    is_new = bool(facts) and not case.contact.urgent_facts and not case.triaged
    return facts, triage_due(at, urgent=True) if is_new else None
