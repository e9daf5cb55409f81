"""The sensitivity classes of the need-to-know matrix (brief §2.2), marked on every field that others read."""

from enum import StrEnum


class Sensitivity(StrEnum):
    """One column of the matrix each. PUBLIC says nothing about a person: our own ids, codes and times."""

    PUBLIC = "PUBLIC"
    ID = "ID"  # identity of a child
    HH = "HH"  # household, adults, parental responsibility
    SUB = "SUB"  # content submitted by the referrer
    POL = "POL"  # police narrative and intelligence
    HLT = "HLT"  # health
    EDU = "EDU"  # education
    HIS = "HIS"  # social care history and chronology
    SCR = "SCR"  # screening analysis, direction, decision rationale
    STR = "STR"  # strategy and s47 record
    EDT = "EDT"  # out-of-hours record
    REF = "REF"  # identity of a public referrer
    ADR = "ADR"  # protected address, safe contact
    LADO = "LADO"  # allegations against people who work with children
