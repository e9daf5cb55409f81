"""What every command says: who asks, and when."""

from dataclasses import dataclass
from datetime import datetime

from shared.access.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Every command says who asks and when."""

    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted(Asked):
    """What another service tells us. Never refused: what has happened has happened."""

    contact_id: str
