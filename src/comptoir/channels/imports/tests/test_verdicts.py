"""The verdicts of whole files."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from comptoir.channels.imports.categories.decide import OTHER, decide
from comptoir.channels.imports.contracts import Assessment, Verdict
from comptoir.channels.imports.reader import FeedFile
from comptoir.channels.imports.rules.columns import columns
from comptoir.channels.imports.rules.row import assess
from comptoir.channels.imports.rules.seen import Seen

SAMPLES = Path(__file__).parent / "samples"
ROOT = Path(__file__).parents[5]
PARIS = ZoneInfo("Europe/Paris")


def shared(name: str) -> Path:
    """A file of the data that lies beside the repository: its absence skips, and fails where CI is set."""
    path = Path(os.environ.get("COMPTOIR_SHARED", ROOT.parent / "shared")) / "data" / name
    if not path.exists():
        if os.environ.get("CI"):
            pytest.fail(f"{path} is missing")
        pytest.skip(f"{path} is not here")
    return path


def judged(path: Path) -> Iterator[Assessment]:
    seen = Seen()
    with FeedFile(path) as feed:
        meaning = columns(feed.header, "google")
        for row in feed.rows():
            yield seen.judge(assess(row, meaning, PARIS))


def expected(path: Path) -> dict[tuple[str, str], tuple[str, str, str]]:
    """(row, id) to (verdict, field, reason); what an `ok` row is about is left out."""
    with path.open(encoding="utf-8", newline="") as lines:
        return {
            (r["row"], r["id"]): (
                r["verdict"],
                *((r["field"], r["reason"]) if r["verdict"] != "ok" else ("", "")),
            )
            for r in csv.DictReader(lines)
        }


def found(path: Path) -> dict[tuple[str, str], tuple[str, str, str]]:
    return {
        (str(a.row), a.external_id): (a.verdict.value, a.worst.field, a.worst.reason)
        if a.worst
        else ("ok", "", "")
        for a in judged(path)
    }


def test_each_row_of_our_own_dirty_file_gets_its_verdict() -> None:
    assert found(SAMPLES / "dirty.tsv") == expected(SAMPLES / "dirty-expected.csv")


def test_each_row_of_the_shared_dirty_feed_gets_its_verdict() -> None:
    assert found(shared("dirty-feed.tsv")) == expected(shared("dirty-feed-expected.csv"))


def test_the_electronics_feed_is_taken_whole_and_few_articles_fall_under_other() -> None:
    items = [a.item for a in judged(shared("electronics-feed.tsv.gz")) if a.verdict is not Verdict.REFUSED]
    assert len(items) == 19_406
    others = sum(1 for item in items[::8] if item and decide(item).rule == OTHER)
    assert others / len(items[::8]) < 0.03
