"""A shop to measure: its own database on the same server, its own web server and worker."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

import click
import psycopg
from django.conf import settings as django_settings
from django.db import connections
from psycopg.conninfo import make_conninfo

from comptoir.inventory import facade as inventory
from comptoir.inventory.contracts import Adjustment
from comptoir.kit import sql
from comptoir.org import facade as org
from comptoir.project import database, founding, kin, schema
from comptoir.project.bench import processor
from comptoir.project.demo.seed import seed
from comptoir.project.kin import PARENT_VARIABLE
from comptoir.project.postgres import home_from_environment

NAME = "comptoir_bench"
PIECES = 1_000_000
VARIANTS = 400
READY_SECONDS = 90.0


def _home() -> Path:
    home = home_from_environment() / "bench"
    home.mkdir(parents=True, exist_ok=True)
    return home


def address() -> str:
    return make_conninfo(database.url(), dbname=NAME)


@contextmanager
def staged(now: datetime, variants: int = VARIANTS) -> Iterator[list[UUID]]:
    """While inside, Django works on the database of benchmarks, which stays for the next run; gives the variants
    that are for sale there without end."""
    refuse_unsafe_server()
    _make_database()
    django_settings.TEST_CARD = True  # this process places orders too
    django_settings.TEST_BANK_BOOKS = False
    settings = connections["default"].settings_dict
    before = settings["NAME"]
    connections["default"].close()
    settings["NAME"] = NAME
    try:
        schema.bring_up_to_date()
        seed(now)
        sql.run("DELETE FROM procrastinate_jobs WHERE status = 'todo'")  # an earlier run's would be done in ours
        yield stocked(now, variants)
    finally:
        connections["default"].close()
        settings["NAME"] = before


def refuse_unsafe_server() -> None:
    """A figure without fsync is not one."""
    with psycopg.connect(database.url(), autocommit=True) as admin:
        for setting in ("fsync", "synchronous_commit"):
            found = admin.execute("SELECT current_setting(%s)", [setting]).fetchone()
            if found != ("on",):
                raise click.ClickException(f"The server runs with {setting} = {found and found[0]}: set it on.")


def _make_database() -> None:
    with psycopg.connect(database.url(), autocommit=True) as admin:
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
            admin.execute(f"CREATE DATABASE {NAME} TEMPLATE template0")


def stocked(now: datetime, count: int) -> list[UUID]:
    """The demo's variants that have a price, plenty of each in the warehouse."""
    variants = [row[0] for row in sql.rows("SELECT variant_id FROM pricing_listed ORDER BY 1 LIMIT %s", [count])]
    warehouse = org.place(founding.WAREHOUSE)
    levels = [Adjustment(variant_id=each, location_id=warehouse.id, quantity=PIECES) for each in variants]
    inventory.set_levels(levels, reason="opening", origin=founding.origin(), now=now)
    sql.run("ANALYZE")  # as the server does by itself in the first minute; plans are made for tables that are filled
    return variants


@dataclass(frozen=True, slots=True)
class Programs:
    """Where the shop to measure answers, and its processes; `worker` is 0 without one."""

    port: int
    web: int
    worker: int

    def busy(self) -> dict[str, float]:
        """Processor seconds until now of web, worker, its loops and jobs that may wait, its mails, and the
        database when it runs here."""
        heads = {"web": self.web, "worker": self.worker} if self.worker else {"web": self.web}
        if self.worker:
            running = {each.role: each.pid for each in kin.running_in(_home())}
            heads |= {name: running[f"worker.{name}"] for name in ("later", "mail") if f"worker.{name}" in running}
        backend = sql.row("SELECT pg_backend_pid()")
        if backend and (server := processor.parent_of(backend[0])):
            heads["database"] = server
        return processor.seconds(heads)


@contextmanager
def programs(database: str = "", *, worker: bool = True, **settings: str) -> Iterator[Programs]:
    """`comptoir serve` and `comptoir worker` on the staged database, or another (`database` is its address);
    `settings` are more of their environment."""
    port = free_port()
    home = _home()
    environment = os.environ | {
        "COMPTOIR_TEST_CARD": "1",
        "COMPTOIR_TEST_BANK_BOOKS": "0",  # a bank keeps its books elsewhere: that is no work of the shop
        "DATABASE_URL": database or address(), "COMPTOIR_HOME": str(home), "COMPTOIR_PORT": str(port),
        "COMPTOIR_SECRET_KEY": django_settings.SECRET_KEY,  # what this process signs is believed there
        "COMPTOIR_STATIC": "unbuilt", PARENT_VARIABLE: str(os.getpid()),
    } | settings  # fmt: skip
    running = [_start(name, home, environment) for name in ("serve", "worker")[: 1 + worker]]
    try:
        wait_until_ready(port)
        yield Programs(port=port, web=running[0].pid, worker=running[1].pid if worker else 0)
    finally:
        for process in running:
            process.send_signal(signal.SIGTERM)
        for process in running:
            process.wait(30)


@contextmanager
def program(name: str, database: str) -> Iterator[int]:
    """One of our programs alone, on a database of its own; gives its process id."""
    home = _home()
    process = _start(
        name, home,
        os.environ | {"DATABASE_URL": database, "COMPTOIR_HOME": str(home), PARENT_VARIABLE: str(os.getpid())},
    )  # fmt: skip
    try:
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(120)


@contextmanager
def collector(database: str) -> Iterator[tuple[int, int]]:
    """`comptoir collect` on a database; gives its port and its process id."""
    port, home = free_port(), home_from_environment() / "bench"
    home.mkdir(parents=True, exist_ok=True)
    settings = {"DATABASE_URL": database, "COMPTOIR_HOME": str(home), PARENT_VARIABLE: str(os.getpid())}
    process = _start("collect", home, os.environ | settings, "--port", str(port))
    try:
        wait_until_ready(port, "healthz")
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(30)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def _start(name: str, home: Path, environment: dict[str, str], *more: str) -> subprocess.Popen[bytes]:
    with (home / f"{name}.log").open("ab") as output:
        return subprocess.Popen(
            [sys.executable, "-m", "comptoir.project.cli", name, *more], env=environment, stdout=output, stderr=output,
            stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip


def wait_until_ready(port: int, path: str = "readyz") -> None:
    give_up = time.monotonic() + READY_SECONDS
    while time.monotonic() < give_up:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise click.ClickException("What is to be measured does not start. See the logs in bench of the data folder.")
