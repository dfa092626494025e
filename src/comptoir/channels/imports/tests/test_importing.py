"""Whole imports, into a real database."""

from __future__ import annotations

import csv
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result
from django.db import transaction

from comptoir.catalog import facade as catalog
from comptoir.channels.imports.command import products
from comptoir.channels.imports.contracts import Verdict
from comptoir.channels.imports.importing import Done, Order, run
from comptoir.channels.imports.report import Report
from comptoir.inventory import facade as inventory
from comptoir.inventory.contracts import Allocation
from comptoir.journal.contracts import Origin
from comptoir.kit import sql
from comptoir.kit.ids import uuid7
from comptoir.pricing import facade as pricing

SAMPLES = Path(__file__).parent / "samples"
COUNTS = """
SELECT (SELECT count(*) FROM catalog_product), (SELECT count(*) FROM catalog_variant),
       (SELECT count(*) FROM catalog_media), (SELECT count(*) FROM catalog_variantgtin),
       (SELECT count(*) FROM pricing_pricechange), (SELECT count(*) FROM inventory_movement),
       (SELECT count(*) FROM journal_event), (SELECT max(xmin::text::bigint) FROM catalog_product)
"""


def order(world: SimpleNamespace, path: Path, **more: object) -> Order:
    origin = Origin(actor="system:import", channel="imports", correlation=uuid7())
    given = {"file_format": "google", "market": world.storefront.market, "place": world.warehouse.id, **more}
    return Order(path=path, origin=origin, now=world.now, **given)  # type: ignore[arg-type]


def take(world: SimpleNamespace, path: Path, **more: object) -> Done:
    return run(order(world, path, **more), Report(None).note, lambda read, size: None)


def feed(tmp_path: Path, *rows: str, header: str = "id\ttitle\tprice\tquantity\tgtin") -> Path:
    path = tmp_path / f"{len(rows)}.tsv"
    path.write_text("\n".join((header, *rows)), encoding="utf-8")
    return path


def test_a_dirty_file_is_imported_as_far_as_it_is_good_and_again_without_change(
    world: SimpleNamespace,
) -> None:
    done = take(world, SAMPLES / "dirty.tsv")
    with (SAMPLES / "dirty-expected.csv").open(encoding="utf-8", newline="") as lines:
        verdicts = [row["verdict"] for row in csv.DictReader(lines)]
    assert done.verdicts[Verdict.WARNING] == verdicts.count("warning")
    # Two rows have a price in another currency than the market's.
    assert done.verdicts[Verdict.OK] == verdicts.count("ok") - 2
    before = sql.row(COUNTS)
    again = take(world, SAMPLES / "dirty.tsv")
    assert (again.created, again.changed, again.prices, again.levels) == (0, 0, 0, 0)
    assert again.verdicts == done.verdicts
    assert sql.row(COUNTS) == before


def test_prices_stock_and_variants_stand_as_the_file_says(world: SimpleNamespace) -> None:
    take(world, SAMPLES / "dirty.tsv")
    ids = dict(sql.rows("SELECT external_id, id FROM catalog_variant"))
    prices = pricing.current(list(ids.values()), market="fr", currency="EUR")
    assert (prices[ids["T-001"]].amount.minor, prices[ids["T-004"]].amount.minor) == (3900, 124990)
    assert inventory.availability([ids["T-001"]])[ids["T-001"]][0].on_hand == 5
    group = sql.row("SELECT id FROM catalog_product WHERE external_id = 'G-1'")
    assert group
    record = catalog.products([group[0]])[group[0]]
    assert [(one.external_id, one.options[0].value) for one in record.variants] == [
        ("T-002", "bleu"),
        ("T-003", "ocre"),
    ]
    assert record.category and [node.name.read("fr") for node in record.category.trail] == ["Maison", "Table"]


def test_a_dry_run_judges_and_writes_nothing(world: SimpleNamespace) -> None:
    before = sql.row(COUNTS)
    done = take(world, SAMPLES / "dirty.tsv", dry_run=True)
    assert done.rows == 53 and done.created == 27
    assert sql.row(COUNTS) == before


def test_a_number_that_the_catalogue_knows_is_flagged_and_left_with_its_holder(
    world: SimpleNamespace, tmp_path: Path
) -> None:
    take(world, feed(tmp_path, "A\tArticle A\t9.00 EUR\t1\t4006381333931"))
    other = feed(
        tmp_path, "B\tArticle B\t9.00 EUR\t1\t4006381333931", "A\tArticle A\t9.00 EUR\t1\t4006381333931"
    )
    for _run in range(2):
        assert take(world, other).verdicts[Verdict.WARNING] == 1
        holders = catalog.holders_of_gtins(["04006381333931"])
        assert holders == {"04006381333931": "A"}


def test_default_quantities_fill_first_stock_only_and_promised_pieces_stay(
    world: SimpleNamespace, tmp_path: Path
) -> None:
    path = feed(tmp_path, "A\tArticle A\t9.00 EUR\t\t", "B\tArticle B\t9.00 EUR\t4\t")
    assert take(world, path, default_quantity=7).levels == 2
    ids = dict(sql.rows("SELECT external_id, id FROM catalog_variant"))
    lines = [Allocation(variant_id=ids["B"], location_id=world.warehouse.id, quantity=3)]
    with transaction.atomic():
        inventory.reserve(uuid7(), lines, expires_at=None, origin=world.context.origin(), now=world.now)
    less = feed(tmp_path, "A\tArticle A\t9.00 EUR\t\t", "B\tArticle B\t9.00 EUR\t1\t", "C\tC\t1.00 EUR\t0\t")
    take(world, less, default_quantity=9)
    levels = {name: inventory.availability([ids[name]])[ids[name]][0] for name in ("A", "B")}
    assert (levels["A"].on_hand, levels["B"].on_hand, levels["B"].reserved) == (7, 3, 3)
    assert inventory.check() == []


def test_a_feed_without_categories_gets_them_by_rules(world: SimpleNamespace, tmp_path: Path) -> None:
    path = feed(tmp_path, "A\tXerox toner cartridge black 1 pc(s)\t9.00 EUR\t1\t", "B\tZorb 7\t9.00 EUR\t1\t")
    report = Report(None)
    run(order(world, path), report.note, lambda read, size: None)
    assert report.categories == {("toner", "Printing > Toner"): 1, ("other", "Other articles"): 1}
    assert report.other_share == 0.5
    assert catalog.category_by_slug("toners", "fr").name == {"fr": "Toners", "en": "Toner"}


def test_a_run_that_is_killed_half_way_is_simply_run_again(
    world: SimpleNamespace, database_name: str, tmp_path: Path
) -> None:
    rows = [f"K{n}\tArticle {n}\t{n + 1}.00 EUR\t{n % 7}\t" for n in range(6_000)]
    path = feed(tmp_path, *rows)
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, database_name, str(path)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    count = "SELECT count(*) FROM catalog_product WHERE external_id LIKE 'K%%'"
    give_up = time.monotonic() + 120
    while sql.row(count) < (500,) and child.poll() is None and time.monotonic() < give_up:
        time.sleep(0.02)
    child.kill()
    child.communicate()
    half = sql.row(count)
    assert half and 500 <= half[0] < 6_000
    take(world, path)
    assert sql.row(count) == (6_000,)
    doubled = "SELECT count(*) - count(DISTINCT subject_id) FROM journal_event WHERE name = 'Product Created'"
    assert sql.row(doubled) == (0,)
    changes = "SELECT count(*) FROM pricing_pricechange WHERE version > 1"
    assert sql.row(changes) == (0,)
    assert inventory.check() == []
    last = take(world, path)
    assert (last.created, last.changed, last.prices, last.levels) == (0, 0, 0, 0)


CHILD = """
import sys, django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from comptoir.channels.imports.command import products
products([sys.argv[2], "--format", "google"])
"""


@pytest.fixture
def database_name(world: SimpleNamespace) -> str:
    found = sql.row("SELECT current_database()")
    assert found
    return str(found[0])


def command(*arguments: str) -> Result:
    return CliRunner().invoke(products, arguments)


def test_the_command_reports_each_row_that_is_not_ok(world: SimpleNamespace, tmp_path: Path) -> None:
    report = tmp_path / "report.csv"
    answer = command(str(SAMPLES / "dirty.tsv"), "--format", "google", "--report", str(report))
    assert answer.exit_code == 0, answer.output
    with report.open(encoding="utf-8", newline="") as lines:
        reported = list(csv.DictReader(lines))
    assert list(reported[0]) == ["row", "id", "verdict", "field", "reason"]
    with (SAMPLES / "dirty-expected.csv").open(encoding="utf-8", newline="") as lines:
        expected = [row for row in csv.DictReader(lines) if row["verdict"] != "ok"]
    foreign = [row for row in reported if row["reason"] == "not the currency of the market"]
    assert [row for row in reported if row not in foreign] == expected and len(foreign) == 2


def test_cells_that_a_spreadsheet_would_run_are_made_harmless(world: SimpleNamespace, tmp_path: Path) -> None:
    report = tmp_path / "report.csv"
    path = feed(tmp_path, "=cmd|'/C calc'!A0\t\t9.00 EUR\t1\t")
    command(str(path), "--format", "google", "--report", str(report))
    assert report.read_text(encoding="utf-8").splitlines()[1].startswith("2,'=cmd")


def test_a_file_that_cannot_be_used_is_refused_with_words(world: SimpleNamespace, tmp_path: Path) -> None:
    path = feed(tmp_path, "A\tArticle", header="id\ttitle")
    answer = command(str(path), "--format", "csv")
    assert answer.exit_code == 1 and "price" in answer.output
    assert command(str(path), "--format", "csv", "--market", "nowhere").exit_code == 1
