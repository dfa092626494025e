"""VAT: which category a line has, why it bears none, and how sums per rate are made.

Prices include VAT. The order's ledger rounds the VAT of each line (`pricing.rules`), so here net is what is left:

    net of a line   = gross − VAT            net of a rate = Σ nets      (BR-S-08, BR-CO-10)
    VAT of a rate   = Σ VAT of its lines     VAT           = Σ rates     (BR-CO-14)
    total           = Σ nets + Σ VAT = Σ gross                           (BR-CO-13, BR-CO-15)

What cannot hold to the cent is VAT = net × rate (BR-CO-17, BR-S-09): an amount of 3 cents at 20 % has no such pair.
EN 16931's rules for it therefore allow less than one unit of the currency. Each line adds at most
0.5 × (1 + rate) cents, so many lines of one rate can leave the allowance: `groups` then makes several invoices.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from comptoir.invoicing.contracts import BuyerInfo, InvoiceLine, VatLine

STANDARD, EXEMPT, EXPORT, INTRA = "S", "E", "G", "K"
WHOLE = 10_000  # basis points
ALLOWED = 100  # minor units: the difference stays below it

# Northern Ireland's goods follow the Union's rules (Windsor Framework) under the country code XI of VAT numbers.
UNION = frozenset(
    ("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
     "MC", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "XI")
)  # fmt: skip

# Code → (VATEX code of the CEF list or empty, French, English). The words of the law stand on the invoice
# (CGI ann. II art. 242 nonies A, I, 12°).
REASONS: dict[str, tuple[str, str, str]] = {
    "franchise": ("VATEX-FR-FRANCHISE", "TVA non applicable, art. 293 B du CGI", "VAT not applicable, art. 293 B CGI"),
    "intra": (
        "VATEX-EU-IC",
        "Exonération de TVA, art. 262 ter, I du CGI (livraison intracommunautaire)",
        "VAT exempt, art. 138 of Directive 2006/112/EC (intra-Community supply)",
    ),
    "export": (
        "VATEX-EU-G",
        "Exonération de TVA, art. 262, I du CGI (exportation)",
        "VAT exempt, art. 146 of Directive 2006/112/EC (export)",
    ),
    "voucher": (
        "",
        "Hors champ : la TVA est due quand le bon est utilisé, art. 256 ter du CGI",
        "No VAT yet: it is due when the voucher is used, art. 30b of Directive 2006/112/EC",
    ),
}


def category_of(
    rate_bp: int, *, seller_country: str, seller_vat: str, buyer: BuyerInfo, is_voucher: bool = False
) -> str:
    """The category (UNTDID 5305) of a line that the price says has this rate, in basis points. A voucher for several
    purposes is neither exported nor supplied to another country: it is E with its own reason, because category O may
    stand beside no other and beside no VAT number of the seller (BR-O-02, BR-O-11)."""
    if rate_bp:
        return STANDARD
    if not seller_vat or is_voucher:
        return EXEMPT
    if buyer.country not in UNION:
        return EXPORT
    return INTRA if buyer.vat_number and buyer.country != seller_country else EXEMPT


def reason_of(category: str, *, seller_vat: str) -> str:
    """Why a category bears no VAT: a code of REASONS, empty where it does."""
    if category == EXEMPT:
        return "voucher" if seller_vat else "franchise"
    return {INTRA: "intra", EXPORT: "export"}.get(category, "")


def parts(lines: Iterable[InvoiceLine], *, seller_vat: str) -> tuple[VatLine, ...]:
    """Sums of rounded lines, the highest rate first."""
    sums: dict[tuple[int, str], tuple[int, int]] = {}
    for line in lines:
        net, vat = sums.get((line.rate_bp, line.category), (0, 0))
        sums[line.rate_bp, line.category] = net + line.net, vat + line.vat
    return tuple(
        VatLine(
            category=category, rate_bp=rate, net=net, vat=vat, reason=reason_of(category, seller_vat=seller_vat)
        )
        for (rate, category), (net, vat) in sorted(sums.items(), reverse=True)
    )  # fmt: skip


def deviation(net: int, vat: int, rate_bp: int) -> int:
    """By how much VAT differs from net × rate, in minor units."""
    exact = (2 * abs(net) * rate_bp + WHOLE) // (2 * WHOLE)
    return abs(abs(vat) - exact)


def within(lines: Sequence[InvoiceLine]) -> bool:
    return all(deviation(p.net, p.vat, p.rate_bp) < ALLOWED for p in parts(lines, seller_vat=""))


def groups(lines: Sequence[InvoiceLine]) -> list[tuple[InvoiceLine, ...]]:
    """The lines of each invoice, in order: one invoice wherever the allowance permits it."""
    if within(lines):
        return [tuple(lines)] if lines else []
    made: list[list[InvoiceLine]] = [[]]
    for line in lines:
        if not within([*made[-1], line]):
            made.append([])
        made[-1].append(line)
    return [tuple(group) for group in made]


def errors(draft_net: int, draft_vat: int, lines: Sequence[InvoiceLine], found: Sequence[VatLine]) -> list[str]:
    """Which of EN 16931's rules on sums do not hold; the Schematron says the same of the XML, more slowly."""
    wrong = []
    if draft_net != sum(line.net for line in lines) or draft_net != sum(part.net for part in found):
        wrong.append("BR-CO-10")
    if draft_vat != sum(part.vat for part in found):
        wrong.append("BR-CO-14")
    for part in found:
        of_part = [line for line in lines if (line.category, line.rate_bp) == (part.category, part.rate_bp)]
        if part.net != sum(line.net for line in of_part):
            wrong.append("BR-S-08")
        if deviation(part.net, part.vat, part.rate_bp) >= ALLOWED:
            wrong.append("BR-CO-17")
        if not part.rate_bp and part.vat:
            wrong.append("BR-E-09")
    wrong += ["BR-27" for line in lines if line.unit < 0 or not 0 <= line.vat * _sign(line) <= line.gross * _sign(line)]
    return wrong


def allowance(line: InvoiceLine) -> int:
    """What promotions took off the line's net (BG-27), minor units; below zero where the line takes pieces back."""
    if not line.before:
        return 0
    gross = line.before * abs(line.quantity)
    return max(0, net_in(gross, line.rate_bp) - abs(line.net)) * _sign(line)


def net_in(gross: int, rate_bp: int) -> int:
    """`gross` without its VAT, rounded half up, as prices round it."""
    return (2 * gross * WHOLE + WHOLE + rate_bp) // (2 * (WHOLE + rate_bp))


def _sign(line: InvoiceLine) -> int:
    return -1 if line.quantity < 0 else 1
