"""A page moves to another address; the old one goes on leading to it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.catalog.errors import AddressTaken
from comptoir.catalog.locking import CATALOG
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin, Word
from comptoir.journal.vocabulary.catalog import CategoryAddressChanged, ProductAddressChanged
from comptoir.kit import cache, locks, sql
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.kit.text import LOCALES, slugify

LONGEST = 80
CURRENT = "SELECT slug FROM catalog_{kind} WHERE id = %s"
# Another thing's address, of today or of before: who follows it wants that one.
TAKEN = """
SELECT EXISTS (SELECT FROM catalog_{kind} WHERE slug ->> %(locale)s = %(slug)s AND id <> %(id)s)
    OR EXISTS (SELECT FROM catalog_formeraddress
               WHERE kind = %(kind)s AND locale = %(locale)s AND slug = %(slug)s AND thing_id <> %(id)s)
"""
# An address that is given back to its thing is no former one any more: so no former address leads to another one.
FORGET = "DELETE FROM catalog_formeraddress WHERE kind = %(kind)s AND locale = %(locale)s AND slug = %(slug)s"
REMEMBER = """
INSERT INTO catalog_formeraddress (kind, locale, slug, thing_id, since)
VALUES (%(kind)s, %(locale)s, %(slug)s, %(id)s, %(now)s)
"""
MOVE = {
    "product": "UPDATE catalog_product SET slug = slug || %(slug)s::jsonb, changed_at = %(now)s WHERE id = %(id)s",
    "category": "UPDATE catalog_category SET slug = slug || %(slug)s::jsonb WHERE id = %(id)s",
}


def readdress_product(product_id: UUID, *, slugs: Mapping[str, str], origin: Origin, now: datetime) -> None:
    """Give a product's page other addresses, by language; those that it had lead there from now on.

    An address is a part of a path: `a-z0-9` and hyphens, at most 80 characters. Refuses NotFound, Invalid by language,
    and AddressTaken when another product has it or had it before. What is as it was is not journaled.
    """
    _readdress("product", product_id, slugs, lambda: ProductAddressChanged(product_id=product_id), origin, now)


def readdress_category(category_id: UUID, *, slugs: Mapping[str, str], origin: Origin, now: datetime) -> None:
    """As `readdress_product`, for a category."""
    _readdress("category", category_id, slugs, lambda: CategoryAddressChanged(category_id=category_id), origin, now)


def _readdress(
    kind: str, identity: UUID, slugs: Mapping[str, str], word: Callable[[], Word], origin: Origin, now: datetime
) -> None:
    errors = {locale: code for locale, slug in slugs.items() if (code := wrong(locale, slug))}
    if errors:
        raise Invalid(errors)
    with transaction.atomic(durable=True):
        locks.hold(CATALOG)
        found = sql.row(CURRENT.format(kind=kind), [identity])
        if found is None:
            raise NotFound()
        fresh = {locale: slug for locale, slug in slugs.items() if found[0].get(locale) != slug}
        for locale, slug in fresh.items():
            asked = {"kind": kind, "locale": locale, "slug": slug, "id": identity}
            taken = sql.row(TAKEN.format(kind=kind), asked)
            if taken and taken[0]:
                raise AddressTaken(address=slug)
        for locale, slug in fresh.items():
            sql.run(FORGET, {"kind": kind, "locale": locale, "slug": slug})
            if old := found[0].get(locale):
                sql.run(REMEMBER, {"kind": kind, "locale": locale, "slug": old, "id": identity, "now": now})
        if fresh:
            given = {"slug": json.dumps(fresh), "id": identity}
            sql.run(MOVE[kind], given | ({"now": now} if kind == "product" else {}))
            journal.append(word(), origin=origin, occurred_at=now)
    cache.forget()


def wrong(locale: str, slug: str) -> str:
    """What is wrong with an address, as a code; empty when nothing is."""
    if locale not in LOCALES:
        return "not_a_choice"
    if not slug:
        return "missing"
    if len(slug) > LONGEST:
        return "too_long"
    return "" if slugify(slug) == slug else "not_a_slug"
