"""A shop with as many products as a benchmark wants, in a database of its own."""

from __future__ import annotations

import csv
import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from psycopg.conninfo import make_conninfo

from comptoir.channels.imports.importing import Order, run
from comptoir.channels.imports.report import Report
from comptoir.kit import clock, sql
from comptoir.org import facade as org
from comptoir.project import database, founding
from comptoir.project.bench import scratch
from comptoir.project.demo.seed import seed

NAME = "comptoir_bench_pages"
SEED = 3
AISLES = ("Table", "Kitchen", "Linen", "Garden", "Bath", "Desk", "Light", "Travel", "Books", "Tea")
THINGS = ("Bowl", "Plate", "Throw", "Lamp", "Basket", "Mug", "Towel", "Vase", "Tray", "Candle", "Apron", "Bench")
MAKERS = ("Coste", "Vallon", "Orme", "Brume", "Sillon")
HEADER = ("id", "title", "description", "product_type", "brand", "price", "availability", "quantity", "color")
FR_PATHS = "SELECT slug ->> 'fr' FROM catalog_product WHERE external_id LIKE 'bench-%%' ORDER BY external_id LIMIT %s"
AISLE_SLUGS = """
SELECT c.slug ->> 'fr' FROM catalog_category c JOIN catalog_product p ON p.category_id = c.id
WHERE p.external_id LIKE 'bench-%%' GROUP BY c.id ORDER BY c.key
"""
VARIANTS = """
SELECT v.id FROM catalog_variant v JOIN catalog_product p ON p.id = v.product_id
WHERE p.external_id LIKE 'bench-%%' ORDER BY v.external_id LIMIT %s
"""


@contextmanager
def shop() -> Iterator[str]:
    """The demo shop in a database that is gone afterwards; gives its address."""
    with scratch.database(NAME):
        seed(clock.now())
        yield make_conninfo(database.url(), dbname=NAME)


def take_in(count: int) -> None:
    """So many products of two colours, made up with a seed, in ten aisles, through the import of feeds."""
    chance = random.Random(SEED)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "products.csv"
        with path.open("w", newline="") as file:
            table = csv.writer(file)
            table.writerow((*HEADER, "item_group_id"))
            for number in range(count):
                table.writerows(_rows(number, chance))
        feed(path, "csv")


def _rows(number: int, chance: random.Random) -> Iterator[tuple[str, ...]]:
    name = f"{chance.choice(THINGS)} {chance.choice(MAKERS)} {number}"
    told = " ".join(chance.choice((*THINGS, *AISLES)).lower() for _ in range(60)) + "."
    price = f"{chance.randrange(500, 20_000) / 100:.2f} EUR"
    aisle, maker = AISLES[number % len(AISLES)], chance.choice(MAKERS)
    for colour in ("blue", "ochre"):
        identity = f"bench-{number:05}-{colour}"
        yield (identity, name, told, f"Bench > {aisle}", maker, price, "in_stock", "50", colour, f"bench-{number:05}")


def feed(path: Path, file_format: str) -> None:
    run(
        Order(
            path=path, file_format=file_format, market=org.storefront(None).market,
            place=org.place(founding.WAREHOUSE).id, origin=founding.origin(), now=clock.now(), default_quantity=50,
        ),
        Report(None).note,
        lambda read, size: None,
    )  # fmt: skip


def product_paths(count: int) -> list[str]:
    return [f"/fr/produit/{row[0]}/" for row in sql.rows(FR_PATHS, [count])]


def listing_paths() -> list[str]:
    """Pages of 24 products: two of each aisle, by two orders."""
    slugs = [row[0] for row in sql.rows(AISLE_SLUGS)]
    return [f"/fr/rayon/{slug}/?page={page}&sort={sort}" for slug in slugs for page in (1, 2) for sort in ("", "name")]


def variants(count: int) -> list[str]:
    return [str(row[0]) for row in sql.rows(VARIANTS, [count])]
