"""What one address in front of all services answers where the path leads to none of them, as the services answer it."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from shared.problems import Problem


async def nowhere(_request: Request, _error: Exception) -> Response:
    problem = Problem(404, "Not Found", "There is nothing at this address.", "HTTP-404")
    return JSONResponse(problem.body(), problem.status, media_type="application/problem+json")
