"""The goods of a withdrawal are back, or there is proof that they were sent: the money goes back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from django.db import transaction

from comptoir.aftersales import cards, queries, rules
from comptoir.aftersales.commands.close import promise_again
from comptoir.aftersales.commands.declare import origin_of
from comptoir.aftersales.commands.give_rest import waits
from comptoir.aftersales.contracts import WithdrawalInfo
from comptoir.aftersales.errors import ParcelsBeingStopped, WithdrawalMoveRefused
from comptoir.aftersales.models import Withdrawal
from comptoir.journal import facade as journal
from comptoir.journal.vocabulary.aftersales import WithdrawalGoodsReturned
from comptoir.kit import idempotency
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.money import Money
from comptoir.kit.refusals import Invalid
from comptoir.orders import facade as orders
from comptoir.orders.contracts import Given

LONGEST_PROOF = 80
NOTHING: Mapping[int, int] = MappingProxyType({})


def take_back(
    withdrawal_id: UUID, *, evidence: str, proof: str = "", put_back: Mapping[int, int] = NOTHING, place: str = "",
    actor: str, channel: str, now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> WithdrawalInfo:  # fmt: skip
    """Note that the goods are here (`evidence` received), or on their way with `proof`, such as a tracking number
    (sent). The first of both gives the money back, with the delivery when nothing of the order is kept (L221-24), no
    more than is still charged. What a dispute withholds is
    owed until that is decided (`give_rest`). Of the goods that are here `put_back`, by the positions of their lines, go
    into stock again at the place with this code, or where they left from.

    Refuses NotFound, Invalid, ParcelsBeingStopped, WithdrawalMoveRefused (nothing has to come back, or
    it was noted before), IdempotencyConflict.
    """
    proof = " ".join(proof.split())
    wrong = {} if evidence in rules.EVIDENCE else {"evidence": "not_a_choice"}
    if evidence == "sent" and not proof:
        wrong["proof"] = "missing"
    if len(proof) > LONGEST_PROOF:
        wrong["proof"] = "too_long"
    if put_back and evidence != "received":
        wrong["put_back"] = "not_a_choice"
    if wrong:
        raise Invalid(wrong)
    found = queries.get(withdrawal_id)
    with transaction.atomic(durable=True):
        held = orders.hold_order(found.order_id, *orders.keepers_of(found.order_id))
        if idempotency.recall(idempotency_key) is not None:
            return queries.get(withdrawal_id)
        row = Withdrawal.objects.select_for_update().get(id=withdrawal_id)
        if row.stopped_at is None:
            raise ParcelsBeingStopped()
        found, order = queries.get(withdrawal_id), orders.get(found.order_id)
        origin = origin_of(order, actor=actor, channel=channel)
        orders.require_back(order, put_back, found.to_return_by_line)
        already = found.received_at if evidence == "received" else found.sent_at or found.received_at
        if already or not found.to_return:
            raise WithdrawalMoveRefused(state=found.state)
        given = Given(amount=Money(0, found.refund.currency))
        if found.state == "declared":
            # Cards of withdrawals from before they were taken when they were declared.
            late = Money(sum(cards.take(row.id, order.id, origin=origin, now=now).values()), row.currency)
            found, parts = queries.get(withdrawal_id), cards.unnamed(row.id)
            owed = queries.charged(found, order, late) + Money(row.withheld_minor, row.currency)
            row.withheld_minor = waits(order.id, owed)
            named = {} if row.withheld_minor else parts  # with the rest, and once
            given = orders.refund_held(
                held, amount=owed, pieces=found.to_name_by_line, cards=named, delivery=found.is_whole,
                reason="withdrawn", actor=actor, now=now,
            )  # fmt: skip
            row.given_minor += given.amount.minor
            cards.note_named(row.id, given.parts)
        idempotency.remember(idempotency_key, {"done": True}, now)
        row.state = "refunding" if found.state == "declared" else row.state
        if evidence == "received":
            row.received_at = now
        else:
            row.sent_at, row.sent_proof = now, proof
        promise_again(row, order, actor=actor, channel=channel, now=now)
        row.save(
            update_fields=[
                "state", "received_at", "sent_at", "sent_proof", "promise_id", "waits_since", "given_minor",
                "withheld_minor",
            ]
        )  # fmt: skip
        journal.append(
            WithdrawalGoodsReturned(
                withdrawal_id=withdrawal_id, order_id=order.id, evidence=evidence, refund_minor=given.amount.minor,
                currency=given.amount.currency,
            ),
            origin=origin, occurred_at=now,
        )  # fmt: skip
        orders.put_back(order, put_back, place=place, origin=origin, now=now)
    return queries.get(withdrawal_id)
