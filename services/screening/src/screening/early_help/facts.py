"""What commands and events of early help both carry."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What will be different for the child, and how anybody will see that it is (SCR-16: specific, or it is none)."""

    change: str
    seen_by: str = ""

    @property
    def is_specific(self) -> bool:
        return bool(self.change.strip() and self.seen_by.strip())

    def __str__(self) -> str:
        return f"{self.change}: {self.seen_by}" if self.seen_by else self.change


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who is asked to take over: an organisation, and the person there by name. A team inbox is nobody."""

    org_id: str
    name: str
