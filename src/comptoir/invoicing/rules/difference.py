"""What is still to be invoiced or credited: what the order is now, less what was invoiced.

The same comparison serves every change (cancelled, edited, a line taken out, money given back), so no kind of
change has to be known here. Lines are told apart by what they are and cost, not by their place in the order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from comptoir.invoicing.contracts import CREDIT_NOTE, Draft, InvoiceLine
from comptoir.invoicing.rules import vat as rounding
from comptoir.kit.text import Localised

REDUCTION = "reduction"
REDUCTION_NAME = Localised(fr="Remise accordée après la vente", en="Reduction given after the sale")

Key = tuple[str, str, str, int, int, str, int]


@dataclass(frozen=True, slots=True, order=True)
class Reduced:
    """What a reduction is off: one article, or all that has this rate (basis points) and category of VAT."""

    rate_bp: int
    category: str
    sku: str = ""
    name: Localised = field(default_factory=Localised, compare=False)


@dataclass(frozen=True, slots=True)
class Difference:
    """Lines for an invoice and for a credit note; both may be empty."""

    invoice: tuple[InvoiceLine, ...]
    credit: tuple[InvoiceLine, ...]


def difference(
    wanted: Iterable[InvoiceLine], documents: Iterable[Draft], reduced: Mapping[Reduced, tuple[int, int]]
) -> Difference:
    """`wanted` are the lines as the order has them now; `reduced` is what is no longer asked for of their price,
    gross and VAT in minor units."""
    due, reductions = _standing(documents)
    more, less = [], []
    targets = _by_key(wanted)
    for key in [*targets, *(key for key in due if key not in targets)]:
        change = _change(due.get(key), targets.get(key))
        if change is not None and change.quantity > 0:
            more.append(change)
        elif change is not None:
            less.append(_turned(change))
    for line in _reductions(reduced, reductions):
        (less if line.quantity > 0 or less else more).append(line if line.quantity > 0 or less else _turned(line))
    return Difference(tuple(more), tuple(less))


def target(line: InvoiceLine) -> Key:
    name = "" if line.sku else "|".join(f"{locale}={text}" for locale, text in sorted(line.name.items()))
    return line.kind, line.sku, name, line.unit, line.rate_bp, line.category, line.before


def _standing(documents: Iterable[Draft]) -> tuple[dict[Key, InvoiceLine], dict[Reduced, tuple[int, int]]]:
    """What is invoiced and not credited; and the reductions that were credited, gross and VAT."""
    due: dict[Key, InvoiceLine] = {}
    reductions: dict[Reduced, tuple[int, int]] = {}
    for document in documents:
        sign = -1 if document.kind == CREDIT_NOTE else 1
        for line in document.lines:
            if line.kind == REDUCTION:
                of = Reduced(line.rate_bp, line.category, line.sku, line.detail)
                gross, vat = reductions.get(of, (0, 0))
                reductions[of] = gross - sign * line.gross, vat - sign * line.vat
            else:
                _add(due, replace(line, quantity=sign * line.quantity, vat=sign * line.vat))
    return due, reductions


def _by_key(lines: Iterable[InvoiceLine]) -> dict[Key, InvoiceLine]:
    found: dict[Key, InvoiceLine] = {}
    for line in lines:
        _add(found, line)
    return found


def _add(found: dict[Key, InvoiceLine], line: InvoiceLine) -> None:
    kept = found.get(target(line))
    if kept is not None:
        line = replace(kept, quantity=kept.quantity + line.quantity, vat=kept.vat + line.vat)
    found[target(line)] = line


def _change(before: InvoiceLine | None, after: InvoiceLine | None) -> InvoiceLine | None:
    had, has = before.quantity if before else 0, after.quantity if after else 0
    line = after or before
    if had == has or line is None:
        return None
    vat = (after.vat if after else 0) - (before.vat if before else 0)
    return replace(line, quantity=has - had, vat=vat)


def _turned(line: InvoiceLine) -> InvoiceLine:
    return replace(line, quantity=-line.quantity, vat=-line.vat)


def _reductions(
    wanted: Mapping[Reduced, tuple[int, int]], before: Mapping[Reduced, tuple[int, int]]
) -> Sequence[InvoiceLine]:
    """As lines of a credit note: one piece at the amount, or minus one where a reduction falls away again."""
    lines = []
    for of in sorted({**before, **wanted}, reverse=True):
        had_gross, had_vat = before.get(of, (0, 0))
        gross, vat = wanted.get(of, (0, 0))
        change, vat = gross - had_gross, vat - had_vat
        if change:
            lines.append(
                InvoiceLine(
                    kind=REDUCTION, sku=of.sku, name=REDUCTION_NAME, detail=of.name,
                    quantity=1 if change > 0 else -1, unit=abs(change), vat=vat, rate_bp=of.rate_bp,
                    category=of.category,
                )
            )  # fmt: skip
    return lines


def vat_in(gross: int, rate_bp: int) -> int:
    """The VAT contained in `gross`: gross less its net, the net rounded half up, as prices round it."""
    return gross - rounding.net_in(gross, rate_bp)


def reduction_by_rate(amount: int, sold: Mapping[int, tuple[int, int]]) -> dict[int, tuple[int, int]]:
    """`amount` (gross) over the rates in proportion to what was sold at each, to the cent (largest remainder, the
    lower rate first among equals), with its VAT: what the ledger takes off the sale. `sold` is gross and VAT."""
    rates = sorted(sold)
    whole = sum(sold[rate][0] for rate in rates)
    if amount <= 0 or whole <= 0:
        return {}
    if amount >= whole:
        return {rate: sold[rate] for rate in rates if sold[rate][0]}
    shares = {rate: amount * sold[rate][0] // whole for rate in rates}
    by_remainder = sorted(rates, key=lambda rate: (-(amount * sold[rate][0] % whole), rate))
    for rate in by_remainder[: amount - sum(shares.values())]:
        shares[rate] += 1
    return {rate: (share, _vat_off(share, *sold[rate])) for rate, share in shares.items() if share}


def _vat_off(share: int, gross: int, vat: int) -> int:
    """The VAT that falls away with `share` of `gross`: what is left is rounded half up, as the ledger does."""
    return vat - (2 * vat * (gross - share) + gross) // (2 * gross)
