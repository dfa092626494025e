"""A sale whose prices stand already: only sums and VAT are reckoned."""

from __future__ import annotations

from collections.abc import Sequence

from comptoir.pricing import rules
from comptoir.pricing.contracts import AgreedLine, DeliveryCharge, Quote
from comptoir.pricing.rules import PricedLine


def agreed(lines: Sequence[AgreedLine], delivery: Sequence[DeliveryCharge], *, currency: str) -> Quote:
    """The quote of goods at the unit prices and rates that were agreed, with delivery apportioned to their rates.

    Reads nothing. The goods' lines come first and in the order given.
    """
    priced = [
        PricedLine(
            variant_id=line.variant_id, quantity=line.quantity, unit=line.unit, price_version=line.price_version,
            rate_bp=line.vat_rate_bp, reasons=line.reasons,
        )
        for line in lines
    ]  # fmt: skip
    return rules.put_together(priced, delivery, currency=currency, fallback_bp=0)
