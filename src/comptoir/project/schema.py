"""Whether the database has every migration, found without importing hundreds, and bringing it there."""

import hashlib
import importlib.util
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

Migration = tuple[str, str]
# Any number that nothing else locks: only one process migrates at a time.
MIGRATION_LOCK = 0x436F6D70746F6972


def pending() -> list[Migration]:
    """The migrations `(app, name)` on disk that the database does not have, sorted."""
    return sorted(_on_disk() - _applied())


def is_up_to_date() -> bool:
    """Whether nothing is pending, and somebody came to the end of what follows the migrations that are applied."""
    if pending():
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regclass('django_migrations'), 'pg_class')")
        return bool(cursor.fetchone()[0] == _mark())


def bring_up_to_date() -> int:
    """Apply what is pending; returns how many there were. Waits for another process that does it. What Django makes
    after the last migration, the permissions, is made again where it was cut off."""
    if is_up_to_date():
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SET lock_timeout = 0")
        cursor.execute("SET idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
    try:
        missing = len(pending())
        if not is_up_to_date():
            if _applied():
                _settle("")
            call_command("migrate", interactive=False, verbosity=0)
            _settle(_mark())
        return missing
    finally:
        connection.close()  # gives the lock back and forgets the time-outs


def _settle(mark: str) -> None:
    """The mark stands beside the list that it is of, so that it needs no table before there is any."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("COMMENT ON TABLE django_migrations IS {}").format(sql.Literal(mark)))


def _mark() -> str:
    told = "\n".join(f"{app} {name}" for app, name in sorted(_applied()))
    return f"settled {hashlib.sha256(told.encode()).hexdigest()}"


def _on_disk() -> set[Migration]:
    found: set[Migration] = set()
    for app in apps.get_app_configs():
        module, _ = MigrationLoader.migrations_module(app.label)
        spec = importlib.util.find_spec(module) if module else None
        for folder in (spec.submodule_search_locations or []) if spec else []:
            names = (path.stem for path in Path(folder).glob("*.py"))
            found |= {(app.label, name) for name in names if name[0] not in "_~"}
    return found


def _applied() -> set[Migration]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('django_migrations') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return set()
        cursor.execute("SELECT app, name FROM django_migrations")
        return set(cursor.fetchall())
