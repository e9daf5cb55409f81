"""A child whom a contact does not name, as one that it does: what we know of it, and nothing of this incident."""

from collections.abc import Sequence
from datetime import date

from intake.codes import GENDERS, SEXES
from intake.contact_now import contact_now
from intake.facts import NamedChild
from intake.read_models import identities
from shared.database import Row
from shared.ids import derived_id, new_id
from shared.problems import NotFound
from shared.service import Service

LETTERS = 8


async def sibling_of(service: Service, contact_id: str, child_id: str) -> NamedChild:
    """The known child under a reference that this contact does not use. Raises ``NotFound``."""
    async with service.pool.acquire() as connection:
        row = await identities.identity(connection, child_id)
        named = await identities.named_by(connection, child_id)
    if row is None:
        raise NotFound("child")
    schooled = await _at_school(service, named)
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
        school_urn=schooled and schooled.school_urn,
        school_name=schooled and schooled.school_name,
    )


async def _at_school(service: Service, named: Sequence[Row]) -> NamedChild | None:
    """The child as the newest of these contacts that says at which school it is."""
    for row in named:
        contact, _ = await contact_now(service, row["contact_id"])
        child = contact.child(row["temp_ref"])
        if child and (child.school_urn or child.school_name):
            return child
    return None


def newly_named(
    *,
    first_name: str,
    surname: str,
    dob: date | None = None,
    expected_dob: date | None = None,
    sex: str | None = None,
    gender: str | None = None,
    address: str | None = None,
    school_urn: str | None = None,
    school_name: str | None = None,
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
        gender=GENDERS.read(gender) or None,
        address=address or None,
        school_urn=school_urn or None,
        school_name=school_name or None,
        nhs=nhs or None,
        upn=upn or None,
    )
