"""What a person should look at in a machine's submission: noticed and kept with it, never a reason to refuse it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise

from intake.facts import Account

SKEW = timedelta(minutes=5)
ROLES_UNCLEAR = "INT-07 VICTIM_PERP_SWAP"
FLAGS_IN_WORDS = {
    "INT-03": "The times of the incident, your report and our receipt are out of order, or in the future.",
    "INT-07": "One adult stands as both victim and perpetrator. It is screened, and nobody else is told until the "
    "police in the hub have said who did what to whom.",
    "INT-08": "A child of school age has no school. Send its school_urn, or education_status EHE or CME.",
}
"""What each flag means to whoever sent the contact."""
NOTICED = {
    "INT-03 TIME_ORDER": "The times that it gives are out of order, or in the future",
    ROLES_UNCLEAR: "One adult stands as both victim and perpetrator",
    "INT-08 EHE": "A child of school age is taught at home",
    "INT-08 CME": "A child of school age is missing education: tell education welfare",
    "INT-08 UNKNOWN": "A child of school age has no school named: ask, and tell education welfare if it has none",
}
"""What each flag means to a person at the front door."""

GUARDS_IN_WORDS = {
    "INT-02": "INT-02: it goes to nobody before it is being screened",
    "INT-04": "INT-04: each child of the household is part of it or left out",
    "INT-07": "INT-07: nobody is told before the police have said who did what to whom",
}
"""The guards that a manager may let a contact past (decision 23)."""

SCHOOL_AGES = range(5, 18)
WITHOUT_SCHOOL = ("EHE", "CME")


def flags_of(account: Account, reported_at: datetime | None, received_at: datetime) -> tuple[str, ...]:
    """The guards of domain brief §3.1 that flag instead of refusing."""
    found: list[str] = []
    if _out_of_order(account, reported_at, received_at):
        found.append("INT-03 TIME_ORDER")
    if victim_is_perpetrator(account):
        found.append(ROLES_UNCLEAR)
    return (*found, *sorted({f"INT-08 {status}" for status in _without_school(account, received_at)}))


def _out_of_order(account: Account, reported_at: datetime | None, received_at: datetime) -> bool:
    times = [time for time in (account.incident.occurred_at, reported_at, received_at) if time is not None]
    return any(earlier > later + SKEW for earlier, later in pairwise(times))


def victim_is_perpetrator(account: Account) -> bool:
    """One adult in both parts, and nobody says that each accuses the other."""
    da = account.police.da if account.police else None
    if da is None or da.counter_allegation or da.victim_ref is None:
        return False
    return da.victim_ref == da.perpetrator_ref


def _without_school(account: Account, received_at: datetime) -> Iterator[str]:
    """INT-08: of each school-age child without a school, whether it is taught at home (EHE), missing education (CME),
    or nobody has said (UNKNOWN)."""
    for child in account.children:
        if not child.school_urn and child.dob is not None and _age(child.dob, received_at.date()) in SCHOOL_AGES:
            yield child.education_status if child.education_status in WITHOUT_SCHOOL else "UNKNOWN"


def _age(born_on: date, on: date) -> int:
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
