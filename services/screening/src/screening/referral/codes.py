"""The code sets of a referral, as the children in need census spells them (domain brief §3.0)."""

from enum import StrEnum


class PrimaryNeed(StrEnum):
    """Why the child needs a service. Of two that fit alike, the one that is higher in this list."""

    N1 = "N1"
    N2 = "N2"
    N3 = "N3"
    N4 = "N4"
    N5 = "N5"
    N6 = "N6"
    N7 = "N7"
    N8 = "N8"
    N9 = "N9"
    N0 = "N0"


class ClosureReason(StrEnum):
    RC1 = "RC1"
    RC2 = "RC2"
    RC3 = "RC3"
    RC4 = "RC4"
    RC5 = "RC5"
    RC6 = "RC6"
    RC7 = "RC7"
    RC8 = "RC8"
    RC9 = "RC9"


CLOSURE_WORDS = {
    ClosureReason.RC1: "Adopted",
    ClosureReason.RC2: "Died",
    ClosureReason.RC3: "Child arrangements order",
    ClosureReason.RC4: "Special guardianship order",
    ClosureReason.RC5: "Transferred to another local authority",
    ClosureReason.RC6: "Transferred to adult services",
    ClosureReason.RC7: "Services ceased: no longer in need",
    ClosureReason.RC8: "Closed after assessment, no further action",
    ClosureReason.RC9: "Closed after assessment, referred to early help",
}


class NotSeenBecause(StrEnum):
    """Why a child was not seen at a visit."""

    NOBODY_THERE = "NOBODY_THERE"
    REFUSED = "REFUSED"
    CHILD_ELSEWHERE = "CHILD_ELSEWHERE"
    NOT_FOUND = "NOT_FOUND"
    NOT_SAFE = "NOT_SAFE"
    OTHER = "OTHER"


NOT_SEEN_WORDS = {
    NotSeenBecause.NOBODY_THERE: "Nobody was there, or nobody answered",
    NotSeenBecause.REFUSED: "The family refused",
    NotSeenBecause.CHILD_ELSEWHERE: "The child was somewhere else",
    NotSeenBecause.NOT_FOUND: "The family has moved, or cannot be found",
    NotSeenBecause.NOT_SAFE: "It was not safe to go in",
    NotSeenBecause.OTHER: "Something else",
}


class YesNo(StrEnum):
    Y = "Y"
    N = "N"
