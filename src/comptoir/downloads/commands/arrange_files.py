"""The files of a digital good get their order, and some may go."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.downloads.errors import FilesChanged, LastFile
from comptoir.downloads.models import DigitalFile, Grant
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.downloads import DigitalFilesArranged
from comptoir.kit import idempotency, locks
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.refusals import Invalid


def arrange_files(
    product_id: UUID, wanted: Sequence[UUID], *, removed: Collection[UUID] = (), origin: Origin, now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> bool:  # fmt: skip
    """Show these files in this order and take the `removed` away, also from those who bought them. Each file of the
    product is named in one of the two: one that came meanwhile is nobody's to remove. Answers whether anything changed.

    Refuses Invalid (files): not_a_choice, same_twice; FilesChanged, LastFile (orders were promised one);
    IdempotencyConflict.
    """
    with transaction.atomic(durable=True):
        locks.hold(("product", product_id))
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return bool(answer["changed"])
        there = list(
            DigitalFile.objects.filter(product_id=product_id).order_by("position", "name").values_list("pk", flat=True)
        )
        named = [*wanted, *removed]
        if set(named) - set(there):
            raise Invalid({"files": "not_a_choice"})
        if len(set(named)) < len(named):
            raise Invalid({"files": "same_twice"})
        if len(named) < len(there):
            raise FilesChanged()
        if removed and not wanted and Grant.objects.filter(product_id=product_id).exists():
            raise LastFile()
        changed = list(wanted) != there
        idempotency.remember(idempotency_key, {"changed": changed}, now)
        if not changed:
            return False
        gone, _of_what = DigitalFile.objects.filter(product_id=product_id).filter(pk__in=removed).delete()
        for place, file in enumerate(wanted):
            DigitalFile.objects.filter(pk=file).update(position=place)
        word = DigitalFilesArranged(product_id=product_id, files=len(wanted), removed=gone)
        journal.append(word, origin=origin, occurred_at=now)
    return True
