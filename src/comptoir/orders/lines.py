"""The lines of an order while it changes: quantities, sums, VAT. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from comptoir.kit.money import Money
from comptoir.kit.text import Localised
from comptoir.pricing import facade as pricing
from comptoir.pricing.contracts import PROMOTION, AgreedLine, DeliveryCharge, Quote, QuotedLine, Reason

GOODS = "goods"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line as it is stored: amounts in minor units, `options` and `reasons` as plain JSON."""

    position: int
    kind: str
    variant_id: UUID | None
    sku: str
    name: dict[str, str]
    options: list[dict[str, Any]]
    quantity: int
    unit: int
    total: int
    rate: int
    vat: int
    reasons: list[dict[str, Any]]
    exclusion: str = ""
    nature: str = "goods"


@dataclass(frozen=True, slots=True)
class Reckoned:
    """Lines with their sums, in minor units; `total` = `goods` + `delivery`."""

    lines: tuple[Line, ...]
    goods: int
    delivery: int
    total: int
    vat: int


def goods_of(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if line.kind == GOODS]


def delivery_of(lines: Sequence[Line], currency: str) -> DeliveryCharge:
    """What was agreed for bringing it, over all its rates; with why it is free, where a promotion made it so."""
    found = [line for line in lines if line.kind != GOODS]
    name = Localised(found[0].name) if found else Localised()
    amount = Money(sum(line.total for line in found), currency)
    why = tuple(each for line in found for each in _reasons(line, currency) if each.is_promotion)
    return DeliveryCharge(code="", name=name, amount=amount, reasons=why)


def resized(line: Line, quantity: int) -> Line:
    """The same line with another number of pieces; its sums wait for `reckon`. Prices are the same for each piece, so
    what does not divide is the promotion's, which stands last."""
    reasons = [{**reason, "minor": reason["minor"] * quantity // line.quantity} for reason in line.reasons]
    if reasons:
        rest = line.unit * quantity - sum(reason["minor"] for reason in reasons)
        reasons[-1] = {**reasons[-1], "minor": reasons[-1]["minor"] + rest}
    return replace(line, quantity=quantity, reasons=reasons)


def reckon(goods: Sequence[Line], delivery: DeliveryCharge, *, currency: str, next_position: int) -> Reckoned:
    """Sums and VAT of goods at their agreed prices; the lines of delivery are made anew behind them."""
    quote: Quote = pricing.agreed([_agreed(line, currency) for line in goods], [delivery], currency=currency)
    kept = [
        replace(line, total=quoted.total.minor, vat=quoted.vat.minor)
        for line, quoted in zip(goods, quote.lines, strict=False)
    ]
    brought = [
        _delivery_line(quoted, next_position + place) for place, quoted in enumerate(quote.lines[len(kept) :])
    ]
    return Reckoned(
        (*kept, *brought), quote.goods.minor, quote.delivery.minor, quote.total.minor, quote.vat.minor
    )  # fmt: skip


def _agreed(line: Line, currency: str) -> AgreedLine:
    assert line.variant_id
    return AgreedLine(
        variant_id=line.variant_id, quantity=line.quantity, unit=Money(line.unit, currency), vat_rate_bp=line.rate,
        reasons=_reasons(line, currency),
    )  # fmt: skip


def _reasons(line: Line, currency: str) -> tuple[Reason, ...]:
    return tuple(
        Reason(code=r["code"], text=Localised(r["text"]), amount=Money(r["minor"], currency)) for r in line.reasons
    )


def promoted(line: Line, currency: str) -> tuple[Reason, ...]:
    """What promotions took off a line, each with its words."""
    return tuple(reason for reason in _reasons(line, currency) if reason.is_promotion)


def is_promoted(lines: Sequence[Line]) -> bool:
    """Whether a promotion made any of them cheaper, or the delivery free."""
    return any(reason["code"].startswith(PROMOTION) for line in lines for reason in line.reasons)


def _delivery_line(quoted: QuotedLine, position: int) -> Line:
    return Line(
        position=position, kind=quoted.kind, variant_id=None, sku="", name=dict(quoted.name), options=[], quantity=1,
        unit=quoted.unit.minor, total=quoted.total.minor, rate=quoted.vat_rate_bp, vat=quoted.vat.minor,
        reasons=told_reasons(quoted),
    )  # fmt: skip


def told_reasons(quoted: QuotedLine) -> list[dict[str, Any]]:
    return [{"code": r.code, "text": dict(r.text), "minor": r.amount.minor} for r in quoted.reasons]


def told(lines: Sequence[Line]) -> list[dict[str, object]]:
    """The lines as the journal tells them."""
    return [
        {
            "position": line.position, "kind": line.kind,
            "variant_id": str(line.variant_id) if line.variant_id else None, "quantity": line.quantity,
            "unit_minor": line.unit, "total_minor": line.total, "vat_rate_bp": line.rate, "vat_minor": line.vat,
        }
        for line in lines
    ]  # fmt: skip


def stored(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """The lines as plain JSON, whole: `restored` reads them."""
    return [
        {name: getattr(line, name) for name in Line.__slots__}
        | {"variant_id": str(line.variant_id) if line.variant_id else None}
        for line in lines
    ]


def restored(lines: Sequence[Mapping[str, Any]]) -> list[Line]:
    return [
        Line(**{**line, "variant_id": UUID(line["variant_id"]) if line["variant_id"] else None}) for line in lines
    ]
