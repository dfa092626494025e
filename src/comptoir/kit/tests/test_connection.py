"""A kept connection is trusted for a moment, and a dead one is not."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.kit import sql


def test_a_connection_in_use_is_not_asked_and_one_that_the_server_closed_is_found_out(database: str) -> None:
    pid = sql.row("SELECT pg_backend_pid()")
    assert connection.is_usable()
    with CaptureQueriesContext(connection) as asked:
        assert connection.is_usable()
    assert len(asked) == 0
    connection.asked_at -= 60  # rested: asked again, and still there
    assert connection.is_usable()
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", pid)
    other.close()
    assert not connection.is_usable()
    connection.close()
    assert not connection.is_usable()
    assert sql.row("SELECT 1") == (1,)
