"""What invented people think of the demo house's goods, and what they ask; each is shown as invented."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from comptoir.catalog import facade as catalog
from comptoir.kit import sql
from comptoir.kit.refusals import NotFound
from comptoir.kit.text import Localised
from comptoir.project import founding
from comptoir.project.demo import words
from comptoir.project.demo.goods import FOLDER, Piece, Sold
from comptoir.reviews import facade as reviews
from comptoir.reviews.contracts import PurchaseDraft, QuestionDraft, ReviewDraft

READ_AFTER, ANSWERED_AFTER, USED = timedelta(hours=20), timedelta(days=2), timedelta(days=24)
NOBODY = "personne@maison-coste.example"


def told() -> dict[str, list[dict[str, Any]]]:
    """The file: reviews, then questions."""
    return tomllib.loads((FOLDER / "reviews.toml").read_text("utf-8"))


def speak(goods: Sequence[Piece], now: datetime) -> None:
    """Once: when the last review is there, all of it was said. A crash is made good: what was said is passed over."""
    file = told()
    products = catalog.products_called([piece.code for piece in goods])
    sold = {each.code: (piece, each) for piece in goods for each in piece.variants}
    wanted = [row for row in file["review"] if row["of"] in sold]
    if not wanted or _said(_purchase(wanted[-1])):
        return
    variants = catalog.variants_called([row["of"] for row in wanted])
    rights = [_right(row, *sold[row["of"]], products, variants, now) for row in wanted]
    sql.run("SET synchronous_commit = off")  # three hundred commits: what a crash takes is said again
    try:
        with transaction.atomic(durable=True):
            reviews.grant(rights, now=now)
        for row in file["question"]:
            if row["of"] in products:
                _ask(row, products[row["of"]], now)
        for row in wanted:
            if not _said(_purchase(row)):
                _review(row, now)
    finally:
        sql.run("RESET synchronous_commit")


def _purchase(row: Mapping[str, Any]) -> UUID:
    """The same each time, so that a second run finds it."""
    return uuid5(NAMESPACE_URL, f"comptoir demo review {row['of']} {row['by']}")


def _said(purchase: UUID) -> bool:
    try:
        return bool(reviews.purchase(purchase).review_id)
    except NotFound:
        return False


def _right(
    row: Mapping[str, Any], piece: Piece, sold: Sold, products: Mapping[str, UUID], variants: Mapping[str, UUID],
    now: datetime,
) -> PurchaseDraft:  # fmt: skip
    colour = words.COLOURS[sold.colour][:2] if sold.colour else ("", "")
    options = {
        language: ", ".join(part for part in (colour[place], sold.size) if part)
        for place, language in enumerate(("fr", "en"))
    }
    return PurchaseDraft(
        id=_purchase(row), kind="demo", product_id=products[piece.code], variant_id=variants[sold.code],
        options=Localised(options), order_id=None, customer_id=None, storefront=founding.STOREFRONT,
        locale=row.get("in", "fr"), received_on=(now - timedelta(days=row["days"]) - USED).date(),
    )  # fmt: skip


def _review(row: Mapping[str, Any], now: datetime) -> None:
    who, day = founding.origin(), now - timedelta(days=row["days"])
    draft = ReviewDraft(
        rating=row["stars"], title=row["title"], text=row["text"], author=row["by"], locale=row.get("in", "fr"),
        fit=row.get("fit", ""),
    )  # fmt: skip
    made = reviews.submit(_purchase(row), draft, origin=who, now=day - READ_AFTER)
    reviews.publish([made.id], origin=who, now=day)
    if "answer" in row:
        reviews.answer(made.id, row["answer"], origin=who, now=day + ANSWERED_AFTER)


def _ask(row: Mapping[str, Any], product: UUID, now: datetime) -> None:
    who, day = founding.origin(), now - timedelta(days=row["days"])
    if row["text"] in {each.text for each in reviews.questions(product).items}:
        return
    draft = QuestionDraft(text=row["text"], author=row["by"], email=NOBODY, locale=row.get("in", "fr"))
    asked = reviews.ask(
        product, draft, asker="demo", storefront=founding.STOREFRONT, invented=True, origin=who, now=day
    )
    reviews.answer_question(asked, row["answer"], origin=who, now=day + READ_AFTER)
    if "buyer" in row:
        purchase = next(
            _purchase(each)
            for each in told()["review"]
            if each["by"] == row["buyer"] and each["of"].startswith(row["of"])
        )
        said = reviews.answer_question(
            asked, row["told"], purchase_id=purchase, author=row["buyer"], origin=who, now=day + ANSWERED_AFTER
        )
        reviews.publish_answer(said, origin=who, now=day + ANSWERED_AFTER)
