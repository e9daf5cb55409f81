"""Which identities are one child at the end of a run, from the stored events alone: the newest link counts."""

from collections.abc import Iterable

from tests.campaign.checker.run import Event


class Identities:
    """An identity leads to the child of its newest ``ChildIdentified``; a circle is named by its smallest id."""

    def __init__(self, identified: Iterable[Event]) -> None:
        self._leads_to: dict[str, str] = {}
        for event in sorted(identified, key=lambda event: (event.recorded_at, event.position)):
            self._leads_to[event.data["provisional_child_id"]] = event.data["child_id"]

    def child_of(self, identity: str) -> str:
        seen: list[str] = []
        while identity not in seen:
            seen.append(identity)
            identity = self._leads_to.get(identity, identity)
        return min(seen[seen.index(identity) :])
