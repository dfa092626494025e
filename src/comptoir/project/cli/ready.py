"""What a command that touches data does first: start the database, set Django up, apply migrations."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
import django
from django.db import OperationalError, connections

from comptoir.project import database, logs, schema
from comptoir.project.postgres import DatabaseUnavailable, Server


def refuse_unsafe_start() -> None:
    """End with words when people from outside are expected and something of the demonstration is still on."""
    django.setup()
    from comptoir.project import deploy, deploy_data  # need Django set up

    found = deploy.blocking()
    if deploy.is_production():
        found += [finding for finding in deploy_data.findings() if finding.blocks]
    if found:
        lines = "\n".join(f"- {finding.wrong}\n  {finding.remedy}" for finding in found)
        raise click.ClickException(f"Comptoir does not start in the open like this:\n{lines}")


@contextmanager
def prepared(*, tell: bool = False) -> Iterator[Server | None]:
    """While inside, commands may use the models. `tell` says what takes time. Ends the program with words
    when there is no database."""
    logs.configure()
    try:
        with database.running() as server:
            django.setup()
            logs.configure()
            if not schema.is_up_to_date():
                if tell:
                    click.echo("Preparing the database.")
                schema.bring_up_to_date()
            try:
                yield server
            finally:
                connections.close_all()
    except DatabaseUnavailable as trouble:
        raise click.ClickException(str(trouble)) from trouble
    except OperationalError as trouble:
        raise click.ClickException(f"The database does not answer: {trouble}") from trouble
