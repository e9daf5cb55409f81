"""The irreducible minimum of a contact (domain brief §3.1): whatever says less is kept, and a person looks at it."""

from intake.facts import Account
from intake.requests import Identified
from shared.problems import Problem


class NothingToGoOn(Problem):
    """Not even that."""

    def __init__(self) -> None:
        super().__init__(
            422,
            "Nothing to go on",
            "Send at least one of a child, an address or a police incident reference, and a worry or a contact type.",
            "INT-MINIMUM",
            "children",
        )


def has_the_minimum(account: Account, raw: Identified) -> bool:
    """Something about a child, a place or an incident, and something about why."""
    police_ref = account.incident.police_ref or (account.police and account.police.incident_ref)
    about = bool(account.children) or bool(account.incident.address) or bool(police_ref) or bool(account.found)
    return about and (bool(account.told) or "contact_type" in raw.model_fields_set)
