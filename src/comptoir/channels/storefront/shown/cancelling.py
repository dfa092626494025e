"""What cancelling an order means, before it is done."""

from __future__ import annotations

from typing import Any

from comptoir.channels.storefront.shown.order import lines, sums_of
from comptoir.kit.money import Money
from comptoir.orders.contracts import OrderInfo
from comptoir.payments import facade as payments


def cancelling(found: OrderInfo, locale: str) -> dict[str, Any]:
    """What ends when all of it is cancelled, and what is given back, means by means."""
    names = {kind: name.read(locale) for kind, name in payments.tender_names().items()}
    back = payments.ways_back(found.id, found.total.currency)
    free = [
        (names.get(each.tender, each.tender), each.reserved)
        for each in found.payments
        if each.kind == "charge" and each.state == "authorised"
    ]
    return {
        "lines": lines(found, locale),
        "sums": sums_of(found, locale),
        "means": [(names.get(kind, kind), amount) for kind, amount in back],
        "in_all": Money.total([amount for _kind, amount in back], found.total.currency) if back else None,
        "free": free,
    }
