"""What a person should look at in a machine's submission: noticed and kept with it, never a reason to refuse it."""

from datetime import datetime, timedelta
from itertools import pairwise

from intake.facts import Account

SKEW = timedelta(minutes=5)
ROLES_UNCLEAR = "INT-07 VICTIM_PERP_SWAP"
SCHOOL_AGES = range(5, 18)


def flags_of(account: Account, reported_at: datetime | None, received_at: datetime) -> tuple[str, ...]:
    """The guards of domain brief §3.1 that flag instead of refusing."""
    found: list[str] = []
    if _out_of_order(account, reported_at, received_at):
        found.append("INT-03 TIME_ORDER")
    if victim_is_perpetrator(account):
        found.append(ROLES_UNCLEAR)
    if _no_school(account, received_at):
        found.append("INT-08 EHE_CME")
    return tuple(found)


def _out_of_order(account: Account, reported_at: datetime | None, received_at: datetime) -> bool:
    times = [time for time in (account.incident.occurred_at, reported_at, received_at) if time is not None]
    return any(earlier > later + SKEW for earlier, later in pairwise(times))


def victim_is_perpetrator(account: Account) -> bool:
    """One adult in both parts, and nobody says that each accuses the other."""
    da = account.police.da if account.police else None
    if da is None or da.counter_allegation or da.victim_ref is None:
        return False
    return da.victim_ref == da.perpetrator_ref


def _no_school(account: Account, received_at: datetime) -> bool:
    on = received_at.date()
    ages = ((child.school_urn, child.dob) for child in account.children)
    return any(
        not urn and dob is not None and on.year - dob.year - ((on.month, on.day) < (dob.month, dob.day)) in SCHOOL_AGES
        for urn, dob in ages
    )
