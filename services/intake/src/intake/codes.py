"""The code sets of domain brief §3.0, read as leniently as is safe.

A code in other letters, or as the word that it stands for, is that code: a "high" that nobody counted as HIGH would
cost a child its hours. What no set holds is kept as it was sent, and its sender is told that it was not understood.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSet:
    """What a field, or each member of a list, may hold: ``Annotated[Code, GRADES]``.

    ``words`` say the same as a code; ``flags`` are the codes of true and false.
    """

    codes: frozenset[str]
    words: Mapping[str, str] = field(default_factory=dict[str, str])
    flags: tuple[str, str] | None = None

    def read(self, value: Any) -> Any:
        """The code that was meant, or what was sent."""
        if isinstance(value, list):
            return [self.read(member) for member in cast(list[Any], value)]
        if isinstance(value, bool) and self.flags:
            return self.flags[0] if value else self.flags[1]
        if not isinstance(value, str):
            return value
        plain = "_".join(value.upper().replace("-", " ").replace("_", " ").split())
        meant = self.words.get(plain, plain)
        return meant if meant in self.codes else value

    def lacks(self, value: Any) -> bool:
        """Was something sent that this set does not hold?"""
        return isinstance(value, str) and bool(value) and value not in self.codes

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self.read, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return handler(schema) | {"description": f"One of {', '.join(sorted(self.codes, key=_in_order))}"}


def _in_order(code: str) -> tuple[int, str]:
    return len(code), code


def _set(codes: str, **words: str) -> CodeSet:
    return CodeSet(codes=frozenset(codes.split()), words=words)


YES_OR_NO = CodeSet(
    codes=frozenset(("Y", "N", "NK")),
    words={"YES": "Y", "TRUE": "Y", "NO": "N", "FALSE": "N", "UNKNOWN": "NK", "NOT_KNOWN": "NK"},
    flags=("Y", "N"),
)
SOURCES = _set("1A 1B 1C 1D 2A 2B 3A 3B 3C 3D 3E 3F 4 5A 5B 5C 5D 6 7 8 9 10")
SEXES = _set("M F U", MALE="M", BOY="M", FEMALE="F", GIRL="F", UNKNOWN="U", NOT_KNOWN="U")
GENDERS = CodeSet(
    codes=frozenset(("00", "01", "02", "09")),
    words={
        "0": "00",
        "1": "01",
        "2": "02",
        "9": "09",
        "MALE": "01",
        "BOY": "01",
        "FEMALE": "02",
        "GIRL": "02",
        "NOT_KNOWN": "00",
        "UNKNOWN": "00",
        "SELF_DESCRIBE": "09",
    },
)
UPN_UNKNOWN = _set("UN1 UN2 UN3 UN4 UN5 UN7")
"""Why a child's unique pupil number is not given (children in need census)."""
ETHNICITIES = _set(
    "WBRI WIRI WIRT WROM WOTH MWBC MWBA MWAS MOTH AIND APKN ABAN AOTH BCRB BAFR BOTH CHNE OOTH REFU NOBT"
)
DISABILITIES = _set("NONE AUT BEH COMM CON DDA HAND HEAR INC LD MOB PC VIS")
EDUCATION = _set("EHE CME UNKNOWN")
ADULT_ROLES = _set("PARENT CARER VICTIM ALLEGED_PERPETRATOR OTHER", PERPETRATOR="ALLEGED_PERPETRATOR")
INFORMED = _set("YES NO NOT_SAFE UNKNOWN", Y="YES", N="NO", NK="UNKNOWN", NOT_KNOWN="UNKNOWN")
AGREEMENT = _set("AGREED REFUSED NOT_SOUGHT NOT_SAFE_TO_SEEK UNKNOWN", NK="UNKNOWN", NOT_KNOWN="UNKNOWN")
RISK_TOOLS = _set("DASH DARA OTHER")
GRADES = _set("STANDARD MEDIUM HIGH", STD="STANDARD", MED="MEDIUM")
GRADED_BY = _set("OFFICER SECONDARY MASH")
RISK_FACTORS = _set(
    "STRANGULATION WEAPON PREGNANCY SEPARATION THREAT_TO_KILL STALKING SEXUAL COERCIVE_CONTROL CHILD_CONTACT_DISPUTE"
)
VULNERABILITY = _set("RED AMBER GREEN")
MISSING_FROM = _set("HOME CARE EDUCATION OTHER", SCHOOL="EDUCATION")
MISSING_RISKS = _set("NO_APPARENT_RISK LOW MEDIUM HIGH", MED="MEDIUM", ABSENT="NO_APPARENT_RISK")
