"""The import of one product file: read, judge, and hand on in batches that each commit on their own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.channels.imports import shopify
from comptoir.channels.imports.ahead import ahead
from comptoir.channels.imports.categories.decide import Decision, decide
from comptoir.channels.imports.contracts import Assessment, Availability, FeedItem, RawRow, Verdict
from comptoir.channels.imports.drafts import product_drafts
from comptoir.channels.imports.reader import FeedFile
from comptoir.channels.imports.rules.columns import columns
from comptoir.channels.imports.rules.language import language
from comptoir.channels.imports.rules.row import assess
from comptoir.channels.imports.rules.seen import Fingerprints, Seen, against_catalogue
from comptoir.inventory import facade as inventory
from comptoir.inventory.contracts import Adjustment, PlaceStock
from comptoir.inventory.errors import NegativeStock
from comptoir.journal.contracts import Origin
from comptoir.org.contracts import MarketInfo
from comptoir.pricing import facade as pricing
from comptoir.pricing.contracts import PriceToSet

SHOPIFY = "shopify"
FIRST_ROWS = 200
LARGEST_BATCH = 250
SMALLEST_BATCH = 25
SLOW_SECONDS = 0.4
REASON = "import"
ATTEMPTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be imported and how.

    `default_quantity` is the first stock of articles for which the file names none; `place` is where stock
    lies; `language` is "fr", "en" or "" for what the file seems to be in; `columns` is what a person said that each
    column is: then a price without currency is in that of the market. Without `with_stock` no level is touched. What
    is new is on sale at once, unless it is to stay `hidden` until a person publishes it.
    """

    path: Path
    file_format: str
    market: MarketInfo
    place: UUID
    origin: Origin
    now: datetime
    dry_run: bool = False
    columns: tuple[str, ...] = ()
    with_stock: bool = True
    default_quantity: int | None = None
    language: str = ""
    hidden: bool = False


@dataclass(slots=True)
class Done:
    """Sums of a run."""

    rows: int = 0
    verdicts: dict[Verdict, int] = field(default_factory=lambda: dict.fromkeys(Verdict, 0))
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    prices: int = 0
    levels: int = 0
    slowest_seconds: float = 0.0
    language: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A row with its verdict, and the rule that gave its category when the file names none."""

    assessed: Assessment
    decision: Decision | None


def run(order: Order, note: Callable[[Judged], None], progress: Callable[[int, int], None]) -> Done:
    """Import the file; `note` hears of every row in its order, `progress` of bytes read and bytes in all.

    Each batch is judged against the catalogue and commits by itself: a run that was killed is run again.
    Refuses the whole file as `FeedFile` and `columns` do.
    """
    done, seen, groups = Done(), Seen(), Fingerprints()
    with FeedFile(order.path) as feed:
        header, raw = rows_of(feed, order.file_format, order.market.currency)
        meaning = columns(header, order.file_format, order.columns)
        currency = order.market.currency if order.columns else ""
        assessed = ahead(_placed(assess(row, meaning, order.market.zone, currency)) for row in raw)
        first = list(islice(assessed, FIRST_ROWS))
        done.language = order.language or _language([one for one, _decision in first])
        rows = chain(first, assessed)
        size = LARGEST_BATCH
        while batch := list(islice(rows, size)):
            judged = _judge(batch, seen, order)
            for one in judged:
                done.rows += 1
                done.verdicts[one.assessed.verdict] += 1
                note(one)
            if order.dry_run:
                _foresee(judged, groups, done)
            else:
                seconds = _write(judged, groups, order, done)
                size = (
                    max(SMALLEST_BATCH, size // 2)
                    if seconds > SLOW_SECONDS
                    else min(LARGEST_BATCH, size + 25)
                )
            progress(feed.position, feed.size)
    return done


def rows_of(feed: FeedFile, file_format: str, currency: str) -> tuple[Sequence[str], Iterator[RawRow]]:
    """The header and the rows, in columns that the rest knows."""
    if file_format == SHOPIFY:
        return shopify.COLUMNS, shopify.translated(feed.header, feed.rows(), currency)
    return feed.header, feed.rows()


def _language(first: Sequence[Assessment]) -> str:
    return language(f"{one.item.title}. {one.item.description}" for one in first if one.item)


def _placed(one: Assessment) -> tuple[Assessment, Decision | None]:
    """With the category that the rules give to what came without one."""
    return one, decide(one.item) if one.item is not None and not one.item.category_path else None


def _judge(batch: Sequence[tuple[Assessment, Decision | None]], seen: Seen, order: Order) -> list[Judged]:
    items = [one.item for one, _decision in batch if one.item]
    gtins = catalog.holders_of_gtins([number for item in items for number in item.gtins])
    skus = catalog.holders_of_skus([item.sku for item in items])
    judged = []
    for one, decision in batch:
        final = seen.judge(against_catalogue(one, gtins, skus, order.market.currency))
        judged.append(Judged(final, decision if final.item else None))
    return judged


def _foresee(judged: Sequence[Judged], groups: Fingerprints, done: Done) -> None:
    """Counts what would be made and changed; a product whose rows stand far apart is counted with each part."""
    items = [one.assessed.item for one in judged if one.assessed.item]
    decisions = {one.assessed.row: one.decision for one in judged if one.decision}
    would = catalog.foresee(product_drafts(items, decisions, done.language, groups))
    done.created += would.created
    done.changed += would.changed
    done.unchanged += would.unchanged


def _write(judged: Sequence[Judged], groups: Fingerprints, order: Order, done: Done) -> float:
    """Seconds that the longest of the three transactions took."""
    items = [one.assessed.item for one in judged if one.assessed.item]
    if not items:
        return 0.0
    decisions = {one.assessed.row: one.decision for one in judged if one.decision}
    drafts = product_drafts(items, decisions, done.language, groups)
    started = time.monotonic()
    taken = catalog.upsert_products(
        drafts, market=order.market.code, origin=order.origin, now=order.now, shown=not order.hidden
    )
    catalogued = time.monotonic()
    done.created += taken.created
    done.changed += taken.changed
    done.unchanged += taken.unchanged
    done.prices += _set_prices(items, taken.variant_ids, order)
    priced = time.monotonic()
    if order.with_stock:
        done.levels += _set_levels(items, taken.variant_ids, order)
    longest = max(catalogued - started, priced - catalogued, time.monotonic() - priced)
    done.slowest_seconds = max(done.slowest_seconds, longest)
    return longest


def _set_prices(items: Sequence[FeedItem], variants: Mapping[str, UUID], order: Order) -> int:
    market = order.market
    current = pricing.current(list(variants.values()), market=market.code, currency=market.currency)
    wanted = [PriceToSet(variant_id=variants[item.external_id], amount=item.price) for item in items]
    changed = [
        one for one in wanted if one.variant_id not in current or current[one.variant_id].amount != one.amount
    ]
    return (
        pricing.set_prices(changed, market=market.code, origin=order.origin, now=order.now) if changed else 0
    )


def _set_levels(items: Sequence[FeedItem], variants: Mapping[str, UUID], order: Order) -> int:
    """Sets what differs from the file; again from the start when somebody reserved more in the meantime."""
    for _attempt in range(ATTEMPTS - 1):
        try:
            return _set_differing(items, variants, order)
        except NegativeStock:
            continue
    return _set_differing(items, variants, order)


def _set_differing(items: Sequence[FeedItem], variants: Mapping[str, UUID], order: Order) -> int:
    known = inventory.availability(list(variants.values()))
    changed = []
    for item in items:
        variant = variants[item.external_id]
        here = next((one for one in known.get(variant, ()) if one.location_id == order.place), None)
        wanted = _level(item, here, order)
        if wanted is not None and wanted != (here.on_hand if here else 0):
            changed.append(Adjustment(variant_id=variant, location_id=order.place, quantity=wanted))
    return inventory.set_levels(changed, reason=REASON, origin=order.origin, now=order.now)


def _level(item: FeedItem, here: PlaceStock | None, order: Order) -> int | None:
    """Pieces on hand by the file; None where it says nothing.

    What is not in stock by its own word has none. Never fewer than are reserved: these were promised.
    """
    if item.availability not in (None, Availability.IN_STOCK):
        wanted = 0
    elif item.quantity is not None:
        wanted = item.quantity
    elif here is None and order.default_quantity is not None:
        wanted = order.default_quantity
    else:
        return None
    return max(wanted, here.reserved) if here else wanted
