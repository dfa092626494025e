"""The arithmetic of a quote: whole minor units, every rounding in one place, no IO.

VAT is contained in the price. It is computed and rounded on each line (Directive 2006/112/EC leaves the
method to the member states: CJEU C-484/06 Ahold), totals are sums of rounded lines, so every figure adds
up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from comptoir.kit.money import Money, heaviest, rounded_half_up, split
from comptoir.pricing.contracts import DeliveryCharge, Personal, Quote, QuotedLine, QuoteRequest, Reason, VatPart

GOODS = "goods"
DELIVERY = "delivery"
STANDARD = "standard"
WHOLE = 10_000  # basis points

# Together they keep every sum inside a bigint.
MOST_LINES = 1_000
MOST_PIECES = 9_999
MOST_MINOR = 100_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedLine:
    """Goods with the price and the rate found for them; `unit` includes VAT."""

    variant_id: UUID
    quantity: int
    unit: Money
    price_version: int
    rate_bp: int
    reasons: tuple[Reason, ...]
    personal: Personal | None = None


def errors(request: QuoteRequest, currency: str) -> dict[str, str]:
    """What is wrong with a request, by field; empty when nothing is."""
    found = {}
    if len(request.lines) > MOST_LINES:
        found["lines"] = "too_many"
    for place, line in enumerate(request.lines):
        if not 1 <= line.quantity <= MOST_PIECES:
            found[f"lines.{place}.quantity"] = "out_of_range"
    for place, charge in enumerate(request.delivery):
        if charge.amount.currency != currency:
            found[f"delivery.{place}.currency"] = "other_currency"
        elif not 0 <= charge.amount.minor <= MOST_MINOR:
            found[f"delivery.{place}.amount"] = "out_of_range"
    return found


def put_together(
    goods: Sequence[PricedLine],
    charges: Sequence[DeliveryCharge],
    *,
    currency: str,
    fallback_bp: int,
    unpriced: tuple[UUID, ...] = (),
) -> Quote:
    """The quote of priced goods and delivery charges. `fallback_bp` is the rate of delivery without goods."""
    quoted = [_goods_line(line) for line in goods]
    weights = _gross_by_rate(quoted) or {fallback_bp: 0}
    delivered = [line for charge in charges for line in _delivery_lines(charge, weights)]
    lines = (*quoted, *delivered)
    parts = vat_parts(lines, currency)
    goods_total = Money.total((line.total for line in quoted), currency)
    delivery_total = Money.total((line.total for line in delivered), currency)
    return Quote(
        lines=lines,
        goods=goods_total,
        delivery=delivery_total,
        total=goods_total + delivery_total,
        vat=Money.total((part.vat for part in parts), currency),
        vat_parts=parts,
        unpriced=unpriced,
    )


def _goods_line(line: PricedLine) -> QuotedLine:
    total = line.unit * line.quantity
    return QuotedLine(
        kind=GOODS,
        variant_id=line.variant_id,
        quantity=line.quantity,
        unit=line.unit,
        total=total,
        vat_rate_bp=line.rate_bp,
        vat=Money(vat_in(total.minor, line.rate_bp), total.currency),
        reasons=line.reasons,
        price_version=line.price_version,
        personal=line.personal,
    )


def _gross_by_rate(lines: Iterable[QuotedLine]) -> dict[int, int]:
    gross: dict[int, int] = {}
    for line in lines:
        gross[line.vat_rate_bp] = gross.get(line.vat_rate_bp, 0) + line.total.minor
    return gross


def _delivery_lines(charge: DeliveryCharge, gross_by_rate: Mapping[int, int]) -> list[QuotedLine]:
    """A line per rate of the goods, for the part of the charge that follows them; one that promotions made free is one
    line with their reasons.

    Carriage is part of what is paid for the goods (Directive 2006/112/EC art. 78(b)) and, being no aim in
    itself, follows their rate: CJEU C-349/96 Card Protection Plan, point 30. Over several rates it is
    apportioned by price. A part of zero makes no line, but free delivery still makes one.
    """
    shares = split(charge.amount.minor, gross_by_rate)
    kept = {rate: minor for rate, minor in shares.items() if minor} or {heaviest(gross_by_rate): 0}
    return [_delivery_line(charge, rate, minor) for rate, minor in sorted(kept.items(), reverse=True)]


def _delivery_line(charge: DeliveryCharge, rate_bp: int, minor: int) -> QuotedLine:
    amount = Money(minor, charge.amount.currency)
    off = Money.total((reason.amount for reason in charge.reasons), amount.currency)
    return QuotedLine(
        kind=DELIVERY,
        variant_id=None,
        code=charge.code,
        name=charge.name,
        quantity=1,
        unit=amount,
        total=amount,
        vat_rate_bp=rate_bp,
        vat=Money(vat_in(minor, rate_bp), amount.currency),
        reasons=(Reason(code="delivery_charge", text=charge.name, amount=amount - off), *charge.reasons),
        price_version=0,
    )


def vat_parts(lines: Iterable[QuotedLine], currency: str) -> tuple[VatPart, ...]:
    """Sums of rounded lines by rate, highest rate first."""
    sums: dict[int, tuple[int, int]] = {}
    for line in lines:
        gross, vat = sums.get(line.vat_rate_bp, (0, 0))
        sums[line.vat_rate_bp] = gross + line.total.minor, vat + line.vat.minor
    return tuple(
        VatPart(
            rate_bp=rate,
            gross=Money(gross, currency),
            net=Money(gross - vat, currency),
            vat=Money(vat, currency),
        )
        for rate, (gross, vat) in sorted(sums.items(), reverse=True)
    )


def vat_in(gross: int, rate_bp: int) -> int:
    """The VAT contained in `gross` minor units: gross less its net, the net rounded half up."""
    return gross - rounded_half_up(gross * WHOLE, WHOLE + rate_bp)
