"""Putting a backup in the place of what is there: checked whole before anything is replaced."""

from __future__ import annotations

import hashlib
import os
import tarfile
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from comptoir.project.backup import manifest, programs, sums
from comptoir.project.backup.errors import BackupFailed
from comptoir.project.backup.manifest import Manifest
from comptoir.project.backup.write import CHUNK

HAS_TABLES = "SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public')"
OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
# A program that was just stopped has left, and the server needs a moment to see it.
LEAVING_SECONDS, LOOK_AGAIN = 2.0, 0.05


def check(file: Path) -> Manifest:
    """Read the whole file and compare every member with its SHA-256. Raises BackupFailed."""
    with _opened(file) as archive:
        try:
            members = {entry.name: entry for entry in archive}
        except (OSError, tarfile.TarError) as trouble:
            raise BackupFailed(f"{file} is cut off or damaged: {trouble}. Take another backup.") from trouble
        note = members.pop(manifest.NAME, None)
        reader = archive.extractfile(note) if note and note.isfile() else None
        if reader is None:
            raise BackupFailed(f"{file} is no backup of Comptoir: it has no manifest.")
        said = Manifest.of(reader.read())
        if members.keys() != said.members.keys() or not all(entry.isfile() for entry in members.values()):
            raise BackupFailed(f"{file} does not hold the files that its manifest names.")
        for name, entry in members.items():
            _refuse_stray(name)
            if _hash(archive, entry) != said.members[name]:
                raise BackupFailed(f"{file} is damaged: {name} is not what was backed up. Take another backup.")
    return said


def restore(
    file: Path, *, address: str, home: Path, replace: bool, now: datetime, prepare: Callable[[str], None],
    say: Callable[[str], None] = lambda _text: None,
) -> tuple[Manifest, str]:  # fmt: skip
    """Build the database anew beside the present one, compare its sums, then change their names in one transaction.

    `prepare(name)` brings the new database to this version's tables and raises the journal's generation. Answers the
    manifest and the name under which the replaced database is kept (empty when there was none). Raises BackupFailed;
    until the names change, a failure leaves everything as it was, and the restore may be started again.
    """
    say("check")
    said = check(file)
    name = str(conninfo_to_dict(address)["dbname"])
    fresh = f"{name}_restoring"
    with _keeper(address) as keeper:
        present = _present(address, replace)
        keeper.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(fresh)))
        try:
            _create(keeper, fresh)
            say("database")
            _load(file, _at(address, fresh), keeper.info.server_version // 10000)
            say("sums")
            _compare(said, _at(address, fresh))
            prepare(fresh)
            say("files")
            _place_media(file, home)
        except BaseException:
            keeper.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(fresh)))
            raise
        kept = f"{name}_before_{now.astimezone(UTC):%Y%m%d_%H%M%S}" if present else ""
        _swap(keeper, name, fresh, kept)
        if present == "empty":
            keeper.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(kept)))
            kept = ""
    _place_secret(file, said, home)
    return said, kept


def _keeper(address: str) -> psycopg.Connection[Any]:
    """A connection to another database of the server: no database can be renamed from within."""
    try:
        return psycopg.connect(_at(address, "postgres"), autocommit=True)
    except psycopg.OperationalError as trouble:
        raise BackupFailed(f"The database does not answer: {trouble}") from trouble


def _present(address: str, replace: bool) -> str:
    """What the database of that name is now: "full", "empty", or "" when there is none."""
    try:
        with psycopg.connect(address) as connection:
            full = bool((connection.execute(HAS_TABLES).fetchone() or [False])[0])
            others = _who_stays(connection)
    except psycopg.OperationalError as trouble:
        if "does not exist" in str(trouble):
            return ""
        raise BackupFailed(f"The database does not answer: {trouble}") from trouble
    if full and not replace:
        raise BackupFailed("There is a shop in this database already. To put the backup in its place, add --replace.")
    if others:
        raise BackupFailed(f"{others} connections use the database. Stop web and worker, then restore.")
    return "full" if full else "empty"


def _who_stays(connection: psycopg.Connection[Any]) -> int:
    give_up = time.monotonic() + LEAVING_SECONDS
    while True:
        (others,) = connection.execute(OTHERS).fetchone() or [0]
        connection.commit()  # what a transaction sees of other connections stays as it was
        if not others or time.monotonic() >= give_up:
            return int(others)
        time.sleep(LOOK_AGAIN)


def _create(keeper: psycopg.Connection[Any], name: str) -> None:
    try:
        keeper.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    except psycopg.errors.InsufficientPrivilege as trouble:
        raise BackupFailed("This database user may not create databases, which a restore needs.") from trouble


def _load(file: Path, address: str, server: int) -> None:
    with tempfile.TemporaryDirectory(prefix=".restoring-", dir=file.parent) as scratch:
        dump = Path(scratch) / manifest.DATABASE
        with _opened(file) as archive:
            _extract(archive, archive.getmember(manifest.DATABASE), dump)
        options = ("--no-owner", "--no-privileges", "--exit-on-error", str(dump))
        programs.run("pg_restore", address, *options, at_least=server)


def _compare(said: Manifest, address: str) -> None:
    with psycopg.connect(address) as restored:
        wrong = sums.differences(said.tables, sums.of_all_tables(restored))
    if wrong:
        raise BackupFailed(f"What was restored is not what was backed up, in {', '.join(wrong)}. Nothing was replaced.")


def _place_media(file: Path, home: Path) -> None:
    """Pictures are never changed under their name, so those of the backup join those that are there."""
    with _opened(file) as archive:
        for entry in archive:
            if entry.name.startswith(manifest.MEDIA):
                _extract(archive, entry, home / PurePosixPath(entry.name))


def _swap(keeper: psycopg.Connection[Any], name: str, fresh: str, kept: str) -> None:
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    try:
        with keeper.transaction():
            if kept:
                keeper.execute(rename.format(sql.Identifier(name), sql.Identifier(kept)))
            keeper.execute(rename.format(sql.Identifier(fresh), sql.Identifier(name)))
    except psycopg.errors.ObjectInUse as trouble:
        raise BackupFailed("Somebody used the database meanwhile. Stop web and worker, then restore.") from trouble


def _place_secret(file: Path, said: Manifest, home: Path) -> None:
    """Links in customers' mails are signed with it."""
    if manifest.SECRET in said.members and not os.environ.get("COMPTOIR_SECRET_KEY"):
        with _opened(file) as archive:
            _extract(archive, archive.getmember(manifest.SECRET), home / "secret_key")


def _opened(file: Path) -> tarfile.TarFile:
    try:
        return tarfile.open(file, mode="r:")
    except (OSError, tarfile.TarError) as trouble:
        raise BackupFailed(f"{file} cannot be read: {trouble}") from trouble


def _hash(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> str:
    reader, hashed = archive.extractfile(entry), hashlib.sha256()
    assert reader
    try:
        while part := reader.read(CHUNK):
            hashed.update(part)
    except (OSError, tarfile.TarError) as trouble:
        raise BackupFailed(f"The backup is cut off at {entry.name}.") from trouble
    return hashed.hexdigest()


def _extract(archive: tarfile.TarFile, entry: tarfile.TarInfo, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_name(f"{target.name}.restoring")
    reader = archive.extractfile(entry)
    assert reader
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        while part := reader.read(CHUNK):
            file.write(part)
        file.flush()
        os.fsync(file.fileno())
    half.rename(target)


def _refuse_stray(name: str) -> None:
    path = PurePosixPath(name)
    known = name in (manifest.DATABASE, manifest.SECRET) or name.startswith(manifest.MEDIA)
    if not known or path.is_absolute() or ".." in path.parts:
        raise BackupFailed(f"The backup holds a file that does not belong there: {name}")


def _at(address: str, database: str) -> str:
    parts: dict[str, Any] = dict(conninfo_to_dict(address))
    return make_conninfo("", **(parts | {"dbname": database}))
