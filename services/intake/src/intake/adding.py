"""A child of the household as one that a contact names: what we know of it, and nothing of this incident."""

from intake.facts import NamedChild
from intake.read_models import identities
from shared.ids import derived_id
from shared.problems import NotFound
from shared.service import Service

LETTERS = 8


async def sibling_of(service: Service, contact_id: str, child_id: str) -> NamedChild:
    """The known child under a reference that this contact does not use. Raises ``NotFound``."""
    async with service.pool.acquire() as connection:
        row = await identities.identity(connection, child_id)
    if row is None:
        raise NotFound("child")
    return NamedChild(
        temp_ref=f"sibling-{derived_id('sibling', contact_id, child_id)[-LETTERS:]}",
        child_id=child_id,
        first_name=row["first_name"],
        surname=row["surname"],
        dob=row["dob"],
        expected_dob=row["expected_dob"],
        sex=row["sex"],
        address=row["address"],
        upn=row["upn"],
        nhs=row["nhs"],
    )
