"""Pieces came or went: a delivery, a loss, a return."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from comptoir.inventory import rules
from comptoir.inventory.commands import book
from comptoir.inventory.contracts import Adjustment
from comptoir.inventory.models import Movement
from comptoir.journal.contracts import Origin
from comptoir.kit.refusals import Invalid


def adjust(
    adjustments: Sequence[Adjustment], *, kind: str, reason: str, origin: Origin, now: datetime
) -> None:
    """Book differences, all or none, in the caller's transaction or one of its own; lines of one place are added up.

    `kind` is receipt, adjustment or return (sales are booked by `take`), `reason` free words of at most 200
    characters. No subject is locked beforehand: each movement is a new one. Refuses Invalid and
    NegativeStock.
    """
    if kind not in Movement.Kind.values or kind == Movement.Kind.SALE:
        raise Invalid({"kind": "unknown"})
    if len(reason) > 200:
        raise Invalid({"reason": "too_long"})
    differences = rules.added_up(adjustments)
    if not differences:
        return
    with transaction.atomic(durable=not connection.in_atomic_block):
        book.open_levels(differences)
        book.book(differences, kind=kind, reason=reason, origin=origin, now=now)
