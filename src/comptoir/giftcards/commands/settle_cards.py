"""An order's gift cards become what its pieces and its money say."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.catalog import facade as catalog
from comptoir.giftcards import rules
from comptoir.giftcards.models import SoldCard
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.giftcards import GiftCardSold
from comptoir.kit import locks
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.ids import uuid7
from comptoir.orders import facade as orders
from comptoir.orders.contracts import OrderInfo, OrderLineInfo
from comptoir.payments import facade as payments

ACTOR = "system:giftcards"


def settle_cards(order_id: UUID, *, now: datetime) -> int:
    """Make the cards that a paid order lacks and block those that it has too many of; answers how many are new. Asked
    again it does nothing more. Refuses NotFound."""
    order = orders.get(order_id)
    lines = {line.position: line for line in _cards_among(order)}
    rows = list(SoldCard.objects.filter(order_id=order_id))
    if not lines and not rows:
        return 0
    dead = order.state in rules.DEAD
    found = rules.wanted(
        {} if dead else {position: line.quantity for position, line in lines.items()},
        {(row.position, row.piece) for row in rows if row.blocked_at is None},
        {(row.position, row.piece) for row in rows},
        paid=not dead and not order.due,
    )
    for row in rows:
        if (row.position, row.piece) in found.surplus:
            payments.block(row.account_id, origin=_origin(order), now=now)
            SoldCard.objects.filter(pk=row.pk).update(blocked_at=now)
    return sum(
        _make(order, lines[position], piece, now) for position, pieces in found.missing.items() for piece in pieces
    )


def _cards_among(order: OrderInfo) -> list[OrderLineInfo]:
    """The lines whose product is a gift card and whose pieces cost something."""
    sold = {line.variant_id for line in order.lines if line.variant_id}
    owners = catalog.products_of(sold)
    cards = catalog.gift_cards(set(owners.values()))
    return [line for line in order.lines if line.variant_id and owners.get(line.variant_id) in cards and line.unit]


def _make(order: OrderInfo, line: OrderLineInfo, piece: int, now: datetime) -> bool:
    """The account first, by a key that gives the same one again; then that it is this piece."""
    place = f"{order.id}:{line.position}:{piece}"
    key = IdempotencyKey.of(actor=ACTOR, endpoint="sold", key=place, request=[line.unit.minor, line.unit.currency])
    card = payments.issue(
        kind="gift_card", amount=line.unit, reason=payments.SOLD_ONLINE, origin=_origin(order), now=now,
        idempotency_key=key,
    )  # fmt: skip
    with transaction.atomic(durable=True):
        locks.hold(("order", order.id))
        _row, made = SoldCard.objects.get_or_create(
            order_id=order.id, position=line.position, piece=piece,
            defaults={
                "account_id": card.id, "amount_minor": line.unit.minor, "currency": line.unit.currency,
                "issued_at": now,
            },
        )  # fmt: skip
        if made:
            word = GiftCardSold(
                order_id=order.id, position=line.position, account_id=card.id, amount_minor=line.unit.minor,
                currency=line.unit.currency,
            )  # fmt: skip
            journal.append(word, origin=_origin(order), occurred_at=now)
    return made


def _origin(order: OrderInfo) -> Origin:
    return Origin(
        actor=ACTOR, channel=order.channel, correlation=uuid7(), market=order.market,
        legal_entity=order.legal_entity, storefront=order.storefront,
    )  # fmt: skip
