"""What happened since the last commit goes into the index. The worker alone does this, step by step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

import tantivy

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Event, Word
from comptoir.journal.errors import CursorUnknown
from comptoir.journal.vocabulary.catalog import ProductChanged, ProductCreated, ProductPublished, ProductWithdrawn
from comptoir.journal.vocabulary.inventory import (
    AheadStockReleased,
    CountApproved,
    IncomingAnnounced,
    IncomingCancelled,
    IncomingChanged,
    IncomingReceived,
    SafetyStockSet,
    SaleAheadSet,
    StockMoved,
    StockReleased,
    StockReserved,
    StockSoldAhead,
    StockTaken,
    TransferCancelled,
    TransferReceived,
    TransferSent,
    WaitingStockAllotted,
)
from comptoir.journal.vocabulary.pricing import PriceChanged
from comptoir.kit import sql
from comptoir.search.commands.rebuild import rebuild
from comptoir.search.contracts import Indexed
from comptoir.search.errors import IndexBusy
from comptoir.search.index import documents, place, shape, state
from comptoir.search.index.documents import Terms

TEXTS: tuple[type[Word], ...] = (ProductCreated, ProductChanged, ProductPublished, ProductWithdrawn)
TERMS: tuple[type[Word], ...] = (
    PriceChanged, StockMoved, StockReserved, StockReleased, StockTaken, SafetyStockSet, StockSoldAhead,
    AheadStockReleased, WaitingStockAllotted, CountApproved,
)  # fmt: skip
# Of these the variants are not told: whatever is, or was, sold before it is here is looked at.
SUPPLY: tuple[type[Word], ...] = (
    SaleAheadSet, IncomingAnnounced, IncomingChanged, IncomingReceived, IncomingCancelled, TransferSent,
    TransferReceived, TransferCancelled,
)  # fmt: skip
WORDS = TEXTS + TERMS + SUPPLY
BATCH = 1_000
# From the index's cursor to how far this process has read without finding anything to write.
_further: dict[str, str] = {}
OF_VARIANTS = "SELECT DISTINCT product_id FROM catalog_variant_of WHERE variant_id = ANY(%s::uuid[])"
SOLD_AHEAD = """
SELECT DISTINCT variant.product_id FROM catalog_variant_of variant
JOIN inventory_ahead ahead ON ahead.variant_id = variant.variant_id
"""
SUPPLIED = frozenset(word.NAME for word in SUPPLY)


def index_news() -> Indexed:
    """Read the next events after the index's own cursor and write anew the products that they are about; without an
    index of this database, build it.

    The documents and the cursor are committed together: a worker that was killed in between begins again where the
    index stands. Another writer at work is no trouble: it does the same.
    """
    searcher = place.searcher()
    cursor = state.read(searcher) if searcher else None
    try:
        if searcher is None or cursor is None:
            return Indexed(events=0, products=rebuild())
        news = journal.follow(_further.get(cursor, cursor), WORDS, limit=BATCH)
        todo = _touched(news.events, searcher) if news.events else set()
        if todo and not _write(todo, cursor, news.cursor):
            return Indexed(events=0, products=0)
    except CursorUnknown:
        return Indexed(events=0, products=rebuild())
    except IndexBusy:
        return Indexed(events=0, products=0)
    _further.clear()
    if not todo:
        _further[cursor] = news.cursor
    return Indexed(events=len(news.events), products=len(todo))


def _write(products: Collection[UUID], before: str, after: str) -> bool:
    """False when somebody else has written meanwhile."""
    with place.writer() as (writer, searcher):
        if state.read(searcher) != before:
            return False
        for product in products:
            writer.delete_documents_by_term("product", str(product))
        for _product, document in documents.documents(products):
            writer.add_document(document)
        state.write(writer, after)
        writer.commit()
    return True


def _touched(events: tuple[Event, ...], searcher: tantivy.Searcher) -> set[UUID]:
    """The products whose document is no longer right. Most sales change neither price nor whether there is any."""
    anew = {UUID(event.subject_id) for event in events if event.subject_kind == "product"}
    variants = {variant for event in events for variant in _variants(event.payload)}
    perhaps = {row[0] for row in sql.rows(OF_VARIANTS, [list(variants)])} if variants else set()
    if any(event.name in SUPPLIED for event in events):
        perhaps |= {row[0] for row in sql.rows(SOLD_AHEAD)} | _known_ahead(searcher)
    return anew | _changed(perhaps - anew, searcher)


def _variants(payload: dict[str, Any]) -> Iterable[UUID]:
    if "variant_id" in payload:
        yield UUID(payload["variant_id"])
    for line in payload.get("lines") or ():
        if isinstance(line, dict) and "variant_id" in line:
            yield UUID(line["variant_id"])


def _known_ahead(searcher: tantivy.Searcher) -> set[UUID]:
    hits = searcher.search(tantivy.Query.term_query(shape.schema(), "ahead", 1), 10_000).hits
    return {UUID(searcher.doc(address)["product"][0]) for _score, address in hits}


def _changed(products: Collection[UUID], searcher: tantivy.Searcher) -> set[UUID]:
    if not products:
        return set()
    now: dict[UUID, list[Terms]] = defaultdict(list)
    for shown in documents.listed(products):
        now[shown.product].append(shown.terms)
    return {product for product in products if _known(product, searcher) != _compared(now[product])}


def _known(product: UUID, searcher: tantivy.Searcher) -> list[tuple[int, int, int]]:
    hits = searcher.search(tantivy.Query.term_query(shape.schema(), "product", str(product)), 100).hits
    addresses = [address for _score, address in hits]
    columns = [searcher.fast_field_values(field, addresses) for field in ("price", "in_stock", "ahead")]
    return sorted((int(p) if p is not None else -1, int(s or 0), int(a or 0)) for p, s, a in zip(*columns, strict=True))


def _compared(terms: list[Terms]) -> list[tuple[int, int, int]]:
    return sorted((-1 if one.price is None else one.price, int(one.in_stock), int(one.ahead)) for one in terms)
