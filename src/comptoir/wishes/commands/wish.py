"""The wish list of a known person, and links to lists."""

from __future__ import annotations

import json
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from comptoir.catalog import facade as catalog
from comptoir.journal import facade as journal
from comptoir.journal.vocabulary.wishes import WishDropped, WishKept
from comptoir.kit import locks, sql
from comptoir.kit.ids import secret_token
from comptoir.kit.refusals import NotFound
from comptoir.org.contracts import ShopperContext
from comptoir.wishes import rules
from comptoir.wishes.contracts import SharedLink
from comptoir.wishes.errors import TooManyWishes

COUNT = "SELECT count(*) FROM wishes_wish WHERE customer_id = %s"
KEEP = """
INSERT INTO wishes_wish (customer_id, variant_id, kept_at)
SELECT %(customer)s, variant_id, %(now)s FROM unnest(%(variants)s::uuid[]) WITH ORDINALITY AS w(variant_id, place)
ORDER BY place
ON CONFLICT (customer_id, variant_id) DO NOTHING RETURNING variant_id
"""
DROP = "DELETE FROM wishes_wish WHERE customer_id = %s AND variant_id = %s RETURNING variant_id"
SHARE = """
INSERT INTO wishes_sharedwishes (token, market, storefront, variants, shared_at, expires_at)
VALUES (%s, %s, %s, %s::jsonb, %s, %s)
"""
ERASE = (
    "DELETE FROM wishes_stockrequest WHERE email = %(email)s OR customer_id = %(customer)s",
    "DELETE FROM wishes_wish WHERE customer_id = %(customer)s",
)


def keep_wish(variant_id: UUID, context: ShopperContext) -> None:
    """Put it on the list; once. Refuses NotFound (nobody known, not sold here), TooManyWishes."""
    _keep([variant_id], context, strict=True)


def merge_wishes(variant_ids: Sequence[UUID], context: ShopperContext) -> int:
    """Take over what the browser kept for a guest; what is not sold here and what is beyond the limit is left out.
    Answers how many came. Refuses NotFound (nobody known)."""
    return _keep(list(dict.fromkeys(variant_ids))[: rules.MOST_WISHES], context, strict=False)


def drop_wish(variant_id: UUID, context: ShopperContext) -> None:
    """Take it off; nothing when it is not there. Refuses NotFound (nobody known)."""
    customer = _customer(context)
    with transaction.atomic(durable=True):
        locks.hold(("wishes_of", customer))
        if sql.rows(DROP, [customer, variant_id]):
            word = WishDropped(customer_id=customer, variant_id=variant_id)
            journal.append(word, origin=context.origin(), occurred_at=context.now)


def share_wishes(variant_ids: Sequence[UUID], context: ShopperContext) -> SharedLink:
    """Keep these under a token that nobody can guess, for 90 days. Refuses NotFound when none of them is sold here."""
    wanted = list(dict.fromkeys(variant_ids))[: rules.MOST_WISHES]
    items = catalog.sellable(wanted, market=context.market.code, now=context.now)
    kept = [str(one) for one in wanted if one in items and items[one].published]
    if not kept:
        raise NotFound()
    made = SharedLink(token=secret_token(), expires_at=context.now + rules.SHARED_FOR)
    with transaction.atomic(durable=True):
        sql.run(
            SHARE,
            [
                made.token, context.market.code, context.storefront, json.dumps(kept), context.now, made.expires_at,
            ],
        )  # fmt: skip
    return made


def forget(email: str, customer_id: UUID | None) -> int:
    """Erase what one person asked for and wished; answers how many rows went."""
    given = {"email": email.strip().lower() or None, "customer": customer_id}
    with transaction.atomic(durable=True):
        return sum(sql.run(statement, given) for statement in ERASE)


def _keep(variant_ids: Sequence[UUID], context: ShopperContext, *, strict: bool) -> int:
    customer = _customer(context)
    items = catalog.sellable(list(variant_ids), market=context.market.code, now=context.now)
    sold = [one for one in variant_ids if one in items and items[one].published]
    if strict and not sold:
        raise NotFound()
    with transaction.atomic(durable=True):
        locks.hold(("wishes_of", customer))
        room = rules.MOST_WISHES - sql.rows(COUNT, [customer])[0][0]
        if strict and room <= 0:
            raise TooManyWishes(limit=rules.MOST_WISHES)
        kept = sql.rows(KEEP, {"customer": customer, "variants": sold[: max(0, room)], "now": context.now})
        words = [WishKept(customer_id=customer, variant_id=row[0]) for row in kept]
        if words:
            journal.append(*words, origin=context.origin(), occurred_at=context.now)
    return len(words)


def _customer(context: ShopperContext) -> UUID:
    if context.customer_id is None:
        raise NotFound()
    return context.customer_id
