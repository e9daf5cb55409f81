"""Audits on a child's timeline: who reads how well we worked, and for how long a draw opens the record to auditors."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from shared.access.actor import Actor, Role
from shared.testing.service import RunningService
from timeline.facts import Entry, Kind, fact_bytes
from timeline.views import Asked, view_of

from .conftest import tell
from .streams import Streams, may
from .telling import (
    ADEYEMI,
    AMIN,
    FARROW,
    FELL,
    HALE,
    LUND,
    MARSH,
    OSEI,
    PATEL,
    POLICE,
    REYES,
    SYSTEM,
    Told,
    facts_from,
)

CHILD = "child-jay"
DRAWN, CLOSES = may(5, 10), may(12, 17)
STONE = Actor("qa.stone", "Ruth Stone", Role.QA_AUDITOR, "la-812")
VOSS = Actor("eh.manager", "Helen Voss", Role.EARLY_HELP_MANAGER, "la-812")
CONTACT = {
    "contact_id": "c",
    "contact_type": "CHILD_CONCERN",
    "agency": {"org_id": "sch-999014", "name": "Dunmere Academy"},
    "children": [{"temp_ref": "c1", "child_id": CHILD, "first_name": "Jay", "surname": "Holroyd"}],
    "worries": "Often late.",
}
AUDIT = {"audit_id": "audit-1", "case": 1, "contact_id": "c", "child_id": CHILD}


def audited() -> list[Told]:
    streams = Streams()

    def audit(name: str, at: datetime, **said: object) -> Told:
        about = {**AUDIT, **said}
        return streams.tell("threshold-decisions", name, "Audit-1", at, about, SYSTEM, (CHILD,))

    return [
        streams.tell("contacts", "ContactReceived", "Contact-c", may(4, 9), CONTACT, FELL, (CHILD,)),
        audit("DipSampleDrawn", DRAWN, question="Was history used?", drawn_at=DRAWN, closes_at=CLOSES),
        audit("AuditCompleted", may(6, 10), grade="INADEQUATE", summary="Pasted, not used", audited_at=may(6, 10)),
        audit("AuditModerated", may(7, 10), grade="INADEQUATE", grade_changed=False, moderated_at=may(7, 10)),
        audit("AuditActionAgreed", may(7, 11), what="Review again", owner="fdm.reyes", due_at=may(8, 17), urgent=True),
        audit("AuditActionCompleted", may(8, 9), completed_at=may(8, 9), late=False),
    ]


def seen(who: Actor, at: datetime, told: Sequence[Told] | None = None) -> list[Entry]:
    view = view_of(facts_from(told or audited()), CHILD, who, Asked(), at, on_shift=False)
    return list(view.entries) if view else []


def audits_seen(who: Actor) -> list[str]:
    return [entry.title for entry in seen(who, may(9, 12)) if entry.kind is Kind.AUDIT]


@pytest.mark.parametrize("who", [ADEYEMI, REYES, LUND], ids=lambda who: who.user_id)
def test_those_whose_work_it_is_about_read_how_it_was_graded(who: Actor) -> None:
    assert audits_seen(who) == [
        "Drawn for an audit",
        "Audited",
        "Audit looked at by a second auditor",
        "Urgent action from an audit",
        "Action from an audit done",
    ]


@pytest.mark.parametrize(
    "who", [FELL, POLICE, OSEI, AMIN, FARROW, MARSH, VOSS, PATEL, HALE], ids=lambda who: who.user_id
)
def test_no_agency_no_partner_in_the_hub_and_nobody_else_finds_a_trace_of_it(who: Actor) -> None:
    entries = seen(who, may(9, 12))
    assert not [entry for entry in entries if entry.kind in (Kind.AUDIT, Kind.RESTRICTED)]
    assert "INADEQUATE" not in repr(entries)
    assert "audit" not in repr([entry.title for entry in entries]).lower()


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        (DRAWN - timedelta(seconds=1), False),
        (DRAWN, True),
        (CLOSES - timedelta(seconds=1), True),
        (CLOSES, False),
    ],
)
def test_an_audit_opens_the_record_to_auditors_from_its_draw_until_it_closes(at: datetime, opens: bool) -> None:
    assert bool(seen(STONE, at)) is opens


def test_a_child_who_was_not_drawn_is_unknown_to_an_auditor() -> None:
    assert seen(STONE, may(6, 12), audited()[:1]) == []


def test_an_auditor_reads_the_whole_record_of_a_drawn_child() -> None:
    titles = [entry.title for entry in seen(STONE, may(9, 12))]
    assert titles[0] == "Concern about a child"
    assert "Audited" in titles


async def test_an_auditor_finds_the_drawn_children_by_name_and_no_others(timeline: RunningService) -> None:
    others = Streams()
    contact = {**CONTACT, "children": [{"temp_ref": "c1", "child_id": "other", "first_name": "Jay", "surname": "Reed"}]}
    other = others.tell("contacts", "ContactReceived", "Contact-o", may(4, 9), contact, FELL, ("other",))
    await tell(timeline, [*audited(), other])
    timeline.clock.at = may(9, 12)
    listed = (await timeline.client(STONE).get("/api/v1/children?q=jay")).json()
    assert [child["child_id"] for child in listed] == [CHILD]
    timeline.clock.at = CLOSES
    assert (await timeline.client(STONE).get("/api/v1/children?q=jay")).json() == []


def test_what_was_kept_before_audits_were_told_keeps_its_bytes() -> None:
    contact, drawn, *_ = facts_from(audited()).entries
    assert b"open_until" not in fact_bytes(contact)
    assert b"open_until" in fact_bytes(drawn)
