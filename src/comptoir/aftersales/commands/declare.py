"""A consumer withdraws from a purchase: recorded at once, whatever becomes of the goods."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from uuid import UUID, uuid4

from django.db import transaction

from comptoir.aftersales import cards, queries, rules
from comptoir.aftersales.contracts import WithdrawableLine, WithdrawalInfo, WithdrawalRight
from comptoir.aftersales.errors import (
    AlreadyWithdrawn,
    CardsSpentMeanwhile,
    GoodsExcluded,
    OnlyWhole,
    OrderEnded,
    WindowOver,
)
from comptoir.aftersales.models import Withdrawal, WithdrawalLine
from comptoir.aftersales.statement import statement
from comptoir.customers import facade as customers
from comptoir.customers.contracts import Contact
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.aftersales import WithdrawalDeclared
from comptoir.kit import idempotency, locks
from comptoir.kit.days import written
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.ids import public_code, uuid7
from comptoir.kit.money import Money
from comptoir.kit.refusals import Invalid, Refusal
from comptoir.orders import facade as orders
from comptoir.orders.contracts import OrderInfo
from comptoir.orders.errors import GiftCardSpent
from comptoir.org import facade as org
from comptoir.promises import facade as promises

REFUND = "refund"
NOTHING_SHOWN: Mapping[int, Money] = MappingProxyType({})


def declare(
    order_id: UUID, *, quantities: Mapping[int, int] | None = None, name: str, email: str, locale: str, channel: str,
    actor: str, now: datetime, shown: Mapping[int, Money] = NOTHING_SHOWN,
    idempotency_key: IdempotencyKey | None = None,
) -> WithdrawalInfo:  # fmt: skip
    """Withdraw from pieces of an order, by the positions of their lines; None: from all that the right applies to.

    `name` is who declares, `email` where the acknowledgement goes. The money is promised back within 14 days; what
    has not left is stopped by the worker, the rest goes back when the goods or the proof of sending are here. Gift
    cards among them are blocked now, and what is left on them comes back; `shown` is what that came to, by line, when
    the person decided.
    Refuses NotFound, Invalid, OrderEnded, WindowOver, AlreadyWithdrawn, GoodsExcluded, OnlyWhole, GiftCardSpent,
    CardsSpentMeanwhile, IdempotencyConflict.
    """
    name, email = " ".join(name.split()), email.strip()
    wrong = customers.contact_errors(Contact(email=email.lower(), name=name), with_address=False)
    if wrong:
        raise Invalid(wrong)
    with transaction.atomic(durable=True):
        locks.hold(("order", order_id), *orders.keepers_of(order_id))
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return queries.get(UUID(answer["withdrawal_id"]))
        order = orders.get(order_id)
        right = queries.right(order, now)
        require_open(right, locale)
        chosen = rules.chosen(right.lines, quantities)
        whole = rules.is_whole(right.lines, chosen)
        if order.state == "pending" and not whole:
            raise OnlyWhole()
        taken = [(line, chosen[line.position]) for line in right.lines if line.position in chosen]
        now_back = {line.position: rules.coming_back(line, pieces) for line, pieces in taken}
        if any(now_back[position] != told for position, told in shown.items() if position in now_back):
            raise CardsSpentMeanwhile()
        row = _write(order, taken, whole, name, email, locale, channel, actor, now)
        # Who spends meanwhile is waited for here; what the acknowledgement says has to be what was on them.
        found = cards.take(row.id, order_id, origin=origin_of(order, actor=actor, channel=channel), now=now)
        if found != {line.position: rules.on_cards(line, pieces) for line, pieces in taken if line.position in found}:
            raise CardsSpentMeanwhile()
        idempotency.remember(idempotency_key, {"withdrawal_id": str(row.id)}, now)
    return queries.get(row.id)


def require_open(right: WithdrawalRight, locale: str) -> None:
    """Refuses what `right.refusal` says."""
    last = written(right.last_day, "EEEE d MMMM y", locale=locale) if right.last_day else ""
    refusals: dict[str, Refusal] = {
        OrderEnded.code: OrderEnded(),
        WindowOver.code: WindowOver(last_day=last),
        AlreadyWithdrawn.code: AlreadyWithdrawn(),
        GoodsExcluded.code: GoodsExcluded(positions=[line.position for line in right.lines]),
        GiftCardSpent.code: GiftCardSpent(order_id=str(right.order_id)),
    }
    if right.refusal:
        raise refusals[right.refusal]


def _write(
    order: OrderInfo, taken: Sequence[tuple[WithdrawableLine, int]], whole: bool, name: str, email: str, locale: str,
    channel: str, actor: str, now: datetime,
) -> Withdrawal:  # fmt: skip
    zone = org.market(order.market).zone
    due = rules.end_of(now.astimezone(zone).date() + rules.REFUND_WITHIN, zone)
    origin = origin_of(order, actor=actor, channel=channel)
    withdrawal_id, reference = uuid7(), f"R{public_code(8)}"
    text = statement(
        reference=reference, number=order.number, name=name, email=email, chosen=taken, is_whole=whole,
        declared_at=now, due=due, seller=org.legal_entity(order.legal_entity), zone=zone, locale=locale,
    )  # fmt: skip
    goods = sum(rules.coming_back(line, pieces).minor for line, pieces in taken)
    promise_id = promises.make(
        REFUND, subject_kind="withdrawal", subject_id=withdrawal_id, due=due,
        terms={"order": order.number, "goods_minor": goods, "currency": order.total.currency}, origin=origin, now=now,
    )  # fmt: skip
    row = Withdrawal.objects.create(
        id=withdrawal_id, reference=reference, order_id=order.id, order_number=order.number,
        storefront=order.storefront, channel=channel, locale=locale, name=name, email=email, is_whole=whole,
        currency=order.total.currency, delivery_minor=rules.delivery_left(order.lines) if whole else 0, declared_at=now,
        refund_due=due, statement=text, statement_hash=hashlib.sha256(text.encode()).hexdigest(),
        promise_id=promise_id,
    )  # fmt: skip
    WithdrawalLine.objects.bulk_create([_line(row, line, pieces) for line, pieces in taken])
    journal.append(
        WithdrawalDeclared(
            withdrawal_id=withdrawal_id, order_id=order.id, whole=whole, promise_id=promise_id, due=due,
            lines=[
                {
                    "position": line.position, "variant_id": str(line.variant_id), "quantity": pieces,
                    "unsent": min(pieces, line.unsent),
                }
                for line, pieces in taken
            ],
        ),
        origin=origin, occurred_at=now,
    )  # fmt: skip
    return row


def _line(row: Withdrawal, line: WithdrawableLine, pieces: int) -> WithdrawalLine:
    return WithdrawalLine(
        withdrawal=row, position=line.position, variant_id=line.variant_id, sku=line.sku, name=line.name,
        quantity=pieces, unsent=min(pieces, line.unsent), unit_minor=line.unit.minor,
    )  # fmt: skip


def origin_of(order: OrderInfo, *, actor: str, channel: str) -> Origin:
    return Origin(
        actor=actor, channel=channel, correlation=uuid4(), market=order.market, legal_entity=order.legal_entity,
        storefront=order.storefront, person_key=str(order.customer_id),
    )  # fmt: skip
