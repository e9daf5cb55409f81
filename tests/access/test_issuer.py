"""The provider's keys: fetched when needed, kept while it is away, and never asked for on a stranger's whim."""

from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from joserfc.jwk import ECKey

from shared.access.issuer import Issuer, IssuerUnreachable

ISSUER = "https://id.example"
OLD, NEW = (ECKey.generate_key("P-256", auto_kid=True) for _ in range(2))


class Provider:
    """An identity provider that can go away and change its keys, and counts how often it is asked."""

    def __init__(self, *keys: ECKey) -> None:
        self.keys = keys
        self.is_away = False
        self.asked = 0
        self.seconds = 0.0

    def answer(self, request: httpx2.Request) -> httpx2.Response:
        if self.is_away:
            raise httpx2.ConnectError("away")
        if request.url.path.endswith("openid-configuration"):
            ends = ("authorization_endpoint", "token_endpoint", "jwks_uri")
            return httpx2.Response(200, json={"issuer": ISSUER} | {end: f"{ISSUER}/{end}" for end in ends})
        self.asked += 1
        return httpx2.Response(200, json={"keys": [key.as_dict(private=False) for key in self.keys]})

    def issuer(self) -> Issuer:
        return Issuer(ISSUER, httpx2.MockTransport(self.answer), lambda: self.seconds)


async def test_keys_are_fetched_once() -> None:
    provider = Provider(OLD)
    issuer = provider.issuer()
    for _ in range(3):
        assert await issuer.key(OLD.kid)

    assert provider.asked == 1


async def test_a_new_key_is_found_after_a_rotation() -> None:
    provider = Provider(OLD)
    issuer = provider.issuer()
    await issuer.key(OLD.kid)
    provider.keys = (OLD, NEW)
    provider.seconds += 11

    assert await issuer.key(NEW.kid)


async def test_made_up_key_ids_do_not_flood_the_provider() -> None:
    provider = Provider(OLD)
    issuer = provider.issuer()
    found = [await issuer.key(f"made up {number}") for number in range(50)]

    assert (set(found), provider.asked) == ({None}, 1)


async def test_a_key_that_was_withdrawn_is_forgotten_within_the_hour() -> None:
    provider = Provider(OLD)
    issuer = provider.issuer()
    await issuer.key(OLD.kid)
    provider.keys = (NEW,)
    provider.seconds += 3601

    assert await issuer.key(OLD.kid) is None


async def test_kept_keys_serve_while_the_provider_is_away() -> None:
    provider = Provider(OLD)
    issuer = provider.issuer()
    await issuer.key(OLD.kid)
    provider.is_away = True
    provider.seconds += 86_400

    assert await issuer.key(OLD.kid)


async def test_a_provider_that_was_away_is_asked_again_soon() -> None:
    provider = Provider(OLD)
    provider.is_away = True
    issuer = provider.issuer()
    for _ in range(3):
        with pytest.raises(IssuerUnreachable):
            await issuer.key(OLD.kid)
    provider.is_away = False
    provider.seconds += 2

    assert await issuer.key(OLD.kid)


@pytest.mark.parametrize(
    "answer",
    [
        httpx2.Response(500),
        httpx2.Response(404, text="not here"),
        httpx2.Response(200, text="<html>a captive portal</html>"),
        httpx2.Response(200, json=[]),
        httpx2.Response(200, json={"issuer": ISSUER}),
        httpx2.Response(200, json={"issuer": ISSUER, "jwks_uri": 7}),
    ],
)
async def test_an_answer_that_makes_no_sense_counts_as_away(answer: httpx2.Response) -> None:
    issuer = Issuer(ISSUER, httpx2.MockTransport(lambda _: answer))

    with pytest.raises(IssuerUnreachable):
        await issuer.key("any")


async def test_keys_that_cannot_be_read_count_as_away() -> None:
    provider = Provider()

    with pytest.raises(IssuerUnreachable):
        await provider.issuer().key("any")


async def test_while_the_provider_is_away_a_bearer_is_asked_to_try_again(
    tiny: Callable[[str], Any],
) -> None:
    app = tiny("http://127.0.0.1:9")
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://127.0.0.1:9") as client:
        token = "eyJhbGciOiJFUzI1NiIsImtpZCI6ImtpZCJ9.e30.aaaa"
        answer = await client.get("/queue", headers={"authorization": f"Bearer {token}"})
        login = await client.get("/login")

    assert (answer.status_code, answer.json()["code"], answer.headers["retry-after"]) == (503, "ACCESS-ISSUER", "5")
    assert login.status_code == 503
