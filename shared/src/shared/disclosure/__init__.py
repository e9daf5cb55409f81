"""What may leave, and to whom. One law: allow-lists only, never a full record with parts struck out."""

from collections.abc import Mapping

from shared.disclosure.classes import Sensitivity as Sensitivity
from shared.disclosure.matrix import Cell as Cell
from shared.disclosure.matrix import Level as Level
from shared.disclosure.matrix import cell as cell
from shared.disclosure.matrix import level as level
from shared.disclosure.matrix import may_read as may_read
from shared.disclosure.profile import NotInProfile as NotInProfile
from shared.disclosure.profile import Profile as Profile
from shared.disclosure.profiles import PROFILES as PROFILES


def build(profile: str, **fields: object) -> dict[str, object]:
    """The payload of the named profile with exactly these fields. Raises NotInProfile."""
    return _named(profile).build(**fields)


def check(profile: str, payload: Mapping[str, object]) -> None:
    """Guard NOT-01: refuse a payload that is not exactly the named profile's. Raises NotInProfile."""
    _named(profile).check(payload)


def _named(profile: str) -> Profile:
    if profile not in PROFILES:
        raise NotInProfile(profile, (), ("profile",))
    return PROFILES[profile]
