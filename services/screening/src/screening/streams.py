"""The names of this service's streams, and the topic of what it publishes."""

TOPIC = "threshold-decisions"


def screening_of(contact_id: str) -> str:
    """The stream of the screening of one contact."""
    return f"Screening-{contact_id}"


def escalation_of(escalation_id: str) -> str:
    """The stream of one professional disagreement."""
    return f"Escalation-{escalation_id}"


def escalation_stage(escalation_id: str, stage: int) -> str:
    """The subject of the clock of one stage of an escalation."""
    return f"{escalation_of(escalation_id)}/{stage}"


def stage_of_subject(subject: str) -> tuple[str, int] | None:
    """The escalation and stage that a clock's subject names; none when it is no escalation's."""
    stream, _, stage = subject.partition("/")
    if not stream.startswith("Escalation-") or not stage.isdecimal():
        return None
    return stream.removeprefix("Escalation-"), int(stage)


def referral_stream(referral_id: str) -> str:
    return f"Referral-{referral_id}"


def register_stream(child_id: str) -> str:
    """The stream that lets a child have one open referral at a time."""
    return f"ChildReferrals-{child_id}"


def contact_of(subject: str) -> str | None:
    """The contact that a clock is about, of ours or of intake's; another subject is about no single contact."""
    stream, _, _ = subject.partition("/")
    kind, _, contact_id = stream.partition("-")
    return contact_id if kind in ("Screening", "Contact") else None


def early_help_stream(child_id: str) -> str:
    """The stream of one child's early help: its episode, step down and step up."""
    return f"EarlyHelp-{child_id}"


def audit_of(audit_id: str) -> str:
    """The stream of one dip sample: its cases, what was found, what follows."""
    return f"Audit-{audit_id}"


def late_clock_of(code: str, subject: str) -> str:
    """The stream of why one clock that is about no screening was late."""
    return f"LateClock-{code}-{subject}"


PLACES = {
    "Screening": "/screening/contacts/{}",
    "Contact": "/screening/contacts/{}",
    "Referral": "/screening/referrals/{}",
    "Escalation": "/screening/escalations/{}",
    "EarlyHelp": "/screening/early-help",
    "StrategyDiscussion": "/strategy/discussions/{}",
    "S47": "/strategy/s47/{}",
    "HandoverItem": "/edt-handover/items/{}",
}


def place_of(subject: str) -> str | None:
    """The page about what a clock is about, of whichever service; none for what has no page of its own."""
    stream, _, _ = subject.partition("/")
    kind, _, named = stream.partition("-")
    return PLACES[kind].format(named) if kind in PLACES else None
