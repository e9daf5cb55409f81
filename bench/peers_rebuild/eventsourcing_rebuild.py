"""eventsourcing's own ways to read everything again: its notification log, and a projection runner with a view.

Usage: ``eventsourcing_rebuild.py URL``; then one line of JSON asks for a seed or a run, one line answers.
"""

# pyright: basic, reportMissingImports=false

import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

url = urlsplit(sys.argv[1])
os.environ |= {
    "PERSISTENCE_MODULE": "eventsourcing.postgres",
    "POSTGRES_DBNAME": url.path.strip("/"),
    "POSTGRES_HOST": url.hostname or "",
    "POSTGRES_PORT": str(url.port),
    "POSTGRES_USER": url.username or "",
    "POSTGRES_PASSWORD": url.password or "",
}

from eventsourcing.application import Application  # noqa: E402
from eventsourcing.domain import Aggregate, event  # noqa: E402
from eventsourcing.persistence import Tracking  # noqa: E402
from eventsourcing.postgres import PostgresDatastore, PostgresTrackingRecorder  # noqa: E402
from eventsourcing.projection import Projection, ProjectionRunner  # noqa: E402
from psycopg.sql import SQL, Identifier  # noqa: E402

TEXT = "x" * 900
SAVED_AT_ONCE = 50
PAGE = 1000


class Child(Aggregate):
    @event("Told")
    def tell(self, child_id: str, text: str) -> None:
        self.last = text


class Children(Application):
    pass


class Timeline(PostgresTrackingRecorder):
    """The view: one row an event, written with its tracking in one transaction, as the documentation shows."""

    def __init__(self, datastore: PostgresDatastore, **more: Any) -> None:
        super().__init__(datastore, **more)
        self.check_identifier_length("timeline")
        self.sql_create_statements.append(
            SQL("CREATE TABLE IF NOT EXISTS {0}.timeline (id text PRIMARY KEY, child text, body text)").format(
                Identifier(self.datastore.schema)
            )
        )
        self.keep_statement = SQL(
            "INSERT INTO {0}.timeline VALUES (%s, %s, %s) ON CONFLICT (id) DO UPDATE SET body = excluded.body"
        ).format(Identifier(self.datastore.schema))

    def keep(self, row: tuple[str, str, str], tracking: Tracking) -> None:
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            cursor.execute(self.keep_statement, row, prepare=True)


class KeepTimeline(Projection[Timeline]):
    name = "keeptimeline"

    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        told = getattr(domain_event, "text", "")
        row = f"{domain_event.originator_id}/{domain_event.originator_version}", str(domain_event.originator_id), told
        self.view.keep(row, tracking)


children = Children()


def seed(streams: int, events: int) -> None:
    waiting: list[Child] = []
    for _ in range(streams):
        child = Child()
        for _ in range(events - 1):
            child.tell(str(uuid4()), TEXT)
        waiting.append(child)
        if len(waiting) == SAVED_AT_ONCE:
            children.save(*waiting)
            waiting.clear()
    children.save(*waiting)


def read_log(events: int) -> int:
    return _read(events, lambda notification: notification)


def read_events(events: int) -> int:
    return _read(events, children.mapper.to_domain_event)


def _read(events: int, each: Callable[[Any], object]) -> int:
    read = 0
    while read < events and (page := children.recorder.select_notifications(start=read + 1, limit=PAGE)):
        for notification in page:
            each(notification)
        read = page[-1].id
    return read


def project(events: int) -> int:
    """From the beginning until the view has tracked this many: its rate is of single commits, so fewer are enough."""
    with ProjectionRunner(application_class=Children, projection_class=KeepTimeline, view_class=Timeline) as runner:
        runner.wait(events, timeout=200)
    return events


WAYS = {"notification log": read_log, "domain events": read_events, "projection runner": project}


def run(way: str, events: int) -> float:
    """Events a second."""
    began = time.perf_counter()
    done = WAYS[way](events)
    return done / (time.perf_counter() - began)


print(json.dumps({"ready": True}), flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    if "seed" in asked:
        seed(asked["seed"], asked["events"])
    print(json.dumps({"per_second": run(asked["way"], asked["events"]) if "way" in asked else 0}), flush=True)
