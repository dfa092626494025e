"""Promotions between their row and their contract."""

from __future__ import annotations

from dataclasses import fields
from typing import Any
from uuid import UUID

from comptoir.kit import sql
from comptoir.kit.refusals import NotFound
from comptoir.kit.text import Localised
from comptoir.promotions.contracts import Promotion, Terms
from comptoir.promotions.models import Promotion as Row

TERMS = [field.name for field in fields(Terms)]
LISTS = ("ids", "ways")
COLUMNS = ("id", "market", "currency", "version", "created_at", *TERMS)


def columns(table: str) -> str:
    """For a statement whose rows `read` reads."""
    return ", ".join(f"{table}.{name}" for name in COLUMNS)


BY_ID = f"SELECT {columns('p')} FROM promotions_promotion p WHERE p.id = %s"


def read(row: tuple[Any, ...]) -> Promotion:
    found = dict(zip(COLUMNS, row, strict=True))
    terms = {name: found.pop(name) for name in TERMS}
    terms |= {name: tuple(terms[name]) for name in LISTS}
    return Promotion(terms=Terms(**terms | {"shown": Localised(terms["shown"])}), **found)


def get(promotion_id: UUID) -> Promotion:
    """Refuses NotFound."""
    found = sql.row(BY_ID, [promotion_id])
    if found is None:
        raise NotFound()
    return read(found)


def of_row(row: Row) -> Promotion:
    """Of a row that a list paged through."""
    return read(tuple(getattr(row, name) for name in COLUMNS))


def written(terms: Terms) -> dict[str, Any]:
    """The columns of terms."""
    return {name: getattr(terms, name) for name in TERMS} | {name: list(getattr(terms, name)) for name in LISTS}
