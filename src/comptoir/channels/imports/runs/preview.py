"""The first rows of a file as the importer understands them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from uuid import UUID

from comptoir.channels.imports.contracts import Preview
from comptoir.channels.imports.errors import ImportGone
from comptoir.channels.imports.importing import SHOPIFY, rows_of
from comptoir.channels.imports.models import ImportRun
from comptoir.channels.imports.reader import FeedFile
from comptoir.channels.imports.rules.columns import columns
from comptoir.channels.imports.rules.row import assess
from comptoir.channels.imports.runs.unpacked import unpacked
from comptoir.kit.refusals import Refusal
from comptoir.org import facade as org

ROWS = 20


def preview(run_id: UUID, chosen: Sequence[str]) -> Preview:
    """The first 20 rows with `chosen` as the meaning of the columns, or what stands against it. Refuses ImportGone
    when the file is no longer kept."""
    run = ImportRun.objects.filter(pk=run_id).first()
    if run is None or run.content is None:
        raise ImportGone()
    market = org.market(run.market)
    with unpacked(bytes(run.content)) as path, FeedFile(path) as feed:
        header, raw = rows_of(feed, run.file_format, market.currency)
        try:
            first = list(islice(raw, ROWS))
        except Refusal as refusal:
            return Preview(header=(), cells=(), rows=(), refusal=refusal)
        cells = tuple(tuple(row.cells[: len(header)]) for row in first)
        written = tuple(header) if run.file_format != SHOPIFY else ()
        try:
            meaning = columns(header, run.file_format, chosen)
        except Refusal as refusal:
            return Preview(header=written, cells=cells, rows=(), refusal=refusal)
        currency = market.currency if chosen else ""
        rows = tuple(assess(row, meaning, market.zone, currency) for row in first)
    return Preview(header=written, cells=cells, rows=rows, refusal=None)
