"""An order's gift cards become what its pieces and its money say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.catalog import facade as catalog
from comptoir.giftcards import rules
from comptoir.giftcards.models import SoldCard
from comptoir.giftcards.queries import subjects_of
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.giftcards import GiftCardSold
from comptoir.kit import locks
from comptoir.kit.ids import uuid7
from comptoir.orders import facade as orders
from comptoir.orders.contracts import OrderInfo, OrderLineInfo
from comptoir.orders.errors import OrderMoveRefused, OrderNotPaid
from comptoir.payments import facade as payments

ACTOR = "system:giftcards"


def settle_cards(order_id: UUID, *, now: datetime) -> int:
    """Make the cards that a paid order lacks and block those that it has too many of; answers how many are new. Money
    that is only reserved is taken first: with the last parcel where there is one, else once nothing but cards waits.
    Asked again it does nothing more. Refuses NotFound."""
    with transaction.atomic(durable=True):
        locks.hold(("order", order_id), *subjects_of(order_id))
        order = orders.get(order_id)
        rows = list(SoldCard.objects.filter(order_id=order_id))
        lines = {line.position: line for line in _cards_among(order, {row.position for row in rows})}
        gone = Counter(row.position for row in rows if row.paid_back)
        dead = order.state in rules.DEAD
        found = rules.wanted(
            {} if dead else {position: line.quantity - gone[position] for position, line in lines.items()},
            {(row.position, row.piece) for row in rows if row.blocked_at is None},
            {(row.position, row.piece) for row in rows},
            paid=not dead and not order.due,
        )
        surplus = [row for row in rows if (row.position, row.piece) in found.surplus]
        live = sum(row.amount_minor for row in rows if row.blocked_at is None and row not in surplus)
        worth = {position: line.unit.minor for position, line in lines.items()}
        made = rules.covered(found.missing, worth, room=(order.total - order.credited).minor - live)
        accounts = [row.account_id for row in surplus]
        payments.take_in_held(accounts, reason=payments.SOLD_ONLINE, origin=_origin(order), now=now)
        SoldCard.objects.filter(pk__in=[row.pk for row in surplus]).update(blocked_at=now)
        for position, pieces in made.items():
            for piece in pieces:
                _make(order, lines[position], piece, now)
    alone = not any(each.is_unsent and each.nature != catalog.GIFT_CARD for each in order.shipments)
    with suppress(OrderMoveRefused, OrderNotPaid):  # nothing of them waits: they came by mail before
        if not dead and made == found.missing and (alone or not order.due):
            orders.supply(order_id, nature=catalog.GIFT_CARD, actor=ACTOR, now=now)
    return sum(len(pieces) for pieces in made.values())


def _cards_among(order: OrderInfo, known: Collection[int]) -> list[OrderLineInfo]:
    """The lines whose pieces became cards before, with those that were sold as cards and cost something: a product
    that is a card only since is none in the orders before."""
    return [
        line
        for line in order.lines
        if line.position in known or (line.nature == catalog.GIFT_CARD and line.unit and not line.vat_rate_bp)
    ]


def _make(order: OrderInfo, line: OrderLineInfo, piece: int, now: datetime) -> None:
    """In the transaction that holds the order: the account and that it is this piece, both or none."""
    origin = _origin(order)
    account_id = payments.open_card(line.unit, reason=payments.SOLD_ONLINE, origin=origin, now=now)
    SoldCard.objects.create(
        order_id=order.id, position=line.position, piece=piece, account_id=account_id, amount_minor=line.unit.minor,
        currency=line.unit.currency, issued_at=now,
    )  # fmt: skip
    word = GiftCardSold(
        order_id=order.id, position=line.position, account_id=account_id, amount_minor=line.unit.minor,
        currency=line.unit.currency,
    )  # fmt: skip
    journal.append(word, origin=origin, occurred_at=now)


def _origin(order: OrderInfo) -> Origin:
    return Origin(
        actor=ACTOR, channel=order.channel, correlation=uuid7(), market=order.market,
        legal_entity=order.legal_entity, storefront=order.storefront,
    )  # fmt: skip
