"""Documents between their row and their contract: what JSON keeps is written and read here only."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import date
from typing import Any

from comptoir.invoicing.contracts import BuyerInfo, DocumentInfo, InvoiceLine, Reference, VatLine
from comptoir.invoicing.models import Document
from comptoir.kit.money import Money
from comptoir.kit.text import Localised
from comptoir.org.contracts import LegalEntityInfo, LegalIdentity


def seller_json(entity: LegalEntityInfo) -> dict[str, Any]:
    kept = asdict(entity)
    return {name: value for name, value in kept.items() if name not in ("id", "code")}


def lines_json(lines: tuple[InvoiceLine, ...]) -> list[dict[str, Any]]:
    return [{field.name: getattr(line, field.name) for field in fields(line)} for line in lines]


def vat_json(parts: tuple[VatLine, ...]) -> list[dict[str, Any]]:
    return [asdict(part) for part in parts]


def corrects_json(references: tuple[Reference, ...]) -> list[dict[str, str]]:
    return [{"number": each.number, "issued_on": each.issued_on.isoformat()} for each in references]


def document(row: Document) -> DocumentInfo:
    return DocumentInfo(
        id=row.id, order_id=row.order_id, order_number=row.order_number, customer_id=row.customer_id,
        legal_entity=row.legal_entity, storefront=row.storefront, market=row.market, locale=row.locale,
        number=row.number, issued_on=row.issued_on, issued_at=row.issued_at, supplied_on=row.supplied_on,
        kind=row.kind, currency=row.currency, prepaid=row.prepaid_minor,
        seller=LegalIdentity(**row.seller | {"capital": Money(**row.seller["capital"])}),
        buyer=BuyerInfo(**row.buyer),
        lines=tuple(_line(line) for line in row.lines),
        vat=tuple(VatLine(**part) for part in row.vat),
        corrects=tuple(
            Reference(number=each["number"], issued_on=date.fromisoformat(each["issued_on"])) for each in row.corrects
        ),
    )  # fmt: skip


def _line(kept: dict[str, Any]) -> InvoiceLine:
    texts: dict[str, Any] = {name: Localised(kept[name]) for name in ("name", "detail", "why") if name in kept}
    return InvoiceLine(**{**kept, **texts})
