"""What one person writes for child after child, in a step-down and in the answer to a step-up alike (SCR-19): it is let
through, and noticed."""

from dataclasses import replace
from typing import TypedDict

from screening.case.guards import Question
from screening.case.strata import strata_of
from screening.codes import Stratum
from screening.early_help.commands import DecideStepUp, StepDown
from screening.policy import POLICY


class Noticed(TypedDict):
    """By whom, for how many others, in how many days."""

    written_by: str
    times: int
    days: int


def noticed(command: StepDown | DecideStepUp) -> list[Noticed]:
    """One, or none where the words are this child's own."""
    if not _is_template(command):
        return []
    return [Noticed(written_by=command.by.user_id, times=command.same_reason, days=POLICY.template_days)]


def strata(command: StepDown | DecideStepUp, question: Question | None, *own: Stratum) -> tuple[Stratum, ...]:
    """Why a dip sample may want to look at it: its own strata, and those of any decision (§3.2).

    Whether the words are a template is asked of these, not of those that the screening was decided with.
    """
    if question is None:
        return ()
    in_own_words = replace(question, child=replace(question.child, template_rationale=False))
    return (*own, *strata_of(in_own_words, template=_is_template(command)))


def _is_template(command: StepDown | DecideStepUp) -> bool:
    return command.same_reason > POLICY.template_rationales
