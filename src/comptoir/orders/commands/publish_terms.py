"""A version of the terms of sale, in force from a moment on. Versions are never changed."""

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.orders import TermsPublished
from comptoir.kit import idempotency, locks, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Invalid
from comptoir.kit.text import LOCALES
from comptoir.orders.errors import TermsExist
from comptoir.org import facade as org

LONGEST = 100_000
INSERT = """
INSERT INTO orders_termsversion (id, legal_entity, storefront, locale, label, text, text_hash, valid_from, published_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (storefront, locale, valid_from) DO NOTHING
"""


def publish_terms(
    storefront: str, *, locale: str, label: str, text: str, valid_from: datetime | None = None, origin: Origin,
    now: datetime, idempotency_key: IdempotencyKey | None = None,
) -> UUID:  # fmt: skip
    """Publish `text` (paragraphs parted by an empty line) under the name `label`; from `valid_from` on, now when it
    is not given, whoever orders accepts it. Answers its id.

    Refuses NotFound (storefront), Invalid by field (a start in the past among them), TermsExist,
    IdempotencyConflict.
    """
    shop = org.storefront(storefront)
    start = valid_from or now
    text, label = _clean(text), label.strip()
    wrong = {}
    if locale not in LOCALES:
        wrong["locale"] = "not_a_choice"
    for field, value, longest in (("label", label, 40), ("text", text, LONGEST)):
        if not value:
            wrong[field] = "missing"
        elif len(value) > longest:
            wrong[field] = "too_long"
        elif "\x00" in value:
            wrong[field] = "not_text"
    if start < now:
        wrong["valid_from"] = "too_small"
    if wrong:
        raise Invalid(wrong)
    digest = hashlib.sha256(text.encode()).hexdigest()
    with transaction.atomic(durable=True):
        locks.hold(("terms", f"{shop.code}:{locale}"))
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return UUID(answer["terms_id"])
        terms_id = uuid7()
        made = sql.run(
            INSERT, [terms_id, shop.market.legal_entity, shop.code, locale, label, text, digest, start, now]
        )
        if not made:
            raise TermsExist()
        idempotency.remember(idempotency_key, {"terms_id": str(terms_id)}, now)
        journal.append(
            TermsPublished(
                terms_id=terms_id, storefront=shop.code, locale=locale, text_hash=digest, valid_from=start
            ),
            origin=origin, occurred_at=now,
        )  # fmt: skip
    return terms_id


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
