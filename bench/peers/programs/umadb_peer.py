"""UmaDB: its own server, which this program starts, and its own client. Usage: ``umadb_peer.py FOLDER``."""

# pyright: basic, reportMissingImports=false

import contextlib
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from uuid import uuid4

from answering import TEXT, answer_from_threads
from umadb import AppendCondition, Client, Event, Query, QueryItem

with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    port = probe.getsockname()[1]
DATA = ('{"text":"' + TEXT + '"}').encode()
command = [Path(sys.executable).with_name("umadb"), "--listen", f"127.0.0.1:{port}", "--db-path", sys.argv[1]]
server = subprocess.Popen(command, stdout=subprocess.DEVNULL)


def note(book: str) -> Event:
    return Event(event_type="NoteAdded", data=DATA, tags=[book], uuid=uuid4())


def about(book: str) -> Query:
    return Query(items=[QueryItem(tags=[book])])


def new() -> None:
    book = f"book-{uuid4()}"
    client.append([note(book)], AppendCondition(fail_if_events_match=about(book)))


def existing(number: int) -> None:
    book = f"book-{number}"
    found = client.read(about(book))
    list(found)
    client.append([note(book)], AppendCondition(fail_if_events_match=about(book), after=found.head()))


def seed(number: int, events: int) -> None:
    client.append([note(f"book-{number}") for _ in range(events)])


def connected() -> Client:
    for _ in range(100):
        with contextlib.suppress(Exception):
            found = Client(f"http://127.0.0.1:{port}")
            found.head()
            return found
        time.sleep(0.1)
    raise SystemExit("The server does not answer")


try:
    client = connected()
    answer_from_threads(new=new, existing=existing, seed=seed)
finally:
    server.send_signal(signal.SIGINT)
