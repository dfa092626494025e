"""A digital good gets a file."""

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from comptoir.catalog import facade as catalog
from comptoir.downloads import rules
from comptoir.downloads.errors import NotDigital
from comptoir.downloads.models import DigitalFile
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.downloads import DigitalFileKept
from comptoir.kit import idempotency, locks
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.refusals import Invalid, NotFound


def keep_file(
    product_id: UUID, *, name: str, content: bytes, origin: Origin, now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> bool:  # fmt: skip
    """Keep what its buyers download from now on, those of before included: in the place of its file of this name, else
    behind the others. Answers whether anything changed. Refuses NotFound, NotDigital, Invalid (file): missing,
    too_large, not_a_choice for what is no PDF, EPUB, ZIP or MP3, too_many; IdempotencyConflict."""
    name = rules.clean_name(name)
    if wrong := rules.errors(name, content):
        raise Invalid(wrong)
    with transaction.atomic(durable=True):
        locks.hold(("product", product_id))
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return bool(answer["changed"])
        product = catalog.products([product_id]).get(product_id)
        if product is None:
            raise NotFound()
        if product.nature != catalog.DIGITAL:
            raise NotDigital()
        content_hash = hashlib.sha256(content).hexdigest()
        same = DigitalFile.objects.filter(product_id=product_id, name=name, content_hash=content_hash)
        changed = not same.exists()
        idempotency.remember(idempotency_key, {"changed": changed}, now)
        if not changed:
            return False
        others = DigitalFile.objects.filter(product_id=product_id).exclude(name=name)
        if others.count() >= rules.MOST:
            raise Invalid({"file": "too_many"})
        values = {"content": content, "content_hash": content_hash, "size": len(content), "kept_at": now}
        last = others.aggregate(last=Max("position"))["last"]
        DigitalFile.objects.update_or_create(
            product_id=product_id, name=name, defaults=values,
            create_defaults=values | {"position": 0 if last is None else last + 1},
        )  # fmt: skip
        word = DigitalFileKept(product_id=product_id, size=len(content), content_hash=content_hash)
        journal.append(word, origin=origin, occurred_at=now)
    return True
