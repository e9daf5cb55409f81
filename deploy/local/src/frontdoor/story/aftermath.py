"""The days after: a thin contact, a missing child, a good contact that waits for whoever looks on."""

from frontdoor.story.screening import close, direct, link_open_case, path, rate
from frontdoor.story.telling import Telling, london

MANAGER, SCREENER = "fdm.reyes", "sw.adeyemi"


ELLIS = {
    "status": "CP",
    "opened": "Child protection plan of 12 February",
    "history": "Child protection plan since February for emotional harm; his mother's ex-partner is the known risk.",
    "why": "Ellis has a child protection plan and an allocated worker. The weekend's calls found him safe at his "
    "grandmother's; what is new is that the ex-partner is out, which his own worker must plan for before the "
    "weekend is over for everybody else.",
    "harm": "He has been frightened of this man before, and his mother finds it hard to keep him away.",
    "if_wrong": "He is alone with the ex-partner before anybody has asked him how the weekend was.",
    "tested": "That he is safe because he says so on the phone: his worker is asked to see him alone",
}
TYLER = {
    "status": "CLA",
    "opened": "Care plan of 3 March",
    "history": "Looked after since 2024, placed by another authority at Example House; two earlier episodes since mid-April.",
    "why": "Tyler is looked after and has a social worker. Third episode in thirty days, with signs of criminal "
    "exploitation: his own worker holds the plan, hears of it this morning, "
    "and considers a strategy meeting today.",
    "harm": "Somebody older is likely to be using him, and each time he goes they have more hold of him.",
    "if_wrong": "He goes a fourth time and is hurt, or arrested for what others made him do.",
    "tested": "That this is like the other times: the second phone and the new trainers say otherwise",
}


async def tuesday(telling: Telling) -> None:
    """What the night left for the day: Ellis's own team takes him, the pattern is analysed, the screening closed."""
    await link_open_case(telling, "ellis", SCREENER, MANAGER, ELLIS)
    contact_id = telling.places["maisie_contact"]
    await telling.teller.at(london("5", "12:10"))
    for child in ("maisie", "alfie"):
        analysis = {
            "child_id": telling.places[child],
            "incidents": ["14 November: threats", "23 January: push", "20 March: door blocked", "2 May: strangulation"],
            "themes": ["DA"],
            "trajectory": "WORSENING",
            "so_what": "Each was low on its own; together they rise to non-fatal strangulation as she separates.",
        }
        await telling.teller.post(SCREENER, path(contact_id, "cumulative-analyses"), analysis, child)
    await close(telling, MANAGER, contact_id)


async def thin_contact(telling: Telling) -> None:
    """Accepted, rated and directed; closing it is refused; the school is asked to say more."""
    await telling.teller.at(london("7", "16:05"))
    receipt = await telling.teller.post(
        "school-portal-999014", "/intake/api/v1/contacts", telling.example("school-contact-thin")
    )
    contact_id, jay = receipt["contact_id"], receipt["children"][0]["child_id"]
    telling.places |= {"jay_contact": contact_id, "jay": jay}
    await telling.screening(contact_id)
    await telling.teller.at(london("7", "16:25"))
    await rate(telling, MANAGER, contact_id, "AMBER", "Possible neglect, little said")
    await direct(
        telling,
        MANAGER,
        contact_id,
        "Ring the school: what exactly was seen, when, by whom? Ask the school nurse. Read what we hold back to 2021.",
        questions_to_answer=["Since when?", "What has the school tried?"],
        checks_required=["HEALTH"],
        screener_id=SCREENER,
    )
    await telling.teller.refused(SCREENER, path(contact_id, "proposals"), _closing(jay), "SCR")
    questions = {"questions": ["What was seen, when and by whom?", "What does Jay say?"], "method": "PHONE"}
    await telling.teller.post(SCREENER, path(contact_id, "clarifications"), questions)
    attempt = {"method": "PHONE", "outcome": "Office closed; message left for the safeguarding lead to ring back"}
    await telling.teller.post(SCREENER, path(contact_id, "clarification-attempts"), attempt)


def _closing(child_id: str) -> dict[str, object]:
    rationale = "The school gives no details and the family is not known to us this year. " * 4
    return {"child_id": child_id, "decision": "NFA", "need_level": 1, "rationale": rationale}


async def missing_child(telling: Telling) -> None:
    """Reported missing on Saturday night, found on Monday before dawn."""
    missing, found = telling.example("missing-child-and-return")
    reports = "/intake/api/v1/missing-reports"
    await telling.teller.at(london("9", "22:10"))
    receipt = await telling.teller.post("expol-rms", reports, missing, "1")
    telling.places |= {"tyler_contact": receipt["contact_id"], "tyler": receipt["children"][0]["child_id"]}
    await telling.screening(receipt["contact_id"])
    await telling.teller.at(london("9", "22:20"))
    await rate(telling, "edt.lund", receipt["contact_id"], "AMBER", "Third episode in 30 days, signs of exploitation")
    direction = "Police to trace the second phone. Ring the placement every two hours. Tell his own worker first thing."
    await direct(telling, "edt.lund", receipt["contact_id"], direction, screener_id="edt.okafor")
    await telling.teller.at(london("11", "03:52"))
    await telling.teller.post("expol-rms", reports, found, "2")
    await telling.teller.at(london("11", "09:05"))
    await link_open_case(telling, "tyler", SCREENER, MANAGER, TYLER)


async def good_contact(telling: Telling) -> None:
    """Ten out of ten, and nobody has looked at it yet."""
    await telling.teller.at(london("13", "09:40"))
    receipt = await telling.teller.post(
        "school-portal-999001", "/intake/api/v1/contacts", telling.example("school-contact-good")
    )
    noor, zed = (child["child_id"] for child in receipt["children"])
    telling.places |= {"noor_contact": receipt["contact_id"], "noor": noor, "zed": zed}
    await telling.screening(receipt["contact_id"])
