"""message-db: its SQL functions, called over asyncpg. Usage: ``message_db_peer.py URL FOLDER`` (its package)."""

# pyright: basic, reportMissingImports=false

import asyncio
import json
import sys
from pathlib import Path
from uuid import uuid4

import asyncpg
from answering import TEXT, answer_from_tasks

# In the order of its own install script, less the extension pgcrypto: gen_random_uuid() is Postgres's own by now.
INSTALL = [
    "schema/message-store",
    "tables/messages",
    "types/message",
    "functions/message-store-version",
    "functions/hash-64",
    "functions/acquire-lock",
    "functions/category",
    "functions/is-category",
    "functions/id",
    "functions/cardinal-id",
    "functions/stream-version",
    "functions/write-message",
    "functions/get-stream-messages",
    "functions/get-category-messages",
    "functions/get-last-stream-message",
    "indexes/messages-id",
    "indexes/messages-stream",
    "indexes/messages-category",
]
NOTE = json.dumps({"text": TEXT})
WRITE = "select write_message($1, $2, 'NoteAdded', $3::jsonb, null, $4)"


async def main(url: str, folder: Path) -> None:
    settings = {"search_path": "message_store,public"}
    connection = await asyncpg.connect(url, server_settings=settings)
    for name in INSTALL:
        await connection.execute((folder / "database" / f"{name}.sql").read_text())
    pool = await asyncpg.create_pool(url, min_size=64, max_size=64, server_settings=settings)

    async def new() -> None:
        await pool.execute(WRITE, str(uuid4()), f"book-{uuid4().hex}", NOTE, -1)

    async def existing(number: int) -> None:
        messages = await pool.fetch("select position, data from get_stream_messages($1)", f"book-{number}")
        notes = [json.loads(message["data"]) for message in messages]
        await pool.execute(WRITE, str(uuid4()), f"book-{number}", NOTE, len(notes) - 1)

    async def seed(number: int, events: int) -> None:
        async with connection.transaction():
            for position in range(events):
                await connection.execute(WRITE, str(uuid4()), f"book-{number}", NOTE, position - 1)

    await answer_from_tasks(new=new, existing=existing, seed=seed)


asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
