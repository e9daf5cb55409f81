"""Who needs to know what: the matrix of domain brief §2.2, every role against every class.

Its one law: where the brief is silent, or sets a condition that nobody has shown to hold, the answer is no.
"""

from dataclasses import dataclass
from enum import StrEnum

from shared.access.actor import Role
from shared.disclosure.classes import Sensitivity as S


class Level(StrEnum):
    """How much of a class a role reads; the values are the brief's own letters."""

    FULL = "F"
    OWN = "O"  # what the reader's organisation sent, and its own pupils or staff
    MINIMUM = "M"  # only what an outbound profile lets through
    REDACTED = "R"  # a view made for the role, never the stored words
    PSEUDONYMISED = "P"  # codes, counts and times without names
    BREAK_GLASS = "B"  # with a reason; somebody is alerted and reviews it
    NONE = "-"


class When(StrEnum):
    """What must hold before a conditional cell opens."""

    OWN = "o"  # the reader's own team, audit sample, accepted episode or open shift
    ATTENDED = "a"  # the reader was at that strategy discussion


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the matrix: `level` always, or only `when` the condition holds, and `otherwise` if not."""

    level: Level
    when: When | None = None
    otherwise: Level = Level.NONE
    note: str = ""


# A cell is one letter of Level, or three: level, condition, otherwise. "FoB" is full for the reader's own and
# break-glass for any other. The brief writes the condition of a whole row once, in its first column.
_COLUMNS = "                            ID  HH  SUB POL HLT EDU HIS SCR STR EDT REF ADR LADO"
_ROWS = {
    Role.POLICE_SYSTEM: "              O   O   O   O   -   -   -   M   -   -   -   -   -",
    Role.POLICE_MASH: "                F   F   F   F   M   M   R   R   Fa- M   -   R   M",
    Role.SCHOOL_DSL: "                 O   O   O   -   -   O   -   M   FaM -   -   -   O",
    Role.HEALTH_SYSTEM: "              O   O   O   -   O   -   -   M   -   -   -   -   -",
    Role.HEALTH_MASH: "                F   F   F   R   F   M   R   R   Fa- M   -   -   -",
    Role.EARLY_HELP_WORKER: "          Fo- Fo- R   -   M   M   R   M   -   -   -   R   -",
    Role.EARLY_HELP_MANAGER: "         Fo- Fo- R   -   M   M   R   M   -   -   -   R   -",
    Role.CALL_HANDLER: "               F   F   F   -   -   -   M   -   -   -   F   R   -",
    Role.SCREENER_SW: "                F   F   F   F   F   F   F   F   F   F   F   F   M",
    Role.FRONT_DOOR_MANAGER: "         F   F   F   F   F   F   F   F   F   F   F   F   M",
    Role.EDT_WORKER: "                 F   F   F   F   F   F   FoB F   F   F   F   F   M",
    Role.EDT_MANAGER: "                F   F   F   F   F   F   FoB F   F   F   F   F   M",
    Role.ASSESSMENT_SW: "              FoB FoB FoB FoB FoB FoB FoB FoB FoB FoB R   FoB M",
    Role.ASSESSMENT_MANAGER: "         FoB FoB FoB FoB FoB FoB FoB FoB FoB FoB R   FoB M",
    Role.OTHER_PROFESSIONAL: "         O   O   O   -   -   -   -   M   Fa- -   -   -   O",
    Role.REFERRER_PUBLIC: "            -   -   M   -   -   -   -   -   -   -   O   -   -",
    Role.LADO: "                       M   -   -   -   -   -   -   -   -   -   -   -   F",
    Role.MISSING_COORDINATOR: "        M   -   -   -   -   -   -   -   -   -   -   -   -",
    Role.QA_AUDITOR: "                 Fo- Fo- Fo- Fo- Fo- Fo- Fo- Fo- Fo- Fo- R   R   -",
    Role.PERFORMANCE_ANALYST: "        P   P   -   P   -   -   P   P   P   P   -   -   P",
    Role.SENIOR_LEADER: "              B   B   B   B   B   B   B   B   B   B   -   -   B",
    Role.IG_OFFICER: "                 -   -   -   -   -   -   -   -   -   -   -   -   -",
    Role.SYSTEM: "                     -   -   -   -   -   -   -   -   -   -   -   -   -",
}

_EARLY_HELP = (Role.EARLY_HELP_WORKER, Role.EARLY_HELP_MANAGER)
_FRONT_DOOR = (Role.SCREENER_SW, Role.FRONT_DOOR_MANAGER)
_OUT_OF_HOURS = (Role.EDT_WORKER, Role.EDT_MANAGER)
_ASSESSMENT = (Role.ASSESSMENT_SW, Role.ASSESSMENT_MANAGER)

# What the brief says in a cell beside its letter; and the reason for roles that its table leaves out.
_NOTES: tuple[tuple[tuple[Role, ...], S, str], ...] = (
    ((Role.POLICE_SYSTEM,), S.SCR, "outcome code"),
    ((Role.POLICE_MASH,), S.HLT, "answer to question"),
    ((Role.POLICE_MASH,), S.HIS, "summary"),
    ((Role.POLICE_MASH,), S.SCR, "decision and rationale"),
    ((Role.POLICE_MASH,), S.STR, "if attendee"),
    ((Role.POLICE_MASH,), S.LADO, "if crime"),
    ((Role.SCHOOL_DSL,), S.ID, "own submissions; the minimum profile for own pupils"),
    ((Role.SCHOOL_DSL,), S.SCR, "outcome"),
    ((Role.SCHOOL_DSL,), S.STR, "invite; record if attendee"),
    ((Role.SCHOOL_DSL,), S.LADO, "own staff"),
    ((Role.HEALTH_SYSTEM,), S.ID, "as the police's and schools' systems (brief §2.1)"),
    ((Role.HEALTH_MASH,), S.POL, "fact of incident and grade"),
    ((Role.HEALTH_MASH,), S.HIS, "summary"),
    ((Role.HEALTH_MASH,), S.STR, "if attendee"),
    (_EARLY_HELP, S.ID, "if accepted"),
    (_EARLY_HELP, S.HH, "if accepted"),
    (_EARLY_HELP, S.POL, "fact and year only"),
    (_EARLY_HELP, S.HIS, "step-down pack"),
    (_EARLY_HELP, S.SCR, "pack"),
    (_EARLY_HELP, S.ADR, "if needed to visit safely"),
    ((Role.CALL_HANDLER,), S.HIS, "flag only: known, open, alert"),
    ((Role.CALL_HANDLER,), S.ADR, "safe-contact rule"),
    (_FRONT_DOOR, S.LADO, "that it exists"),
    (_OUT_OF_HOURS, S.HIS, "break-glass outside the shift"),
    (_ASSESSMENT, S.ID, "team; break-glass for other"),
    ((Role.OTHER_PROFESSIONAL,), S.SCR, "OUTCOME_PRO"),
    ((Role.OTHER_PROFESSIONAL,), S.STR, "if attendee"),
    ((Role.REFERRER_PUBLIC,), S.SUB, "the reference number of their own, not its content"),
    ((Role.REFERRER_PUBLIC,), S.REF, "self"),
    ((Role.LADO,), S.ID, "the LADO partition only (brief §2.1)"),
    ((Role.MISSING_COORDINATOR,), S.ID, "missing episodes and return interviews (brief §2.1)"),
    ((Role.QA_AUDITOR,), S.ID, "sampled"),
    ((Role.PERFORMANCE_ANALYST,), S.POL, "codes"),
    ((Role.PERFORMANCE_ANALYST,), S.HIS, "counts"),
    ((Role.PERFORMANCE_ANALYST,), S.SCR, "codes and times"),
    ((Role.PERFORMANCE_ANALYST,), S.STR, "codes and times"),
    ((Role.PERFORMANCE_ANALYST,), S.EDT, "counts"),
    ((Role.PERFORMANCE_ANALYST,), S.LADO, "counts"),
    ((Role.IG_OFFICER,), S.ID, "access logs, not case content by default (brief §2.1)"),
)


def cell(role: Role, sensitivity: S) -> Cell:
    """The cell as the matrix has it. PUBLIC says nothing about a person, so every role reads it."""
    return _CELLS[role, sensitivity]


def level(role: Role, sensitivity: S, *, own: bool = False, attended: bool = False) -> Level:
    """How much the role reads when the record is the reader's own, or the reader attended that discussion."""
    found = cell(role, sensitivity)
    holds = {None: True, When.OWN: own, When.ATTENDED: attended}[found.when]
    return found.level if holds else found.otherwise


def may_read(role: Role, sensitivity: S, own: bool, *, attended: bool = False) -> bool:
    """Whether the role may read the stored words of a class: in full, or because they are the reader's own.

    `own` is a submission of the reader's organisation, or for social care the reader's team, sample or shift.
    A strategy record needs `attended`: having sent the contact opens nothing of it.
    """
    found = level(role, sensitivity, own=own, attended=attended)
    return found is Level.FULL or (found is Level.OWN and own)


def _cell(written: str, note: str) -> Cell:
    first, *condition = written
    if not condition:
        return Cell(Level(first), note=note)
    when, otherwise = condition
    return Cell(Level(first), When(when), Level(otherwise), note)


def _cells() -> dict[tuple[Role, S], Cell]:
    notes = {(role, sensitivity): note for roles, sensitivity, note in _NOTES for role in roles}
    cells = {(role, S.PUBLIC): Cell(Level.FULL) for role in Role}
    columns = [S(name) for name in _COLUMNS.split()]
    for role, row in _ROWS.items():
        for sensitivity, written in zip(columns, row.split(), strict=True):
            cells[role, sensitivity] = _cell(written, notes.get((role, sensitivity), ""))
    return cells


_CELLS = _cells()
