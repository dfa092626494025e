"""What an invoice says besides figures: what the law wants said, in the language of the reader.

Sources: Code de commerce L441-9 and L441-10 (terms, penalties, 40 € of D441-5), R123-237 and R123-238 (company),
CGI ann. II art. 242 nonies A (mentions), Code de la consommation L217-3 and following (guarantee).
"""

from __future__ import annotations

from babel.numbers import format_currency
from django.utils import translation
from django.utils.translation import gettext as _

from comptoir.invoicing.contracts import DocumentInfo
from comptoir.invoicing.rules import vat
from comptoir.org.contracts import LegalIdentity

THIN = "\u202f"
NO_BREAK = "\u00a0"


def coded_notes(document: DocumentInfo) -> list[tuple[str, str]]:
    """Notes with their subject code (UNTDID 4451): PMD penalties, PMT recovery, AAB discount, REG the company."""
    with translation.override(document.locale):
        notes = [("REG", about(document.seller))]
        if document.buyer.professional and not document.is_credit_note:
            notes += [("PMD", _penalties()), ("PMT", _recovery()), ("AAB", _discount())]
        return [(code, text) for code, text in notes if text]


def legal_notes(document: DocumentInfo, locale: str) -> list[str]:
    """Below the sums, for people."""
    with translation.override(locale):
        notes = [exemption(part.reason, locale) for part in document.vat if part.reason]
        if document.is_credit_note:
            notes.append(
                _("This credit note corrects the invoices named above. What was paid goes back the way it came.")
            )
        elif document.buyer.professional:
            notes += [_penalties(), _recovery(), _discount()]
        else:
            notes.append(
                _(
                    "New goods have the legal guarantee of conformity for two years from delivery (Code de la "
                    "consommation, art. L217-3 and following) and the guarantee against hidden defects (Code civil, "
                    "art. 1641 and following)."
                )
            )
        return notes


def payment(document: DocumentInfo) -> str:
    """The terms of payment (BT-20) in the document's language."""
    with translation.override(document.locale):
        if document.is_credit_note:
            return _("Paid back by the means of payment of the order.")
        if not document.due:
            return _("Paid.")
        return _("Due on receipt.")


def about(seller: LegalIdentity) -> str:
    """SAS au capital de 40 000 € · SIREN 123 456 789 · RCS Paris 123 456 789. The law's own words, not translated."""
    capital = amount(seller.capital.minor // 100, seller.capital.currency) if seller.capital else ""
    parts = [
        f"{seller.legal_form} au capital de {capital}" if seller.legal_form and capital else seller.legal_form,
        f"RCS {seller.register_city} {grouped(seller.siren)}" if seller.register_city and seller.siren else "",
        f"SIRET {grouped(seller.siret, (3, 3, 3, 5))}" if seller.siret else "",
    ]
    return " · ".join(part for part in parts if part)


def exemption(reason: str, locale: str) -> str:
    return vat.REASONS[reason][1 if locale == "fr" else 2]


def amount(units: int, currency: str) -> str:
    """A whole amount without its cents: `40 000 €`."""
    return format_currency(units, currency, format="#,##0 ¤", locale="fr", currency_digits=False)


def grouped(digits: str, sizes: tuple[int, ...] = (3, 3, 3)) -> str:
    """`123 456 789`, with no-break spaces."""
    parts, start = [], 0
    for size in sizes:
        parts.append(digits[start : start + size])
        start += size
    return NO_BREAK.join(part for part in [*parts, digits[start:]] if part)


def _penalties() -> str:
    return _(
        "Late payment: penalties at three times the legal interest rate, from the day after the due date, without "
        "reminder (Code de commerce, art. L441-10)."
    )


def _recovery() -> str:
    return _("Late payment: fixed compensation of €40 for recovery costs (Code de commerce, art. D441-5).")


def _discount() -> str:
    return _("No discount for early payment.")
