from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import click
from django.db import connections

from comptoir.kit import clock
from comptoir.project import database
from comptoir.project.backup import restore as restoring
from comptoir.project.backup import write as writing
from comptoir.project.backup.errors import BackupFailed
from comptoir.project.cli.ready import prepared
from comptoir.project.postgres import DatabaseUnavailable, home_from_environment

STEPS = {
    "check": "Checking the file.",
    "database": "Database.",
    "sums": "Comparing sums of every table.",
    "files": "Files.",
}


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--keep-days", type=click.IntRange(min=1), help="Delete backups in the folder that are older.")
@click.option("--without-secret", is_flag=True, help="Leave the secret key out; keep it elsewhere then.")
def backup(folder: Path, keep_days: int | None, without_secret: bool) -> None:
    """Write database, pictures and secret key to one file in FOLDER, while the shop goes on.

    The file holds personal data and the secret key: only its owner may read it, and it should leave this
    machine encrypted.
    """
    now = clock.now()
    with _words(), database.running():
        path, made = writing.write(
            folder, address=database.url(), home=home_from_environment(), now=now,
            with_secret=not without_secret, say=_say,
        )  # fmt: skip
        gone = writing.forget_old(folder, older_than=timedelta(days=keep_days), now=now) if keep_days else []
    rows = sum(table.rows for table in made.tables.values())
    click.echo(f"{path}: {rows} rows in {len(made.tables)} tables, {len(made.members) - 1} files.")
    for each in gone:
        click.echo(f"{each}: older than {keep_days} days, deleted.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Only read the file and compare its sums.")
@click.option("--replace", is_flag=True, help="Put the backup in the place of the shop that is there.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def restore(file: Path, only_check: bool, replace: bool, yes: bool) -> None:
    """Put the backup FILE in place: database, pictures, secret key.

    A second database is built and compared first; a shop that was there is kept under another name, which is
    printed. Web and worker have to be stopped.
    """
    with _words():
        if only_check:
            said = restoring.check(file)
            click.echo(f"{file} is whole: made {said.made_at} by Comptoir {said.comptoir}, {len(said.tables)} tables.")
            return
        if replace and not yes:
            click.confirm("The present shop will be replaced by the backup. Go on?", abort=True)
        with database.running():
            said, kept = restoring.restore(
                file, address=database.url(), home=home_from_environment(), replace=replace, now=clock.now(),
                prepare=_prepare, say=_say,
            )  # fmt: skip
    click.echo(f"The shop of {said.made_at} stands.")
    if kept:
        click.echo(f"What was there is the database {kept}. When you no longer want it: DROP DATABASE {kept}")


def _prepare(name: str) -> None:
    """Tables of this version, and a new generation: transaction ids of another cluster mean nothing here."""
    connections.settings["default"]["NAME"] = name
    connections["default"].settings_dict["NAME"] = name
    with prepared(tell=True):
        from comptoir.journal import facade as journal  # reads models

        journal.raise_generation()


def _say(step: str) -> None:
    click.echo(STEPS[step], err=True)


@contextmanager
def _words() -> Iterator[None]:
    try:
        yield
    except (BackupFailed, DatabaseUnavailable) as trouble:
        raise click.ClickException(str(trouble)) from trouble
