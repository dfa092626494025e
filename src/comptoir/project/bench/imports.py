"""`comptoir bench import`: products taken in per second, beside bare COPY of the same rows.

The ceiling is the COPY of the parsed rows, in batches of the same size that commit one by one, into a logged
table with a primary key and nothing else: no tree, no prices, no stock, no journal, no search index.
"""

from __future__ import annotations

import dataclasses
import json
import os
import resource
import statistics
import time
from itertools import islice
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import click
from django.db import connection, transaction

from comptoir.channels.imports.contracts import Verdict
from comptoir.channels.imports.importing import LARGEST_BATCH, Done, Order, run
from comptoir.channels.imports.reader import FeedFile
from comptoir.channels.imports.report import Report
from comptoir.channels.imports.rules.columns import columns
from comptoir.channels.imports.rules.row import assess
from comptoir.kit import clock
from comptoir.org import facade as org
from comptoir.project import founding
from comptoir.project.bench import scratch

FEED = "data/electronics-feed.tsv.gz"
MEMORY_CEILING_MB = 300.0
TABLE = """
CREATE TABLE bare (id text PRIMARY KEY, title text, description text, link text, picture text, brand text,
                   gtins text, mpn text, price_minor bigint, weight_g integer, attributes jsonb)
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Timed:
    """One run: batches in milliseconds, peak memory of the process in MB after a quarter and at the end."""

    done: Done
    seconds: float
    batches_ms: list[float]
    early_mb: float
    peak_mb: float


@click.command("import")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option(
    "--file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A product feed in Google's columns; by default the shared electronics feed.",
)
def bench_import(as_json: bool, file: Path | None) -> None:
    """Import a feed into a database of its own, twice, beside bare COPY of the same rows."""  # fmt: skip
    path = file or shared(FEED)
    with scratch.database("comptoir_bench_import"):
        founding.found_house(clock.now())
        place = founding.open_warehouse(clock.now())
        first = timed(path, place.id)
        again = timed(path, place.id)
        bare = _bare_rows_per_second(path)
    rate, rate_again = first.done.rows / first.seconds, again.done.rows / again.seconds
    _tell(as_json, "import", rate, "products/s", bare, first)
    _tell(as_json, "import again, unchanged", rate_again, "products/s", bare, again)
    _tell(as_json, "import peak memory", first.peak_mb, "MB", MEMORY_CEILING_MB, first)
    _tell(as_json, "import memory growth after the first quarter", first.peak_mb - first.early_mb, "MB", None, first)


def shared(name: str) -> Path:
    """A file of the folder that COMPTOIR_SHARED names, by default `shared` beside this one."""
    beside = Path(os.environ.get("COMPTOIR_SHARED", Path.cwd().parent / "shared")) / name
    if not beside.exists():
        raise click.ClickException(f"{beside} is not here: name its folder in COMPTOIR_SHARED.")
    return beside


def timed(path: Path, place: UUID) -> Timed:
    order = Order(
        path=path,
        file_format="google",
        market=org.storefront(None).market,
        place=place,
        origin=founding.origin(),
        now=clock.now(),
        default_quantity=5,
    )
    marks: list[tuple[float, float]] = [(time.perf_counter(), _peak_mb())]
    done = run(order, Report(None).note, lambda read, size: marks.append((time.perf_counter(), _peak_mb())))
    moments = [moment for moment, _mb in marks]
    return Timed(
        done=done,
        seconds=moments[-1] - moments[0],
        batches_ms=[1000 * (later - earlier) for earlier, later in zip(moments, moments[1:], strict=False)],
        early_mb=marks[len(marks) // 4][1],
        peak_mb=marks[-1][1],
    )


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _bare_rows_per_second(path: Path) -> float:
    """Rows per second of COPY and COMMIT alone; reading and parsing stand outside the measure."""
    count, seconds = 0, 0.0
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
    with FeedFile(path) as feed:
        meaning = columns(feed.header, "google")
        rows = (assess(row, meaning, ZoneInfo("UTC")).item for row in feed.rows())
        items = (item for item in rows if item is not None)
        while batch := list(islice(items, LARGEST_BATCH)):
            values = [
                (
                    item.external_id, item.title, item.description, item.link, " ".join(item.image_links),
                    item.brand, " ".join(item.gtins), item.mpn, item.price.minor, item.weight_grams,
                    json.dumps({one.name: one.text for one in item.attributes}),
                )
                for item in batch
            ]  # fmt: skip
            started = time.perf_counter()
            with transaction.atomic(), connection.cursor() as cursor, cursor.copy("COPY bare FROM STDIN") as copy:
                for value in values:
                    copy.write_row(value)
            seconds += time.perf_counter() - started
            count += len(values)
    return count / seconds


def _tell(as_json: bool, name: str, value: float, unit: str, ceiling: float | None, timed: Timed) -> None:
    ordered = statistics.quantiles(timed.batches_ms, n=20) if len(timed.batches_ms) > 1 else timed.batches_ms * 19
    line = {
        "name": name,
        "value": round(value, 1),
        "unit": unit,
        "ceiling": None if ceiling is None else round(ceiling, 1),
        "ratio": round(value / ceiling, 4) if ceiling else None,
        "p50_ms": round(ordered[9], 1),
        "p95_ms": round(ordered[18], 1),
        "n": timed.done.rows,
        "errors": timed.done.verdicts[Verdict.REFUSED],
    }
    click.echo(json.dumps(line) if as_json else "  ".join(f"{key}={part}" for key, part in line.items()))
