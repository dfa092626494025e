"""A backup is restored and compared; what is damaged, foreign or in the way is refused and nothing is touched."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from conftest import NOW
from django.db import connections
from psycopg.conninfo import make_conninfo

from comptoir.journal import facade as journal
from comptoir.project import database
from comptoir.project.backup import sums
from comptoir.project.backup.errors import BackupFailed
from comptoir.project.backup.restore import check, restore
from comptoir.project.backup.write import forget_old, write
from comptoir.project.consumers import CONSUMERS


@pytest.fixture
def shop(world: SimpleNamespace, tmp_path: Path) -> SimpleNamespace:
    """The world with a picture, a secret key and listeners that are half-way."""
    home = tmp_path / "home"
    (home / "media" / "originals").mkdir(parents=True)
    (home / "media" / "originals" / "chair.webp").write_bytes(b"a chair")
    (home / "secret_key").write_text("kept")
    for consumer in CONSUMERS:
        journal.deliver_round(consumer, now=NOW, limit=2)
    return SimpleNamespace(world=world, home=home, folder=tmp_path / "backups", address=_address())


@pytest.fixture
def elsewhere(server: SimpleNamespace, tmp_path: Path) -> Iterator[SimpleNamespace]:
    """Another installation: a folder and the name of a database that does not exist yet."""
    name = f"elsewhere_{tmp_path.name.replace('-', '_')}"[:50]
    yield SimpleNamespace(home=tmp_path / "elsewhere", name=name, address=_address(name))
    connections.close_all()
    with psycopg.connect(_address("postgres"), autocommit=True) as admin:
        left = admin.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [name]).fetchall()
        for (each,) in left:
            admin.execute(psycopg.sql.SQL("DROP DATABASE {} WITH (FORCE)").format(psycopg.sql.Identifier(each)))


def test_what_is_restored_has_the_sums_of_what_was_backed_up(
    shop: SimpleNamespace, elsewhere: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COMPTOIR_SECRET_KEY")  # a key of the environment is not replaced
    path, made = write(shop.folder, address=shop.address, home=shop.home, now=NOW)
    assert path.stat().st_mode & 0o777 == 0o600
    waiting = {lag.consumer: lag.rows for lag in journal.lag(CONSUMERS)}
    assert any(waiting.values())
    prepared: list[str] = []
    said, kept = restore(
        path, address=elsewhere.address, home=elsewhere.home, replace=False, now=NOW, prepare=prepared.append
    )
    assert (said, kept, prepared) == (made, "", [f"{elsewhere.name}_restoring"])
    with psycopg.connect(elsewhere.address) as restored:
        assert sums.of_all_tables(restored) == made.tables
    assert made.tables["catalog_product"].rows >= 3
    assert (elsewhere.home / "media" / "originals" / "chair.webp").read_bytes() == b"a chair"
    assert (elsewhere.home / "secret_key").read_text() == "kept"
    _use(elsewhere.name)
    journal.raise_generation()
    assert {lag.consumer: lag.rows for lag in journal.lag(CONSUMERS)} == waiting
    for consumer in CONSUMERS:
        while journal.deliver_round(consumer, now=NOW):
            pass
    assert not any(lag.rows for lag in journal.lag(CONSUMERS))


def test_a_shop_in_the_way_is_kept_under_another_name(shop: SimpleNamespace, elsewhere: SimpleNamespace) -> None:
    path, made = write(shop.folder, address=shop.address, home=shop.home, now=NOW)
    there = {"address": elsewhere.address, "home": elsewhere.home, "now": NOW, "prepare": lambda name: None}
    restore(path, replace=False, **there)
    with pytest.raises(BackupFailed, match="--replace"):
        restore(path, replace=False, **there)
    with psycopg.connect(elsewhere.address), pytest.raises(BackupFailed, match="Stop web and worker"):
        restore(path, replace=True, **there)
    _said, kept = restore(path, replace=True, **there)
    with psycopg.connect(_address(kept)) as before:
        assert sums.of_all_tables(before) == made.tables


def test_a_restore_that_fails_on_its_way_leaves_the_shop_as_it_was(
    shop: SimpleNamespace, elsewhere: SimpleNamespace
) -> None:
    path, made = write(shop.folder, address=shop.address, home=shop.home, now=NOW)
    restore(path, address=elsewhere.address, home=elsewhere.home, replace=False, now=NOW, prepare=lambda name: None)

    def fail(name: str) -> None:
        raise BackupFailed("no room")

    other = _with_other_sums(path)
    for file, prepare, why in ((path, fail, "no room"), (other, lambda name: None, "catalog_product")):
        with pytest.raises(BackupFailed, match=why):
            restore(file, address=elsewhere.address, home=elsewhere.home, replace=True, now=NOW, prepare=prepare)
        with psycopg.connect(elsewhere.address) as still:
            assert sums.of_all_tables(still) == made.tables


def test_sums_see_one_changed_row(shop: SimpleNamespace) -> None:
    with psycopg.connect(shop.address) as connection:
        before = sums.of_all_tables(connection)
        connection.execute("UPDATE catalog_product SET external_id = 'pitcher' WHERE external_id = 'bowl'")
        assert sums.differences(before, sums.of_all_tables(connection)) == ["catalog_product"]
        connection.rollback()


def test_a_damaged_cut_or_foreign_file_is_refused(shop: SimpleNamespace, tmp_path: Path) -> None:
    path, _made = write(shop.folder, address=shop.address, home=shop.home, now=NOW)
    whole = path.read_bytes()
    damaged = tmp_path / "damaged.tar"
    for content in (whole[: len(whole) // 2], whole.replace(b"a chair", b"a table"), b"nothing of the kind", b""):
        damaged.write_bytes(content)
        with pytest.raises(BackupFailed):
            check(damaged)
    with tarfile.open(damaged, "w") as archive:
        archive.add(shop.home / "secret_key", "../../secret_key")
        archive.add(shop.home / "secret_key", "manifest.json")
    with pytest.raises(BackupFailed):
        check(damaged)


def test_a_backup_that_cannot_be_made_leaves_no_file(shop: SimpleNamespace) -> None:
    with pytest.raises(BackupFailed):
        write(shop.folder, address=make_conninfo(shop.address, dbname="nowhere"), home=shop.home, now=NOW)
    assert list(shop.folder.iterdir()) == []


def test_backups_of_a_stated_age_are_deleted_and_nothing_else(tmp_path: Path) -> None:
    for name in ("comptoir-20261001-030000.tar", "comptoir-20261117-030000.tar", "comptoir-notes.tar", "other.tar"):
        (tmp_path / name).touch()
    gone = forget_old(tmp_path, older_than=timedelta(days=30), now=NOW)
    assert [path.name for path in gone] == ["comptoir-20261001-030000.tar"]
    assert len(list(tmp_path.iterdir())) == 3


def _with_other_sums(path: Path) -> Path:
    """The same backup with a manifest that expects another row."""
    other = path.with_name("other.tar")
    with tarfile.open(path) as source, tarfile.open(other, "w") as target:
        for entry in source:
            reader = source.extractfile(entry)
            assert reader
            if entry.name == "manifest.json":
                said = json.loads(reader.read())
                said["tables"]["catalog_product"]["rows"] += 1
                changed = path.with_name("manifest.json")
                changed.write_text(json.dumps(said))
                target.add(changed, "manifest.json")
            else:
                target.addfile(entry, reader)
    return other


def _address(name: str | None = None) -> str:
    present = str(connections["default"].settings_dict["NAME"])
    return make_conninfo(database.url(), dbname=name or present)


def _use(name: str) -> None:
    connections["default"].close()
    connections["default"].settings_dict["NAME"] = name
