"""How a record is shown: the quorum as a row of agencies, whom one may invite, whose seat is still to be filled."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shared.access.actor import Actor
from strategy.codes import Agency, YesNo
from strategy.discussion.record import Attendee, Invitee
from strategy.read_models.children import Child
from strategy.read_models.record import Record

QUORUM = (Agency.CSC, Agency.POLICE, Agency.HEALTH)
OTHERS = (Agency.EARLY_HELP, Agency.PROBATION, Agency.HOUSING, Agency.OTHER)
BEST_FIRST = ("present", "information_sent", "apologies", "missing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One agency in the row: the best of what its people did."""

    agency: Agency
    state: str
    who: str


def seats_of(record: Record, named: Callable[[str], str]) -> list[Seat]:
    """The agencies that must be there, and those that were asked, with what became of each."""
    meeting = record.meeting
    invited = [invitee.agency for invitee in meeting.invitees] if meeting else []
    came = list(meeting.attendance) if meeting else []
    agencies = dict.fromkeys((*QUORUM, *invited, *(seat.agency for seat in came)))
    return [_seat(agency, [seat for seat in came if seat.agency is agency], record, named) for agency in agencies]


def _seat(agency: Agency, came: Sequence[Attendee], record: Record, named: Callable[[str], str]) -> Seat:
    states = [_state(seat) for seat in came]
    if any(section.agency is agency for section in record.sections):
        states.append("information_sent")
    state = min(states, key=BEST_FIRST.index, default="missing")
    people = [_person(seat, named) for seat in came if _state(seat) == state]
    return Seat(agency=agency, state=state, who="; ".join(person for person in people if person))


def _state(seat: Attendee) -> str:
    if seat.present is YesNo.Y:
        return "present"
    if seat.sent_info is YesNo.Y:
        return "information_sent"
    return "apologies" if seat.apology else "missing"


def _person(seat: Attendee, named: Callable[[str], str]) -> str:
    if seat.present is YesNo.N or seat.person is None:
        return seat.apology
    return f"{named(seat.person)}, {seat.role}" if seat.role else named(seat.person)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatToFill:
    """One row of the attendance form, with what is known of it already."""

    label: str
    agency: Agency
    org_id: str = ""
    person: str = ""
    role: str = ""
    state: str = ""
    apology: str = ""


def seats_to_fill(record: Record, who: Actor) -> list[SeatToFill]:
    """What was recorded of this sitting; before that the chair, a worker, and everybody who was invited."""
    meeting = record.meeting
    if meeting is None:
        return []
    if meeting.attendance:
        return [_recorded(seat) for seat in meeting.attendance]
    colleague = "" if who.user_id == meeting.chair else who.user_id
    return [
        SeatToFill(label="Chair", agency=Agency.CSC, person=meeting.chair, role="Chair", state="PRESENT"),
        SeatToFill(label="Social worker", agency=Agency.CSC, person=colleague, role="Social worker"),
        *(_invited(invitee) for invitee in meeting.invitees),
    ]


def _recorded(seat: Attendee) -> SeatToFill:
    return SeatToFill(
        label=f"{_words(seat.agency, None)}: {seat.role}" if seat.role else _words(seat.agency, None),
        agency=seat.agency,
        org_id=seat.org_id or "",
        person=seat.person or "",
        role=seat.role,
        state=_state(seat).upper(),
        apology=seat.apology,
    )


def _invited(invitee: Invitee) -> SeatToFill:
    label = f"{_words(invitee.agency, None)} {invitee.org_id or ''}".strip()
    return SeatToFill(label=label, agency=invitee.agency, org_id=invitee.org_id or "", person=invitee.person or "")


def invitation_choices(record: Record, known: Sequence[Child]) -> list[tuple[str, str]]:
    """Whom one may invite, as (value, words): police and health, each child's school, whoever told us, others."""
    referrer = record.referrer
    by_agency = {referrer.agency: referrer} if referrer and referrer.agency else {}
    choices: list[tuple[str, str]] = []
    for agency in (Agency.POLICE, Agency.HEALTH):
        told = by_agency.get(agency)
        choices.append((f"{agency}:{told.org_id}" if told else agency.value, _words(agency, told and told.name)))
    schools = dict.fromkeys(child.school_urn for child in known if child.school_urn)
    choices += [(f"EDUCATION:sch-{urn}", f"School {urn}") for urn in schools] or [("EDUCATION", "School or nursery")]
    if referrer and referrer.agency not in (Agency.POLICE, Agency.HEALTH, Agency.EDUCATION):
        agency = referrer.agency or Agency.OTHER
        choices.append((f"{agency}:{referrer.org_id}", f"{referrer.name}, who told us"))
    return choices + [(agency.value, _words(agency, None)) for agency in OTHERS]


def _words(agency: Agency, name: str | None) -> str:
    plain = "Social care" if agency is Agency.CSC else agency.value.replace("_", " ").capitalize()
    return f"{plain}: {name}, who told us" if name else plain
