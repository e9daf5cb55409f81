"""What was there before the story: schools with their safeguarding leads and rolls, and a weekend prepared for."""

from frontdoor.story.telling import Telling, london

SCHOOLS = (
    ("999001", "sch-999001", "Larkfield Primary", "Anita Osei", "police-domestic-abuse-high", "school-contact-good"),
    ("999014", "sch-999014", "Dunmere Academy", "Rob Fell", "school-contact-thin"),
)
AGENCIES = (("force-example", "Example Police", "PVP desk"), ("health-example", "Example Health", "Dr Farrow"))
VALID_TO = "2026-09-30"
RECIPIENTS = "/notifications/api/v1/recipients"


async def schools(telling: Telling) -> None:
    """Registers who may be told, after somebody has telephoned them, and who is on which roll."""
    for urn, org_id, name, dsl, *contacts in SCHOOLS:
        school = {"urn": urn, "org_id": org_id, "name": name, "dsl": dsl, "transport": "PORTAL", "valid_to": VALID_TO}
        await _register(telling, school)
        pupils = [
            {name: child[name] for name in ("first_name", "surname", "dob", "upn") if child.get(name)}
            for contact in contacts
            for child in telling.example(contact)["children"]
            if child.get("school_urn") == urn
        ]
        await telling.teller.post("fdm.reyes", "/notifications/api/v1/rolls", {"urn": urn, "pupils": pupils}, urn)
    for org_id, name, lead in AGENCIES:
        await _register(
            telling, {"org_id": org_id, "name": name, "dsl": lead, "transport": "API", "valid_to": VALID_TO}
        )


async def _register(telling: Telling, recipient: dict[str, str]) -> None:
    """Registers somebody who may be told, and records that they were telephoned."""
    receipt = await telling.teller.post("fdm.reyes", RECIPIENTS, recipient, recipient["org_id"])
    spoken = {"spoken_to": recipient["dsl"], "valid_to": VALID_TO}
    await telling.teller.post("fdm.reyes", f"{RECIPIENTS}/{receipt['recipient_id']}/verification", spoken)


async def before_the_weekend(telling: Telling) -> None:
    """Friday: the preparation meeting at 14:00, the EDT shift from 16:30 to Tuesday morning."""
    example = telling.example("edt-handover-bank-holiday")
    prep, shift = example["pre_closure_prep"], example["shift"]
    await telling.teller.at(london("1", "14:20"))
    await telling.teller.post(
        "edt.lund",
        "/edt-handover/api/v1/pre-closure-preps",
        {
            "closure_from": "2026-05-02",
            "closure_to": "2026-05-04",
            "held_at": prep["held_at"],
            "attendees": prep["attendees"],
            "alerts_reviewed": prep["alerts_reviewed"],
        },
    )
    await telling.teller.at(london("1", "16:30"))
    opened = await telling.teller.post(
        "edt.lund",
        "/edt-handover/api/v1/shifts",
        {name: shift[name] for name in ("opened_at", "closes_at", "workers", "manager_on_call", "meeting_at")}
        | {"shift_id": shift["id"]},
    )
    telling.places["shift"] = opened["shift_id"]
