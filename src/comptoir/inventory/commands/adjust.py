"""Pieces came or went: a delivery, a loss, a return."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from comptoir.inventory import rules
from comptoir.inventory.commands import book
from comptoir.inventory.contracts import Adjustment
from comptoir.inventory.models import Movement
from comptoir.inventory.rules import Place
from comptoir.journal.contracts import Origin
from comptoir.kit import idempotency
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.refusals import Invalid

KINDS = (Movement.Kind.RECEIPT, Movement.Kind.ADJUSTMENT, Movement.Kind.RETURN)


def adjust(
    adjustments: Sequence[Adjustment],
    *,
    kind: str,
    reason: str,
    note: str = "",
    origin: Origin,
    now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> None:
    """Book differences, all or none, in the caller's transaction or one of its own; lines of one place are added up.

    `kind` is receipt, adjustment or return (the others are booked by their own verbs), `reason` a code of
    `rules.REASONS`, `note` free words of at most 200 characters that stay out of the journal. No subject is
    locked beforehand: each movement is a new one. Refuses Invalid, NegativeStock and IdempotencyConflict.
    """
    if kind not in KINDS:
        raise Invalid({"kind": "not_a_choice"})
    if wrong := rules.reason_errors(reason, note):
        raise Invalid(wrong)
    differences = rules.added_up(adjustments)
    if differences:
        idempotency.settled(lambda: _adjust(differences, kind, reason, note, origin, now, idempotency_key))


def _adjust(
    differences: dict[Place, int],
    kind: str,
    reason: str,
    note: str,
    origin: Origin,
    now: datetime,
    key: IdempotencyKey | None,
) -> None:
    with transaction.atomic(durable=not connection.in_atomic_block):
        if idempotency.recall(key) is not None:
            return
        idempotency.remember(key, {"lines": len(differences)}, now)
        book.open_levels(differences)
        book.book(differences, kind=kind, reason=reason, note=note, origin=origin, now=now)
