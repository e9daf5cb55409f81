"""The shift of the bank-holiday weekend and its items (domain brief §6.5), each easy to vary in one part."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from edt_handover.codes import Category, Direction, LegalStatus, Rag, Safety, YesNo
from edt_handover.item.commands import (
    AcceptHandoverItem,
    AddHandoverItem,
    CloseHandoverItem,
    PublishItem,
    RecordFollowUp,
)
from edt_handover.item.handover import Handover, Seen
from edt_handover.shift.commands import (
    CloseShift,
    EnterItem,
    OnShift,
    OpenShift,
    PublishHandover,
    RecordManagerEntry,
)

from .people import CLOSES, HALE, LUND, NDLOVU, OKAFOR, OPENED, PATEL, PUBLISHED, may

SHIFT_ID = "EDT-2026-05-01"
OPEN = OpenShift(
    shift_id=SHIFT_ID,
    opened_at=OPENED,
    closes_at=CLOSES,
    workers=("edt.okafor", "edt.lund"),
    manager_on_call="hos.patel",
    meeting_at=may(5, 8, 45),
    by=LUND,
    at=OPENED,
)
SAFE_ITEM = OnShift(item_id="HI-501", child_ids=("child-maisie", "child-alfie"), is_child_safe_now=Safety.Y)
UNKNOWN_ITEM = OnShift(item_id="HI-504", child_ids=("child-anon-1",), is_child_safe_now=Safety.NOT_KNOWN)
ENTER_SAFE = EnterItem(item=SAFE_ITEM, at=may(4, 12))
ENTER_UNKNOWN = EnterItem(item=UNKNOWN_ITEM, at=may(4, 22))
ANSWER = RecordManagerEntry(
    item_id="HI-504", text="Accept residual risk overnight; first task of day", by=PATEL, at=may(5, 7, 50)
)
CLOSE = CloseShift(safety_statement="Every child accounted for", by=LUND, at=CLOSES)


def publish(*item_ids: str, at: datetime = PUBLISHED) -> PublishHandover:
    return PublishHandover(item_ids=item_ids, meeting_at=may(5, 8, 45), by=LUND, at=at)


HANDOVER = Handover(
    direction=Direction.EDT_TO_DAY,
    child_ids=("child-maisie", "child-alfie"),
    category=Category.S47,
    rag=Rag.RED,
    what_happened="Strangulation incident 2 May",
    what_we_did="Visited twice; joint s47 agreed",
    child_seen=Seen(seen=YesNo.Y, at=may(4, 11), by="edt.okafor"),
    child_words="I sleep when Auntie Jo is here",
    where_is_child_now="Home",
    who_is_child_with="Mother, maternal aunt",
    is_child_safe_now=Safety.Y,
    legal_status=LegalStatus.NONE,
    action_needed="Allocate s47 SW; visit before aunt leaves",
    action_due_at=may(5, 13),
    owner_team="CASS-DUTY",
    owner_worker=None,
    people_told=("Mother",),
    outstanding_checks=("School", "GP"),
    contingency="Same-day legal advice",
)
ADD = AddHandoverItem(
    item_id="HI-501",
    shift_id=SHIFT_ID,
    handover=HANDOVER,
    colleagues=("edt.okafor", "edt.lund"),
    by=OKAFOR,
    at=may(4, 12),
)
HAND_OVER = PublishItem(shift_id=SHIFT_ID, at=PUBLISHED)
ACCEPT = AcceptHandoverItem(by=HALE, at=may(5, 8, 50))
FOLLOW_UP = RecordFollowUp(
    followed_up_at=may(5, 11),
    what="Visited; aunt stays until Friday",
    child_seen=YesNo.Y,
    outcome="Worker allocated",
    by=NDLOVU,
    at=may(5, 12),
)
CLOSE_ITEM = CloseHandoverItem(by=HALE, at=may(5, 16))
HANDED_OVER = (ADD, HAND_OVER)
ACCEPTED = (*HANDED_OVER, ACCEPT)


def adding(**changes: Any) -> AddHandoverItem:
    return replace(ADD, handover=replace(HANDOVER, **changes))
