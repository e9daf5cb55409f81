"""Referrals as JSON."""

from dataclasses import asdict
from typing import Any

from screening.events import EVENTS
from screening.referral.reading import ReferralView, name_of
from shared.database import Row
from shared.events import Recorded

OF_A_CONTACT = ("contact_id", "received_at", "contact_type", "decision")


def to_accept_line(row: Row) -> dict[str, Any]:
    return {
        "contact_id": row["contact_id"],
        "step_up_id": row["step_up_id"],
        "child_id": row["child_id"],
        "name": name_of(row),
        "born_on": row["born_on"],
        "decision": row["decision"],
        "decided_at": row["decided_at"],
        "source_code": row["source_code"],
        "care_status": row["care_status"] or "UNKNOWN",
    }


def told_line(row: Row) -> dict[str, Any]:
    """A contact about a child whom the reader is recorded to have. What an allegation says stays with its officer."""
    said = ("contact_id", "child_id", "born_on", "received_at", "contact_type", "team", "decision")
    return {name: row[name] for name in said} | {"name": name_of(row)}


def referral_line(row: Row) -> dict[str, Any]:
    return {
        "referral_id": row["referral_id"],
        "child_id": row["now_child_id"],
        "contact_id": row["contact_id"],
        "name": name_of(row),
        "born_on": row["born_on"],
        "decision": row["decision"],
        "referral_date": row["referral_date"],
        "primary_need": row["primary_need"],
        "re_referral": row["re_referral"],
        "accepted_at": row["accepted_at"],
        "allocation_due_at": row["allocation_due_at"],
        "worker": row["worker"],
        "team": row["team"],
        "visit_due_at": row["visit_due_at"],
        "seen_at": row["seen_at"],
        "handover_count": row["handover_count"],
        "social_worker_count": row["social_worker_count"],
        "unallocated_hours": row["flagged_hours"],
        "status": row["status"],
        "opened_again": row["opened_again"],
    }


def referral_document(view: ReferralView) -> dict[str, Any]:
    """``expected_version`` of the next command is this ``version``."""
    return referral_line(view.row) | {
        "version": view.version,
        "previous_start": view.accepted.previous_start,
        "clocks": [asdict(clock) for clock in view.clocks],
        "contacts_since": [{name: row[name] for name in OF_A_CONTACT} for row in view.since],
        "record": [_entry(one) for one in view.recorded],
    }


def _entry(recorded: Recorded[object]) -> dict[str, Any]:
    return {
        "version": recorded.version,
        "type": recorded.type,
        "recorded_at": recorded.meta.recorded_at,
        "by": recorded.meta.actor.name,
        "data": EVENTS.encode(recorded.data),
    }
