"""The bodies of an item's commands."""

from typing import Annotated

from pydantic import Field

from edt_handover.codes import Category, Circumstance, Direction, LegalStatus, Rag, Safety, YesNo
from edt_handover.item.handover import Handover, Seen
from shared.inputs import Asked, Closed, Id, Ids, Instant, Needed, Text, Texts


class SeenBody(Closed):
    seen: YesNo
    at: Instant | None = None
    by: Id | None = None


class ItemBody(Asked):
    """``circumstances`` are those that the author declares; what is known of the children is added."""

    direction: Direction
    child_ids: Ids
    category: Category
    rag: Rag
    what_happened: Needed
    what_we_did: Text = ""
    child_seen: SeenBody
    child_words: Text = ""
    where_is_child_now: Text = ""
    who_is_child_with: Text = ""
    is_child_safe_now: Safety
    legal_status: LegalStatus = LegalStatus.NONE
    action_needed: Text = ""
    action_due_at: Instant | None = None
    owner_team: Id | None = None
    owner_worker: Id | None = None
    people_told: Texts = ()
    outstanding_checks: Texts = ()
    contingency: Text = ""
    circumstances: Annotated[frozenset[Circumstance], Field(default_factory=frozenset)]

    def handover(self) -> Handover:
        seen = Seen(seen=self.child_seen.seen, at=self.child_seen.at, by=self.child_seen.by)
        left_out = {"expected_version", "circumstances", "child_seen"}
        return Handover(**self.model_dump(exclude=left_out), child_seen=seen)


class RejectBody(Asked):
    reason: Needed
    suggest: Text = ""


class FollowUpBody(Asked):
    followed_up_at: Instant
    what: Needed
    child_seen: YesNo
    outcome: Text = ""
    is_child_safe_now: Safety | None = None


class OnlyVersion(Asked):
    """A command that says nothing beyond who and when."""
