"""The terms of sale: versions that were published, and the one in force."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from comptoir.kit import sql
from comptoir.kit.refusals import NotFound
from comptoir.orders.contracts import TermsInfo

COLUMNS = "SELECT id, storefront, locale, label, text, text_hash, valid_from FROM orders_termsversion "
ONE = COLUMNS + "WHERE id = %s"
IN_FORCE = COLUMNS + "WHERE storefront = %s AND locale = %s AND valid_from <= %s ORDER BY valid_from DESC LIMIT 1"


def get(terms_id: UUID) -> TermsInfo:
    """Refuses NotFound."""
    found = sql.row(ONE, [terms_id])
    if found is None:
        raise NotFound()
    return _info(found)


def in_force(storefront: str, locale: str, now: datetime) -> TermsInfo | None:
    """What a buyer accepts who orders now; None while nothing was published."""
    found = sql.row(IN_FORCE, [storefront, locale, now])
    return _info(found) if found else None


def _info(row: tuple[Any, ...]) -> TermsInfo:
    return TermsInfo(
        id=row[0], storefront=row[1], locale=row[2], label=row[3], text=row[4], text_hash=row[5], valid_from=row[6]
    )  # fmt: skip
