"""Making a backup of a running shop."""

from __future__ import annotations

import hashlib
import os
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg

from comptoir.project.backup import manifest, programs, sums
from comptoir.project.backup.errors import BackupFailed
from comptoir.project.backup.manifest import Manifest, TableSum

PREFIX = "comptoir-"
NAMED = f"{PREFIX}%Y%m%d-%H%M%S.tar"
CHUNK = 1 << 20


def write(
    folder: Path, *, address: str, home: Path, now: datetime, with_secret: bool = True,
    say: Callable[[str], None] = lambda _text: None,
) -> tuple[Path, Manifest]:  # fmt: skip
    """Write `comptoir-<time>.tar` into `folder`, readable by its owner alone; the shop goes on selling.

    The file appears under its name only when it is whole and on the disk. Raises BackupFailed.
    """
    target = folder / now.astimezone(UTC).strftime(NAMED)
    if target.exists():
        raise BackupFailed(f"{target} exists already.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{PREFIX}", dir=folder) as scratch:
            half = Path(scratch) / "half.tar"
            made = _fill(half, Path(scratch), address, home, now, with_secret, say)
            half.rename(target)
        _sync(folder)
    except OSError as trouble:
        raise BackupFailed(f"The backup cannot be written to {folder}: {trouble.strerror}.") from trouble
    return target, made


def forget_old(folder: Path, *, older_than: timedelta, now: datetime) -> list[Path]:
    """Delete backups of ours that are older; the age is in the name. Answers what was deleted."""
    gone = []
    for each in sorted(folder.glob(f"{PREFIX}*.tar")):
        try:
            made_at = datetime.strptime(each.name, NAMED).replace(tzinfo=UTC)
        except ValueError:
            continue
        if now - made_at > older_than:
            each.unlink()
            gone.append(each)
    return gone


def _fill(
    half: Path, scratch: Path, address: str, home: Path, now: datetime, with_secret: bool,
    say: Callable[[str], None],
) -> Manifest:  # fmt: skip
    dump = scratch / manifest.DATABASE
    server, tables = _dump(address, dump, say)
    members: dict[str, str] = {}
    descriptor = os.open(half, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as archive:
            members[manifest.DATABASE] = _add(archive, dump, manifest.DATABASE)
            dump.unlink()
            say("files")
            # After the database: what its rows name was on the disk before.
            for path, name in _files(home, with_secret):
                members[name] = _add(archive, path, name)
            made = Manifest(
                comptoir=version("comptoir"), postgresql=server, made_at=now.astimezone(UTC).isoformat(),
                tables=tables, members=members,
            )  # fmt: skip
            note = scratch / manifest.NAME
            note.write_text(made.text())
            _add(archive, note, manifest.NAME)
        file.flush()
        os.fsync(file.fileno())
    return made


def _dump(address: str, dump: Path, say: Callable[[str], None]) -> tuple[int, dict[str, TableSum]]:
    """Dump and sums of one and the same snapshot."""
    try:
        connection: psycopg.Connection[Any] = psycopg.connect(address)
    except psycopg.OperationalError as trouble:
        raise BackupFailed(f"The database does not answer: {trouble}") from trouble
    with connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        snapshot = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert snapshot
        server = connection.info.server_version // 10000
        say("database")
        programs.run(
            "pg_dump", address, "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot[0]}",
            f"--file={dump}", at_least=server,
        )  # fmt: skip
        say("sums")
        return server, sums.of_all_tables(connection)


def _files(home: Path, with_secret: bool) -> Iterator[tuple[Path, str]]:
    secret = home / "secret_key"
    if with_secret and secret.exists():
        yield secret, manifest.SECRET
    media = home / "media"
    for path in sorted(media.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path, manifest.MEDIA + path.relative_to(media).as_posix()


class _Hashed:
    """Reads a file and remembers the hash of what was read."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self.hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        part: bytes = self._file.read(size)
        self.hash.update(part)
        return part


def _add(archive: tarfile.TarFile, path: Path, name: str) -> str:
    with path.open("rb") as file:
        entry = tarfile.TarInfo(name)
        entry.size = os.fstat(file.fileno()).st_size
        entry.mtime = int(os.fstat(file.fileno()).st_mtime)
        entry.mode = 0o600
        hashed = _Hashed(file)
        archive.addfile(entry, hashed)  # type: ignore[arg-type]  # asks for no more than read()
        return hashed.hash.hexdigest()


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
