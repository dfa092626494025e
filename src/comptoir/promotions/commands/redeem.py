"""An order uses its promotions: the last thing that can say no to them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from uuid import UUID

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.promotions import PromotionUsed
from comptoir.kit import cache, sql
from comptoir.kit.locks import Subject
from comptoir.kit.money import Money
from comptoir.kit.prepared import Rows
from comptoir.promotions.contracts import Use

# Whoever uses up what is limited waits here for who does so just now. NO KEY: the rows that point at it do not wait.
HOLD = "SELECT id FROM promotions_promotion WHERE id = ANY(%s::uuid[]) ORDER BY id FOR NO KEY UPDATE"
HOLD_CODES = """
SELECT id FROM promotions_code WHERE id = ANY(%s::bigint[]) AND most_uses IS NOT NULL ORDER BY id FOR NO KEY UPDATE
"""
# A later statement: its snapshot sees what was committed by those that were waited for.
USE = """
INSERT INTO promotions_redemption (promotion_id, code_id, order_id, customer_id, amount_minor, order_minor, used_at)
SELECT p.id, u.code_id, %(order)s, %(customer)s, u.minor, %(total)s, %(now)s
FROM unnest(%(promotions)s::uuid[], %(versions)s::int[], %(codes)s::bigint[], %(minors)s::bigint[])
     AS u(promotion_id, version, code_id, minor)
JOIN promotions_promotion p ON p.id = u.promotion_id AND p.version = u.version
LEFT JOIN promotions_code c ON c.id = u.code_id AND c.promotion_id = p.id
WHERE p.is_on AND (p.ends_at IS NULL OR p.ends_at > %(now)s)
  AND (u.code_id IS NULL OR c.id IS NOT NULL)
  AND (p.most_uses IS NULL OR p.most_uses > (
      SELECT count(*) FROM promotions_redemption r WHERE r.promotion_id = p.id AND r.returned_at IS NULL))
  AND (p.most_per_person IS NULL OR p.most_per_person > (
      SELECT count(*) FROM promotions_redemption r
      WHERE r.promotion_id = p.id AND r.customer_id = %(customer)s AND r.returned_at IS NULL))
  AND (c.most_uses IS NULL OR c.most_uses > (
      SELECT count(*) FROM promotions_redemption r WHERE r.code_id = c.id AND r.returned_at IS NULL))
RETURNING promotion_id
"""


def subjects(uses: Sequence[Use], customer_id: UUID) -> list[Subject]:
    """What to hold before the first write: one person's orders with a promotion that counts them wait for each other,
    and nobody else for them."""
    return [("promotion_person", f"{use.promotion_id}:{customer_id}") for use in uses if use.per_person]


def redeem(
    order_id: UUID, uses: Sequence[Use], *, customer_id: UUID, total: Money, origin: Origin, now: datetime,
    otherwise: Callable[[Collection[Use]], Exception],
) -> None:
    """The order has these, in the caller's transaction, which holds their `subjects`. Raises `otherwise` of those that
    are no more what was quoted, do not hold, or may not be used once more. Without any nothing is asked."""
    if not uses:
        return
    if limited := [use.promotion_id for use in uses if use.limited]:
        sql.write(HOLD, [limited])
    if codes := [use.code_id for use in uses if use.code_id is not None]:
        sql.write(HOLD_CODES, [codes])

    def all_of_them(found: Rows) -> None:
        if len(found) != len(uses):
            cache.forget()  # what is quoted next is read anew
            done = {row[0] for row in found}
            raise otherwise([use for use in uses if use.promotion_id not in done])

    sql.write(
        USE,
        {
            "order": order_id, "customer": customer_id, "total": total.minor, "now": now,
            "promotions": [use.promotion_id for use in uses], "versions": [use.version for use in uses],
            "codes": [use.code_id for use in uses], "minors": [use.minor for use in uses],
        },
        then=all_of_them,
    )  # fmt: skip
    journal.append(
        *(
            PromotionUsed(
                order_id=order_id, promotion_id=use.promotion_id, version=use.version, amount_minor=use.minor,
                currency=total.currency,
            )
            for use in uses
        ),
        origin=origin, occurred_at=now,
    )  # fmt: skip
