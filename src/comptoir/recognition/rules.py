"""Who is acting, said in the journal's way."""

from __future__ import annotations

from uuid import UUID

from comptoir.kit.text import LOCALES
from comptoir.org import contracts

PURPOSES = frozenset(contracts.PURPOSES)


def locale_of(asked: str, fallback: str) -> str:
    """The language that we have for what was asked (`en-GB` → `en`), else the market's."""
    language = asked.replace("_", "-").split("-")[0].lower()
    return language if language in LOCALES else fallback


def actor_of(*, given: str | None, customer_id: UUID | None) -> str:
    """A key or a member of staff says who it is; who is logged in is a customer; others are guests."""
    if given:
        return given
    return f"customer:{customer_id}" if customer_id else "guest"
