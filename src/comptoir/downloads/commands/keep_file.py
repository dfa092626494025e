"""A digital good gets its file."""

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID

from django.db import transaction

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
    """Keep what its buyers download from now on, those of before included; answers whether it is another than before.
    Refuses NotFound, NotDigital, Invalid (file): missing, too_large, not_a_choice for what is no PDF, EPUB, ZIP or
    MP3; IdempotencyConflict."""
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
        DigitalFile.objects.update_or_create(
            product_id=product_id,
            defaults={
                "name": name, "content": content, "content_hash": content_hash, "size": len(content), "kept_at": now,
            },
        )  # fmt: skip
        word = DigitalFileKept(product_id=product_id, size=len(content), content_hash=content_hash)
        journal.append(word, origin=origin, occurred_at=now)
    return True
