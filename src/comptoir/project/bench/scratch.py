"""A database of its own for a benchmark, on the same server with the same settings, gone afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection


@contextmanager
def database(name: str) -> Iterator[None]:
    """While inside, Django's connection leads to a migrated, empty database `name`; it is dropped at the end.

    The role must be allowed to create databases. One left over by a run that was killed is dropped first.
    """
    own = connection.settings_dict["NAME"]
    _on_the_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" TEMPLATE template0')
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        call_command("migrate", verbosity=0)
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own
        _on_the_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.close()


def _on_the_server(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
