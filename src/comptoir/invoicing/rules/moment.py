"""When an order is to be invoiced, and under which number. Pure.

Commercial code L441-9 and CGI art. 289, I, 3: an invoice is due as soon as the goods are delivered, which for goods
that are sent is when they leave. CGI art. 289, I, 1, c: what a professional pays in advance is invoiced when it is
paid; there is no such duty towards a consumer.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from comptoir.invoicing.contracts import CREDIT_NOTE

SERVED = ("partly_shipped", "shipped", "partly_delivered", "delivered")
LIVING = ("confirmed", "ready", *SERVED)
LETTERS = {"invoice": "F", "credit_note": "A"}  # facture, avoir


def is_due(state: str, *, professional: bool, paid_in_full: bool, some_sent: bool) -> bool:
    """Whether the first invoice of an order is to be issued now."""
    if state in SERVED or (state in LIVING and some_sent):
        return True
    return state in LIVING and professional and paid_in_full


def is_living(state: str) -> bool:
    """Whether what the order holds is owed: not while it is unpaid, nor once it is cancelled or expired."""
    return state in LIVING


def number(kind: str, year: int, sequence: int) -> str:
    """`F2026-000001`: a letter for the kind, the year of issue, the place in the series of that year.

    One series for invoices and one for credit notes in each company, new each year, without a gap
    (CGI ann. II art. 242 nonies A, I, 7°). At most 20 characters, as French platforms read them.
    """
    return f"{LETTERS[kind]}{year}-{sequence:06d}"


def supplied_on(sent: Iterable[date], *, state: str, today: date) -> date | None:
    """The day of supply: when the first parcel left, or when it was handed over; None before."""
    return min(sent, default=today if state in ("partly_delivered", "delivered") else None)


def prepaid(kind: str, total: int, *, paid: int, standing: int) -> int:
    """What of a document was paid before it was issued. `standing` is what earlier documents of the order say is
    owed; minor units. A credit note is owed to the buyer in full."""
    return 0 if kind == CREDIT_NOTE else max(0, min(total, paid - standing))
