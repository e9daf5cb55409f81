"""What may be asked of the register; always together with the enquiry's own command, in one transaction."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenEnquiry:
    child_id: str
    s47_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseEnquiry:
    child_id: str
    s47_id: str


RegisterCommand = OpenEnquiry | CloseEnquiry
