"""What a command that touches data does first: start the database, set Django up, apply migrations."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
import django
from django.db import OperationalError, connections

from comptoir.project import database, logs, schema
from comptoir.project.postgres import DatabaseUnavailable, Server


@contextmanager
def prepared(*, tell: bool = False) -> Iterator[Server | None]:
    """While inside, commands may use the models. `tell` says what takes time. Ends the program with words
    when there is no database."""
    logs.configure()
    try:
        with database.running() as server:
            django.setup()
            logs.configure()
            if schema.pending():
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
