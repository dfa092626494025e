"""What a disputed payment withheld from a withdrawal is given back when the dispute has ended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.aftersales import cards, queries
from comptoir.aftersales.models import Withdrawal
from comptoir.kit.money import Money
from comptoir.orders import facade as orders
from comptoir.payments import facade as payments
from comptoir.payments.contracts import DisputeInfo

ACTOR = "system:aftersales"


def give_rest(withdrawal_id: UUID, *, now: datetime) -> Money:
    """Give back what is still owed when no dispute withholds money of the order any more; answers how much. When all
    were lost the bank gave it back. Called again, it gives nothing.
    """
    order_id = queries.get(withdrawal_id).order_id
    with transaction.atomic(durable=True):
        held = orders.hold_order(order_id)
        row = Withdrawal.objects.select_for_update().get(id=withdrawal_id)
        disputes = payments.disputes_of(order_id)
        nothing = Money(0, row.currency)
        if not row.withheld_minor or withheld(disputes, row.currency):
            return nothing
        given = nothing
        if any(each.state == "won" for each in disputes):
            owed = Money(row.withheld_minor, row.currency)
            found, parts = queries.get(withdrawal_id), cards.unnamed(withdrawal_id)
            back = found.state != "declared"  # until then only the money of gift cards is owed
            made = orders.refund_held(
                held, amount=owed, pieces=found.to_name_by_line if back else {},
                cards=parts, delivery=found.is_whole and back, reason="withdrawn", actor=ACTOR, now=now,
            )  # fmt: skip
            cards.note_named(withdrawal_id, made.parts)
            given = made.amount
            row.given_minor += given.minor
        row.withheld_minor = 0
        row.save(update_fields=["given_minor", "withheld_minor"])
    return given


def withheld(disputes: Iterable[DisputeInfo], currency: str) -> Money:
    """What is withheld until it is decided: what was lost is with the buyer already."""
    return Money.total((each.withheld for each in disputes if each.state == "open"), currency)


def waits(order_id: UUID, owed: Money) -> int:
    """Of `owed` what a dispute keeps from being given now, in minor units. To be asked by who holds the order, before
    the money goes."""
    free = min(owed, payments.refundable(order_id, owed.currency))
    return min(owed - free, withheld(payments.disputes_of(order_id), owed.currency)).minor
