"""What every command of a person says."""

from dataclasses import dataclass
from datetime import datetime

from shared.access.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a person asks of a contact."""

    by: Actor
    at: datetime
