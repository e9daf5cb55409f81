"""The steps of the story as the front page tells them: when, what, and who sees it on which page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Look:
    """One page to look at, as one persona. ``page`` may name places that the story has come by, in braces."""

    persona: str
    as_whom: str
    page: str
    words: str


@dataclass(frozen=True, slots=True)
class Chapter:
    when: str
    heading: str
    text: str
    looks: tuple[Look, ...]


CHAPTERS = (
    Chapter(
        "Fri 1 May, 14:00",
        "Before the long weekend",
        "Monday is a bank holiday. Day managers and the emergency duty team (EDT) go through the children at risk, and "
        "an EDT shift opens at 16:30 that will last until Tuesday morning.",
        (Look("edt.lund", "Ingrid Lund, EDT manager", "/edt-handover/board", "The out-of-hours board"),),
    ),
    Chapter(
        "Sun 3 May, 01:05",
        "A police notification, 1 h 45 min after the incident",
        "The force's system posts its report of a strangulation that Maisie (8) saw; her brother Alfie (2) was hidden in "
        "a wardrobe. It is accepted once, however often it is sent, and becomes a case with clocks: 4 hours for a RED "
        "rating, day or night.",
        (
            Look(
                "edt.lund",
                "Ingrid Lund, EDT manager",
                "/screening/contacts/{maisie_contact}",
                "The contact and its clocks",
            ),
        ),
    ),
    Chapter(
        "Sun 3 May, 01:12",
        "Direction first, history read, two people decide",
        "The EDT manager records what must be found out. The social worker reads of three earlier incidents in the "
        "authority's former records, each closed alone, and proposes a strategy discussion for each child. Another person "
        "authorises it. Closing the case was tried, too: the guards refused, in words.",
        (
            Look(
                "sw.adeyemi",
                "Tola Adeyemi, screener",
                "/screening/contacts/{maisie_contact}",
                "Who directed, who proposed, who authorised",
            ),
        ),
    ),
    Chapter(
        "Sun 3 May, 11:00",
        "A strategy discussion on a Sunday",
        "Social care, police and a paediatrician make the quorum by telephone. A joint section 47 enquiry starts for each "
        "child, every action has an owner and a time, and the conference is due 15 working days on: 26 May.",
        (
            Look(
                "edt.lund", "Ingrid Lund, EDT manager", "/strategy/discussions/{maisie_strategy}", "The strategy record"
            ),
            Look(
                "ds.amin",
                "DS Yusuf Amin, police",
                "/strategy/discussions/{maisie_strategy}",
                "The same record as the police may read it",
            ),
            Look(
                "fdm.reyes",
                "Marta Reyes, front door manager",
                "/strategy/discussions",
                "What it led to: enquiries that run, actions that are late",
            ),
        ),
    ),
    Chapter(
        "Tue 5 May, before 08:30",
        "Maisie's school knows before the bell, and knows no more than it must",
        "Operation Encompass: the school's safeguarding lead gets Maisie's name, the date and time, and whether she was "
        "there. Nothing about what happened, where, or who.",
        (
            Look("dsl.osei", "Anita Osei, school safeguarding lead", "/notifications/agency", "What the school got"),
            Look("fdm.reyes", "Marta Reyes, front door manager", "/notifications/sent", "Who was told what, and when"),
        ),
    ),
    Chapter(
        "Tue 5 May, 08:45",
        "Nothing owed to a child falls between shifts",
        "Four items are handed over, each with an action, a time and a team. Three are accepted by named people and two are "
        "followed up. One is not accepted: its clock has breached, and the board says so at the top.",
        (
            Look("cass.tm1", "Gwen Hale, assessment manager", "/edt-handover/board", "What is owed to which child"),
            Look(
                "sw.ndlovu",
                "Thandi Ndlovu, social worker",
                "/edt-handover/items/{maisie_item}",
                "One item, followed up",
            ),
        ),
    ),
    Chapter(
        "Tue 5 May, 09:05",
        "Accepted as a referral, and somebody has the child within two hours",
        "The front door manager accepts a referral for each child; after a decision for section 47 the clock gives two "
        "working hours until a named social worker has the child. It took 45 minutes. The assessment is due on 7 July, 45 "
        "working days on, whoever has the case by then.",
        (
            Look(
                "cass.tm1",
                "Gwen Hale, assessment manager",
                "/screening/referrals/{maisie_referral}",
                "Maisie's referral and its clocks",
            ),
            Look(
                "hos.patel",
                "Priya Patel, head of service",
                "/screening/unallocated",
                "Who has nobody, and for how long",
            ),
        ),
    ),
    Chapter(
        "At any time",
        "One journey, seen by each as each may see it",
        "Every line is an event: where it happened, and when it was known. Ask what was known at 09:10 on Sunday. The "
        "school sees its own part, and no hint of the rest.",
        (
            Look("fdm.reyes", "Marta Reyes, front door manager", "/timeline/children/{maisie}", "Maisie's timeline"),
            Look(
                "fdm.reyes",
                "Marta Reyes, front door manager",
                "/timeline/children/{maisie}?as_known_at=2026-05-03T09:10",
                "What was known at 09:10 on Sunday",
            ),
            Look(
                "dsl.osei", "Anita Osei, school safeguarding lead", "/timeline/children/{maisie}", "The school's view"
            ),
            Look("ds.amin", "DS Yusuf Amin, police", "/timeline/children/{maisie}", "The police's view"),
        ),
    ),
    Chapter(
        "Thu 7 May, 16:05",
        "A thin contact is taken in, and can't be closed thin",
        "A school is worried about Jay (13) in three short sentences. It is accepted; the school is told what is missing. "
        "No further action is refused until somebody has asked again and checked with another agency.",
        (
            Look(
                "sw.adeyemi",
                "Tola Adeyemi, screener",
                "/screening/contacts/{jay_contact}",
                "What the guards still want",
            ),
        ),
    ),
    Chapter(
        "Sat 9 May, 22:10",
        "A missing child and his return",
        "Tyler (15) is reported missing for the third time in 30 days and is found on Monday at 03:40. The 72 hours for "
        "an independent interview run from that minute.",
        (Look("fdm.reyes", "Marta Reyes, front door manager", "/timeline/children/{tyler}", "Tyler's timeline"),),
    ),
    Chapter(
        "Wed 13 May, 09:40",
        "Now it is your turn",
        "A good contact about Noor (7) and her baby brother has just come in and nobody has rated it. Rate it, direct it, "
        "decide it; or move the demo clock on in the bar above and watch the deadlines warn and breach.",
        (
            Look("fdm.reyes", "Marta Reyes, front door manager", "/screening/queue", "My queue"),
            Look("sw.adeyemi", "Tola Adeyemi, screener", "/screening/contacts/{noor_contact}", "Noor's contact"),
        ),
    ),
)


def shown(chapters: Sequence[Chapter], places: Mapping[str, str]) -> list[Chapter]:
    """The chapters with their pages filled in; a page that the story has not come by yet is left out."""
    return [replace(chapter, looks=tuple(_known(chapter.looks, places))) for chapter in chapters]


def _known(looks: Sequence[Look], places: Mapping[str, str]) -> list[Look]:
    found: list[Look] = []
    for look in looks:
        try:
            found.append(replace(look, page=look.page.format_map(places)))
        except KeyError:
            continue
    return found
