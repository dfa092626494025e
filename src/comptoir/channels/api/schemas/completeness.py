"""What products lack, as the API tells it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.utils import translation

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import Completeness, ProductSummary
from comptoir.channels.api.schemas.parts import Answer
from comptoir.kit.paging import Page


class LackOut(Answer):
    code: str
    label: str


class CompletenessOut(Answer):
    product_id: str
    external_id: str
    name: str
    channel: str
    score: int
    missing: list[LackOut]

    @staticmethod
    def of(one: Completeness, names: Mapping[UUID, ProductSummary], locale: str) -> CompletenessOut:
        product = names[one.product_id]
        return CompletenessOut(
            product_id=str(one.product_id), external_id=product.external_id, name=product.name.read(locale),
            channel=one.channel, score=one.score,
            missing=[LackOut(code=code, label=str(catalog.REASONS.get(code, code))) for code in one.missing],
        )  # fmt: skip


class CompletenessPage(Answer):
    """The worst first; `page` counts from 1. The header Link leads to the other pages."""

    items: list[CompletenessOut]
    page: int
    size: int
    total: int
    pages: int

    @staticmethod
    def of(found: Page[Completeness], locale: str) -> CompletenessPage:
        names = catalog.summaries([one.product_id for one in found.items])
        with translation.override(locale):
            items = [CompletenessOut.of(one, names, locale) for one in found.items]
        return CompletenessPage(
            items=items, page=found.number, size=found.size, total=found.total, pages=found.pages
        )
