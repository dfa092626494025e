"""What one test did to its database, the next one does not see."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest

from tests import databases
from tests.databases import Databases, compare

GIVEN_BACK = (
    "DELETE FROM fulfilment_deliveryrate",
    "UPDATE catalog_product SET external_id = 'changed ' || external_id",
    "INSERT INTO catalog_brand SELECT gen_random_uuid(), 'Another brand', 'another-brand' FROM catalog_brand",
    "SELECT nextval('procrastinate_jobs_id_seq'), setval('auth_group_id_seq', 700)",
    "CREATE TABLE heard (place bigserial PRIMARY KEY, lamp text); INSERT INTO heard (lamp) VALUES ('a')",
    "BEGIN; UPDATE org_market SET code = 'elsewhere'; ROLLBACK",
    "SELECT pg_advisory_lock(1)",
)
THROWN_AWAY = (
    "TRUNCATE fulfilment_deliveryrate",
    "ALTER TABLE invoicing_document DISABLE TRIGGER ALL",
    "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "DELETE FROM fulfilment_deliveryrate; SELECT pg_stat_force_next_flush(); SELECT pg_stat_reset()",
)


@pytest.fixture
def lender(server: SimpleNamespace, tmp_path: Path) -> Databases:
    return Databases(server.databases.connect, prefix=tmp_path.name, compare_always=False)


def test_whatever_a_test_did_the_next_one_finds_the_template(lender: Databases) -> None:
    makes = []
    for statements in (*GIVEN_BACK, "; ".join(GIVEN_BACK), *THROWN_AWAY):
        name = lender.lend("world")
        before = oid_of(lender, name)
        left_open = lender.connect(name)
        for statement in statements.split("; "):
            left_open.execute(statement)
        lender.give_back(name)
        with pytest.raises(psycopg.OperationalError):
            left_open.execute("SELECT 1")
        with pytest.raises(psycopg.OperationalError, match="does not exist"):
            lender.connect(name)
        following = lender.lend("world")
        with lender.connect(following) as connection:
            assert compare(connection, lender._pictures["world"]) == [], statements
        makes.append(oid_of(lender, following) != before)
        lender.give_back(following)
    assert makes == [False] * (len(GIVEN_BACK) + 1) + [True] * len(THROWN_AWAY)


def test_what_the_counters_do_not_tell_comes_to_light_when_databases_are_compared(
    lender: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(databases, "CHANGED", f"{databases.CHANGED} AND relname <> 'fulfilment_deliveryrate'")
    monkeypatch.setattr(databases, "USES", 3)
    for use in (1, 2, 3):
        name = lender.lend("world")
        with lender.connect(name) as connection:
            connection.execute("DELETE FROM fulfilment_deliveryrate")
        if use < 3:
            lender.give_back(name)
        else:
            with pytest.raises(AssertionError, match="fulfilment_deliveryrate"):
                lender.give_back(name)
    with lender.connect(lender.lend("world")) as connection:
        assert connection.execute("SELECT count(*) > 0 FROM fulfilment_deliveryrate").fetchone() == (True,)


def oid_of(lender: Databases, name: str) -> int:
    with lender.connect("postgres") as admin:
        found = admin.execute("SELECT oid FROM pg_database WHERE datname = %s", [name]).fetchone()
    assert found
    return int(found[0])
