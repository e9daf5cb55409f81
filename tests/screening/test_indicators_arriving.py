"""Who tells us what, how well, and what comes of it (I01, I04, I10, I12), counted as the world goes on."""

import csv
from datetime import date
from io import StringIO
from typing import Any

import pytest

from screening.indicators import showing
from screening.indicators.area import Area
from screening.indicators.arriving import NOT_SET
from shared.testing.service import RunningService

from .asking import done
from .conftest import arrive
from .counting import amended, another, asked, graded, identified, linked, of, parts, unlinked
from .guarded_worlds import authorise_each, looked_into, propose_for_each
from .people import REYES, may
from .referring import decided
from .test_pages import open_page

APRIL = (date(2026, 4, 1), date(2026, 4, 30))
JUNE = (date(2026, 6, 1), date(2026, 6, 30))
EXACT, UNDER = "Exact", "Under-stated"
REFERRED = "Became referrals"
RATE = "A year, for 10,000 children in the area"


async def test_with_nothing_to_count_there_is_no_share(screening: RunningService) -> None:
    found = await asked(screening)
    shares = [one for each in found.values() for one in (*each["measures"], each["maturity"]) if one and one["of"] == 0]
    assert len(shares) > 20
    assert {(one["counted"], one["value"]) for one in shares} == {(0, None)}
    assert found["I01"]["measures"][0]["counted"] == 0


async def test_each_child_of_each_contact_counts_by_source_and_type(screening: RunningService) -> None:
    await arrive(screening, "police-domestic-abuse-high")
    await arrive(screening, "school-contact-good")
    await arrive(screening, "school-contact-thin")
    assert (await of(screening, "I01"))["Children in contacts"] == (5, None)
    assert (await of(screening, "I01"))["Contacts"] == (3, None)
    by_source = await parts(screening, "I01", "By source")
    assert by_source == {"Police": {"Children": (2, None)}, "School": {"Children": (3, None)}}
    assert (await parts(screening, "I01", "By type"))["Domestic abuse"] == {"Children": (2, None)}


async def test_the_rate_is_for_ten_thousand_children_of_the_area_and_a_year(
    screening: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three children in the first three days of May are 365 in a year."""
    await arrive(screening, "police-domestic-abuse-high")
    await arrive(screening, "school-contact-thin")
    monkeypatch.setattr(showing, "AREA", Area(children_in_area=36_500))
    [rate] = [one for one in (await asked(screening))["I01"]["measures"] if one["said"] == RATE]
    assert (rate["counted"], rate["of"], rate["days"], rate["value"]) == (3, 36_500, 3, 100)
    page = await open_page(screening, REYES, "/indicators?from=2026-05-01&to=2026-05-31")
    assert f"{RATE} 100" in page.text


async def test_without_the_number_of_children_in_the_area_there_is_no_rate_and_it_is_said(
    screening: RunningService,
) -> None:
    await arrive(screening, "school-contact-thin")
    days = "?from=2026-05-01&to=2026-05-31"
    [rate] = [one for one in (await asked(screening))["I01"]["measures"] if one["said"] == RATE]
    assert (rate["of"], rate["value"], rate["unknown"]) == (None, None, NOT_SET)
    assert f"{RATE} {NOT_SET}" in (await open_page(screening, REYES, f"/indicators{days}")).text
    file = await screening.browser(REYES).get(f"/api/v1/indicators.csv{days}")
    [line] = [line for line in csv.DictReader(StringIO(file.text)) if line["measure"] == RATE]
    assert (line["counted"], line["value"], line["left_out"]) == ("", "", NOT_SET)


def test_the_number_of_children_in_the_area_is_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCREENING_CHILDREN_IN_AREA", "34204")
    assert Area().children_in_area == 34_204


async def test_a_contact_that_names_nobody_is_counted_apart(screening: RunningService) -> None:
    await arrive(screening, "school-contact-thin", children=[])
    found = await of(screening, "I01")
    assert (found["Children in contacts"], found["Contacts that name no child"]) == ((0, None), (1, None))


async def test_the_day_is_londons_and_a_contact_that_is_heard_of_late_counts_where_it_was_received(
    screening: RunningService,
) -> None:
    """00:30 on 1 June in London is 31 May in UTC."""
    screening.clock.at = may(31, 23, 30)
    await another(screening, "school-contact-thin", 1)
    contact = await another(screening, "school-contact-thin", 2)
    assert (await of(screening, "I01"))["Contacts"] == (2, None)
    screening.clock.at = may(31, 23, 30).replace(hour=23)
    await another(screening, "school-contact-thin", 3)
    assert (await of(screening, "I01", JUNE))["Contacts"] == (1, None)
    assert (await of(screening, "I01"))["Contacts"] == (2, None)
    key, late = "Contact-heard-late", contact | {"contact_id": "heard-late"}
    await screening.publish("contacts", "frontdoor.ContactReceived.v1", late, key=key, received_at=may(30, 9))
    assert (await of(screening, "I01"))["Contacts"] == (3, None)
    assert (await of(screening, "I01", APRIL))["Contacts"] == (0, None)


async def test_the_same_incident_told_again_counts_once_and_a_repeated_one_twice(screening: RunningService) -> None:
    first = await arrive(screening, "police-domestic-abuse-high")
    again, other = [await another(screening, "police-domestic-abuse-high", number) for number in (1, 2)]
    await linked(screening, again, first, same=True)
    await linked(screening, other, first, same=False)
    found = await of(screening, "I01")
    assert found["Contacts"] == (2, None)
    assert found["Left out: the same incident told again"] == (1, None)
    assert (await of(screening, "I04"))[REFERRED] == (0, 4)


async def test_a_child_whom_only_another_report_of_the_incident_names_counts_once(screening: RunningService) -> None:
    first = await arrive(screening, "police-domestic-abuse-high")
    cousin = first["children"][0] | {"temp_ref": "c9", "child_id": "child-cousin", "first_name": "Bea"}
    again = [
        await another(screening, "police-domestic-abuse-high", number, children=[*first["children"], cousin])
        for number in (1, 2)
    ]
    for contact in again:
        await linked(screening, contact, first, same=True)
    assert (await of(screening, "I01"))["Children in contacts"] == (2, None)
    for contact in again:
        await identified(screening, contact, cousin, "child-cousin")
    found = await of(screening, "I01")
    assert (found["Contacts"], found["Children in contacts"]) == ((1, None), (3, None))
    assert (await of(screening, "I04"))[REFERRED] == (0, 3)


async def test_an_incident_is_never_left_out_by_links_that_are_wrong_or_meet(screening: RunningService) -> None:
    first = await arrive(screening, "police-domestic-abuse-high")
    again = await another(screening, "police-domestic-abuse-high", 1)
    await linked(screening, again, first, same=True)
    await linked(screening, first, again, same=True)
    assert (await of(screening, "I01"))["Contacts"] == (1, None)
    await unlinked(screening, again, first)
    assert (await of(screening, "I01"))["Contacts"] == (2, None)


async def test_what_another_authority_takes_is_left_out(screening: RunningService) -> None:
    contact = await arrive(screening, "school-contact-thin")
    key = f"Contact-{contact['contact_id']}"
    said = {"contact_id": contact["contact_id"], "la": "999", "reason": "Lives there.", "by": "fdm.reyes"}
    await screening.publish("contacts", "frontdoor.ContactRedirected.v1", said, key=key)
    found = await of(screening, "I01")
    assert (found["Contacts"], found["Left out: another authority's, or about no child"]) == ((0, None), (1, None))


async def test_what_a_contact_turns_out_to_be_is_what_it_counts_as(screening: RunningService) -> None:
    contact = await arrive(screening, "school-contact-thin")
    baby = {**contact["children"][0], "temp_ref": "c9", "child_id": "baby", "first_name": "Bea"}
    children = [*contact["children"], baby]
    await amended(screening, contact, contact_type="DOMESTIC_ABUSE", children=children)
    assert await parts(screening, "I01", "By type") == {"Domestic abuse": {"Children": (2, None)}}


async def test_a_decision_for_a_referral_counts_until_it_is_opened_again(screening: RunningService) -> None:
    contact = await arrive(screening, "police-domestic-abuse-high")
    assert await of(screening, "I04") == {REFERRED: (0, 2), "mature": (0, 2)}
    screening.clock.at = may(3, 2)
    await decided(screening, contact)
    assert await of(screening, "I04") == {REFERRED: (1, 2), "mature": (1, 2)}
    assert await parts(screening, "I04", "By source") == {"Police": {REFERRED: (1, 2)}}
    screening.clock.at = may(5, 10)
    await done(screening.client(REYES), contact, "reopening", reason="The wrong Maisie.")
    assert await of(screening, "I04") == {REFERRED: (0, 2), "mature": (0, 2)}


async def test_a_child_who_was_open_already_converts_nothing(screening: RunningService) -> None:
    contact = await arrive(screening, "police-domestic-abuse-high")
    screening.clock.at = may(3, 2)
    await decided(screening, contact, care_status="CP")
    assert await of(screening, "I04") == {REFERRED: (0, 1), "mature": (0, 1)}


async def test_quality_counts_as_it_is_scored_now_once_a_contact(screening: RunningService) -> None:
    contact = await arrive(screening, "school-contact-good")
    assert (await of(screening, "I10"))["Good"] == (0, 0)
    await graded(screening, contact, "INADEQUATE", "q2")
    await arrive(screening, "police-domestic-abuse-high")
    assert await of(screening, "I10") == {"Good": (0, 1), "Adequate": (0, 1), "Inadequate": (1, 1)}
    await graded(screening, contact, "GOOD")
    assert (await of(screening, "I10"))["Good"] == (1, 1)
    assert await parts(screening, "I10", "By agency") == {"Larkfield Primary": {"Good": (1, 1)}}


async def test_an_organisation_is_one_however_it_calls_itself(screening: RunningService) -> None:
    screening.clock.at = may(13, 9)
    await graded(screening, await another(screening, "school-contact-good", 1), "GOOD")
    screening.clock.at = may(14, 9)
    called = {"agency": {"org_id": "sch-999001", "name": "Larkfield Academy"}}
    await graded(screening, await another(screening, "school-contact-good", 2, **called), "ADEQUATE")
    assert await parts(screening, "I10", "By agency") == {"Larkfield Academy": {"Good": (1, 2)}}


async def test_the_referrers_level_is_held_against_the_level_decided(screening: RunningService) -> None:
    """Noor's school says 4 and we decide 2; another contact says 1 and we decide 2."""
    await _early_help(screening, await looked_into(screening))
    assert await of(screening, "I12") == {EXACT: (0, 2), UNDER: (0, 2), "mature": (2, 2)}
    changes = {"contact_id": "another", "source_ref": "SP-2", "referrer_view_of_need_level": 1, "children": [BABY]}
    second = await looked_into(screening, **changes)
    assert await of(screening, "I12") == {EXACT: (0, 2), UNDER: (0, 2), "mature": (2, 3)}
    await _early_help(screening, second)
    assert await of(screening, "I12") == {EXACT: (0, 3), UNDER: (1, 3), "mature": (3, 3)}
    matrix = await parts(screening, "I12", "All agencies: referrer's level against the level decided")
    assert matrix["Referrer 1"]["Decided 2"] == (1, None)
    assert matrix["Referrer 4"] == {"Decided 1": (0, None), "Decided 2": (2, None), "Decided 3": (0, None)} | {
        "Decided 4": (0, None)
    }
    assert await parts(screening, "I12", "By agency") == {"Larkfield Primary": {EXACT: (0, 3), UNDER: (1, 3)}}


BABY = {"temp_ref": "c1", "child_id": "child-another", "first_name": "Ada", "surname": "Moss", "dob": "2019-02-01"}


async def _early_help(screening: RunningService, contact: dict[str, Any]) -> None:
    await propose_for_each(screening, contact, decision="EARLY_HELP", need_level=2)
    await authorise_each(screening, contact)


async def test_a_contact_without_the_referrers_level_is_in_no_matrix(screening: RunningService) -> None:
    contact = await looked_into(screening, referrer_view_of_need_level=None)
    await _early_help(screening, contact)
    assert await of(screening, "I12") == {EXACT: (0, 0), UNDER: (0, 0), "mature": (0, 0)}
