"""What is raised, as the answer that a client can act on."""

import asyncpg
import pytest

from shared.answers import as_problem
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
