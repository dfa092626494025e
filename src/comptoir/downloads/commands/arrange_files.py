"""The files of a digital good get their order; what is not named goes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.downloads.models import DigitalFile
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.downloads import DigitalFilesArranged
from comptoir.kit import idempotency, locks
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.refusals import Invalid


def arrange_files(
    product_id: UUID, wanted: Sequence[UUID], *, origin: Origin, now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> bool:  # fmt: skip
    """Show these files in this order; the others are removed, also for who bought them. Answers whether anything
    changed. Refuses Invalid (files): not_a_choice for what is no file of the product, same_twice;
    IdempotencyConflict."""
    with transaction.atomic(durable=True):
        locks.hold(("product", product_id))
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return bool(answer["changed"])
        there = list(
            DigitalFile.objects.filter(product_id=product_id).order_by("position", "name").values_list("pk", flat=True)
        )
        if set(wanted) - set(there):
            raise Invalid({"files": "not_a_choice"})
        if len(set(wanted)) < len(wanted):
            raise Invalid({"files": "same_twice"})
        changed = list(wanted) != there
        idempotency.remember(idempotency_key, {"changed": changed}, now)
        if not changed:
            return False
        gone, _of_what = DigitalFile.objects.filter(product_id=product_id).exclude(pk__in=wanted).delete()
        for place, file in enumerate(wanted):
            DigitalFile.objects.filter(pk=file).update(position=place)
        word = DigitalFilesArranged(product_id=product_id, files=len(wanted), removed=gone)
        journal.append(word, origin=origin, occurred_at=now)
    return True
