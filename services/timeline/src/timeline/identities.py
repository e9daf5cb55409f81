"""Which identities are one child, now or as known at a moment. Pure, and the same for links in any order."""

from collections.abc import Iterable
from datetime import datetime

from timeline.facts import Link


class Identities:
    """The links between identities that were known at ``known_by`` (all of them when it is none).

    An identity follows its newest link; a link to itself takes it apart again. Older links stay stored
    and stand for what was believed before.
    """

    def __init__(self, links: Iterable[Link], known_by: datetime | None = None) -> None:
        newest: dict[str, Link] = {}
        for link in links:
            if known_by is not None and link.known_at > known_by:
                continue
            before = newest.get(link.identity)
            if before is None or _age(before) < _age(link):
                newest[link.identity] = link
        self._leads_to = {identity: link.child_id for identity, link in newest.items()}

    def child_of(self, identity: str) -> str:
        """The child that an identity stands for; itself where nobody has linked it."""
        seen: list[str] = []
        while identity not in seen:
            seen.append(identity)
            identity = self._leads_to.get(identity, identity)
        # Two identities linked to each other are one child; the smaller id names it, whichever way one came.
        return min(seen[seen.index(identity) :])

    def of_child(self, child_id: str) -> frozenset[str]:
        """Every identity that stands for the same child as this one."""
        child = self.child_of(child_id)
        known = {child_id, child, *self._leads_to, *self._leads_to.values()}
        return frozenset(identity for identity in known if self.child_of(identity) == child)


def _age(link: Link) -> tuple[datetime, str]:
    return link.known_at, link.fact_id
