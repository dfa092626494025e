"""The merchant gives pictures of their own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from hashlib import blake2b

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from comptoir.catalog import drawing
from comptoir.catalog.contracts import OwnPicture
from comptoir.catalog.errors import PictureTooHeavy, PictureTooWide, PictureUnfit
from comptoir.catalog.locking import CATALOG
from comptoir.catalog.remote import LARGEST_BYTES, Unfit, format_of
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.catalog import ProductChanged
from comptoir.kit import cache, locks, sql
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import NotFound

KNOWN = "SELECT id, external_id FROM catalog_product WHERE id = ANY(%s)"
VARIANTS = "SELECT id, product_id FROM catalog_variant WHERE id = ANY(%s)"
GIVEN = """
WITH given AS (
    SELECT * FROM unnest(%(id)s::uuid[], %(product_id)s::uuid[], %(variant_id)s::uuid[], %(file)s::text[],
                         %(alt)s::text[], %(position)s::int[]) AS g(id, product_id, variant_id, file, alt, position))
"""
DROP = f"""{GIVEN}
DELETE FROM catalog_media kept
USING (SELECT DISTINCT product_id, variant_id FROM given) AS owner
WHERE kept.product_id = owner.product_id AND kept.variant_id IS NOT DISTINCT FROM owner.variant_id
  AND kept.address = ''
  AND NOT EXISTS (
    SELECT FROM given WHERE given.product_id = kept.product_id
      AND given.variant_id IS NOT DISTINCT FROM kept.variant_id AND given.file = kept.file
      AND given.position = kept.position AND given.alt::jsonb = kept.alt)
RETURNING kept.product_id
"""
ADD = f"""{GIVEN}
INSERT INTO catalog_media (id, product_id, variant_id, address, file, alt, status, attempts, next_attempt_at, position)
SELECT id, product_id, variant_id, '', file, alt::jsonb, 'fetched', 0, NULL, position FROM given
WHERE NOT EXISTS (
    SELECT FROM catalog_media kept WHERE kept.product_id = given.product_id
      AND kept.variant_id IS NOT DISTINCT FROM given.variant_id AND kept.address = '' AND kept.file = given.file
      AND kept.position = given.position)
RETURNING product_id
"""


def keep_pictures(pictures: Sequence[OwnPicture], *, origin: Origin, now: datetime) -> int:
    """Keep `pictures`, in their order for each product or variant, instead of those of its own that it had; answers
    how many products changed. Pictures from the addresses of an import stay as they are.

    Files are named by their content, so that a picture given twice is kept once. Refuses PictureUnfit, and NotFound
    when a product, or a variant of it, does not exist; then nothing is written but files that nobody shows.
    """
    files = stored(pictures)
    places: dict[tuple[object, object], int] = {}
    position = []
    for one in pictures:
        owner = (one.product_id, one.variant_id)
        position.append(places.setdefault(owner, 0))
        places[owner] += 1
    given = {
        "id": [uuid7() for _ in pictures],
        "product_id": [one.product_id for one in pictures],
        "variant_id": [one.variant_id for one in pictures],
        "file": files,
        "alt": [json.dumps(one.alt, ensure_ascii=False) for one in pictures],
        "position": position,
    }
    with transaction.atomic(durable=True):
        locks.hold(CATALOG)
        names = dict(sql.rows(KNOWN, [given["product_id"]]))
        owners = dict(sql.rows(VARIANTS, [[one.variant_id for one in pictures if one.variant_id]]))
        if any(
            one.product_id not in names or (one.variant_id and owners.get(one.variant_id) != one.product_id)
            for one in pictures
        ):
            raise NotFound()
        changed = {row[0] for statement in (DROP, ADD) for row in sql.rows(statement, given)}
        words = [ProductChanged(product_id=product, external_id=names[product]) for product in sorted(changed)]
        journal.append(*words, origin=origin, occurred_at=now)
    cache.forget()
    return len(changed)


def stored(pictures: Sequence[OwnPicture]) -> list[str]:
    """The name of each file in our storage; all are looked at before the first is written. Refuses PictureUnfit."""
    names: dict[bytes, str] = {}
    for place, one in enumerate(pictures, start=1):
        if one.content not in names:
            digest = blake2b(one.content, digest_size=16).hexdigest()
            names[one.content] = f"products/{digest}.{_extension(one.content, place)}"
    for content, name in names.items():
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(content))
    return [names[one.content] for one in pictures]


def _extension(content: bytes, place: int) -> str:
    if len(content) > LARGEST_BYTES:
        raise PictureTooHeavy(place=place)
    if drawing.is_safe(content):
        return "svg"
    try:
        return format_of(content)
    except Unfit as trouble:
        raise (PictureTooWide if str(trouble) == "too large" else PictureUnfit)(place=place) from trouble
