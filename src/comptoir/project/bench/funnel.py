"""`comptoir bench funnel`: how long the way to an order takes to count, and whether the count is exact."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from statistics import median

import click
from django.conf import settings

from comptoir.insights.contracts import Step
from comptoir.insights.funnel.count import WINDOW
from comptoir.insights.funnel.count import funnel as counted
from comptoir.insights.lake.opened import opened
from comptoir.project.bench.made_lake import ACTS, BEGIN, make

STEPS = (
    *(Step(code=act, acts=(act,)) for act in ACTS[:-1]),
    Step(code=ACTS[-1], facts=(ACTS[-1],)),
)  # fmt: skip
SAMPLE = 100
TOLD = """
SELECT key_hash, epoch_ms(occurred_at), list_position($acts, act) - 1 FROM events WHERE key_hash % $sample = 0
"""


@click.command()
@click.option("--events", default=100_000_000, show_default=True)
@click.option("--people", default=5_000_000, show_default=True)
@click.option("--days", "length", default=28, show_default=True)
@click.option("--runs", default=3, show_default=True)
@click.option("--lake", help="A folder that is kept: made when it is missing, read when it is there.")
@click.option("--count-only", is_flag=True, hidden=True)
def funnel(events: int, people: int, length: int, runs: int, lake: str | None, count_only: bool) -> None:
    """Six steps in a window of seven days, over a lake that is made up; each run is a process of its own, whose
    memory is measured. One person in a hundred is counted by trying all ways, too."""
    if count_only:
        _run(lake or "", length)
        return
    with tempfile.TemporaryDirectory(prefix="comptoir-lake-") as scratch:
        home = lake or scratch
        settings.LAKE_ROOT = home
        if not os.path.exists(os.path.join(home, "lane=facts")):
            started = time.monotonic()
            total = make(events, people, length, buckets=16)
            click.echo(f"{total:,} events of {people:,} people made in {time.monotonic() - started:.0f} s.")
        seconds = []
        for _time in range(runs):
            program = ["-m", "comptoir.project.cli", "bench", "funnel"]
            asked = [*program, "--count-only", "--lake", home, "--days", str(length)]
            told = subprocess.run([sys.executable, *asked], stdout=subprocess.PIPE, text=True, check=True).stdout
            click.echo(told, nl=False)
            seconds.append(float(told.split()[0]))
        load = os.getloadavg()[0]
        click.echo(f"median {median(seconds):.2f} s; load of the machine {load:.1f}")
        _prove(length)


def _run(home: str, length: int) -> None:
    settings.LAKE_ROOT = home
    started, used = time.monotonic(), time.process_time()
    table = counted(STEPS, *_period(length))
    taken = time.monotonic() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    rate = table.events / taken / 1e6
    processor = time.process_time() - used
    click.echo(
        f"{taken:.2f} s, {processor:.2f} s of processor, {memory:.2f} GB, {rate:.0f} million events/s: "
        + ", ".join(f"{people:,}" for people in table.people)
    )


def _period(length: int) -> tuple[datetime, datetime]:
    since = datetime(BEGIN.year, BEGIN.month, BEGIN.day, tzinfo=UTC)
    return since, since + timedelta(days=length)


def _prove(length: int) -> None:
    """Against the definition, person by person."""
    table = counted(STEPS, *_period(length), sample=SAMPLE)
    theirs: dict[int, list[tuple[int, int]]] = defaultdict(list)
    with opened() as base:
        rows = base.execute(TOLD, {"acts": list(ACTS), "sample": SAMPLE})
        while page := rows.fetchmany(100_000):
            for key, at, step in page:
                theirs[key].append((at, step))
    window = int(WINDOW.total_seconds() * 1000)
    far = [_far(sorted(events), window) for events in theirs.values()]
    exact = tuple(sum(each > step for each in far) for step in range(len(STEPS)))
    verdict = "exact" if exact == table.people else f"WRONG: {exact}"
    click.echo(f"{len(far):,} people by trying all ways: {verdict}, {', '.join(f'{n:,}' for n in table.people)}")
    if exact != table.people:
        raise SystemExit(1)


def _far(events: list[tuple[int, int]], window: int) -> int:
    """The steps that one person reaches: from each start, the earliest event of each step in turn."""
    best = 0
    for start, first in events:
        if first:
            continue
        at, reached = start, 1
        while reached < len(STEPS):
            later = [t for t, step in events if step == reached and at <= t <= start + window]
            if not later:
                break
            at, reached = min(later), reached + 1
        best = max(best, reached)
    return best
