"""The lake holds each event of the journal once, whatever happened to who wrote it, and nobody who was forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb
import polars
import pyarrow.dataset as dataset
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from django.db import transaction

from comptoir.insights import facade as insights
from comptoir.insights.lake import days, export, people
from comptoir.insights.lake.export import buckets_of
from comptoir.insights.lake.schema import key_hash
from comptoir.insights.tests.map_of import said
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Lane, Origin
from comptoir.journal.vocabulary.checkout import CheckoutStepCompleted, ProductAdded
from comptoir.journal.vocabulary.collector import EventTracked
from comptoir.journal.vocabulary.orders import OrderConfirmed
from comptoir.kit import ids
from comptoir.project.cli.sql import sql

SAME_HASH = """
SELECT count(*) FROM events
WHERE (key_hash::HUGEINT + 18446744073709551616::HUGEINT) % 18446744073709551616::HUGEINT = md5_number_lower(key)
"""
MAY = datetime(2026, 5, 1, 23, 59, tzinfo=UTC)


@pytest.fixture
def lake(database: None, settings: object, tmp_path: Path) -> Iterator[Path]:
    settings.LAKE_ROOT = tmp_path / "lake"  # type: ignore[attr-defined]
    yield tmp_path / "lake"


def origin(visitor: str | None, person: str | None = None) -> Origin:
    actor = f"customer:{person}" if person else "visitor"
    return Origin(actor=actor, channel="web", correlation=uuid4(), visitor=visitor, person_key=person)


def tell(visitor: str, moment: datetime, *, person: str | None = None) -> None:
    """A product is seen and put into a basket, and an order is paid."""
    basket = uuid4()
    with transaction.atomic(durable=True):
        journal.append(
            EventTracked(
                visitor_id=visitor, message_id=str(uuid4()), event="Product Viewed", device="phone",
                properties={"event": "another", "name": 'Bol "bleu",\nrond'},
                campaign={"source": "mail", "name": "mai"},
            ),
            ProductAdded(basket_id=basket, variant_id=uuid4(), quantity=1),
            CheckoutStepCompleted(basket_id=basket, step="buyer"),
            OrderConfirmed(order_id=ids.uuid7(), paid_minor=900),
            origin=origin(visitor, person), occurred_at=moment,
        )  # fmt: skip


def held() -> list[str]:
    """The ids of all events in the lake, double ones too."""
    with insights.opened() as base:
        return sorted(row[0] for row in base.execute("SELECT event_id FROM events").fetchall())


def written() -> list[str]:
    rows = [row for lane in Lane for row in journal.copied(lane, (0, 0, 0), limit=10_000).split(b"\n")]
    return sorted(str(row.split(b",")[3], "ascii") for row in rows if row.count(b",") > 10 and row[:1] == b"1")


def test_each_event_is_read_by_duckdb_polars_and_hive_readers(lake: Path) -> None:
    tell("device-1", MAY, person="person-1")
    tell("device-2", MAY + timedelta(minutes=2))
    insights.fill_lake(MAY)
    assert held() == written() and len(held()) == 8
    assert list(days.all_days(Lane.BEHAVIOUR)) == [date(2026, 5, 1), date(2026, 5, 2)]
    with insights.opened(words=True) as base:
        asked = "SELECT act, device, campaign FROM behaviour WHERE key = 'device-1' ORDER BY position"
        acts = base.execute(asked).fetchall()
        word = base.execute("SELECT step, typeof(basket_id) FROM checkout_step_completed").fetchall()
        tracked = base.execute("SELECT properties ->> 'name' FROM event_tracked").fetchone()
        same = base.execute(SAME_HASH).fetchone()
    assert acts == [("Product Viewed", "phone", "mail / mai"), ("Product Added", None, None),
                    ("Checkout Step Completed: buyer", None, None)]  # fmt: skip
    assert word == [("buyer", "VARCHAR")] * 2 and tracked == ('Bol "bleu",\nrond',) and same == (8,)
    hive = dataset.dataset(lake, partitioning="hive", exclude_invalid_files=True)
    assert hive.count_rows() == 8 and {"lane", "day", "bucket"} <= set(hive.schema.names)
    assert polars.scan_parquet(str(lake / "lane=*/**/*.parquet"), hive_partitioning=True).collect().height == 8


@pytest.mark.parametrize("dies_in", ["write_file", "swap", "tidy", "_write_cursor"])
def test_a_process_that_dies_anywhere_leaves_each_event_once(
    lake: Path, monkeypatch: pytest.MonkeyPatch, dies_in: str
) -> None:
    tell("device-1", MAY)
    insights.fill_lake(MAY)
    tell("device-1", MAY)
    tell("device-2", MAY + timedelta(minutes=2))
    where = export if dies_in == "_write_cursor" else days
    real, calls = getattr(where, dies_in), []

    def dies(*arguments: object) -> object:
        calls.append(arguments)
        if len(calls) == 2 or dies_in == "_write_cursor":
            raise KeyboardInterrupt
        return real(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(where, dies_in, dies)
        with pytest.raises(KeyboardInterrupt):
            insights.fill_lake(MAY)
    insights.fill_lake(MAY)
    insights.fill_lake(MAY)
    assert held() == written() and len(held()) == 12
    every = [(lane, day) for lane in Lane for day in days.all_days(lane)]
    named = {days.folder(lane, day) / f.path for lane, day in every for f in days.read(lane, day).files}
    assert set(lake.glob("lane=*/**/*.parquet")) == named


def test_a_day_that_grows_gets_buckets_and_few_files(lake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "ROWS_A_FILE", 8)
    for number in range(40):
        tell(f"device-{number % 7}", MAY)
        if number % 2:
            insights.fill_lake(MAY)
    day = days.read(Lane.BEHAVIOUR, MAY.date())
    assert held() == written() and day.rows == 120 and day.buckets >= 8
    assert len(day.files) <= day.buckets * export.MOST_PARTS
    for file in day.files:
        rows = pq.read_table(days.folder(Lane.BEHAVIOUR, MAY.date()) / file.path, partitioning=None)
        assert set(buckets_of(rows, day.buckets)) == {file.bucket}


def test_a_restored_journal_makes_the_lake_anew(lake: Path) -> None:
    tell("device-1", MAY)
    insights.fill_lake(MAY)
    with transaction.atomic(durable=True):
        journal.raise_generation()
    tell("device-2", MAY)
    insights.fill_lake(MAY)
    assert len(held()) == 8


def test_who_is_forgotten_is_nowhere_in_the_decoded_lake_and_other_files_are_untouched(
    lake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "ROWS_A_FILE", 4)
    for number in range(8):
        tell(f"device-{number}", MAY, person=f"person-{number}")
    insights.fill_lake(MAY)
    people.write(said([("visitor", f"device-{n}", f"p{n}") for n in range(8)]))
    before = {path: path.stat().st_ino for path in lake.rglob("*.parquet")}
    hidden = key_hash("device-3")
    assert insights.forget(["device-3", "person-3"], now=MAY + timedelta(days=1)) >= 1
    tables = [pq.read_table(path, partitioning=None) for path in lake.rglob("*.parquet")]
    decoded = repr([table.to_pylist() for table in tables])
    assert "device-3" not in decoded and str(hidden) not in decoded
    assert b"device-3" not in b"".join(path.read_bytes() for path in lake.rglob("*") if path.is_file())
    with insights.opened() as base:
        counted = base.execute("SELECT lane, count(*) FROM events GROUP BY lane ORDER BY lane").fetchall()
        known = base.execute("SELECT lane, key, actor FROM events WHERE person_key = 'person-3'").fetchall()
    assert counted == [("behaviour", 21), ("facts", 8)]
    assert known == [("facts", None, "customer:person-3")], "an order stands under its customer's number, as it did"
    kept = [path for path, inode in before.items() if path.exists() and path.stat().st_ino == inode]
    assert len(kept) >= len(before) - 4
    # What is on its way from before stays out; who comes anew, later, is a new visitor.
    tell("device-3", MAY)
    tell("device-3", MAY + timedelta(days=2))
    insights.fill_lake(MAY)
    with insights.opened() as base:
        assert base.execute("SELECT count(*) FROM events WHERE key = 'device-3'").fetchone() == (4,)
        assert base.execute("SELECT count(*), count(key) FROM facts").fetchone() == (10, 8)
    assert insights.forget(["device-3", "person-3"], now=MAY + timedelta(days=3)) and not insights.forget(
        ["device-3"], now=MAY + timedelta(days=3)
    )
    assert duckdb.__version__.startswith("1.5.")


def rows_of_others(keys: set[str]) -> list[tuple[Any, ...]]:
    """Every column of every row in which none of the keys is a visitor, a person or a user."""
    named = "coalesce(visitor, '-'), coalesce(person_key, '-'), coalesce(payload ->> '$.user_key', '-')"
    asked = f"SELECT COLUMNS(*)::VARCHAR FROM events WHERE NOT list_has_any([{named}], $keys) ORDER BY ALL"
    with insights.opened() as base:
        return base.execute(asked, {"keys": [*keys, *(f"user:{key}" for key in keys)]}).fetchall()


def test_short_identifiers_are_compared_with_whole_values(lake: Path) -> None:
    keys = {"42", "a", "1"}
    for key in (*keys, "421", "142", "ab", "device-1"):
        tell(key, MAY, person=f"{key}-person")
        tell("device-of-" + key, MAY, person=key)
    with transaction.atomic(durable=True):
        for visitor, user in (("user:42", "42"), ("a-device", "1"), ("user:421", "421"), ("another", None)):
            journal.append(
                EventTracked(visitor_id=visitor, message_id="42", event="a", user_key=user, path="/42/a/1",
                             properties={"total_minor": 4200, "a": 1}),
                origin=origin(visitor), occurred_at=MAY,
            )  # fmt: skip
    insights.fill_lake(MAY)
    before = rows_of_others(keys)
    assert insights.forget(keys, now=MAY + timedelta(days=1)) == 2
    with insights.opened() as base:
        assert base.execute("SELECT count(*) FROM events WHERE NOT json_valid(payload)").fetchone() == (0,)
        kept = base.execute("SELECT COLUMNS(*)::VARCHAR FROM events WHERE key IS NOT NULL ORDER BY ALL").fetchall()
        facts = base.execute("SELECT count(*), sum((payload ->> '$.paid_minor')::INT) FROM facts").fetchone()
    assert kept == before and facts == (14, 14 * 900)
    # A user without a device who is on the way stays out, too.
    with transaction.atomic(durable=True):
        journal.append(
            EventTracked(visitor_id="user:42", message_id="9", user_key="42"), origin=origin("user:42"), occurred_at=MAY
        )
    insights.fill_lake(MAY)
    assert len(rows_of_others(set())) == len(kept) + 6
    assert insights.forget(keys, now=MAY + timedelta(days=1)) == 0


def test_the_command_line_opens_it(lake: Path) -> None:
    tell("device-1", MAY)
    insights.fill_lake(MAY)
    asked = CliRunner().invoke(sql, ["--csv", "SELECT act FROM events WHERE device = 'phone'"])
    assert asked.output.split() == ["act", "Product", "Viewed"]
    wrong = CliRunner().invoke(sql, ["SELECT nothing FROM nowhere"])
    assert wrong.exit_code == 1 and "nowhere" in wrong.output
