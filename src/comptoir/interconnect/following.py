"""Handing our side out: what changed since a cursor, everything in a steady order, and sums to compare by."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.customers import facade as customers
from comptoir.interconnect import naming, rules, states
from comptoir.interconnect.contracts import Party, Record, Records, Sum
from comptoir.inventory import facade as inventory
from comptoir.journal import facade as journal
from comptoir.kit.refusals import Invalid
from comptoir.orders import facade as orders
from comptoir.pricing import facade as pricing

BATCH = 500
ROWS = 2_000  # of the journal, looked at for one answer


def changes(cursor: str, kinds: Collection[str], *, party: Party) -> Records:
    """What changed since `cursor` ("" from the beginning, "now" only from now on), each thing once, as it is now.

    Built on the journal's own order, so nothing is skipped however transactions overlap; a thing may come again
    without having changed. Refuses CursorUnknown, Invalid (kinds).
    """
    _refuse_kinds(kinds)
    if cursor == "now":
        return Records(items=(), cursor=journal.latest_cursor(), more=False)
    page = journal.follow(cursor, journal.fact_words(), limit=ROWS)
    touched: dict[tuple[str, str], None] = {}
    for event in page.events:
        touched.update(dict.fromkeys(thing for thing in rules.things_of(event, party.market) if thing[0] in kinds))
    items: list[Record] = []
    for kind in rules.KINDS:
        keys = [key for one, key in touched if one == kind]
        for start in range(0, len(keys), BATCH):
            items += states.records(kind, keys[start : start + BATCH], party)
    return Records(items=tuple(items), cursor=page.cursor, more=page.more)


def listing(
    kind: str,
    cursor: str,
    *,
    party: Party,
    limit: int = BATCH,
    changed_since: datetime | None = None,
    state: str = "",
) -> Records:
    """A page of everything of a kind, in the order of our keys, which never moves under the reader.

    `changed_since` narrows products and orders, `state` orders. Refuses Invalid (kind, cursor).
    """
    _refuse_kinds([kind])
    after = _read(cursor) if cursor else ""
    keys = _keys(kind, after, party, limit, changed_since, state)
    last = _write(keys[-1]) if keys else cursor
    return Records(items=tuple(states.records(kind, keys, party)), cursor=last, more=len(keys) == limit)


def everything(kind: str, party: Party) -> Iterator[Record]:
    """All of a kind, batch by batch."""
    after = ""
    while keys := _keys(kind, after, party, BATCH, None, ""):
        yield from states.records(kind, keys, party)
        after = keys[-1]


def sums(kind: str, *, party: Party) -> list[Sum]:
    """Count and checksum of each of the 16 pages. Refuses Invalid (kind)."""
    _refuse_kinds([kind])
    return rules.sums((one.id, one.checksum) for one in everything(kind, party))


def one(kind: str, identity: str, *, party: Party) -> Record | None:
    """One thing by what the party calls it; None when it is not known."""
    _refuse_kinds([kind])
    found = states.records(kind, list(naming.keys_of(kind, [identity], party).values()), party)
    return found[0] if found else None


def _keys(
    kind: str, after: str, party: Party, limit: int, changed_since: datetime | None, state: str
) -> list[str]:
    last = UUID(after) if after and kind != "stock" else None
    found: Sequence[UUID]
    match kind:
        case "product":
            found = catalog.product_ids(last, limit=limit, changed_since=changed_since)
        case "price":
            found = pricing.priced(last, market=party.market, currency=party.currency, limit=limit)
        case "order":
            found = orders.order_ids(
                last, storefront=party.storefront, limit=limit, state=state, changed_since=changed_since
            )
        case "stock":
            pair = rules.level_key(after) if after else None
            return [f"{variant}/{place}" for variant, place in inventory.stocked(pair, limit=limit)]
        case _:
            found = customers.customer_ids(last, limit=limit)
    return [str(key) for key in found]


def _refuse_kinds(kinds: Collection[str]) -> None:
    if not kinds or not set(kinds) <= set(rules.KINDS):
        raise Invalid({"kinds": "not_a_choice"})


def _write(key: str) -> str:
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def _read(cursor: str) -> str:
    try:
        key = base64.urlsafe_b64decode(cursor[:200].encode() + b"==").decode()
        for part in key.split("/"):
            UUID(part)
    except (ValueError, binascii.Error, UnicodeError) as broken:
        raise Invalid({"cursor": "not_a_choice"}) from broken
    return key
