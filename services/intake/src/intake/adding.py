"""A child whom a contact does not name, as one that it does: what we know of it, and nothing of this incident."""

from datetime import date

from intake.codes import SEXES
from intake.facts import NamedChild
from intake.read_models import identities
from shared.ids import derived_id, new_id
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


def newly_named(
    *,
    first_name: str,
    surname: str,
    dob: date | None = None,
    expected_dob: date | None = None,
    sex: str | None = None,
    address: str | None = None,
    school_urn: str | None = None,
    nhs: str | None = None,
    upn: str | None = None,
) -> NamedChild:
    """A child whom somebody here names, with a provisional identity and a reference that no sender uses."""
    child_id = new_id()
    return NamedChild(
        temp_ref=f"named-{child_id[-LETTERS:]}",
        child_id=child_id,
        first_name=first_name,
        surname=surname,
        dob=dob,
        expected_dob=expected_dob,
        sex=SEXES.read(sex) or None,
        address=address or None,
        school_urn=school_urn or None,
        nhs=nhs or None,
        upn=upn or None,
    )
