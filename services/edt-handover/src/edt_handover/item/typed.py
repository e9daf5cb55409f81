"""From the forms of an item to its commands. Pure."""

from datetime import datetime

from edt_handover.codes import Category, Circumstance, Direction, LegalStatus, Rag, Safety, YesNo
from edt_handover.item.commands import RecordFollowUp, RejectHandoverItem
from edt_handover.item.requests import ItemBody, SeenBody
from shared.access.actor import Actor
from shared.decider import Refused
from shared.web.forms import Typed, chosen, expected_version, instant, lines, needed, optional, text, texts


def adding(typed: Typed) -> ItemBody:
    child_ids = tuple(texts(typed, "child_ids")) + tuple(lines(typed, "other_child_ids"))
    if not child_ids:
        raise Refused("FORM-06 NEEDED", "Say which child it is about", "child_ids")
    return ItemBody(
        expected_version=expected_version(typed),
        direction=chosen(typed, "direction", Direction),
        child_ids=child_ids,
        category=chosen(typed, "category", Category),
        rag=chosen(typed, "rag", Rag),
        what_happened=needed(typed, "what_happened", "Say what happened"),
        what_we_did=text(typed, "what_we_did"),
        child_seen=_seen(typed),
        child_words=text(typed, "child_words"),
        where_is_child_now=text(typed, "where_is_child_now"),
        who_is_child_with=text(typed, "who_is_child_with"),
        is_child_safe_now=chosen(typed, "is_child_safe_now", Safety),
        legal_status=optional(typed, "legal_status", LegalStatus) or LegalStatus.NONE,
        action_needed=text(typed, "action_needed"),
        action_due_at=instant(typed, "action_due_at"),
        owner_team=text(typed, "owner_team") or None,
        owner_worker=text(typed, "owner_worker") or None,
        people_told=tuple(lines(typed, "people_told")),
        outstanding_checks=tuple(lines(typed, "outstanding_checks")),
        contingency=text(typed, "contingency"),
        circumstances=frozenset(Circumstance(c) for c in texts(typed, "circumstances") if c in set(Circumstance)),
    )


def _seen(typed: Typed) -> SeenBody:
    seen = chosen(typed, "child_seen", YesNo)
    at = instant(typed, "child_seen_at")
    if seen is YesNo.Y and at is None:
        raise Refused("FORM-06 NEEDED", "Say when the child was seen", "child_seen_at")
    return SeenBody(seen=seen, at=at, by=text(typed, "child_seen_by") or None)


def rejecting(typed: Typed, by: Actor, at: datetime) -> RejectHandoverItem:
    reason = needed(typed, "reason", "Say why it is not yours")
    return RejectHandoverItem(reason=reason, suggest=text(typed, "suggest"), by=by, at=at)


def following_up(typed: Typed, by: Actor, at: datetime) -> RecordFollowUp:
    followed_up_at = instant(typed, "followed_up_at")
    if followed_up_at is None:
        raise Refused("FORM-06 NEEDED", "Say when it was done", "followed_up_at")
    return RecordFollowUp(
        followed_up_at=followed_up_at,
        what=needed(typed, "what", "Say what was done"),
        child_seen=chosen(typed, "child_seen", YesNo),
        outcome=text(typed, "outcome"),
        is_child_safe_now=optional(typed, "is_child_safe_now", Safety),
        by=by,
        at=at,
    )
