"""Purchases and reviews for tests."""

from __future__ import annotations

import io
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from PIL import Image

from comptoir.kit import sql
from comptoir.kit.ids import uuid7
from comptoir.kit.text import Localised
from comptoir.reviews import facade as reviews
from comptoir.reviews.contracts import PurchaseDraft, ReviewDraft, ReviewInfo

GOOD = ReviewDraft(rating=4, title="Lourd, beau", text="Il tient bien en main.", author="Camille R.", locale="fr")


def bought(
    world: SimpleNamespace, product: str = "bowl", customer: UUID | None = None, order: UUID | None = None
) -> UUID:
    """The right of somebody who received a product."""
    order = order or uuid7()
    draft = PurchaseDraft(
        kind="order", product_id=world.products[product], variant_id=None, options=Localised(fr="Ocre", en="Ochre"),
        order_id=order, customer_id=customer or uuid7(), storefront=world.storefront.code, locale="fr",
        received_on=world.now.date(),
    )  # fmt: skip
    assert reviews.grant([draft], now=world.now) == 1
    return reviews.of_order(order)[0].id


def written(world: SimpleNamespace, draft: ReviewDraft = GOOD, **given: Any) -> ReviewInfo:
    files = given.pop("files", ())
    return reviews.submit(
        bought(world, **given), draft, files=files, origin=world.context.origin(), now=world.now
    )


def shown(world: SimpleNamespace, draft: ReviewDraft = GOOD, **given: Any) -> ReviewInfo:
    """A published review."""
    made = written(world, draft, **given)
    reviews.publish([made.id], origin=world.context.origin(), now=world.now)
    return reviews.get(made.id)


def bad() -> ReviewDraft:
    return replace(GOOD, rating=1, title="Fragile", text="Cassé.")


def questions() -> list[UUID]:
    return [row[0] for row in sql.rows("SELECT id FROM reviews_question ORDER BY asked_at")]


def photograph(size: tuple[int, int] = (40, 30), form: str = "JPEG", **saved: Any) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, "#c4913a").save(target, form, **saved)
    return target.getvalue()


def tallies() -> list[tuple[Any, ...]]:
    return sorted(sql.rows("SELECT * FROM reviews_tally WHERE one + two + three + four + five > 0"))


def everything() -> dict[str, int]:
    tables = (
        "reviews_purchase", "reviews_review", "reviews_photo", "reviews_report", "reviews_question", "reviews_answer",
        "journal_event", "kit_idempotencyrecord",
    )  # fmt: skip
    return {table: sql.rows(f"SELECT count(*) FROM {table}")[0][0] for table in tables}
