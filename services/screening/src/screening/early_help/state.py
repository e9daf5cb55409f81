"""What the rules remember of one child's early help."""

from dataclasses import dataclass
from datetime import datetime

from screening.early_help.events import StepDownAccepted, StepDownProposed, StepUpRequested


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """Early help that goes on."""

    episode_id: str
    contact_id: str
    org_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyHelp:
    """``episodes`` are open, one for each organisation that has the child. ``step_down`` is the one that is offered or
    accepted and whose family has not been met yet.

    ``agreed_by`` is the second manager; ``step_up`` the question that waits for an answer, which ``first_manager``
    would leave with early help. ``last_decided_at`` is when a step-down was proposed last, or a step-up answered.
    """

    child_id: str = ""
    episodes: tuple[Episode, ...] = ()
    step_down: StepDownProposed | None = None
    agreed_by: str | None = None
    accepted: StepDownAccepted | None = None
    step_up: StepUpRequested | None = None
    first_manager: str | None = None
    last_decided_at: datetime | None = None

    def episode_of(self, org_id: str) -> Episode | None:
        """The early help that this organisation gives."""
        return next((one for one in self.episodes if one.org_id == org_id), None)
