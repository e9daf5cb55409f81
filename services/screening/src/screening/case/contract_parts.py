"""What the contracts of a screening are made of."""

from datetime import datetime
from typing import Annotated

from shared.contracts import Contract, Part, Sensitivity

Public = Sensitivity.PUBLIC
Id = Annotated[str, Sensitivity.PUBLIC]
Code = Annotated[str, Sensitivity.PUBLIC]
At = Annotated[datetime, Sensitivity.PUBLIC]
Screening = Annotated[str, Sensitivity.SCR]
History = Annotated[str, Sensitivity.HIS]


class AgencyV1(Part):
    org_id: Id
    name: Annotated[str, Public]
    urn: Annotated[str | None, Public] = None


class OfCase(Contract):
    """About the whole case: all its children."""

    contact_id: Id
    child_ids: Annotated[tuple[str, ...], Public]


class OfChild(Contract):
    """About one child of the case."""

    contact_id: Id
    child_id: Id
