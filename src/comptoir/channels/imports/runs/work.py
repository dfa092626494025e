"""The worker takes a file that waits."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from datetime import datetime
from tempfile import TemporaryFile
from typing import Any
from uuid import UUID

from comptoir.channels.imports.errors import ImportBroken
from comptoir.channels.imports.importing import Done, Order, run
from comptoir.channels.imports.models import ImportRun
from comptoir.channels.imports.report import Report
from comptoir.channels.imports.runs.unpacked import unpacked
from comptoir.journal.contracts import Origin
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Refusal
from comptoir.kit.text import LOCALES
from comptoir.org import facade as org

SHOWN = 20
MOST_REASONS = 50
MOST_LINES = 100_000


def work_run(run_id: UUID, now: datetime) -> None:
    """Read the whole file, and keep sums and report. What was stopped half-way is done again from the start, which
    writes nothing twice. A file that is imported is no longer kept; one that was tried is."""
    kept = ImportRun.objects.get(pk=run_id)
    if kept.content is None or kept.state not in (ImportRun.State.WAITING, ImportRun.State.RUNNING):
        return
    ImportRun.objects.filter(pk=run_id).update(state=ImportRun.State.RUNNING)

    def progress(read: int, size: int) -> None:
        ImportRun.objects.filter(pk=run_id).update(read=read, size=size)

    with TemporaryFile() as packed:
        try:
            with (
                unpacked(bytes(kept.content)) as path,
                gzip.open(packed, "wt", encoding="utf-8", newline="") as text,
            ):
                report = Report(text, explain=True, shown=SHOWN, most_lines=MOST_LINES)
                done = run(_order(kept, path, now), report.note, progress)
        except Refusal as refusal:
            _fail(run_id, refusal, now)
            return
        packed.seek(0)
        told = packed.read()
    ImportRun.objects.filter(pk=run_id).update(
        state=ImportRun.State.DONE, sums=_sums(done, report), report=told, finished_at=now,
        **({} if kept.dry_run else {"content": None}),
    )  # fmt: skip


def give_up_run(run_id: UUID, now: datetime) -> None:
    """The worker failed at it for the last time, or died with it. The file is kept, and may be started again."""
    _fail(run_id, ImportBroken(), now)


def _fail(run_id: UUID, refusal: Refusal, now: datetime) -> None:
    under_way = ImportRun.objects.filter(
        pk=run_id, state__in=(ImportRun.State.WAITING, ImportRun.State.RUNNING)
    )
    trouble = {locale: refusal.text(locale) for locale in LOCALES}
    under_way.update(
        state=ImportRun.State.FAILED, sums={"code": refusal.code, "trouble": trouble}, finished_at=now
    )


def _order(kept: ImportRun, path: Any, now: datetime) -> Order:
    market = org.market(kept.market)
    return Order(
        path=path, file_format=kept.file_format, market=market, place=kept.place_id or UUID(int=0), now=now,
        dry_run=kept.dry_run, columns=tuple(kept.columns), default_quantity=kept.default_quantity,
        language=kept.language, with_stock=kept.with_stock, hidden=kept.hidden,
        origin=Origin(
            actor=kept.actor, channel="imports", correlation=uuid7(), market=market.code, source=kept.name[:80]
        ),
    )  # fmt: skip


def _sums(done: Done, report: Report) -> Mapping[str, Any]:
    return {
        "rows": done.rows,
        "verdicts": {verdict.value: count for verdict, count in done.verdicts.items()},
        "created": done.created, "changed": done.changed, "unchanged": done.unchanged,
        "prices": done.prices, "levels": done.levels, "language": done.language,
        "reasons": [[*reason, count] for reason, count in report.reasons.most_common(MOST_REASONS)],
        "refusals": [
            [row, finding.field, finding.reason, finding.value] for row, finding in report.first_refusals
        ],
    }  # fmt: skip
