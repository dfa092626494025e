"""The merchant gives one more picture; arranges those that there are."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from comptoir.catalog.commands.keep_pictures import KNOWN, VARIANTS, stored
from comptoir.catalog.contracts import ArrangedPicture, OwnPicture
from comptoir.catalog.locking import CATALOG
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.catalog import PictureAdded, PicturesArranged, ProductChanged
from comptoir.kit import cache, idempotency, locks, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Invalid, NotFound

LONGEST_ALT = 300
OWNED = """
FROM catalog_media WHERE product_id = %(product)s AND variant_id IS NOT DISTINCT FROM %(variant)s
"""
THERE = f"SELECT id, alt {OWNED} AND file = %(file)s LIMIT 1"
LAST = f"SELECT count(*), coalesce(max(position) + 1, 0) {OWNED}"
# The place that is asked for, as a position of those that there are.
NTH = f"SELECT position {OWNED} ORDER BY position, id OFFSET %(place)s - 1 LIMIT 1"
SHIFT = """
UPDATE catalog_media SET position = position + 1
WHERE product_id = %(product)s AND variant_id IS NOT DISTINCT FROM %(variant)s AND position >= %(position)s
"""
ADD = """
INSERT INTO catalog_media (id, product_id, variant_id, address, file, alt, status, attempts, next_attempt_at, position)
VALUES (%(id)s, %(product)s, %(variant)s, '', %(file)s, %(alt)s::jsonb, 'fetched', 0, NULL, %(position)s)
"""
DESCRIBE = "UPDATE catalog_media SET alt = %(alt)s::jsonb WHERE id = %(id)s AND alt <> %(alt)s::jsonb"
OF_PRODUCT = "SELECT id, address <> '' FROM catalog_media WHERE product_id = %s"
ARRANGE = """
UPDATE catalog_media kept SET alt = given.alt::jsonb, position = given.position
FROM unnest(%(id)s::uuid[], %(alt)s::text[], %(position)s::int[]) AS given(id, alt, position)
WHERE kept.id = given.id AND (kept.alt, kept.position) IS DISTINCT FROM (given.alt::jsonb, given.position)
"""


def add_picture(
    picture: OwnPicture,
    *,
    place: int | None = None,
    origin: Origin,
    now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> UUID:
    """Keep it at `place` (from 1) among those of the product, or of the variant; without a place behind them. Answers
    its id. The same picture given again is the one that there is; a text with it replaces that one's.

    Refuses PictureUnfit (too large, too many pixels, no picture), NotFound, Invalid (a text that is too long),
    IdempotencyConflict.
    """
    if any(len(text) > LONGEST_ALT or "\x00" in text for text in picture.alt.values()):
        raise Invalid({"alt": "too_long"})
    (file,) = stored([picture])
    given: dict[str, Any] = {
        "id": uuid7(), "product": picture.product_id, "variant": picture.variant_id, "file": file, "place": place,
        "alt": json.dumps(picture.alt, ensure_ascii=False),
    }  # fmt: skip
    with transaction.atomic(durable=True):
        locks.hold(CATALOG)
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return UUID(answer["id"])
        external = _external(picture)
        if there := sql.row(THERE, given):
            given["id"] = there[0]
            changed = bool(picture.alt) and bool(sql.run(DESCRIBE, given))
        else:
            count, last = sql.rows(LAST, given)[0]
            nth = sql.row(NTH, given) if place and place <= count else None
            given["position"] = nth[0] if nth else last
            sql.run(SHIFT, given)
            sql.run(ADD, given)
            changed = True
        if changed:
            added = PictureAdded(
                product_id=picture.product_id, external_id=external, picture_id=given["id"],
                variant_id=picture.variant_id,
            )  # fmt: skip
            word = ProductChanged(product_id=picture.product_id, external_id=external)
            journal.append(added, word, origin=origin, occurred_at=now)
        idempotency.remember(idempotency_key, {"id": str(given["id"])}, now)
    cache.forget()
    return UUID(str(given["id"]))


def arrange_pictures(
    product_id: UUID,
    pictures: Sequence[ArrangedPicture],
    *,
    removed: Collection[UUID] = (),
    origin: Origin,
    now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> bool:
    """Put these pictures of the product into this order, with these texts, and take the `removed` off; what is not
    named stays behind them. Answers whether anything changed.

    Refuses NotFound (the product, a picture of it), Invalid: a text that is too long, a picture that an import brings
    and that would come back (`removed`); IdempotencyConflict.
    """
    if any(len(text) > LONGEST_ALT or "\x00" in text for one in pictures for text in one.alt.values()):
        raise Invalid({"alt": "too_long"})
    with transaction.atomic(durable=True):
        locks.hold(CATALOG)
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return bool(answer["changed"])
        known, named = dict(sql.rows(OF_PRODUCT, [product_id])), sql.row(KNOWN, [[product_id]])
        if named is None or not known.keys() >= {one.id for one in pictures} | set(removed):
            raise NotFound()
        if any(known[one] for one in removed):
            raise Invalid({"removed": "not_a_choice"})
        kept = [one for one in pictures if one.id not in set(removed)]
        given = {
            "id": [one.id for one in kept],
            "alt": [json.dumps(one.alt, ensure_ascii=False) for one in kept],
            "position": list(range(len(kept))),
        }
        gone = sql.run("DELETE FROM catalog_media WHERE id = ANY(%s)", [list(removed)]) if removed else 0
        changed = bool(sql.run(ARRANGE, given)) or gone > 0
        if changed:
            arranged = PicturesArranged(product_id=product_id, external_id=named[1], removed=gone)
            word = ProductChanged(product_id=product_id, external_id=named[1])
            journal.append(arranged, word, origin=origin, occurred_at=now)
        idempotency.remember(idempotency_key, {"changed": changed}, now)
    cache.forget()
    return changed


def _external(picture: OwnPicture) -> str:
    found = sql.row(KNOWN, [[picture.product_id]])
    if found is None:
        raise NotFound()
    if picture.variant_id and dict(sql.rows(VARIANTS, [[picture.variant_id]])).get(
        picture.variant_id
    ) != picture.product_id:
        raise NotFound()
    return str(found[1])
