"""Who sent each contact and whom it names, from the stored events alone: each child as whom it turned out to be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.campaign.checker.identities import Identities
from tests.campaign.checker.run import SUBMITTED, Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A child as one version of a contact has it."""

    identity: str
    ref: str
    name: tuple[str | None, ...]
    school: str


class Contacts:
    """Who sent each contact, and the children that its versions, and those who joined it, name."""

    def __init__(self, run: Run) -> None:
        identities = self.identities = Identities(run.of("intake", "ChildIdentified"))
        self.sender: dict[str, str] = {}
        self._children: dict[str, list[Named]] = {}
        for event in run.of("intake", *SUBMITTED, "SiblingAdded", "ChildNamed"):
            account = event.data.get("account")
            if account is not None:
                self.sender[event.data["contact_id"]] = account["agency"]["org_id"]
            children: Sequence[Mapping[str, Any]] = (
                account["children"] if account is not None else [event.data["child"]]
            )
            named = self._children.setdefault(event.data["contact_id"], [])
            named += [
                Named(
                    identity=identities.child_of(child["child_id"]),
                    ref=child.get("temp_ref") or "",
                    name=(child.get("first_name"), child.get("surname"), child.get("dob")),
                    school=child.get("school_urn") or "",
                )
                for child in children
            ]

    def children(self, contact_id: str) -> Sequence[Named]:
        """Those of the contact, in every way in which it names them."""
        return self._children.get(contact_id, ())

    def meant(self, about: Mapping[str, Any]) -> Sequence[Named]:
        """Of these the one whom the message is about, or all."""
        named, child = self.children(about["contact_id"]), about["child_id"]
        return [each for each in named if child is None or each.identity == self.identities.child_of(child)]
