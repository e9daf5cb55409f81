"""The queue and a case as JSON, for programs that a front door writes for itself."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from screening.case.applicability import Unmet
from screening.case.daily_abuse import Incident
from screening.case.events import CASE_EVENTS, ThresholdDecisionAuthorised
from screening.case.queueing import Line
from screening.case.view import CaseView, ChildView
from shared.clocks import ClockView
from shared.database import Row
from shared.events import Recorded


def queue_document(lines: Iterable[Line]) -> list[dict[str, Any]]:
    return [asdict(line) | {"clocks": [_clock(clock) for clock in line.clocks]} for line in lines]


def abuse_document(day: date, incidents: Iterable[Incident]) -> dict[str, Any]:
    """A day's domestic abuse. ``clock`` is the deadline that runs where a child is not decided yet."""
    return {"day": day, "incidents": [asdict(one) for one in incidents]}


def case_document(view: CaseView) -> dict[str, Any]:
    """``expected_version`` of the next command is this ``version``."""
    case = view.case
    return {
        "contact_id": view.contact_id,
        "version": view.version,
        "received_at": view.contact["received_at"],
        "occurred_at": view.contact["occurred_at"],
        "contact_type": case.contact.contact_type,
        "urgent_facts": case.contact.urgent_facts,
        "said": view.said,
        "quality": {"grade": case.quality, "failed": case.quality_failed},
        "consent": asdict(case.consent),
        "rag": case.rag,
        "directed": case.directed,
        "closed": case.closed,
        "worker": view.worker,
        "late": [asdict(clock) for clock in view.late],
        "children": [_child(child) | {"decisions": _decisions(view, child)} for child in view.children],
        "clocks": [_clock(clock) for clock in view.clocks],
        "record": [_entry(one) for one in view.recorded],
    }


def _child(child: ChildView) -> dict[str, Any]:
    state = child.state
    return {
        "child_id": state.child_id,
        "provisional_child_id": state.provisional_child_id,
        "temp_ref": state.temp_ref,
        "name": child.name,
        "born_on": state.born_on,
        "said": child.said,
        "history": [_plain(row) for row in child.earlier],
        "contacts_12m": child.contacts_12m,
        "siblings": [_plain(row) for row in child.siblings],
        "history_reviewed": state.history_current,
        "proposed": state.proposal.decision if state.proposal else None,
        "challenged": state.challenged,
        "decision": state.decision,
        "considered": child.considered,
        "missing": [_unmet(unmet) for unmet in child.missing],
        "owed": [_unmet(unmet) for unmet in child.owed],
        "owed_by": child.owed_by,
    }


def _decisions(view: CaseView, child: ChildView) -> list[dict[str, Any]]:
    """Every decision that stood for the child, the newest last, with its flags in the standard safeguarding dataset."""
    ids = (child.state.child_id, child.state.provisional_child_id)
    stood = [one.data for one in view.recorded if isinstance(one.data, ThresholdDecisionAuthorised)]
    return [
        {
            "decision": one.decision,
            "need_level": one.need_level,
            "decided_at": one.decided_at,
            "late": one.late,
            "changed_from": one.changed_from,
            "guards_overridden": one.guards_overridden,
            "is_open": one.is_open,
            "ssd_flags": one.ssd_flags,
        }
        for one in stood
        if one.child_id in ids
    ]


def _plain(row: Row) -> dict[str, Any]:
    return dict(row)


def _unmet(unmet: Unmet) -> dict[str, str | None]:
    return {"code": f"{unmet.code} {unmet.name}", "reason": unmet.missing.reason, "field": unmet.missing.field}


def _clock(clock: ClockView) -> dict[str, Any]:
    return asdict(clock)


def _entry(recorded: Recorded[object]) -> dict[str, Any]:
    return {
        "version": recorded.version,
        "type": recorded.type,
        "recorded_at": recorded.meta.recorded_at,
        "by": recorded.meta.actor.name,
        "data": CASE_EVENTS.encode(recorded.data),
    }
