"""Pieces that go from one of our places to another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from comptoir.inventory import rules
from comptoir.inventory.commands import book, queue
from comptoir.inventory.contracts import TransferDraft
from comptoir.inventory.errors import TransferExists, TransferMoveRefused
from comptoir.inventory.models import Movement
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.inventory import (
    TransferAnnounced,
    TransferCancelled,
    TransferReceived,
    TransferSent,
)
from comptoir.kit import idempotency, locks, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Invalid, NotFound

REASON = "transfer"
HEAD = """
SELECT id, reference, source_id, target_id, state, expected_on FROM inventory_transfer
WHERE {which} = %s FOR UPDATE
"""
BY_ID, BY_REFERENCE = HEAD.format(which="id"), HEAD.format(which="reference")
LINES = """
SELECT variant_id, announced, sent FROM inventory_transferline WHERE transfer_id = %s ORDER BY variant_id
"""
ANNOUNCE = """
WITH head AS (
    INSERT INTO inventory_transfer (id, reference, source_id, target_id, state, expected_on, announced_at)
    VALUES (%(id)s, %(reference)s, %(source)s, %(target)s, 'announced', %(expected_on)s, %(now)s) RETURNING id
)
INSERT INTO inventory_transferline (id, transfer_id, variant_id, announced, sent, received)
SELECT a.id, head.id, a.variant_id, a.pieces, 0, 0
FROM head, unnest(%(ids)s::uuid[], %(variants)s::uuid[], %(pieces)s::int[]) AS a(id, variant_id, pieces)
"""
MOVE = """
UPDATE inventory_transfer SET state = %(state)s::text,
       sent_at = CASE WHEN %(state)s::text = 'sent' THEN %(now)s ELSE sent_at END,
       received_at = CASE WHEN %(state)s::text = 'received' THEN %(now)s ELSE received_at END
WHERE id = %(id)s
"""
SET_PIECES = """
UPDATE inventory_transferline line SET {which} = a.pieces
FROM unnest(%(variants)s::uuid[], %(pieces)s::int[]) AS a(variant_id, pieces)
WHERE line.transfer_id = %(id)s AND line.variant_id = a.variant_id
"""
SET_SENT, SET_RECEIVED = SET_PIECES.format(which="sent"), SET_PIECES.format(which="received")


class Head(NamedTuple):
    id: UUID
    reference: str
    source_id: UUID
    target_id: UUID
    state: str
    expected_on: date


def announce_transfer(
    draft: TransferDraft, *, origin: Origin, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> UUID:
    """Pieces are to go from one place to another; nothing moves yet. In a transaction of its own; returns its id.

    The same again, by its reference, gives the same id. Refuses Invalid, TransferExists (that reference with other
    contents) and IdempotencyConflict.
    """
    if wrong := rules.transfer_errors(draft):
        raise Invalid(wrong)
    return idempotency.settled(lambda: _announce(draft, origin, now, idempotency_key))


def _announce(draft: TransferDraft, origin: Origin, now: datetime, key: IdempotencyKey | None) -> UUID:
    with transaction.atomic(durable=True):
        locks.hold(("transfer", draft.reference))
        if (answer := idempotency.recall(key)) is not None:
            return UUID(answer["transfer_id"])
        found = sql.row(BY_REFERENCE, [draft.reference])
        if found:
            before = Head(*found)
            lines = {variant: announced for variant, announced, _ in sql.rows(LINES, [before.id])}
            places = before.source_id, before.target_id
            if places != (draft.source_id, draft.target_id) or lines != dict(draft.lines):
                raise TransferExists(reference=draft.reference)
            idempotency.remember(key, {"transfer_id": str(before.id)}, now)
            return before.id
        transfer_id = uuid7()
        idempotency.remember(key, {"transfer_id": str(transfer_id)}, now)
        told = TransferAnnounced(
            transfer_id=transfer_id, source_id=draft.source_id, target_id=draft.target_id,
            lines=_told(dict(draft.lines)),
        )  # fmt: skip
        journal.append(told, origin=origin, occurred_at=now)
        sql.run(
            ANNOUNCE,
            {
                "id": transfer_id, "reference": draft.reference, "source": draft.source_id,
                "target": draft.target_id, "expected_on": draft.expected_on, "now": now,
                "ids": [uuid7() for _ in draft.lines], "variants": [variant for variant, _ in draft.lines],
                "pieces": [pieces for _, pieces in draft.lines],
            },
        )  # fmt: skip
        return transfer_id


def send_transfer(
    transfer_id: UUID,
    pieces: Mapping[UUID, int] | None = None,
    *,
    origin: Origin,
    now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> None:
    """The pieces leave their place, as announced unless `pieces` says otherwise (by variant); what is reserved
    there stays. In a transaction of its own. Refuses NotFound, Invalid, TransferMoveRefused, NegativeStock and
    IdempotencyConflict."""
    idempotency.settled(lambda: _send(transfer_id, pieces, origin, now, idempotency_key))


def receive_transfer(
    transfer_id: UUID,
    pieces: Mapping[UUID, int] | None = None,
    *,
    origin: Origin,
    now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> int:
    """The pieces are at the other place, as sent unless `pieces` says otherwise; orders that wait there come
    first. In a transaction of its own; returns how many pieces are missing, below zero when more came.
    Refuses NotFound, Invalid, TransferMoveRefused and IdempotencyConflict."""
    return idempotency.settled(lambda: _receive(transfer_id, pieces, origin, now, idempotency_key))


def cancel_transfer(
    transfer_id: UUID, *, origin: Origin, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> None:
    """It will not be sent, in a transaction of its own. Refuses NotFound, TransferMoveRefused (it left) and
    IdempotencyConflict."""
    with transaction.atomic(durable=True):
        head = _hold(transfer_id)
        if idempotency.recall(idempotency_key) is not None:
            return
        idempotency.remember(idempotency_key, {"state": "cancelled"}, now)
        if head.state == "cancelled":
            return
        _require(head, "announced", to="cancelled")
        journal.append(TransferCancelled(transfer_id=transfer_id), origin=origin, occurred_at=now)
        sql.run(MOVE, {"id": transfer_id, "state": "cancelled", "now": now})


def _send(
    transfer_id: UUID,
    pieces: Mapping[UUID, int] | None,
    origin: Origin,
    now: datetime,
    key: IdempotencyKey | None,
) -> None:
    with transaction.atomic(durable=True):
        head = _hold(transfer_id)
        if idempotency.recall(key) is not None:
            return
        _require(head, "announced", to="sent")
        announced = {variant: count for variant, count, _ in sql.rows(LINES, [transfer_id])}
        sent = rules.moved_pieces(announced, pieces)
        if not any(sent.values()):
            raise Invalid({"quantity": "too_small"})
        queue.hold(sent)  # what is on its way may be sold ahead
        idempotency.remember(key, {"state": "sent"}, now)
        journal.append(TransferSent(transfer_id=transfer_id, lines=_told(sent)), origin=origin, occurred_at=now)
        sql.run(MOVE, {"id": transfer_id, "state": "sent", "now": now})
        sql.run(SET_SENT, {"id": transfer_id, "variants": list(sent), "pieces": list(sent.values())})
        gone = {(variant, head.source_id): -count for variant, count in sent.items() if count}
        book.open_levels(gone)
        _book(gone, transfer_id, origin, now)


def _receive(
    transfer_id: UUID,
    pieces: Mapping[UUID, int] | None,
    origin: Origin,
    now: datetime,
    key: IdempotencyKey | None,
) -> int:
    with transaction.atomic(durable=True):
        head = _hold(transfer_id)
        if (answer := idempotency.recall(key)) is not None:
            return int(answer["missing"])
        _require(head, "sent", to="received")
        sent = {variant: count for variant, _, count in sql.rows(LINES, [transfer_id])}
        received = rules.moved_pieces(sent, pieces)
        missing = sum(sent.values()) - sum(received.values())
        queue.hold(received)
        idempotency.remember(key, {"missing": missing}, now)
        lines = [
            {"variant_id": str(variant), "sent": sent[variant], "received": count}
            for variant, count in received.items()
        ]
        told = TransferReceived(transfer_id=transfer_id, lines=[*lines], missing=missing)
        journal.append(told, origin=origin, occurred_at=now)
        sql.run(MOVE, {"id": transfer_id, "state": "received", "now": now})
        sql.run(SET_RECEIVED, {"id": transfer_id, "variants": list(received), "pieces": list(received.values())})
        came = {(variant, head.target_id): count for variant, count in received.items() if count}
        book.open_levels(came)
        if came:
            _book(came, transfer_id, origin, now)
        return missing


def _hold(transfer_id: UUID) -> Head:
    locks.hold(("transfer", transfer_id))
    found = sql.row(BY_ID, [transfer_id])
    if found is None:
        raise NotFound()
    return Head(*found)


def _require(head: Head, state: str, *, to: str) -> None:
    if head.state != state:
        raise TransferMoveRefused(state=head.state, to=to)


def _told(pieces: Mapping[UUID, int]) -> list[dict[str, object]]:
    return [{"variant_id": str(variant), "quantity": count} for variant, count in pieces.items()]


def _book(differences: Mapping[rules.Place, int], transfer_id: UUID, origin: Origin, now: datetime) -> None:
    book.book(
        differences, kind=Movement.Kind.TRANSFER.value, reason=REASON, reference=f"transfer:{transfer_id}",
        origin=origin, now=now,
    )  # fmt: skip
