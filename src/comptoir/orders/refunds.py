"""What was paid back of an order, as its buyer reads it: when, for what, by which means, and what is on its way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Event
from comptoir.journal.vocabulary.orders import (
    OrderCancelled,
    OrderChanged,
    OrderExpired,
    OrderLinesCancelled,
    OrderPartsRefunded,
    OrderRefunded,
)
from comptoir.journal.vocabulary.payments import PaymentRequested
from comptoir.kit.money import Money
from comptoir.kit.text import Localised
from comptoir.orders import history, rules
from comptoir.orders.contracts import OrderedOption, OrderInfo, RefundFor, RefundInfo, RefundMeans
from comptoir.orders.lines import Line
from comptoir.payments.contracts import RequestInfo

CAUSES = {
    OrderCancelled.NAME: "cancelled", OrderExpired.NAME: "expired", OrderLinesCancelled.NAME: "lines_cancelled",
    OrderChanged.NAME: "changed",
}  # fmt: skip


def refunds_of(order: OrderInfo) -> tuple[RefundInfo, ...]:
    """The oldest first; none costs no statement. What was asked in one transaction is one refund, and the next try of
    one that was refused belongs to it."""
    tries = [each for each in order.payments if each.kind == "refund"]
    if not tries:
        return ()
    events = journal.timeline("order", order.id)
    asked = {
        UUID(event.payload["request_id"]): event for event in events if event.name == PaymentRequested.NAME
    }
    before = _cancelled_lines(order.id, events)
    found: dict[UUID, list[RequestInfo]] = {}
    for each in tries:
        if each.instead_of is None and each.id in asked:
            found.setdefault(asked[each.id].origin.correlation, []).append(each)
    return tuple(
        _refund(order, parts, tries, asked[parts[0].id], [e for e in events if e.origin.correlation == cause], before)
        for cause, parts in found.items()
    )


def _refund(
    order: OrderInfo, parts: Sequence[RequestInfo], tries: Sequence[RequestInfo], asked: Event,
    beside: Sequence[Event], before: dict[int, dict[int, Line]],
) -> RefundInfo:  # fmt: skip
    amount = Money.total((each.amount for each in parts), order.total.currency)
    reason = next((event.payload["reason"] for event in beside if event.name == OrderRefunded.NAME), "")
    reason = reason or next((CAUSES[event.name] for event in beside if event.name in CAUSES), "not_wanted")
    return RefundInfo(
        id=parts[0].id, at=parts[0].requested_at, asked=asked.subject_version, amount=amount, reason=reason,
        reason_name=rules.REFUND_CAUSES[reason], parts=tuple(_parts(order, beside, before)),
        means=tuple(_means(_latest(each, tries)) for each in parts),
    )  # fmt: skip


def _latest(first: RequestInfo, tries: Sequence[RequestInfo]) -> RequestInfo:
    again = next((each for each in tries if each.instead_of == first.id), None)
    return _latest(again, tries) if again else first


def _means(found: RequestInfo) -> RefundMeans:
    return RefundMeans(
        tender=found.tender, amount=found.amount, state=rules.REFUND_STATES.get(found.state, "on_its_way"),
        answered_at=found.answered_at,
    )  # fmt: skip


def _parts(
    order: OrderInfo, beside: Iterable[Event], before: dict[int, dict[int, Line]]
) -> Iterable[RefundFor]:
    """By line, as it was called when it was ordered; what has no line any more is the delivery, which is made anew
    when an order changes."""
    lines = {line.position: line for line in order.lines}
    for event in beside:
        told: list[dict[str, Any]] = []
        if event.name == OrderPartsRefunded.NAME:
            told = [part | {"amount": part["minor"]} for part in event.payload["parts"]]
        elif event.name == OrderLinesCancelled.NAME:
            told = [
                part | {"pieces": part["quantity"], "amount": part["total_minor"]}
                for part in event.payload["cancelled"]
            ]
        for part in told:
            line = lines.get(part["position"])
            gone = before.get(event.payload.get("version", 0), {}).get(part["position"])
            name = line.name if line else Localised(gone.name) if gone else Localised()
            nature = line.nature if line else gone.nature if gone else ""
            options = line.options if line else _options(gone) if gone else ()
            yield RefundFor(
                position=part["position"], is_delivery=not part["variant_id"], nature=nature, name=name,
                options=options, pieces=part["pieces"], amount=Money(part["amount"], order.total.currency),
            )  # fmt: skip


def _options(line: Line) -> tuple[OrderedOption, ...]:
    return tuple(OrderedOption(label=Localised(o["label"]), text=Localised(o["text"])) for o in line.options)


def _cancelled_lines(order_id: UUID, events: Iterable[Event]) -> dict[int, dict[int, Line]]:
    """By version, the lines by position as they were before pieces of them were cancelled."""
    versions = [event.payload["version"] for event in events if event.name == OrderLinesCancelled.NAME]
    return history.lines_before(order_id, versions) if versions else {}
