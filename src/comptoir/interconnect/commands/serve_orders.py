"""Another system says what became of orders: each by the verb that staff use, in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from comptoir.interconnect import naming, rules
from comptoir.interconnect.contracts import Item, Outcome, Party
from comptoir.interconnect.errors import NotOwner, UnknownThing
from comptoir.interconnect.models import Owner
from comptoir.kit import idempotency
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.refusals import Invalid, Refusal
from comptoir.orders import facade as orders

Verb = Callable[[UUID, dict[str, Any], str, datetime, IdempotencyKey], Any]


def _ready(order: UUID, fields: dict[str, Any], actor: str, now: datetime, key: IdempotencyKey) -> None:
    orders.mark_ready(order, actor=actor, now=now, idempotency_key=key)


def _ship(order: UUID, fields: dict[str, Any], actor: str, now: datetime, key: IdempotencyKey) -> None:
    orders.mark_shipped(
        order, tracking_number=fields.get("tracking_number", ""), carrier=fields.get("carrier", ""), actor=actor,
        now=now, idempotency_key=key,
    )  # fmt: skip


def _deliver(order: UUID, fields: dict[str, Any], actor: str, now: datetime, key: IdempotencyKey) -> None:
    orders.mark_delivered(order, actor=actor, now=now, idempotency_key=key)


def _cancel(order: UUID, fields: dict[str, Any], actor: str, now: datetime, key: IdempotencyKey) -> None:
    orders.cancel(order, reason=fields.get("reason", "other"), actor=actor, now=now, idempotency_key=key)


VERBS: dict[str, Verb] = {"ready": _ready, "shipped": _ship, "delivered": _deliver, "cancelled": _cancel}


def serve_orders(items: Sequence[Item], *, party: Party, key: IdempotencyKey, now: datetime) -> list[Outcome]:
    """Move orders to the `state` given (ready, shipped, delivered, cancelled), by number or linked id.

    An order that stands there already is unchanged, so the batch may be sent again. Each order is a transaction of its
    own: what is refused leaves the others alone. Refuses Invalid (more than 500 items, an id twice),
    IdempotencyConflict.
    """
    if not 1 <= len(items) <= rules.LARGEST_BATCH or len({item.id for item in items}) < len(items):
        raise Invalid({"items": "not_a_choice"})
    idempotency.begin(key, now)
    owner = Owner.objects.filter(kind="order", field="state").select_related("system").first()
    known = naming.resolve("order", [item.id for item in items], party)
    found = orders.briefs(list(known.values()))
    outcomes = []
    for index, item in enumerate(items):
        order = found.get(known[item.id]) if item.id in known else None
        try:
            if order is None or order.storefront != party.storefront:
                raise UnknownThing(id=item.id)
            if owner and owner.system.code != party.system:
                raise NotOwner(owner=owner.system.code, fields="state")
            status = _serve(order, index, item, party, key, now)
            outcomes.append(Outcome(index=index, id=item.id, status=status))
        except Refusal as refusal:
            detail = refusal.text(party.locale)
            outcomes.append(Outcome(index=index, id=item.id, status="refused", code=refusal.code, detail=detail))
    return outcomes


def _serve(
    order: orders.OrderBrief, index: int, item: Item, party: Party, key: IdempotencyKey, now: datetime
) -> str:
    to = item.fields["state"]
    own = key.part(index)
    if order.state == to:
        return "unchanged" if idempotency.recall(own) is None else "changed"
    VERBS[to](order.id, dict(item.fields), party.actor, now, own)
    return "changed"
