"""The way back from tables of thirty days to partitions of ten forgets no message id that is still asked for."""

from __future__ import annotations

import importlib
from datetime import timedelta
from uuid import uuid4

from django.db import connection, transaction

from comptoir.channels.collector.spans import THERE, make_spans_ahead, span_of
from comptoir.kit import clock, sql

moving = importlib.import_module("comptoir.channels.collector.migrations.0003_seen_by_month")
TEN = 10 * 86_400


def known() -> set[object]:
    tables = [name for (name,) in sql.rows(THERE)]
    return {row[0] for name in tables for row in sql.rows(f"SELECT message FROM {name}")}


def test_what_was_remembered_is_asked_for_after_going_back_and_forth_again(database: str) -> None:
    now, late, new = clock.now(), uuid4(), uuid4()
    make_spans_ahead(now)
    sql.run(f"INSERT INTO collector_seen_{span_of(now - timedelta(days=29))} (message) VALUES (%s)", [late])
    sql.run(f"INSERT INTO collector_seen_{span_of(now)} (message) VALUES (%s)", [new])
    with connection.schema_editor() as editor:
        moving.move_back(None, editor)
    present = int(now.timestamp()) // TEN
    asked = "SELECT message FROM collector_seen WHERE span BETWEEN %s AND %s"
    assert {row[0] for row in sql.rows(asked, [present - 3, present])} == {late, new} and sql.rows(THERE) == []
    with transaction.atomic(), connection.schema_editor() as editor:
        moving.move(None, editor)
    assert known() == {late, new}
