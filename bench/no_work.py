"""What contact intake is measured beside: the same body parsed by the same framework, and nothing done with it.

`python -m bench.no_work PORT` serves it with the settings that our own services are served with.
"""

import sys
from typing import Any

import orjson
import uvicorn
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from frontdoor.server import leave_alone_what_is_there
from intake.requests import SentContact

RECEIPT = {
    "contact_id": "8d0f7c2e-0000-5000-8000-000000000000",
    "status": "RECEIVED",
    "source_version": 1,
    "received_at": "2026-05-02T22:24:01.123456Z",
    "children": [{"temp_ref": "c1", "child_id": "8d0f7c2e-0000-5000-8000-000000000001"}],
    "flags": [],
    "not_understood": [],
    "quality": {"grade": "INADEQUATE", "missing": [{"test": "ANALYSIS", "asks": "What do you think it means?"}]},
    "recorded_at": "2026-05-02T22:24:01.123456Z",
    "versions": {"Contact-8d0f7c2e-0000-5000-8000-000000000000": 2},
}
"""About as long as the receipt that intake answers."""

app = FastAPI()


@app.post("/model", status_code=202)
async def parse_into_the_same_model(sent: SentContact) -> dict[str, Any]:
    return RECEIPT | {"source_ref": sent.source_ref}


@app.post("/dict", status_code=202)
async def parse_into_a_dictionary(sent: dict[str, Any]) -> dict[str, Any]:
    return RECEIPT | {"source_ref": sent["source_ref"]}


async def parse_by_hand(request: Request) -> Response:
    sent = orjson.loads(await request.body())
    return Response(orjson.dumps(RECEIPT | {"source_ref": sent["source_ref"]}), 202, media_type="application/json")


app.add_route("/starlette", parse_by_hand, methods=["POST"])


def main() -> None:
    leave_alone_what_is_there()
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        ws="none",
        log_level="warning",
        access_log=False,
        log_config=None,
        server_header=False,
    )


if __name__ == "__main__":
    main()
