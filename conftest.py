"""The test database: one embedded server a session, for each test a database that is as its template is.

Commands lock before they write and the journal delivers what is committed, so tests really commit, and
`tests/databases.py` makes again what was. fsync is off here and nowhere else.
"""

from __future__ import annotations

import atexit
import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from tests.databases import Databases

ROOT = Path(__file__).parent
SOURCES = ROOT / "src" / "comptoir"
NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)  # a Wednesday, 10:30 in Paris
AWAITED = {"payments", "journal", "journal of behaviour", "search index"}  # loops, by name
# A crowded machine is slow to invent examples; that says nothing of the code.
settings.register_profile("comptoir", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("comptoir")


def pytest_configure(config: pytest.Config) -> None:
    """Before Django reads its settings: a data folder of this session's own."""
    config.addinivalue_line("markers", "browser: drives Chromium")
    if config.getoption("numprocesses", None) and not hasattr(config, "workerinput"):
        return  # only distributes: its environment would be read by the processes that run the tests
    home = Path(tempfile.mkdtemp(prefix="ct-", dir="/tmp"))
    home.chmod(0o755)
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ["COMPTOIR_HOME"] = str(home)
    os.environ.pop("DATABASE_URL", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "comptoir.project.settings"
    os.environ["COMPTOIR_SECRET_KEY"] = "tests only"
    os.environ["COMPTOIR_STATIC"] = "unbuilt"
    os.environ["COMPTOIR_TEST_CARD"] = "1"
    import django

    django.setup()
    from django.contrib.auth.hashers import PBKDF2PasswordHasher

    PBKDF2PasswordHasher.iterations = 1_000  # a million of them, as everywhere else, take a third of a second


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """While the first worker makes the migrated database, the second, which starts half-way, needs none."""
    if hasattr(config, "workerinput"):
        waiting = [item for item in items if "server" in item.fixturenames]  # type: ignore[attr-defined]
        half = len(items) // 2
        items[:] = waiting[:half] + [item for item in items if item not in set(waiting)] + waiting[half:]



@pytest.fixture(scope="session")
def server(django_db_blocker: object) -> Iterator[SimpleNamespace]:
    """The session's PostgreSQL with the template databases `bare` (migrated) and `world` (a small shop)."""
    from comptoir.project import postgres

    home = Path(os.environ["COMPTOIR_HOME"])
    kept = Path(tempfile.gettempdir()) / f"comptoir-tests-{os.getuid()}" / _fingerprint()
    with _alone(kept), django_db_blocker.unblock():  # type: ignore[attr-defined]
        if (kept / "postgres").exists():
            subprocess.run(["cp", "-a", str(kept / "postgres"), str(home / "postgres")], check=True)
            running = postgres.ensure(home)
        else:
            running = postgres.ensure(home)
            _make_bare()
            running.stop()
            _keep(home / "postgres", kept)
            running = postgres.ensure(home)
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        _make_world()
    yield SimpleNamespace(places=running.places, databases=Databases(_connect))
    running.stop()


@pytest.fixture
def database(server: SimpleNamespace, django_db_blocker: object) -> Iterator[str]:
    """A migrated database without a row, with real commits. Gives its name."""
    yield from _lend(server.databases, "bare", django_db_blocker)


@pytest.fixture
def world(server: SimpleNamespace, django_db_blocker: object) -> Iterator[SimpleNamespace]:
    """A shop, three products, two people, two places: see `comptoir.project.world`."""
    from comptoir.project import world as small

    for _ in _lend(server.databases, "world", django_db_blocker):
        yield small.read(NOW)


@pytest.fixture
def live_shop(world: SimpleNamespace) -> Iterator[SimpleNamespace]:
    """The world behind a real web server, with the loops running that a journey waits for: adds `url`."""
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

    from comptoir.project.worker import loop, loops
    from comptoir.project.wsgi import application
    from comptoir.search import facade as search

    class Quiet(WSGIRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

    search.index_news()
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(application)
    stop = threading.Event()
    awaited = [each for each in (*loops.LOOPS, *loops.LATER) if each.name in AWAITED]
    assert len(awaited) == len(AWAITED)
    quick = [loop.Loop(each.name, each.step, min(each.idle_seconds, 0.05)) for each in awaited]
    threads = [threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})]
    threads += [threading.Thread(target=loop.run, args=(each, stop)) for each in quick]
    for thread in threads:
        thread.start()
    world.url = f"http://127.0.0.1:{server.server_port}"
    yield world
    stop.set()
    server.shutdown()
    server.server_close()
    for thread in threads:
        thread.join(10)


def _lend(databases: Databases, template: str, blocker: object) -> Iterator[str]:
    from django.db import connections

    name = databases.lend(template)
    connections["default"].close()
    connections["default"].settings_dict["NAME"] = name
    with blocker.unblock():  # type: ignore[attr-defined]
        try:
            yield name
        finally:
            connections.close_all()
            databases.give_back(name)


def _make_bare() -> None:
    """All migrations: half a minute, so it is kept from one session to the next."""
    from django.core.management import call_command
    from django.db import connections

    with _connect("postgres") as admin:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            admin.execute(f"ALTER SYSTEM SET {setting} = off")
        admin.execute("SELECT pg_reload_conf()")
        admin.execute("CREATE DATABASE bare")
    connections["default"].settings_dict["NAME"] = "bare"
    call_command("migrate", verbosity=0)
    connections.close_all()


def _make_world() -> None:
    from django.db import connections

    from comptoir.project import world

    with _connect("postgres") as admin:
        admin.execute("CREATE DATABASE world TEMPLATE bare STRATEGY FILE_COPY")
    connections["default"].settings_dict["NAME"] = "world"
    world.make(NOW)
    connections.close_all()


@contextmanager
def _alone(kept: Path) -> Iterator[None]:
    """The sessions of one machine make a migrated database one after the other: the second finds it."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    with kept.with_name(f"{kept.name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _keep(made: Path, kept: Path) -> None:
    half = kept.with_name(f"{kept.name}.new")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    subprocess.run(["cp", "-a", str(made), str(half / "postgres")], check=True)
    half.rename(kept)


def _connect(database: str) -> psycopg.Connection[tuple[object, ...]]:
    from comptoir.project.postgres import Places

    places = Places(Path(os.environ["COMPTOIR_HOME"]).resolve())
    return psycopg.connect(host=str(places.socket), dbname=database, user="comptoir", autocommit=True)


def _fingerprint() -> str:
    """Changes when the migrated database has to be made again."""
    digest = hashlib.sha256(os.environ.get("COMPTOIR_PG_BIN", "").encode())
    parts = [*SOURCES.rglob("migrations/*.py"), *SOURCES.rglob("models.py"), ROOT / "requirements.lock"]
    for part in sorted(parts):
        digest.update(str(part.relative_to(ROOT)).encode() + part.read_bytes())
    return digest.hexdigest()[:16]
