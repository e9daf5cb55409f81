"""What is raised, as the answer that a client can act on."""

import asyncpg
import httpx2
import pytest
from fastapi import APIRouter, FastAPI

from shared.answers import answer_problems, as_problem
from shared.store.store import UNAVAILABLE


@pytest.mark.parametrize(
    "error",
    [
        ConnectionRefusedError(),
        asyncpg.InternalClientError("cut in the middle of an answer"),
        asyncpg.DiskFullError("no space left"),
        asyncpg.PostgresIOError("could not read a block"),
    ],
)
def test_a_store_that_is_away_is_asked_again_in_a_moment(error: Exception) -> None:
    problem = as_problem(error)
    assert (problem.status, problem.headers["Retry-After"]) == (503, "5")
    assert isinstance(error, UNAVAILABLE)


def test_a_fault_of_ours_is_told_as_one() -> None:
    assert as_problem(FileNotFoundError("a template")).status == 500


async def test_a_method_that_is_not_allowed_is_told_all_that_are() -> None:
    app, router = FastAPI(), APIRouter(prefix="/shifts")

    @router.get("")
    def every() -> list[str]:
        return []

    @router.post("")
    def begin() -> None:
        return None

    @router.get("/{number}")
    def one(number: int) -> int:
        return number

    app.include_router(router)
    answer_problems(app)
    transport = httpx2.ASGITransport(app)  # pyright: ignore[reportArgumentType]
    async with httpx2.AsyncClient(transport=transport, base_url="http://frontdoor.example") as client:
        refused = await client.delete("/shifts")
        assert (refused.status_code, refused.headers["allow"]) == (405, "GET, POST")
        assert refused.json()["detail"] == "This address does not take DELETE. It takes GET, POST."
        assert (await client.post("/shifts/7")).headers["allow"] == "GET"
        lost = await client.get("/shift")
        assert lost.json()["detail"].endswith("Every address of this service stands at /api/docs.")
