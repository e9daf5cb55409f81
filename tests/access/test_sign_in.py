"""A person signs in with the identity provider, and ends on a page of ours in the browser that began it."""

from typing import Any

import httpx2
import pytest

from shared.access.login import safe_next


async def test_a_page_sends_a_stranger_to_sign_in_and_back_to_where_they_wanted_to_be(
    copy: Any, browser: httpx2.AsyncClient
) -> None:
    refused = await browser.get("/screening/queue?state=open")
    chooser = await browser.get(refused.headers["location"])
    callback = await copy.choose(browser, chooser.headers["location"], "sw.adeyemi")
    signed_in = await browser.get(callback)

    assert signed_in.headers["location"] == "/screening/queue?state=open"
    assert (await browser.get("/screening/queue")).json()["user_id"] == "sw.adeyemi"


async def test_one_sign_in_serves_every_service(copy: Any, browser: httpx2.AsyncClient) -> None:
    await copy.sign_in(browser, "sw.adeyemi")

    assert (await browser.get("/timeline/queue")).status_code == 200


async def test_the_sign_in_link_leads_to_the_public_address_whatever_name_the_browser_used(
    copy: Any, browser: httpx2.AsyncClient
) -> None:
    refused = await browser.get("/screening/queue", headers={"host": "localhost:1"})

    assert refused.headers["location"] == f"{copy.url}/screening/login?next=%2Fscreening%2Fqueue"


async def test_tabs_that_sign_in_side_by_side_all_arrive(copy: Any, browser: httpx2.AsyncClient) -> None:
    first = await browser.get("/screening/login", params={"next": "/screening/queue"})
    second = await browser.get("/timeline/login", params={"next": "/timeline/queue"})
    later = await copy.choose(browser, second.headers["location"], "sw.adeyemi")
    earlier = await copy.choose(browser, first.headers["location"], "sw.adeyemi")

    arrivals = [(await browser.get(callback)).headers["location"] for callback in (later, earlier)]

    assert arrivals == ["/timeline/queue", "/screening/queue"]


async def test_signing_in_again_replaces_the_person(copy: Any, browser: httpx2.AsyncClient) -> None:
    await copy.sign_in(browser, "sw.adeyemi")
    await copy.sign_in(browser, "fdm.reyes")

    assert (await browser.get("/screening/queue")).json()["user_id"] == "fdm.reyes"


async def test_a_suggested_persona_is_handed_on_to_the_provider(browser: httpx2.AsyncClient) -> None:
    chooser = await browser.get("/screening/login", params={"next": "/", "login_hint": "edt.okafor"})

    assert httpx2.URL(chooser.headers["location"]).params["login_hint"] == "edt.okafor"


async def test_the_sign_in_uses_pkce_state_and_nonce(browser: httpx2.AsyncClient) -> None:
    asked = httpx2.URL((await browser.get("/screening/login")).headers["location"]).params

    assert asked["code_challenge_method"] == "S256"
    assert min(len(asked[name]) for name in ("code_challenge", "state", "nonce")) >= 43


async def test_a_sign_in_begun_in_another_browser_is_refused(copy: Any, browser: httpx2.AsyncClient) -> None:
    chooser = await browser.get("/screening/login")
    callback = await copy.choose(browser, chooser.headers["location"], "sw.adeyemi")

    async with copy.browser() as other:
        assert (await other.get(callback)).status_code == 400


@pytest.mark.parametrize("state", ["", "unknown", "x" * 43, "../../x", "a;b=c"])
async def test_an_unknown_state_is_refused(browser: httpx2.AsyncClient, state: str) -> None:
    refused = await browser.get("/screening/callback", params={"state": state, "code": "x"})

    assert refused.status_code == 400


async def test_a_code_is_good_for_one_sign_in(copy: Any, browser: httpx2.AsyncClient) -> None:
    chooser = await browser.get("/screening/login")
    state = httpx2.URL(chooser.headers["location"]).params["state"]
    attempt = browser.cookies[f"frontdoor-login-{state}"]
    callback = await copy.choose(browser, chooser.headers["location"], "sw.adeyemi")
    await browser.get(callback)

    browser.cookies.set(f"frontdoor-login-{state}", attempt)
    assert (await browser.get(callback)).status_code == 400


async def test_a_sign_in_that_the_provider_refuses_says_so(browser: httpx2.AsyncClient) -> None:
    chooser = await browser.get("/screening/login")
    state = httpx2.URL(chooser.headers["location"]).params["state"]
    refused = await browser.get(
        "/screening/callback",
        params={"state": state, "error": "access_denied"},
        headers={"accept": "application/json"},
    )

    assert (refused.status_code, refused.json()["code"]) == (400, "ACCESS-LOGIN")


HOSTILE = [
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "javascript:alert(1)",
    " //evil.example",
    "screening/queue",
    "",
]


@pytest.mark.parametrize("wanted", HOSTILE)
def test_only_a_path_of_ours_follows_a_sign_in(wanted: str) -> None:
    assert safe_next(wanted) == "/"


@pytest.mark.parametrize("wanted", ["/", "/screening/queue?state=open&x=//y", "/timeline/children/1#e2"])
def test_a_path_of_ours_is_kept(wanted: str) -> None:
    assert safe_next(wanted) == wanted


@pytest.mark.parametrize("wanted", HOSTILE)
async def test_no_sign_in_ends_on_another_site(copy: Any, browser: httpx2.AsyncClient, wanted: str) -> None:
    assert await copy.sign_in(browser, "sw.adeyemi", wanted) == "/"


async def test_signing_out_forgets_the_person(copy: Any, browser: httpx2.AsyncClient) -> None:
    await copy.sign_in(browser, "sw.adeyemi")
    token = (await browser.get("/screening/queue")).json()["csrf_token"]
    left = await browser.post("/screening/logout", data={"csrf_token": token})

    assert left.headers["location"] == f"{copy.url}/"
    assert (await browser.get("/screening/queue")).status_code == 303


async def test_the_header_of_the_persona_page_signs_out_too(copy: Any, browser: httpx2.AsyncClient) -> None:
    await copy.sign_in(browser, "sw.adeyemi")
    token = (await browser.get("/screening/queue")).json()["csrf_token"]
    await browser.post("/identity/logout", data={"csrf_token": token})

    assert (await browser.get("/screening/queue")).status_code == 303


async def test_another_site_cannot_sign_a_person_out(copy: Any, browser: httpx2.AsyncClient) -> None:
    await copy.sign_in(browser, "sw.adeyemi")
    await browser.post("/screening/logout", data={"csrf_token": "guess"})

    assert (await browser.get("/screening/queue")).status_code == 200
